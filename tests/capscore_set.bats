#!/usr/bin/env bats
# capscore over a whole set: each dataset rule fires, and stays silent where it should; the dataset record's figures.

setup() { cd "$BATS_TEST_TMPDIR"; }

# holds FILTER [FILE]: every value the filter makes of the input is true, and there is one (jq 1.6 -e takes none for good).
holds() { jq -e -s "[.[] | ($1)] | length > 0 and all" "${@:2}"; }

things=(apple chair lamp boat train house cup horse table bridge cat knife door bottle book tree flower car bird shoe)
places=(garden kitchen street forest harbour library meadow station attic barn cellar museum office temple tower valley village yard zoo cave)
lights=('lit from above' 'lit from behind' 'in golden hour light' 'in soft window light' 'under studio light')
views=('close up' 'wide shot' 'low angle' 'from above' 'from the side')
colours=(red blue green yellow white black brown grey orange purple)

# prose N: N sentences that differ well and fill every slot.
prose() {
	local i k
	for i in $(seq 0 $(($1 - 1))); do
		k=$((i / 20)) # the lists come round, in other company
		echo "A ${views[i % 5]} photo of a ${colours[(i + k) % 10]} ${things[i % 20]} next to a ${colours[(i + 3 + k) % 10]} ${things[(i + 7 + k) % 20]} in a ${places[(i * 3 + k * 5) % 20]}, ${lights[(i + k) % 5]}, number $((i * 37))$([ $((i % 4)) -eq 0 ] && echo ' under old wooden beams')."
	done
}
# tags N: N tag lists that differ well.
tags() {
	local i
	for i in $(seq 0 $(($1 - 1))); do
		echo "${things[i % 20]}, ${colours[i % 10]} ${things[(i + 5) % 20]}, ${places[(i * 7) % 20]}, ${views[i % 5]}, ${things[(i + 11) % 20]}, shelf$i"
	done
}
# rule CODE [OPTION...] <captions: the findings of that code about the set, one a line.
rule() {
	local code=$1
	shift
	capscore "$@" | jq -c "select(.dataset) | .dataset.findings[] | select(.code == \"$code\")"
}
silent() { [ -z "$(rule "$@")" ]; }

folder() { # folder NAME: ten samples
	mkdir -p "$1"
	prose 10 >lines
	for i in $(seq 10); do
		sed -n "${i}p" lines >"$1/$i.txt"
		: >"$1/$i.png"
	done
}

@test "twenty good captions have no finding about the set" {
	prose 20 | capscore | jq -e -s '.[-1].dataset | .findings == [] and .score.score == .score.mean and .score.points == 0'
}

@test "the figures: mean, median, p10, worst, styles, tokens" {
	{ prose 11; echo 'dog'; } | capscore >out
	jq -e -s '[.[] | .capscore?.score // empty] as $s | .[-1].dataset | .captions == 12 and
		(.score.mean - ($s | add / length) | fabs < 0.01) and
		(.score.median == (($s | sort)[5] + ($s | sort)[6]) / 2) and .score.p10 == ($s | sort)[1] and
		.score.min == ($s | min) and .score.max == ($s | max) and
		.score.worst[0].id == "12" and (.score.worst | length) == 12 and
		.styles.prose == 11 and ([.tokens["clip-l"].histogram[][1]] | add) == 12' out
	jq -e -s '.[-1].dataset.tokens["clip-l"] | .limit == 77 and .over == 0 and .median > 20 and .max >= .p90 and .p90 >= .median' out
	for i in $(seq 30); do echo "dog $i, animal focus"; done | capscore | jq -e -s '.[-1].dataset | .tags["animal focus"] == 30 and
		.rules.CAP020.captions == 30 and .rules.CAP020.warning == 30 and (.score.worst | length) == 20'
}

