#!/usr/bin/env bats
# capfix's edits of a whole set: each option, what it leaves alone, its counts, its texts under each trainer.

bats_require_minimum_version 1.5.0

setup() { cd "$BATS_TEST_TMPDIR"; }

# The caption after the edits.
edited() { printf '%s\n' "$1" | jq -Rs 'rtrimstr("\n") | {caption: .}' -c | capfix "${@:2}" 2>said | jq -r .caption; }
is() { [ "$1" = "$2" ] || { printf 'got  %s\nwant %s\n' "$1" "$2"; return 1; }; }

@test "--replace: whole tags and whole words in any case, in the case and with the underscores of the place" {
	is "$(edited 'A dog sits. The DOG, a Dog-like cat, hotdogs' --replace dog=wolf)" 'A wolf sits. The WOLF, a Dog-like cat, hotdogs'
	is "$(edited '1girl, long_hair, Long Hair style' --replace 'long hair=very short hair')" '1girl, very_short_hair, Very short hair style'
	is "$(edited 'a photo of OhWx' --replace 'ohwx=Sks')" 'a photo of Sks'
	is "$(edited 'x=y, (dog:1.2)' --replace 'x\=y=z' --replace dog=cat)" 'z, (cat:1.2)'
	is "$(edited 'ДОМ, дом, дома' --replace дом=сад)" 'САД, сад, дома'
}

@test "--replace: nothing behind = takes away, a tag with its separator; a tag that is there already comes once" {
	is "$(edited '1girl, dog, red dress' --replace dog=)" '1girl, red dress'
	is "$(edited 'a big dog on a mat' --replace big=)" 'a dog on a mat'
	is "$(edited 'kitty, red, cat' --replace kitty=cat)" 'red, cat'
	is "$(edited 'dog' --replace dog=)" dog
	grep -q "dog=" said
}

@test "--replace-regex: groups, look-aheads with =, linear time" {
	is "$(edited 'red hair, blue hair' --replace-regex '(\w+) hair=hair of $1')" 'hair of red, hair of blue'
	is "$(edited 'score_9, 1girl' --replace-regex 'score_(?=\d)=rating ')" 'rating 9, 1girl'
	run -2 capfix --replace-regex '(=x' <<<a
	run -2 capfix --replace-regex 'a=$7' <<<a
	run -2 capfix --replace-regex 'abc' <<<a
	# What would backtrack for ever is a bad record by name, and the next caption goes on.
	printf '%s\n' "$(printf 'a%.0s' $(seq 60))b" 'aaa' >in
	run -1 --separate-stderr capfix --replace-regex '^(a|aa)+$=x' in
	[ "$(jq -r '.error.code // .caption' <<<"$output" | paste -sd' ')" = 'regex-limit x' ]
}

@test "--remove: a tag or a pattern, however it is written; what is all of a caption stays, and that is said" {
	is "$(edited 'score_9, score_8_up, 1girl, watermark' --remove 'score_*' --remove Watermark)" 1girl
	is "$(edited 'blurry_background, 1girl' --remove 'blurry background')" 1girl
	is "$(edited 'A dog sits, watermark. It sleeps.' --remove watermark)" 'A dog sits. It sleeps.'
	is "$(edited 'a watermarked photo, dog' --remove watermark)" 'a watermarked photo, dog'
	printf 'watermark\n' | capfix --remove watermark 2>said | jq -e '.caption == "watermark" and (.capfix.open[0].message | test("all that the caption says"))'
}

@test "--add, --at: once, as the list writes its tags" {
	is "$(edited '1girl, dress' --add 'blue sky')" '1girl, dress, blue sky'
	is "$(edited '1girl, blue_sky' --add 'blue sky')" '1girl, blue_sky'
	is "$(edited '1girl,dress' --add sky --at start)" 'sky,1girl,dress'
	is "$(edited 'best, ohwx, dress' --add sky --at after-trigger --trigger ohwx)" 'best, ohwx, sky, dress'
	is "$(edited 'hatsune_miku 1girl aqua_hair' --add 'blue sky')" 'hatsune_miku 1girl aqua_hair blue_sky'
	is "$(edited 'A dog sits on a bench.' --add 'soft light')" 'A dog sits on a bench, soft light.'
	is "$(edited 'A dog sits in soft light.' --add 'soft light')" 'A dog sits in soft light.'
	run -2 --separate-stderr capfix --add sky --at after-trigger <<<a
	[[ $stderr == *--trigger* ]]
}

@test "--prepend and --append: with the caption's separator, or the text's own, and not twice" {
	is "$(edited '1girl | dress' --prepend ohwx --append end)" 'ohwx | 1girl | dress | end'
	is "$(edited '1girl' --prepend 'a photo of ' --append ' at night')" 'a photo of 1girl at night'
	is "$(edited 'A dog.' --append 'It sleeps.')" 'A dog. It sleeps.'
	is "$(edited 'ohwx, 1girl' --prepend ohwx)" 'ohwx, 1girl'
}

@test "--separator: commas, bars, lines, blanks and back; sentences are no list" {
	is "$(edited '1girl, red hair' --separator bar)" '1girl | red hair'
	is "$(edited '1girl | red hair' --separator comma)" '1girl, red hair'
	is "$(edited '1girl, red hair' --separator blank)" '1girl red_hair'
	is "$(edited 'miku_(vocaloid) 1girl' --separator comma)" 'miku_(vocaloid), 1girl'
	is "$(edited '1girl, red hair' --separator newline)" $'1girl\nred hair'
	is "$(edited 'A dog, a cat. A hat.' --separator bar)" 'A dog, a cat. A hat.'
	run -2 capfix --separator x <<<a
}

