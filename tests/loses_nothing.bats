#!/usr/bin/env bats
# The README's own pipe, capfix d | cappack --in-place d, on what it once destroyed: each caption comes out as it went in, or right.

setup() {
	cd "$BATS_TEST_TMPDIR"
	trainers='kohya onetrainer simpletuner ai-toolkit musubi diffusion-pipe diffusers'
}

# written CAPTION OPTION...: what the pipe leaves of it, beside its image.
written() {
	rm -rf d
	mkdir d
	printf '\211PNG\r\n\032\n' >d/a.png
	printf '%s\n' "$1" >d/a.txt
	capfix "${@:2}" d >records
	[ -s records ] || { echo 'capfix said nothing'; return; }
	cappack -q --in-place d <records
	cat d/a.txt
}

# stays CAPTION: with every trainer, for CLIP, T5 and an LLM, safe and not.
stays() {
	local t m u
	for t in $trainers; do
		for m in sdxl flux-dev qwen-image; do
			for u in --quiet --unsafe; do
				[ "$(written "$1" -t "$t" -m "$m" "$u")" = "$1" ] || { echo "$t $m $u: $(cat d/a.txt)"; return 1; }
			done
		done
	done
}

@test "of two lines that are two captions each keeps its trigger" {
	two=$'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up'
	for t in onetrainer simpletuner kohya:enable_wildcard; do
		[ "$(written "$two" -t $t)" = "$two" ]
		[ "$(written "$two" -t $t --unsafe --trigger ohwx)" = "$two" ]
	done
	# No trainer is named, or it reads all lines as one: no line loses what the other says.
	for t in kohya musubi ai-toolkit diffusers; do
		[ "$(written "$two" -t $t)" = "$two" ]
	done
	[ "$(written "$two")" = "$two" ]
}

@test "a caption that is JSON parses, with the same keys, numbers and words" {
	for c in '{"high_level_description":"A red fox , in snow","style":{"lighting":"soft light","tags":["fox, fox",1.5,null,true]},"elements":[{"bbox":[100,200,500,700],"desc":"a \"big\" fox"}]}' \
		'{ "scene": "A dog on a lawn.", "subjects": [ { "description": "a dog , brown", "position": "in the lower left corner of the image" } ] }' '["a red fox", "masterpiece, a fox"]'; do
		for u in --quiet --unsafe; do
			written "$c" -m flux2-dev $u >out
			jq -n --argjson a "$c" --slurpfile b out '[$a, $b[0]] | map([paths | map(tostring) | join("/")]) | .[0] == .[1]' | grep -qx true
			jq -n --argjson a "$c" --slurpfile b out '[$a, $b[0]] | map([.. | scalars | select(type != "string")]) | .[0] == .[1]' | grep -qx true
		done
	done
}

@test "JSON that the trainer cuts up, by its lines or as a wildcard, is left as it is" {
	c='{"desc": "a fox &amp; a dog", "sign": "it reads \"no  entry , here\""}'
	[ "$(written "$c" -m sdxl -t kohya)" = '{"desc": "a fox & a dog", "sign": "it reads \"no  entry , here\""}' ]
	for t in kohya:enable_wildcard onetrainer simpletuner; do
		lines=$(jq . <<<"$c")
		[ "$(written "$lines" -m sdxl -t $t --unsafe)" = "$lines" ]
	done
	[ "$(written "$c" -m sdxl -t kohya:enable_wildcard --unsafe)" = "$c" ]
	jq -nc --arg c "$c" '{caption: $c}' | capfix -t kohya:enable_wildcard | jq -e '.capfix.open | any(.message | contains("reads other texts"))'
}

@test "a time in brackets is no weight" {
	stays 'a digital clock (23:59) on a wall'
	stays 'a digital clock (23:59)'
}

@test "a list in the second sentence keeps what the first one has, too" {
	stays 'The left wall is painted in blue, orange, and purple. The right wall has blocks of blue, off-white, orange, and purple.'
}

@test "what is said of the frame stays, or goes as a whole sentence or adjunct" {
	c='A woman with grey hair looks up. Her face fills the bottom third of the frame.'
	stays 'Her face fills the bottom third of the frame.'
	for m in sdxl flux-dev qwen-image; do
		[ "$(written "$c" -m $m)" = "$c" ]
		out=$(written "$c" -m $m --unsafe)
		[ "$out" = "$c" ] || [ "$out" = 'A woman with grey hair looks up.' ]
	done
}

@test "the line that is fed stays first, whatever another line says" {
	c=$'fruit, simple background\napple, white background'
	for u in --quiet --unsafe; do
		[ "$(written "$c" -t kohya $u)" = "$c" ]
		[ "$(written $'a photo of a dog\na photo of a dog' -t kohya $u)" = $'a photo of a dog\na photo of a dog' ]
	done
	[ "$(written $'\nfruit\napple' -t kohya)" = $'fruit\napple' ]
}