@test "tokens: capscore, which counts words it knows, has captok's numbers on words, marks, digits, contractions, faces" {
	awk 'BEGIN {
		srand(11)
		n = split("a dog the dog\x27s it\x27s \x27tis o\x27clock gryffindor polearm 1girl 3 1,000 1.5 score_9 long_hair :d ^_^ >_< ||| ;;; , , , . ; : - -- ( ) \" ... ?! <|endoftext|> --ar close-up AND BREAK \x27 \\( _ can\x27t x3 e.g. U.S.", w, " ")
		for (i = 0; i < 3000; i++) {
			c = ""
			for (k = int(rand() * 30) + 1; k; k--)
				c = c w[int(rand() * n) + 1] (rand() < .7 ? " " : "")
			print c
		}
	}' >c.txt
	captok --count --model sdxl c.txt | jq -r 'select(.captok) | .captok.encoders[0].tokens' | sort -n | uniq -c | awk '{print $2, $1}' >want
	capscore --format jsonl --model sdxl c.txt | jq -r 'select(.dataset) | .dataset.tokens["clip-l"].histogram[] | "\(.[0]) \(.[1])"' >got
	[ "$(wc -l <want)" -gt 40 ]
	diff want got
	# Where a word stands among the tokens: CAP003 by the words' counts, captok by the pieces.
	capscore --format jsonl --model sdxl c.txt | jq -r 'select(.capscore) | .id as $i | .capscore.findings[] | select(.code == "CAP003") | "\($i) \(.span[0]) \(.message | capture("token (?<n>[0-9]+)").n)"' >late
	[ "$(wc -l <late)" -gt 20 ]
	captok --pieces --model sdxl c.txt | jq -c 'select(.captok) | [.id, [.captok.encoders[0].pieces[].span[1]]]' >pieces
	jq -rn --rawfile late late '[inputs | {key: .[0], value: .[1]}] | from_entries as $p | $late | split("\n")[] | select(. != "") | split(" ")
		| .[1] as $at | ([$p[.[0]][] | select(. <= ($at | tonumber))] | length) as $n | select($n != (.[2] | tonumber))' pieces >wrong
	diff /dev/null wrong
}

@test "an empty set is no trouble" {
	capscore </dev/null | holds '.dataset | .captions == 0 and .score == null'
	capscore --summary --format text </dev/null
	capscore --format text </dev/null
	capscore --format junit </dev/null | grep -q '</testsuites>'
}

@test "CAP080 identical: a pair warns, three fail, case and spaces do not matter" {
	{ prose 60; prose 1; } | rule CAP080 | holds '.severity == "warning" and .ids == ["1", "61"] and .points == 5'
	{ prose 30; prose 1; prose 1 | tr 'A-Z' 'a-z' | sed 's/ /  /g'; } | rule CAP080 | holds '.severity == "error" and .count == 3 and .points == 10'
	{ prose 10; prose 1; } | rule CAP080 | holds '.severity == "error"'
	prose 20 | silent CAP080
	# Each group is named, the points are taken once.
	{ prose 20; prose 4; } | rule CAP080 | jq -e -s 'length == 4 and ([.[].points] | add) == 10'
	[ "$({ prose 20; prose 15; } | rule CAP080 | wc -l)" -eq 10 ]
	{ prose 20; prose 1; } | silent CAP080 --no-rule CAP080
}

@test "CAP080 near: nine tenths of the words, in any order; less is silent" {
	{ prose 20; echo 'one two three four five six seven eight nine ten'; echo 'ten nine eight seven six five four three two one eleven'; } |
		rule CAP080 | holds '.severity == "warning" and .ids == ["21", "22"]'
	{ prose 20; echo 'one two three four five six seven eight nine ten'; echo 'one two three four five six seven eight nine eleven'; } | silent CAP080
	{ prose 20; echo 'dog, red ball'; echo 'red ball, dog'; } | rule CAP080 | holds '.count == 2'
	{ prose 20; echo 'a dog on a ball'; echo 'a dog under a ball'; } | silent CAP080
}

@test "CAP080: sets of nothing but the trigger, and empty captions, are no copies" {
	yes ohwx | head -20 | silent CAP080 --trigger ohwx
	yes 'ohwx dog' | head -20 | rule CAP080 --trigger ohwx | holds '.count == 20'
	yes '{"caption":" "}' | head -20 | silent CAP080
}