@test "--case lower: not the trigger word, not visible text" {
	is "$(edited 'A Sign says "OPEN", OhWx Woman, ΟΔΟΣ' --case lower --trigger OhWx)" 'a sign says "OPEN", OhWx woman, οδος'
}

@test "--sort: by name, by how often, by a file; what leads up to the trigger stays in front" {
	is "$(edited 'best, ohwx, dress, 1girl, cat' --sort alpha --trigger ohwx)" 'best, ohwx, 1girl, cat, dress'
	printf 'b, a, c\na, c\nc\n' >in
	is "$(capfix --sort frequency in 2>/dev/null | jq -r .caption | paste -sd';')" 'c, a, b;c, a;c'
	run -2 --separate-stderr capfix --sort frequency <in
	[[ $stderr == *"standard input"* ]]
	printf '# mine\nc,7\na\n' >order
	is "$(edited 'b, a, c' --sort order)" 'c, a, b'
	is "$(edited 'b dog. a cat.' --sort alpha)" 'b dog. a cat.'
}

@test "--map: a table of old and new; an empty new takes away; two that become one stand once" {
	printf 'kitty,cat\n"grey, hair",x\ngrey_hair\tgray_hair\nwatermark,\n# note\n' >map
	is "$(edited 'kitty, grey hair, watermark, cat' --map map)" 'gray hair, cat'
	is "$(edited '1girl, grey_hair, kitty' --map map)" '1girl, gray_hair, cat'
	run -2 capfix --map nowhere <<<a
}

@test "--join: tags behind a sentence, a sentence behind tags, by id or from the file beside" {
	printf '{"id":"a","caption":"1girl, red dress, bench"}\n' >tags.jsonl
	printf '{"id":"a","caption":"A girl on a bench."}\n{"id":"b","caption":"none"}\n' |
		capfix --join tags.jsonl 2>said | jq -r .caption >out
	printf 'A girl on a bench. 1girl, red dress, bench\nnone\n' | diff - out
	mkdir ds && cp "$BATS_TEST_DIRNAME"/../share/demo/dataset/*.png ds/ 2>/dev/null || cp "$BATS_TEST_DIRNAME"/../share/demo/dataset/*.jpg ds/
	img=$(ls ds | head -1) stem=ds/${img%.*}
	echo '1girl, bench' >"$stem.txt"; echo 'A girl on a bench.' >"$stem.caption"
	is "$(capfix --join .caption ds 2>/dev/null | jq -r 'select(.caption).caption')" '1girl, bench, A girl on a bench.'
	run -2 --separate-stderr capfix --join /dev/null <<<a
	[[ $stderr == *"no caption"* ]]
}

@test "--limit: the first tags stay, the trigger does not count" {
	is "$(edited 'a, b, ohwx, c, d' --limit 2 --trigger ohwx)" 'a, b, ohwx'
	is "$(edited 'A dog, a cat, a hat. A mat.' --limit 1)" 'A dog, a cat, a hat. A mat.'
	run -2 capfix --limit 0 <<<a
}

@test "edits are made in their order, alone unless rules are asked for, and twice is once" {
	is "$(edited 'beautiful dog , watermark' --replace dog=cat --replace cat=cow)" 'beautiful cow , watermark'
	is "$(edited '1girl,  dog' --replace dog=cat --fix)" '1girl, cat'
	for o in '--replace dog=cat' '--add sky' '--prepend x' '--append y' '--sort alpha' '--limit 2' '--separator bar' '--case lower' '--remove dog'; do
		# shellcheck disable=SC2086
		once=$(edited 'Red, dog, hat' $o) && is "$(edited "$once" $o)" "$once"
	done
}

@test "how often each edit matched is said, and in plain words where nothing did" {
	printf 'dog, dog\ncat\n' | capfix --replace dog=cow --remove bird 2>said >/dev/null
	grep -qx "capfix: --replace 'dog=cow': 2 in 1 caption" said
	grep -qx "capfix: --remove 'bird': nothing matched" said
}

@test "edits replay, are undone, and say more is cut now where it is" {
	printf '1girl, dog\n' | capfix --replace dog=cat 2>/dev/null |
		jq -e '.capfix | .before == "1girl, dog" and .edits == [{rule:"replace", span:[7,10], old:"dog", new:"cat", safety:"unsafe"}] or (.edits[0] | del(.loses)) == {rule:"replace", span:[7,10], old:"dog", new:"cat", safety:"unsafe"}'
	yes 'dog' | head -74 | paste -sd' ' | capfix --replace 'dog=poodle puppy' 2>/dev/null | jq -e 'any(.capfix.open[]; .rule == "clip-window-overflow")'
}

@test "every text that a trainer reads is edited, and nothing the trainer puts in" {
	c=$'1girl, dog\n1boy, dog'
	is "$(edited "$c" --prepend ohwx --trainer onetrainer)" $'ohwx, 1girl, dog\nohwx, 1boy, dog'
	is "$(edited "$c" --append end --trainer kohya)" $'1girl, dog, end\n1boy, dog'
	is "$(edited 'dog, {red|blue} dog' --replace dog=cat --trainer kohya:enable_wildcard)" 'cat, {red|blue} cat'
}

@test "a caption that is JSON: words in its strings change, and it still parses" {
	c='{"a":"a dog","dog":["the dog \"x\""]}'
	is "$(edited "$c" --replace 'dog=the "big" dog')" '{"a":"a the \"big\" dog","dog":["the the \"big\" dog \"x\""]}'
	is "$(edited "$c" --add sky)" "$c"
	is "$(edited "$c" --replace 'dog=')" '{"a":"a","dog":["the \"x\""]}'
}
