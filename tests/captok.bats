#!/usr/bin/env bats
# captok: ids, spans, what is cut, fragments, templates, forms.

setup() { cd "$BATS_TEST_TMPDIR"; }

ids() { captok --encoder "${2:-clip-l}" --ids | jq -c ".captok.encoders[0].ids"; }

@test "CLIP's ids of a plain caption" {
	[ "$(echo 'a red apple' | ids)" = '[49406,320,736,3055,49407]' ]
	[ "$(echo 'A  Red,APPLE!' | ids)" = "$(echo 'a red,apple!' | ids)" ]
}

@test "an empty caption has two tokens" {
	[ "$(printf '{"caption":""}\n' | captok --encoder clip-l --count | jq .captok.encoders[0].tokens)" = 2 ]
}

@test "sdxl has two encoders and names them" {
	[ "$(echo 'a dog' | captok --model sdxl | jq -c '[.captok.model, (.captok.encoders[] | .encoder, .role, .limit, .usable)]')" = \
		'["sdxl","clip-l","text",77,75,"clip-g","text",77,75]' ]
}

@test "75 content tokens fit, 76 do not, and the cut is the rest of the source" {
	words() { yes dog | head -"$1" | paste -sd' '; }
	[ "$(words 75 | captok --encoder clip-l | jq -c '.captok.encoders[0] | [.tokens, .truncated, .chunks]')" = '[77,null,1]' ]
	[ "$(words 77 | captok --encoder clip-l | jq -c '.captok.encoders[0] | [.tokens, .truncated.tokens, .truncated.text, .chunks]')" = '[79,2,"dog dog",2]' ]
	s=$(words 77)
	span=$(echo "$s" | captok --encoder clip-l | jq -c '.captok.encoders[0].truncated.span')
	[ "$span" = "[300,307]" ]
}

@test "pieces carry the bytes of the source, also behind folded spaces and letters that change" {
	printf '{"caption":"A   caf\\u00c9 \\u00e9te\\u0301"}\n' >r
	[ "$(captok --encoder clip-l --pieces r | jq -c '[.captok.encoders[0].pieces[] | .text] | join("|")')" != '""' ]
	captok --encoder clip-l --pieces r | jq -e '. as $r | all(.captok.encoders[0].pieces[]; .span[0] <= .span[1])'
	# Each span, cut out of the caption's bytes, is the piece's text.
	captok --encoder clip-l --pieces r | python3 -c '
import json, sys
r = json.loads(sys.stdin.readline()); b = r["caption"].encode()
for p in r["captok"]["encoders"][0]["pieces"]:
    assert b[p["span"][0]:p["span"][1]].decode() == p["text"], p'
}

@test "fragmented words are named, whole ones are not" {
	[ "$(echo 'a gryffindor scarf' | captok --encoder clip-l | jq -c '.captok.encoders[0].fragmented')" = '[{"text":"gryffindor","span":[2,12],"tokens":3}]' ]
}

@test "flux-dev: T5 is the text, CLIP is pooled" {
	[ "$(echo 'a dog' | captok --model flux-dev | jq -c '[.captok.encoders[] | [.encoder, .role, .limit]] | sort')" = '[["clip-l","pooled",77],["t5","text",512]]' ]
}

@test "--count is the cheapest form" {
	[ "$(echo 'a dog' | captok --encoder clip-l --count | jq -c '.captok.encoders[0]')" = '{"encoder":"clip-l","tokens":4,"limit":77,"truncated":null}' ]
}

@test "the lists are tables" {
	captok --list-models | grep -q '^sdxl .*clip-l'
	captok --list-encoders | grep -q '^clip-l .*yes'
	captok --list-trainers | grep -q '^kohya '
}

@test "text form: readable without colour, the cut is marked" {
	out=$(yes dog | head -80 | paste -sd' ' | captok --encoder clip-l --format text)
	[[ $out == *"82 of 77 tokens, 5 lost"* ]]
	[[ $out == *"]cut, 5 lost["* ]]
	[[ $out == *"~~"* ]]
	[[ $out != *$'\033'* ]]
}

@test "a caption cannot drive the terminal" {
	out=$(printf '{"caption":"a \\u001b[31mred\\u001b[0m \\u202edog"}\n' | captok --encoder clip-l --format text)
	[[ $out != *$'\033'* && $out != *$'\u202e'* ]]
}

@test "a trainer's text is what is counted" {
	mkdir d && printf 'first line\nsecond line\n' >d/a.txt && : >d/a.png
	[ "$(captok --trainer kohya d | jq -c 'select(.captok) | [.captok.trainer, .captok.fed.texts, .captok.fed.differs]')" = '["kohya",["first line"],["later-lines-ignored"]]' ]
	run captok --trainer no-such-trainer d
	[ "$status" -eq 2 ]
}

@test "--variant tekken cuts Mistral's words as ComfyUI does, and leaves CLIP as it is" {
	run sh -c 'echo "don'"'"'ta" | captok --encoder mistral --variant tekken --pieces | jq -c "[.captok.encoders[0].pieces[].text]"'
	[ "$output" = '["don","'"'"'ta"]' ]
	run sh -c 'echo "don'"'"'ta" | captok --encoder mistral --pieces | jq -c ".captok.encoders[0] | [.variant, [.pieces[].text]]"'
	[ "$output" = '[null,["don","'"'"'t","a"]]' ]
	run sh -c 'echo x | captok --encoder clip-l --encoder mistral --variant tekken | jq -c "[.captok.encoders[].variant]"'
	[ "$output" = '["fast","tekken"]' ]
}