@test "CAP081 trigger: missing, late, regularisation folders, none without --trigger" {
	{ prose 10 | sed 's/^A/ohwx, a/'; prose 3; } | rule CAP081 --trigger ohwx |
		holds '.severity == "error" and .count == 3 and .ids == ["11", "12", "13"] and (.message | contains("3 of 13"))'
	prose 10 | sed 's/^A/ohwx, a/' | silent CAP081 --trigger ohwx
	prose 10 | sed 's/$/ ohwx/; s/number/ohwx, number/' | rule CAP081 --trigger ohwx | holds '.severity == "warning"'
	prose 9 | sed 's/number/ohwx, number/' | silent CAP081 --trigger ohwx
	prose 10 | silent CAP081
	printf '{"id":"reg/1","caption":"a dog"}\n{"id":"1","caption":"ohwx dog"}\n' | silent CAP081 --trigger ohwx
}

@test "CAP013 trigger's shape: dictionary word, many tokens, punctuation; made-up words and --trigger-known are silent" {
	prose 3 | rule CAP013 --trigger dog | holds '.severity == "warning" and .points == 4'
	prose 3 | rule CAP013 --trigger Aik-J4cky | holds '.message | contains("5 tokens")'
	prose 3 | rule CAP013 --trigger 'my:dog' | holds '.message | contains("punctuation")'
	prose 3 | silent CAP013 --trigger ohwx
	prose 3 | silent CAP013 --trigger sks
	prose 3 | silent CAP013 --trigger dog --trigger-known
	printf 'zorblax,0,5000,\n' >vocab.csv
	prose 3 | rule CAP013 --trigger zorblax --vocab vocab.csv | holds '.message | contains("tag")'
	for t in cat door; do set -- "$@" --trigger $t; done
	prose 3 | rule CAP013 "$@" | jq -e -s 'length == 2 and ([.[].points] | add) == 4'
}

@test "CAP013: sentences without a class noun behind the trigger" {
	for i in $(seq 12); do echo "A photo of ohwx in a ${places[i]} with a ${colours[i % 10]} ${things[i]}."; done |
		rule CAP013 --trigger ohwx | holds '.severity == "info"'
	for i in $(seq 12); do echo "A photo of ohwx man in a ${places[i]} with a ${colours[i % 10]} ${things[i]}."; done | silent CAP013 --trigger ohwx
}

@test "CAP082 mixed style: from a tenth on, from ten captions on" {
	{ prose 18; tags 4; } | rule CAP082 | holds '.message | contains("tag lists")'
	{ prose 19; tags 1; } | silent CAP082
	{ prose 5; tags 4; } | silent CAP082
	prose 20 | silent CAP082
}

@test "CAP082 advises what the model was trained on, else what most captions are" {
	advice() { rule CAP082 "$@" | jq -er .suggest; }
	for m in flux-dev qwen-image sd3; do
		[ "$({ prose 6; tags 18; } | advice --model $m)" = "write all of them as sentences" ]
	done
	for m in pony illustrious; do
		[ "$({ prose 18; tags 6; } | advice --model $m)" = "write all of them as tag lists" ]
	done
	[ "$({ prose 6; tags 18; } | advice --model sdxl)" = "write all of them as tag lists" ]
	[ "$({ prose 18; tags 6; } | advice --model sdxl)" = "write all of them as sentences" ]
}

# character: 30 captions of one character: a red scarf in 28, a blurry background and "a photo of" in all.
character() {
	local i
	for i in $(seq 30); do
		echo "a photo of ohwx woman $([ $((i % 15)) -eq 7 ] && echo "in a blue coat" || echo "wearing a red scarf") next to a ${things[i % 20]} in a ${places[i * 3 % 20]}, ${views[i % 5]}, ${lights[i % 5]}, blurry background"
	done
}

@test "CAP083: what is fused with the trigger is named with its samples, medium and class words are not, --fuse is meant" {
	character | rule CAP083 --trigger ohwx --purpose character >out
	jq -e -s 'length == 2 and all(.[]; .severity == "error" and .fix == "unsafe") and (map(.count) == [30, 28]) and
		(.[0].message | startswith("\"blurry background\" is in 30 of 30")) and (.[1].message | startswith("\"red scarf\" is in 28 of 30")) and
		(.[1].ids | length) == 20 and (.[1].ids | index("7") == null)' out
	character | rule CAP083 --trigger ohwx --purpose character --list-files | jq -e -s '.[1].ids | length == 28 and .[27] == "30"'
	character | rule CAP083 --trigger ohwx --fuse 'red *' | jq -e -s 'length == 1 and (.[0].message | contains("blurry"))'
	character | capscore --format jsonl --trigger ohwx --fuse 'red scarf' | tail -1 | holds '.dataset | .class_word == "woman" and
		(.fused | map([.term, .captions, .intended]) == [["blurry background", 30, null], ["red scarf", 28, true]])'
	character | capscore --format text --summary --trigger ohwx --fuse 'red scarf' | grep -q 'meant: "red scarf" in 28 of 30'
	# Nobody says which word the trigger is.
	character | rule CAP083 | jq -e -s 'length == 2'
	character | capscore --format github --trigger ohwx | grep -c '^::error.*CAP083' | grep -qx 2
}

