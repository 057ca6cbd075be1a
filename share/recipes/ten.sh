#!/bin/sh
# ten.sh RAW OUT: from the folder that a tagger wrote (pictures and a caption file beside each) to a set to train on, in ten commands.
# RAW stays as it is, OUT is made. If direction.jsonl is there, what a person saw in the pictures goes into the captions; the first run
# asks for it in ask.jsonl: fill in what you see, save it as direction.jsonl, and run it again into another OUT.
set -eu
raw=$1 out=$2 model=${MODEL:-sdxl}
work=$out.work
mkdir "$work"

# 1. What the encoders see of it, captions that are cut.
captok --table -m "$model" -m flux-dev "$raw" >"$work/tokens.txt"
# 2. Pictures that are broken, tiny, turned or twice there.
capsee -f text "$raw" >"$work/pictures.txt"
# 3. Pictures without a caption.
capgrep -l --missing caption "$raw" >"$work/uncaptioned.txt" || [ $? -eq 1 ]
# 4. The set on one screen: what is wrong, what is fused, what comes first.
capscore -m "$model" -f text --summary "$raw" >"$work/before.txt"
# 5. Tags that show nothing are taken away everywhere, spellings made one.
capfix -m "$model" --remove 'no humans' --remove '*_focus' --replace grey=gray "$raw" 2>"$work/edits.txt" >"$work/edited.jsonl"
# 6. What is safe to mend is mended.
capfix -m "$model" "$work/edited.jsonl" >"$work/fixed.jsonl"
# 7. What only the pictures show is asked for, caption by caption.
capfix -m "$model" --ask "$work/fixed.jsonl" >"$work/ask.jsonl"
# 8. What a person has answered is composed into the captions.
if [ -f direction.jsonl ]; then
	capfix -m "$model" --direction direction.jsonl --compose "$work/fixed.jsonl" >"$work/composed.jsonl"
else
	cp "$work/fixed.jsonl" "$work/composed.jsonl"
fi
# 9. The captions that are still the worst stay out, with their pictures, for a person to look at.
capgrep -m "$model" --where "score>=${MIN_SCORE:-20}" "$work/composed.jsonl" >"$work/good.jsonl"
# 10. The others are the set to train on.
cappack --only -o "$out/" "$raw" <"$work/good.jsonl"
capscore -m "$model" -f text --summary "$out"
