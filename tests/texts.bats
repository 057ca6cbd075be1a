#!/usr/bin/env bats
# What a caption is: texts, lines, JSON, separators, as every tool reads them.

setup() {
	cd "$BATS_TEST_TMPDIR"
	SHARED=${CAPTOOLS_SHARED:-$BATS_TEST_DIRNAME/../../shared}
}

# What capscore reads in a caption $2 (with printf's escapes) under trainer $1: spans and what else is fed.
texts() {
	printf '%b' "$2" | jq -Rsc '{caption: .}' | capscore --no-rule all --trainer "$1" | head -1 |
		jq -c 'if .capscore.texts then [.capscore.texts[] | .span + (if .fed then [.fed] else [] end)] else "whole" end'
}

# The findings of codes $4 in a caption $3 under model $1 and trainer $2: code, place, which text.
found() {
	printf '%b' "$3" | jq -Rsc '{caption: .}' | capscore --model "$1" --trainer "$2" | head -1 |
		jq -c '[.capscore.findings[] | select(.code | test("'"$4"'")) | [.code, .span, .text]]'
}

@test "lines: each is a caption to OneTrainer and SimpleTuner, the first to kohya, all one text to the others" {
	local two='red dog, grass\nblue cat, sofa'
	[ "$(texts onetrainer "$two")" = '[[0,14],[15,29]]' ]
	[ "$(texts simpletuner "$two")" = '[[0,14],[15,29]]' ]
	[ "$(texts kohya "$two")" = '[[0,14]]' ]
	[ "$(texts kohya:enable_wildcard "$two")" = '[[0,14],[15,29]]' ]
	[ "$(texts musubi "$two")" = '"whole"' ]
	[ "$(texts ai-toolkit "$two")" = '[[0,29,"red dog,  grass\nblue cat,  sofa"]]' ]
	[ "$(texts diffusion-pipe "$two")" = '"whole"' ]
	[ "$(texts diffusers "$two")" = '"whole"' ]
}

@test "a finding says which text it is about, the score is the mean, the worst is named" {
	printf '{"caption":"a red fox in snow, lit from behind\\nfox, fox"}\n' | capscore --trainer onetrainer | head -1 >out
	jq -e '.capscore | .texts[0].score > .texts[1].score and .worst == 1 and ((.score * 2 - ([.texts[].score] | add)) | . < 0.2 and . > -0.2)' out
	jq -e '[.capscore.findings[] | select(.code == "CAP024") | [.span, .text]] == [[[40, 43], 1]]' out
	jq -e '.capscore.findings | any(.code == "CAP122" and (has("text") | not))' out
}

@test "a line is not said to repeat what another line says" {
	[ "$(found sdxl onetrainer 'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up' CAP024)" = '[]' ]
	[ "$(found sdxl musubi 'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up' CAP024 | jq length)" = 3 ]
}

@test "separators and wildcards that the trainer is told of are syntax, else they are text" {
	[ "$(texts kohya:shuffle_caption,keep_tokens_separator='|||' 'ohwx ||| fox, snow')" = '[[0,18,"ohwx, fox, snow"]]' ]
	[ "$(texts kohya:keep_tokens_separator='|||' 'ohwx ||| fox, snow')" = '"whole"' ]
	[ "$(texts 'kohya:secondary_separator=;;;' 'fox;;;snow')" = '[[0,10,"fox,snow"]]' ]
	[ "$(texts kohya:enable_wildcard 'a {red|blue} fox')" = '[[0,16,"a red fox"],[0,16,"a blue fox"]]' ]
	[ "$(found sdxl kohya:enable_wildcard 'a {red|blue} fox' CAP015)" = '[]' ]
	[ "$(found sdxl 'kohya:secondary_separator=;;;' 'fox;;;snow' CAP015)" = '[]' ]
	[ "$(found sdxl kohya 'a {red|blue} fox' CAP015 | jq length)" = 1 ]
	[ "$(found sdxl kohya 'fox;;;snow' CAP015 | jq length)" = 1 ]
	[ "$(found sdxl 'kohya:shuffle_caption,keep_tokens_separator=|||' 'ohwx ||| fox, snow' CAP015)" = '[]' ]
}