@test "CAP083: bands, the longest for its parts, the same said in other words, ten captions" {
	tags 20 | sed 's/^/beard, /' | rule CAP083 | holds '.severity == "error" and (.message | contains("\"beard\" is in 20 of 20"))'
	{ tags 20 | head -14 | sed 's/^/beard, /'; tags 20 | tail -6; } >in
	rule CAP083 in | holds '.severity == "warning" and (.message | contains("14 of 20"))'
	{ tags 20 | head -8 | sed 's/^/beard, /'; tags 20 | tail -12; } >in
	silent CAP083 in
	rule CAP083 --purpose object in | holds '.severity == "info"'
	rule CAP083 --fuse-bands 40,20,10 in | jq -e -s 'any(.[]; .severity == "error")'
	silent CAP083 --fuse-bands 90,80,70 --purpose object in
	tags 9 | sed 's/^/beard, /' | silent CAP083
	tags 20 | sed 's/^/ohwx, photo, 1girl, /' | silent CAP083 --trigger ohwx
	tags 20 | sed 's/^/ohwx dog, photo, /' | silent CAP083 --trigger ohwx
	tags 20 | sed 's/^/ohwx, my friend, /' | silent CAP083 --trigger ohwx --class-word friend
	# The whole tag is named, not its words besides.
	[ "$(tags 20 | sed 's/^/black beard, /' | rule CAP083 | wc -l)" -eq 1 ]
	for i in $(seq 20); do [ $((i % 2)) -eq 0 ] && echo "${things[i - 1]}, the scarf is red, n$i" || echo "${things[i - 1]}, two red scarves, n$i"; done | rule CAP083 |
		holds '.message | contains("\"red scarf\" is in 20 of 20")'
	# P(term | trigger)
	{ prose 30; for i in $(seq 12); do echo "ohwx in a ${places[i]} with a green hat and a ${things[i]}"; done; } >in
	rule CAP083 --trigger ohwx in | holds '.severity == "error" and (.message | contains("\"green hat\" is in 12 of 12"))'
	rule CAP083 --trigger ohwx --purpose style in | holds '.severity == "warning"'
	run capscore --fuse-bands 10,20,30 in
	[ "$status" -eq 2 ]
}

@test "CAP083: what a captioner says around the subject is no term: medium, frames, the class's own kinds, participles" {
	for i in $(seq 20); do echo "The image shows a fluffy golden retriever named tkdog on the green grass near a ${things[i - 1]}. The dog is seen in the warm sunlight. The background is white."; done |
		rule CAP083 --trigger tkdog --class-word retriever | jq -r '.message | split("\"")[1]' | sort | paste -sd, | grep -qx 'fluffy golden,green grass,warm sunlight,white background'
	# The style's own medium is meant, and shown as such.
	for i in $(seq 20); do echo "a ${things[i - 1]} in a ${places[i - 1]}, watercolor painting, wtrx style"; done >in
	silent CAP083 --trigger wtrx --purpose style in
	capscore --format jsonl --trigger wtrx --purpose style in | tail -1 | holds '.dataset.fused | any(.term == "watercolor painting" and .intended)'
}

