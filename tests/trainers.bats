#!/usr/bin/env bats
# captok --model and --trainer: what each pipeline and each trainer makes of one caption.

setup() { cd "$BATS_TEST_TMPDIR"; }

# A caption file beside an image, fed by trainer $1; the rest is the file's text.
fed() {
	rm -rf d
	mkdir d
	printf '\211PNG\r\n\032\n' >d/a.png
	printf "$2" >d/a.txt
	captok --model sdxl --trainer "$1" --count d | jq -c "select(.captok) | .captok.fed | [.texts, .differs, .error]"
}

# Tokens and limit of each encoder of model $1 under trainer $2 for a caption of one word.
counts() {
	echo cat | captok --model "$1" ${2:+--trainer "$2"} --count | jq -c '[.captok.encoders[] | .encoder, .tokens, .limit]'
}

@test "every model of the tables is listed with its source" {
	for m in sd15 sd2 sdxl pony illustrious noobai sd3 sd35 flux-dev flux-schnell chroma hidream auraflow ponyv7 lumina2 sana \
		hunyuanvideo wan qwen-image z-image flux2-dev flux2-klein anima krea2 ideogram4 flux3-klein qwen-image-2.1 qwen-image-edit \
		hunyuanimage-2.1 hunyuanvideo-1.5 ltx2 longcat-image ovis-image kandinsky5-image omnigen2 kolors fibo ernie-image cogview4; do
		captok --list-models --verbose | grep -q "^$m " || { echo "$m is missing"; return 1; }
	done
	! captok --list-models --verbose | grep ' - *$' || false
}

@test "templates and end tokens count where the pipelines count them" {
	[ "$(counts flux-dev)" = '["clip-l",3,77,"t5",2,512]' ]
	[ "$(counts qwen-image)" = '["qwen2",40,546]' ]
	[ "$(counts z-image)" = '["qwen3",9,512]' ]
	[ "$(counts flux2-dev)" = '["mistral",34,512]' ]
	[ "$(counts flux2-klein)" = '["qwen3",13,512]' ]
}

@test "limits are the trainer's" {
	[ "$(counts sd35 onetrainer)" = '["clip-l",3,77,"clip-g",3,77,"t5",2,77]' ]
	[ "$(counts sd35 simpletuner)" = '["clip-l",3,77,"clip-g",3,77,"t5",2,154]' ]
	[ "$(counts flux2-dev simpletuner)" = '["mistral",32,512]' ]
	[ "$(counts qwen-image musubi)" = '["qwen2",40,1058]' ]
}

@test "each trainer feeds its own slice of one file" {
	f='1girl,solo\nsecond line\n'
	[ "$(fed kohya "$f")" = '[["1girl,solo"],["later-lines-ignored"],null]' ]
	[ "$(fed musubi "$f")" = '[["1girl,solo\nsecond line"],[],null]' ]
	[ "$(fed onetrainer "$f")" = '[["1girl,solo","second line"],["lines-are-variants"],null]' ]
	[ "$(fed simpletuner "$f" | jq -c '.[0]')" = '["1girl,solo","second line"]' ]
	[ "$(fed ai-toolkit "$f" | jq -r '.[0][0]' | head -1)" = '1girl, solo' ]
	[ "$(fed diffusion-pipe "$f" | jq -c '.[0]')" = '["1girl,solo\nsecond line"]' ]
}

@test "kohya's blank first line is an empty caption" {
	[ "$(fed kohya '\n1girl\n')" = '[[""],["blank-first-line"],"empty-prompt"]' ]
	[ "$(fed kohya:enable_wildcard '\n1girl\n' | jq -c '.[0]')" = '["1girl"]' ]
}

@test "chance: all outcomes where they are few, the unshuffled one where they are many" {
	[ "$(fed kohya:enable_wildcard '{a|b} {c|d}' | jq -c '.[0]')" = '["a c","a d","b c","b d"]' ]
	[ "$(fed kohya:shuffle_caption,keep_tokens=1 'a, b, c' | jq -c '.[0]')" = '["a, b, c","a, c, b"]' ]
	echo 'a, b, c, d, e, f' | captok --trainer kohya:shuffle_caption --count |
		jq -e '.captok.fed | .shuffled and (.texts | length) == 1'
}

@test "options: escapes, quotes, and what is refused" {
	[ "$(echo x | captok --trainer 'diffusion-pipe:caption_prefix="PRE, "' --count | jq -r '.captok.fed.texts[0]')" = 'PRE, x' ]
	[ "$(echo x | captok --trainer 'diffusion-pipe:caption_prefix=PRE\, ' --count | jq -r '.captok.fed.texts[0]')" = 'PRE, x' ]
	run captok --trainer kohya:shufle_caption /dev/null
	[ "$status" = 2 ]
	[[ $output == *shuffle_caption* ]]
	run captok --trainer koyha /dev/null
	[ "$status" = 2 ]
	[[ $output == *kohya* ]]
	run captok --trainer kohya:max_token_length=80 /dev/null
	[ "$status" = 2 ]
}

@test "a trainer implies its CLIP variant" {
	[ "$(echo 'it’s' | captok --trainer kohya --count | jq .captok.encoders[0].tokens)" = 4 ]
	[ "$(echo 'it’s' | captok --trainer ai-toolkit --count | jq .captok.encoders[0].tokens)" = 6 ]
}

@test "diffusers' LoRA scripts, DiffSynth-Studio, ltx-trainer and NeMo have limits and templates of their own" {
	[ "$(counts sd35 diffusers-lora:caption_column=text)" = '["clip-l",3,77,"clip-g",3,77,"t5",2,77]' ]
	[ "$(counts flux-dev diffusers-lora:caption_column=text,max_sequence_length=77)" = '["clip-l",3,77,"t5",2,77]' ]
	[ "$(counts qwen-image diffusers-lora:caption_column=text,max_sequence_length=256)" = '["qwen2",40,290]' ]
	[ "$(counts krea2 diffusers-lora:caption_column=text)" = '["qwen3",40,546]' ]
	[ "$(counts qwen-image diffsynth)" = '["qwen2",40,4130]' ]
	[ "$(counts flux2-dev diffsynth)" = '["mistral",32,512]' ]
	[ "$(counts qwen-image nemo)" = '["qwen2",1,256]' ]
	[ "$(counts wan nemo)" = '["umt5",2,226]' ]
}

@test "ComfyUI's tokenizer for FLUX.2 klein has no token for the empty thought" {
	[ "$(counts flux2-klein diffusion-pipe)" = '["qwen2",15,null]' ]
	[ "$(counts flux2-klein)" = '["qwen3",13,512]' ]
}
