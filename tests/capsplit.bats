#!/usr/bin/env bats
# capsplit: records of parts, layouts, budgets, what the parts promise.

bats_require_minimum_version 1.5.0

setup() { cd "$BATS_TEST_TMPDIR"; }

# n times the word dog.
dogs() { yes "${2:-dog}" | head -"$1" | paste -sd' '; }
parts() { jq -c "$1"; }

# Every part is the bytes of its span, and the parts of a caption are the caption.
covers() {
	python3 -c '
import json, sys
whole, at = None, 0
for line in sys.stdin:
    r = json.loads(line); s = r["capsplit"]
    if s["part"] == 0:
        b = s["of"].encode()
        assert at == len(whole or b""), "the end is lost"
        whole, at = b, 0
    assert s["part"] == 0 or ("of" not in s and s["of_id"] == r["id"])
    assert s["span"][0] == at and b[s["span"][0]:s["span"][1]].decode() == r["caption"], r
    at = s["span"][1]
    assert not s.get("cut") or s["part"] == s["parts"] - 1
assert at == len(whole)'
}

@test "a short caption is one part" {
	[ "$(echo 'a red apple' | capsplit | jq -c '[.caption, .capsplit]')" = \
		'["a red apple",{"by":"window","model":"sdxl","encoder":"clip-l","layout":"diffusers","limit":75,"part":0,"parts":1,"span":[0,11],"tokens":3,"of":"a red apple"}]' ]
}

@test "without a trainer the reference has one window and drops the rest" {
	[ "$(dogs 77 | capsplit | jq -c '[.capsplit.tokens, .capsplit.cut, .capsplit.part, .capsplit.parts]' | tr '\n' ' ')" = '[75,null,0,2] [2,true,1,2] ' ]
}

@test "the first part names what no window holds whole: what is cut off, and what is torn" {
	local dogs; dogs=$(dogs 70)
	echo "$dogs beside a red ball, lit from the left" | capsplit >r
	[ "$(jq -c 'select(.capsplit.part == 0).capsplit.loses' r)" = '["lit from the left"]' ]
	[ "$(jq -c 'select(.capsplit.part == 1) | .capsplit | has("loses")' r)" = false ]
	# The colour ends the first row, the umbrella begins the second: the encoder reads both, but not together.
	[ "$(echo "$(dogs 72 tree), a yellow umbrella" | capsplit --layout kohya-150 | jq -c '[.capsplit.tokens, .capsplit.loses]' | tr '\n' ' ')" = \
		'[75,["yellow umbrella"]] [1,null] ' ]
	echo 'a red ball' | capsplit | jq -e '.capsplit | has("loses") | not'
	echo "$dogs $dogs" | capsplit --by clause | jq -se 'all(.capsplit | has("loses") | not)'
}

@test "the trainer says how windows are cut" {
	layout() { dogs 230 | capsplit "$@" | jq -c '[.capsplit.layout, .capsplit.tokens, .capsplit.cut == true]' | tr -d '"' | tr '\n' ' '; }
	[ "$(layout --trainer kohya)" = '[kohya-75,75,false] [kohya-75,155,true] ' ]
	[ "$(layout --trainer kohya:max_token_length=150)" = '[kohya-150,75,false] [kohya-150,75,false] [kohya-150,80,true] ' ]
	[ "$(layout --max-token-length 225)" = '[kohya-225,75,false] [kohya-225,75,false] [kohya-225,75,false] [kohya-225,5,true] ' ]
	[ "$(layout --trainer diffusion-pipe)" = '[diffusion-pipe,75,false] [diffusion-pipe,75,false] [diffusion-pipe,75,false] [diffusion-pipe,5,false] ' ]
	[ "$(layout --trainer onetrainer)" = '[diffusers,75,false] [diffusers,155,true] ' ]
}

@test "kohya's rows of padding are no records" {
	[ "$(dogs 80 | capsplit --max-token-length 225 | jq -c .capsplit.parts | tr '\n' ' ')" = '2 2 ' ]
}

@test "a1111 breaks at BREAK and goes back to a comma" {
	[ "$(echo 'a red apple BREAK a dog' | capsplit -l a1111 | jq -c .caption | tr '\n' ' ')" = '"a red apple BREAK " "a dog" ' ]
	s="$(dogs 60), $(dogs 20 cat)"
	[ "$(echo "$s" | capsplit -l a1111 | jq -c .capsplit.tokens | tr '\n' ' ')" = '61 20 ' ]
	[ "$(echo "$s" | capsplit -l comfy | jq -c .capsplit.tokens | tr '\n' ' ')" = '75 6 ' ]
}