@test "CAP087: 28 of 30 close-ups, headshots among them; subsets weigh by their repeats" {
	for i in $(seq 30); do echo "ohwx woman with a ${things[i % 20]} in a ${places[i * 3 % 20]}, $([ $i -gt 28 ] && echo wide shot || { [ $((i % 2)) -eq 0 ] && echo headshot || echo close-up; })"; done >in
	rule CAP087 --trigger ohwx in | holds '.message | contains("28 of 30 (93%) pictures have one distance, close-up")'
	prose 30 | silent CAP087
	mkdir -p kohya/10_a kohya/1_b
	for i in $(seq 10); do echo "${things[i]}, from behind, n$i" >kohya/10_a/$i.txt; : >kohya/10_a/$i.png; echo "${things[i + 5]}, from above, m$i" >kohya/1_b/$i.txt; : >kohya/1_b/$i.png; done
	rule CAP087 kohya | holds '.message | contains("100 of 110 (91%) pictures of an epoch, repeats counted, have one angle, from behind")'
	capscore --format jsonl kohya | tail -1 | holds '.dataset | .balance.angle == {"from behind": 100, "from above": 10} and .subsets == [{"name": "1_b", "captions": 10, "repeats": 1}, {"name": "10_a", "captions": 10, "repeats": 10}]'
}

@test "CAP088: a character whose hair nobody says; CAP089: a misspelt trigger, a misspelt word, no nagging about names" {
	character | rule CAP088 --trigger ohwx --purpose character | holds '.severity == "info" and (.message | contains("hair and expression"))'
	character | sed 's/$/, long hair, smiling/' | silent CAP088 --purpose character
	character | silent CAP088
	{ character; echo 'a photo of ohwxx woman with a cat'; } | rule CAP089 --trigger ohwx | holds '.ids == ["31"] and (.message | contains("one letter from \"ohwx\", the trigger"))'
	{ for i in $(seq 20); do echo "${things[i - 1]} on green grass, n$i"; done; echo 'a dog on green grsas'; } | rule CAP089 | holds '.count == 1 and (.suggest | contains("grsas=grass"))'
	{ prose 20; echo 'a portrait of Zorblax'; } | silent CAP089
}

@test "CAP084 collapsed pair: always together, hardly linked" {
	for i in $(seq 12); do echo "dog, ball, number $i"; done | rule CAP084 | jq -e -s 'length == 1 and .[0].points == 5 and
		(.[0].message | contains("\"dog\" and \"ball\" stand together in 12"))'
	for i in $(seq 12); do echo "a dog on top of a ball, number $i"; done | silent CAP084
	{ for i in $(seq 12); do echo "dog, ball, number $i"; done; for i in $(seq 4); do echo "dog, ${places[i]} $i"; done; } | silent CAP084
	for i in $(seq 9); do echo "dog, ball, number $i"; done | silent CAP084
}

@test "CAP085 drift: spellings can be made one, other words cannot" {
	for i in $(seq 12); do echo "${things[i]}, close up, n$i"; echo "${things[i]}, close-up, m$i"; done | rule CAP085 |
		holds '.severity == "info" and .fix == "safe" and (.message | contains("2 ways"))'
	{ for i in $(seq 30); do echo "${things[i % 20]}, close up, n$i"; done; echo 'door, close-up'; } | silent CAP085
	for i in $(seq 12); do echo "${things[i]}, close up, n$i"; done | silent CAP085
}

@test "CAP086 coverage: one finding a slot, points once; purpose style; lengths" {
	tags 12 | sed 's/, [a-z]* [a-z]*,/,/; s/close up\|wide shot\|low angle\|from [a-z ]*/x/' | rule CAP086 | jq -e -s 'length >= 3 and ([.[].points] | add) == 5'
	tags 9 | silent CAP086
	for i in $(seq 12); do echo "a ${places[i]}, line$i"; done | rule CAP086 | grep -q 'colour or material'
	for i in $(seq 12); do echo "a ${places[i]}, line$i"; done | rule CAP086 --purpose style | { ! grep -q 'colour or material'; }
	{ prose 20; prose 5 | tr -d '.\n'; echo; } | rule CAP086 | holds 'select(.message | contains("three times")) | .severity == "info" and .ids == ["21"]'
	for i in $(seq 20); do echo "A close up photo of a red ${things[i - 1]} on a table in a garden, lit from above."; done | rule CAP086 |
		jq -e -s 'any(.[]; .message | contains("all captions have"))'
}

