#!/usr/bin/env bats
# A rule is one file and one row: without them everything else passes. All rules: tests/slow/rules_alone.sh.

@test "a caption rule and a dataset rule can be taken out" {
	run "$BATS_TEST_DIRNAME/slow/rules_alone.sh" comma_token_waste ubiquitous
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "what a finding points at begins before it ends, wherever the colour stands" {
	echo 'smile sitting blue, red smile sunset detailed, dog, viewer photo street' | capscore --model sdxl |
		jq -r 'select(.capscore) | .capscore.findings[] | select(.rule == "attribute-conflict") | .because' | grep -x 'smile sitting blue'
}

@test "what has several colours is silent about itself alone (CAP063)" {
	asked() { echo "$1" | capscore --from lines -f jsonl | jq -r 'select(.capscore) | [.capscore.findings[] | select(.code == "CAP063")] | length'; }
	[ "$(asked '1girl, blue eyes, striped shirt, green eyes')" -eq 1 ]
	[ "$(asked '1girl, blue eyes, red striped shirt, green eyes, rainbow hair')" -eq 1 ]
	[ "$(asked '1girl, blue eyes, heterochromia, green eyes')" -eq 0 ]
	[ "$(asked '1girl, multicolored hair, red hair, blue hair')" -eq 0 ]
	[ "$(asked '1girl, striped shirt, red shirt, blue shirt')" -eq 0 ]
}

# codes MODEL CAPTION: the codes of its findings.
codes() { echo "$2" | capscore --from lines -f jsonl --model "$1" | jq -r 'select(.capscore) | .capscore.findings[].code'; }

@test "things that a sentence lays beside a place, and a sex beside its species, hang together (CAP045)" {
	[ "$(codes sdxl 'On a Monday, in New Orleans, Louisiana, a narrow hallway with white doors and marble tiles leads into a dim corridor.' | grep -c CAP045)" -eq 0 ]
	[ "$(codes sdxl 'A single oval pill with a smooth texture and white color, speckled with red spots, against a black background.' | grep -c CAP045)" -eq 0 ]
	[ "$(codes noobai 'anthro, male, fox, simple background' | grep -c CAP045)" -eq 0 ]
	[ "$(codes sdxl 'dog, ball' | grep -c CAP045)" -eq 1 ]
}

@test "who wears something in front is the subject, generic as the word may be (CAP003)" {
	local behind='cyberpunk art, vector artwork, orange metal ears, neon lights, glossy finish, beautiful woman, studio portrait, dark mood'
	[ "$(codes sdxl "a close up of a person wearing a helmet, $behind" | grep -c CAP003)" -eq 0 ]
	[ "$(codes sdxl "wallpaper, minimalism, $behind" | grep -c CAP003)" -eq 1 ]
}

@test "who wears something is asked for its colour, and a thing said to be dark coloured for none (CAP041)" {
	echo 'a girl in a dress' | capscore --from lines -f jsonl | jq -r 'select(.capscore) | .capscore.findings[] | select(.code == "CAP041") | .message' | grep -qx 'which colour is "dress"?'
	[ "$(codes flux-dev 'A dark-colored television is mounted on a plain white wall.' | grep -c CAP041)" -eq 0 ]
	[ "$(codes flux-dev 'A television is mounted on a plain white wall.' | grep -c CAP041)" -eq 1 ]
}

@test "a medium, another word for a thing, and the rest of a room that sentences describe hang together (CAP045)" {
	[ "$(codes sdxl 'a horse, artistic drawing' | grep -c CAP045)" -eq 0 ]
	[ "$(codes sdxl 'a chair or a bench, wooden' | grep -c CAP045)" -eq 0 ]
	[ "$(codes flux-dev 'A part of a room with a focus on a blue cabinet. The floor is covered with a carpet, adding a touch of warmth to the palette dominated by blues and grays.' | grep -c CAP045)" -eq 0 ]
	[ "$(codes sdxl 'a horse, a chair' | grep -c CAP045)" -eq 1 ]
	[ "$(codes sdxl 'A red sofa stands in a room, dog, ball' | grep -c CAP045)" -eq 1 ]
}

@test "no adjective, medium or name is asked for its colour (CAP041)" {
	asked() { echo "$1" | capscore --from lines -f jsonl | jq -r 'select(.capscore) | .capscore.findings[] | select(.code == "CAP041") | .message'; }
	[ "$(asked 'cinematic film still, moody, epic, film grain')" = 'no colour is said of anything' ]
	[ "$(asked 'A detailed painting in the style of Beksinski and Giger, surreal')" = 'no colour is said of anything' ]
	[ "$(asked 'intricate art in the style of Greg Rutkowski and James Jean, masterful illustration')" = 'no colour is said of anything' ]
	[ "$(asked 'the image shows a woman with long hair')" = 'which colour is "hair"?' ]
}

@test "sentences that begin alike say different things (CAP024)" {
	[ "$(codes flux-dev 'There is a small, round table in the room. There is a small, dusty path behind it.' | grep -c CAP024)" -eq 0 ]
	[ "$(codes flux-dev 'A cat sits on a mat. A dog runs. A cat sits on a mat.' | grep -c CAP024)" -eq 1 ]
}