@test "--pack cuts no clause and needs as few windows as the order allows" {
	s="$(dogs 40), $(dogs 40 cat), $(dogs 30 cow)"
	[ "$(echo "$s" | capsplit --pack -l a1111 | jq -c '[.capsplit.tokens, .capsplit.pack]' | tr '\n' ' ')" = '[41,true] [71,true] ' ]
	echo "$s" | capsplit --pack | covers
	# A clause that no window holds is cut between words.
	[ "$(dogs 100 | capsplit --pack | jq -c '[.caption | length, .[-4:]]' | head -1)" = '[300,"dog "]' ]
}

@test "T5 and language models are cut at clause edges, within their limit" {
	for i in $(seq 1 60); do printf 'clause number %d of a long and winding caption, ' "$i"; done >long
	captions() { capsplit --from lines --model flux-dev "$@" long; }
	[ "$(captions | jq -s 'length > 1 and all(.capsplit.tokens <= 511 and .capsplit.layout == "t5" and .capsplit.limit == 511)')" = true ]
	captions | jq -r .caption | sed '$d' | while IFS= read -r l; do case $l in *', ') ;; *) exit 1 ;; esac; done
	captions | covers
	# Each part alone has the tokens that it says.
	captions >parts
	[ "$(jq -c .capsplit.tokens parts)" = "$(captok --model flux-dev --count parts | jq -c '.captok.encoders[] | select(.encoder == "t5") | .tokens - 1')" ]
}

@test "--encoder chooses among the model's encoders" {
	[ "$(dogs 80 | capsplit --model flux-dev --encoder clip-l | jq -c '[.capsplit.encoder, .capsplit.layout]' | head -1)" = '["clip-l","diffusers"]' ]
	run -2 capsplit --encoder t5 --layout a1111 </dev/null
	[[ "$output" == *"is CLIP's"* ]]
}