@test "CAP120 missing and empty: images, masks, points by share" {
	folder a
	capscore a | holds 'select(.dataset) | .dataset.findings == []'
	: >a/11.png
	: >a/1-masklabel.png
	rule CAP120 a | holds '.severity == "error" and .ids == ["11.png"] and .count == 1 and .points < 2'
	rule CAP120 --trainer kohya:class_tokens=dog a | holds '.severity == "info"'
	: >a/3.txt
	rule CAP120 a | jq -e -s 'any(.[]; .message | contains("is empty: 3.txt"))'
	# The same from a record stream, where the images have records of their own, and where only the input record says it.
	captok --count a >records
	capscore records | holds 'select(.dataset) | .dataset.findings[] | select(.code == "CAP120" and .ids == ["11.png"])'
	jq -c 'select(.caption or .input)' records | capscore | holds 'select(.dataset) | .dataset.findings[] | select(.code == "CAP120" and .ids == ["11.png"])'
}

@test "CAP121 orphans and collisions; texts without any image are no orphans" {
	folder a
	echo 'a dog' >a/lost.txt
	echo 'about' >a/README.txt
	rule CAP121 a | holds '.ids == ["lost.txt"] and .points == 5'
	echo 'a cat' >a/2.caption
	rule CAP121 a | jq -e -s 'any(.[]; .message | contains("2.txt") and contains("2.caption"))'
	rm a/*.png a/*.caption
	silent CAP121 a
}

@test "CAP124 extension: kohya looks for .caption" {
	folder a
	rule CAP124 --trainer kohya a | holds '.message | contains(".caption files, 10 of 10 (100%) captions are .txt files")'
	silent CAP124 a
	silent CAP124 --trainer onetrainer a
	for f in a/*.txt; do mv "$f" "${f%.txt}.caption"; done
	silent CAP124 --trainer kohya a
	rule CAP124 --trainer onetrainer a | holds '.message | contains(".txt files")'
}

@test "CAP126 several dots: in a tar, not in a folder" {
	folder a
	mv a/1.txt a/photo.v2.txt
	mv a/1.png a/photo.v2.png
	(cd a && bsdtar -cf ../a.tar *)
	rule CAP126 a.tar | holds '.ids == ["photo.v2.txt"]'
	silent CAP126 a
	rule CAP126 --from webdataset a.tar | holds '.count == 1'
}

@test "a dataset rule's severity and its switch come from the settings" {
	printf '[rules]\nidentical-captions = info\n' >c
	{ prose 20; prose 5; } | rule CAP080 --config c | jq -e -s 'all(.[]; .severity == "info")'
	{ prose 20; prose 5; } | capscore --config c --fail-on warning --rule dataset >out
	run bash -c 'yes "a dog" | head -20 | capscore --fail-on error --rule CAP080'
	[ "$status" -eq 1 ]
}

@test "the set's score is the mean less the points, at most 40" {
	mkdir bad
	for i in $(seq 20); do : >bad/$i.png; echo "dog, ball" >bad/$i.txt; done
	for i in $(seq 40); do : >bad/m$i.png; done
	echo x >bad/orphan.txt
	capscore --trigger dog bad | holds 'select(.dataset) | .dataset.score | .points <= 40 and (.score - ([.mean - .points, 0] | max) | fabs) < 0.02'
}

@test "a big set in little memory, for each number of threads the same" {
	awk 'BEGIN {srand(7); for (i = 0; i < 60000; i++) {s = ""; for (k = 0; k < 25; k++) s = s (k ? " " : "") "w" int(rand() * 9000); print s}}' >big
	limit=400000
	(ulimit -v $limit; capscore --version >version 2>&1) || limit=unlimited # sanitizers and valgrind want more than that to begin with
	(ulimit -v $limit; capscore -j2 --no-rule all --rule dataset big >all)
	tail -1 all >out
	holds '.dataset | .captions == 60000 and all(.findings[]; .code != "CAP080")' out
	{ cat big; tail -1 big | sed 's/$/ more/'; } | capscore -j1 --no-rule all --rule CAP080 | tail -1 | holds '.dataset.findings[0].ids == ["60000", "60001"]'
}

@test "what is gathered for one rule is not gathered where it is off, and nothing else changes" {
	{ prose 20; prose 5; printf 'a dog and a ball\n%.0s' 1 2 3 4 5 6; } >in
	capscore in >all
	capscore --no-rule dataset in >some
	run diff <(head -n -1 all) <(head -n -1 some)
	[ "$status" -eq 0 ]
	[ "$(tail -1 all | jq '[.dataset.findings[].code] | index("CAP080") != null')" = true ]
	[ "$(tail -1 some | jq -c .dataset.findings)" = "[]" ]
	[ "$(tail -1 all | jq -c '.dataset | [.captions, .tokens, .tags, .slots, .styles]')" = "$(tail -1 some | jq -c '.dataset | [.captions, .tokens, .tags, .slots, .styles]')" ]
	run diff <(capscore --no-rule CAP084 in | tail -1 | jq '.dataset.findings[] | select(.code == "CAP080")') <(tail -1 all | jq '.dataset.findings[] | select(.code == "CAP080")')
	[ "$status" -eq 0 ]
}

@test "the dataset record is the same for every order of the records and every -j, and names no form twice" {
	python3 "$BATS_TEST_DIRNAME/set_order.py"
	# The term's own form stands behind another one in one caption.
	{ for i in $(seq 6); do echo "a grey dog, a gray cat, n$i"; done; for i in $(seq 12); do echo "a gray dog, m$i"; done; } | rule CAP085 |
		holds '.message == "one term is written in 2 ways: \"gray\" 12, \"grey\" 6"'
}

@test "--merge: the states of shards make the record of one run, in a tree of merges too, with bad records, images, folders and counters that forget" {
	awk 'BEGIN {srand(5); for (i = 0; i < 6000; i++) {s = ""; for (k = 0; k < 30; k++) s = s (k % 5 ? " " : ", ") "w" int(rand() * rand() * 60000); print s}}' >big
	split -n l/5 big part.
	folder a
	printf '\xff' >a/12.txt
	: >a/13.png
	character | sed 's/^/x, /' >c
	for f in part.a[a-e] a c; do capscore --trigger ohwx --purpose character --set-state "$f.state" "$f" >/dev/null 2>>log || [ $? -eq 1 ]; done
	capscore --trigger ohwx --purpose character part.a[a-e] a c 2>>log >all || [ $? -eq 1 ]
	tail -1 all >one
	holds '.dataset.tags_error > 0 or .dataset.pairs_error > 0 or .dataset.captions == 6040' one
	capscore --merge part.a[a-e].state a.state c.state >merged || [ $? -eq 1 ]
	cmp one merged
	capscore --merge --set-state left part.a[a-c].state >/dev/null
	capscore --merge --set-state right part.a[de].state a.state c.state >/dev/null || [ $? -eq 1 ]
	capscore --merge left right >tree || [ $? -eq 1 ]
	cmp one tree
	# What is decided at the end may be asked for another time.
	capscore --merge --trigger ohwx --purpose character --fuse 'red*' c.state | holds '.dataset.fused | any(.term == "red scarf" and .intended)'
	# -j does not matter, and the set of one state is the run's.
	capscore -j 3 --trigger ohwx --purpose character --set-state j3 part.aa >/dev/null
	cmp j3 part.aa.state
}

@test "--merge: other options, damaged, cut, foreign and newer states are refused with a message, and so is a second end" {
	prose 20 >in
	capscore --purpose style --set-state s in >/dev/null
	refused() { run capscore --merge "${@:2}"; [ "$status" -eq 2 ] && [[ $output == *"$1"* ]]; }
	refused 'written with --purpose=style' --purpose object s
	prose 10 | capscore --set-state other >/dev/null
	refused 'written without --purpose=style' s other
	head -c -20 s >cut
	refused 'is not whole' cut
	cp s damaged
	printf 'x' | dd of=damaged bs=1 seek=900 conv=notrunc 2>/dev/null
	refused 'checksum' damaged
	refused 'not a state' in
	sed '1s/set 1/set 9/' s >newer
	refused 'another version' newer
	cat s s >two
	refused 'behind the end' two
	refused 'wants the files'
	refused nothere nothere
	# A run that fails leaves no state, and not the old one's half.
	run capscore --set-state gone nothere
	[ ! -e gone ]
}

@test "--compare: two sets over the same ids, for each model, with what is fused in either" {
	mkdir tagger vlm
	for i in $(seq 12); do
		echo "1girl, solo, red scarf, ${things[i]}, ${places[i]}" >tagger/$i.txt
		echo "A woman in a red scarf stands beside a ${colours[i % 10]} ${things[i]} in a ${places[i]}, close-up, ${lights[i % 5]}." >vlm/$i.txt
	done
	echo 'a dog' >vlm/99.txt
	capscore --compare --format jsonl --model sdxl --model flux-dev tagger vlm >out
	jq -e -s 'length == 1' out
	holds '.compare | (.sets | map([.path, .captions]) == [["tagger", 12], ["vlm", 13]]) and (.pairs | length) == 1 and .pairs[0].common == 12 and
		.pairs[0].models["flux-dev"].better == "vlm" and .pairs[0].models["flux-dev"].wins == [0, 12] and
		.pairs[0].agreement > 0.1 and .pairs[0].agreement < 0.9 and (.sets[0].fused | any(.term == "red scarf" and .share == 1))' out
	# The means are those of capscore by itself.
	for m in sdxl flux-dev; do
		jq -e --argjson mean "$(capscore --model $m --format jsonl vlm | tail -1 | jq .dataset.score.mean)" --arg m $m '.compare.sets[1].models[$m].score - $mean | fabs < 0.02' out
	done
	capscore --compare --format jsonl tagger tagger | holds '.compare.pairs[0] | .agreement == 1 and ([.models[] | .better == null and .wins == [0, 0]] | all)'
	capscore --compare --format text --model sdxl tagger vlm | grep -q 'tagger and vlm: 12 ids in both'
	capscore --compare tagger vlm vlm | holds '.compare.pairs | length == 3'
	run capscore --compare tagger
	[ "$status" -eq 2 ]
	if python3 -c 'import jsonschema'; then
		python3 -c 'import json, jsonschema, sys; jsonschema.validate(json.load(open("out")), json.load(open(sys.argv[1])))' "$BATS_TEST_DIRNAME/../share/schema/record.schema.json"
	fi
}

@test "--all-tags lists every tag, most frequent first, equal ones by name; without it the first 200 of the same" {
	python3 -c '
for i in range(2000):
    print("tag %04d, tag %04d, solo" % (i % 700, i * i % 701))' >many.txt
	capscore --all-tags many.txt | jq -c 'select(.dataset).dataset.tags | to_entries' >all
	[ "$(jq length all)" -gt 600 ]
	[ "$(jq -r '.[0].key' all)" = solo ]
	jq -e '. == sort_by([-.value, .key])' all
	capscore many.txt | jq -c 'select(.dataset).dataset.tags | to_entries' >some
	jq -e --slurpfile all all '. == $all[0][:200]' some
}

@test "--tags: every tag with its captions, in all and by subset, as written or as the scene has it" {
	mkdir -p ds/10_a ds/5_b
	printf '{"id":"%s","caption":"%s"}\n' 10_a/1 '1girl, red_dress, dog, dog' 10_a/2 '1girl, Red Dress, =cat' 5_b/1 'a red dress on a mat, close-up' 5_b/2 dog >set.jsonl
	capscore --tags literal set.jsonl | tr -d '\r' | diff - <(printf '%s\n' tag,captions,10_a,5_b 1girl,2,2,0 dog,2,1,1 'red dress,2,2,0' "'=cat,1,1,0" 'a red dress on a mat,1,0,1' close-up,1,0,1)
	capscore --tags facts -f text set.jsonl >facts
	grep -qx '      3       2       1  red dress' facts
	grep -qx '      1       0       1  dress on mat' facts
	# One subset needs no columns of its own, and a thousand different tags are all there.
	for i in $(seq 1000); do echo "tag number $i, dog"; done | capscore --tags literal --format csv | tr -d '\r' >all
	[ "$(head -2 all | tail -1)" = dog,1000 ]
	[ "$(wc -l <all)" = 1002 ]
	run -2 capscore --format csv set.jsonl
}

@test "--list RULE: the ids that the rule speaks of, and nothing else" {
	printf '{"id":"%s","caption":"%s"}\n' a 'a dog on a mat' b 'a red ball on a green mat' >set.jsonl
	[ "$(capscore --list missing-colour set.jsonl)" = a ]
	[ -z "$(capscore --list CAP102 set.jsonl)" ]
	run -2 capscore --list nonsense set.jsonl
}