@test "what a trainer puts in is judged, and no finding stands on it" {
	[ "$(texts kohya:caption_prefix=ohwx 'a red fox')" = '[[0,9,"ohwx a red fox"]]' ]
	[ "$(texts ai-toolkit:trigger_word=ohwx '[trigger] a red fox')" = '[[9,19,"ohwx a red fox"]]' ]
	printf 'a red fox, fox\n' | capscore --trainer 'kohya:caption_prefix=1girl\,' | head -1 |
		jq -e '[.capscore.findings[].span | .[1] >= .[0] and .[1] <= 14] | all'
}

@test "a caption that is JSON is read by its values: no rule of prose, tags, prompts or punctuation, and the limits count all" {
	printf '%s\n' '{"caption":"{\"high_level_description\":\"A red fox in snow\",\"lighting\":\"soft morning light\",\"elements\":[{\"type\":\"obj\",\"bbox\":[100,200,500,700],\"desc\":\"a red fox sitting\"}]}"}' |
		capscore --model flux2-dev | head -1 >out
	jq -e '.capscore.style == "json" and (.capscore.texts | length) == 1' out
	jq -e '[.capscore.findings[].code] - ["CAP040","CAP041","CAP042","CAP043","CAP044","CAP046"] == []' out
	jq -e '.capscore.slots.subject.span as [$a, $b] | .caption[$a:$b] == "red fox"' out
	jq -e '.capscore.slots.lighting.span as [$a, $b] | .caption[$a:$b] | test("morning light")' out
	# Escapes: places are the caption's.
	printf '%s\n' '{"caption":"[\"caf\\u00e9 TODO\"]"}' | capscore | head -1 |
		jq -e '[.capscore.findings[] | select(.code == "CAP103") | .span] == [[12, 16]]'
}

@test "the texts that capscore reads are those that captok says are fed, with every trainer of the oracle" {
	local f="$SHARED/oracle/trainer-text.jsonl.zst" spec
	[ -r "$f" ] || skip "no $f"
	zstdcat "$f" | python3 -c '
import json, sys
seen = {}
for line in sys.stdin:
    r = json.loads(line)
    if r["bytes_hex"]:
        try:
            seen[r["bytes_hex"]] = bytes.fromhex(r["bytes_hex"]).decode("utf-8")
        except UnicodeDecodeError:
            pass
for t in seen.values():
    print(json.dumps({"caption": t}))' >captions
	[ "$(wc -l <captions)" -gt 40 ]
	for spec in kohya kohya:enable_wildcard 'kohya:shuffle_caption,keep_tokens=1' \
		'kohya:shuffle_caption,keep_tokens_separator=|||,secondary_separator=;;;' 'kohya:keep_tokens_separator=|||,secondary_separator=;;;' \
		kohya:enable_wildcard,caption_prefix=PRE,caption_suffix=SUF kohya:cache_text_encoder_outputs,enable_wildcard musubi onetrainer \
		onetrainer:caps_randomize_enable simpletuner simpletuner:disable_multiline_split ai-toolkit ai-toolkit:trigger_word=ohwx,shuffle_tokens \
		diffusion-pipe diffusion-pipe:locale=cp1252 'diffusion-pipe:shuffle_tags,caption_prefix="PRE, "' diffusers; do
		captok --count --trainer "$spec" captions | capscore --no-rule all --trainer "$spec" >out
		python3 - "$spec" out <<'PY'
import json, sys
bad = 0
for line in open(sys.argv[2], encoding="utf-8"):
    r = json.loads(line)
    if "captok" not in r:
        continue
    fed, raw = r["captok"]["fed"], r["caption"].encode()
    if not fed["texts"]:
        continue
    read = [t.get("fed", raw[t["span"][0]:t["span"][1]].decode()) for t in r["capscore"].get("texts", [{"span": [0, len(raw)]}])]
    chance = "shuffled" in fed["differs"] or fed.get("shuffled")
    good = set(read) <= set(fed["texts"]) if chance else set(read) == set(fed["texts"])
    if not good:
        bad += 1
        print("#", sys.argv[1], repr(r["caption"]), read, fed["texts"])
sys.exit(bad > 0)
PY
	done
}