@test "by clause, sentence, tag and line" {
	by() { printf '%s' "$2" | jq -Rsc '{caption: .}' | capsplit --by "$1" | jq -c .caption | tr '\n' ' '; }
	[ "$(by clause 'a red apple, lit from above. It lies; here')" = '"a red apple, " "lit from above. " "It lies; " "here" ' ]
	[ "$(by sentence 'A dog, brown. It runs! Where?')" = '"A dog, brown. " "It runs! " "Where?" ' ]
	[ "$(by tag '1girl, what?! yes, ^_^, solo')" = '"1girl, " "what?! yes, " "^_^, " "solo" ' ]
	[ "$(by line 'one
two

three
')" = '"one\n" "two\n\n" "three\n" ' ]
}

@test "parts cover odd captions with every layout and kind" {
	printf '%s\n' '{"caption":""}' '{"caption":"   "}' '{"caption":"(((a:1.2) [b] \\( BREAK) c"}' '{"caption":"\u0000\u2028🐕🐕 ((日本語)) é́́, , ,"}' >odd
	{ for i in $(seq 1 60); do printf '👩‍🎨 (dog:1.1), BREAK '; done; echo; } | jq -Rc '{caption: .}' >>odd
	for l in $(capsplit --list-layouts | awk '{print $1}'); do capsplit -l "$l" odd | covers; done
	for b in clause sentence tag line; do capsplit --by "$b" odd | covers; done
	capsplit --pack odd | covers
}

@test "captok and capscore go, capfix and foreign members stay" {
	echo '{"id":"x","n":1.50,"caption":"a dog","captok":{"model":"sd15"},"capscore":{},"capfix":{"changed":false},"capsplit":{"old":1}}' >r
	[ "$(capsplit r)" = '{"id":"x","caption":"a dog","source":{"path":"r","line":1},"n":1.50,"capfix":{"changed":false},"capsplit":{"by":"window","model":"sd15","encoder":"clip-l","layout":"diffusers","limit":75,"part":0,"parts":1,"span":[0,5],"tokens":2,"of":"a dog"}}' ]
}

@test "the whole caption and the other members come with the first part, with --repeat in each" {
	echo '{"id":7,"n":1.50,"caption":"a, b","capfix":{"changed":false}}' >r
	[ "$(capsplit --by tag r | tail -1)" = '{"id":7,"caption":"b","source":{"path":"r","line":1},"capsplit":{"by":"tag","part":1,"parts":2,"span":[3,4],"tokens":1,"of_id":7}}' ]
	[ "$(capsplit --by tag --repeat r | tail -1)" = '{"id":7,"caption":"b","source":{"path":"r","line":1},"n":1.50,"capfix":{"changed":false},"capsplit":{"by":"tag","model":"sdxl","encoder":"clip-l","part":1,"parts":2,"span":[3,4],"tokens":1,"of":"a, b"}}' ]
}

@test "a long id or source in very many parts is a bad record" {
	python3 -c 'import json; print(json.dumps({"id": "i" * 4000, "caption": "a," * 20000})); print(json.dumps({"id": "x", "caption": "a,b"}))' >r
	run -1 --separate-stderr capsplit --by tag r
	[ "$(echo "$output" | jq -c '[.id[:1], .error.code, .caption]' | tr '\n' ' ')" = '["i","too-large",null] ["x",null,"a,"] ["x",null,"b"] ' ]
	[ "$(capsplit --by tag --repeat <<<'{"id":"x","caption":"a,b"}' | wc -l)" = 2 ]
}

# The caption's tokens that captok counts without template and special tokens: "content".
content() { captok --pieces "$@" | jq '[.captok.encoders[] | select(.role == "text")][0].pieces | length'; }

@test "a window that holds only the end of a character, or nothing before a BREAK, is a part" {
	python3 -c 'import json
for c in ["a " * 74 + "\U0001F9FF", "a " * 75 + "\U0001F9FF" * 40, "\U0001F9FF" * 76]: print(json.dumps({"caption": c}))' >tails
	captok --pieces tails | jq '.captok.encoders[0].pieces | length' >want
	# Nothing is lost on the way: the parts of every layout have all tokens of the caption.
	for l in $(capsplit --list-layouts | awk '{print $1}'); do
		capsplit -l "$l" tails | jq -s 'group_by(.id)[] | map(.capsplit.tokens) | add' | diff want - || { echo "$l"; return 1; }
	done
	[ "$(head -1 tails | capsplit -l diffusion-pipe | jq -c '[.caption[-1:], .capsplit.tokens]' | tr '\n' ' ')" = '["🧿",75] ["",1] ' ]
	[ "$(head -1 tails | capsplit -l kohya-75 | jq -c '[.caption[-1:], .capsplit.tokens, .capsplit.cut]' | tr '\n' ' ')" = '["🧿",75,null] ["",1,true] ' ]
	windows() { echo "$1" | capsplit -l a1111 | jq -c .capsplit.tokens | paste -sd' '; }
	[ "$(windows 'BREAK a')" = '0 1' ]
	[ "$(windows 'a BREAK BREAK BREAK b BREAK')" = '1 0 0 1' ]
	[ "$(windows 'BREAK')" = '0' ]
}

@test "windows are those that the public code made" {
	o=${CAPTOOLS_SHARED:-/nonexistent}/oracle/windows.jsonl.zst
	[ -f "$o" ] || skip "no shared data"
	zstdcat "$o" >oracle
	# Of rows of padding behind the text (kohya's number is fixed) none is a part, or one where there is no text.
	for l in $(jq -r .layout oracle | sort -u); do
		jq -c --arg l "$l" 'select(.layout == $l) | {caption}' oracle | capsplit -l "$l" |
			jq -sc 'group_by(.id | tonumber)[] | [.[] | [.capsplit.tokens, .capsplit.cut == true]]' >have
		jq -c --arg l "$l" 'select(.layout == $l) | [.windows[] | length - 2] as $w | ([range($w | length) | select($w[.] > 0)] | max // 0) as $last |
			[$w[:$last + 1][] | [., false]] + (if .dropped > 0 then [[.dropped, true]] else [] end)' oracle >want
		diff want have >/dev/null || { echo "$l"; diff want have | head; return 1; }
	done
}

@test "a part has the tokens that its encoder counts, cleaned and in its template" {
	for i in $(seq 1 60); do printf 'The &amp;amp; Sign NUMBER %d of a LONG and winding caption, ' "$i"; done >long
	for i in $(seq 1 300); do printf '%d0 ' "$i"; done >>long
	printf '\n%s\n' '1girl' >>long
	for m in wan qwen-image z-image lumina2 sana; do
		# Gemma's licence is the user's to accept: it may not be there.
		captok --model $m --count long >/dev/null 2>&1 || continue
		capsplit --model $m long >parts
		[ -s parts ]
		[ "$(jq .capsplit.tokens parts)" = "$(content --model $m parts)" ] || { echo $m; return 1; }
		captok --model $m parts | jq -e -s 'all(.captok.encoders[0].truncated == null)' >/dev/null || { echo $m; return 1; }
	done
}

@test "bad records are passed on, unknown names are refused" {
	printf 'a dog\n\xff\xfe\na cat\n' >mixed
	run -1 --separate-stderr capsplit --from lines mixed
	[ "$(echo "$output" | jq -c '.error.code // .caption' | tr '\n' ' ')" = '"a dog" "not-utf8" "a cat" ' ]
	run -2 capsplit --layout nope </dev/null
	[[ "$output" == *"--list-layouts"* ]]
	run -2 capsplit --by nope </dev/null
	run -2 capsplit --encoder nope </dev/null
	run -1 --separate-stderr capsplit <<<'{"caption":"a","captok":{"model":"nope"}}'
	[ "$(echo "$output" | jq -r .error.code)" = unknown-model ]
}

@test "the output is the same for every -j" {
	for i in $(seq 1 3000); do echo "caption $i, $(dogs $((i % 90)))"; done >many
	capsplit -j 1 many >1
	[ -s 1 ]
	capsplit -j 4 many >4
	cmp 1 4
}
