#!/usr/bin/env bats
# capscore: exit statuses, forms, selection of rules, settings, direction, baseline. What the rules find is in golden/ and
# lint.bats, the whole set in capscore_set.bats.

setup() { cd "$BATS_TEST_TMPDIR"; }

# holds FILTER [FILE]: every value the filter makes of the input is true, and there is one (jq 1.6 -e takes none for good).
holds() { jq -e -s "[.[] | ($1)] | length > 0 and all" "${@:2}"; }

apple='food, apple, no humans, fruit, white background, simple background, food focus, still life, realistic'
good='A close up high definition photo of a realistic red apple, apple lit from above against a white background.'
pair='dog, ball'

folder() { # two samples and an image without a caption
	mkdir -p set/10_dog
	printf '%s\n' "$apple" >set/10_dog/a.txt
	printf '%s\n' "$good" >set/10_dog/b.txt
	: >set/10_dog/a.png
	: >set/10_dog/b.png
	: >set/10_dog/c.png
}

@test "a record has its score, parts, slots and findings; the last line is the set" {
	printf '%s\n%s\n' "$apple" "$good" | capscore >out
	[ "$(wc -l <out)" -eq 3 ]
	jq -e -s '.[0].capscore | .score >= 0 and .score <= 45 and (.parts | keys_unsorted) ==
		["budget","tokens","tags","consistency","hygiene","balance","richness"]' out
	jq -e -s '.[0].capscore | [.parts.budget, .parts.tokens, .parts.tags, .parts.consistency, .parts.hygiene] | add' out >c
	[ "$(cat c)" = "$(jq -s '.[0].capscore.cleanliness' out)" ]
	jq -e -s '.[0].capscore as $s | [$s.cap, $s.description + $s.cleanliness * $s.ground] | min - $s.waste - $s.score | fabs < 0.2' out
	jq -e -s '.[1].capscore | .score >= 85 and .findings == [] and .verified == false and .model == "sdxl"' out
	jq -e -s '.[1].capscore.slots.subject | .credit > 0 and .span != null and .clause' out
	jq -e -s '.[2].dataset | .captions == 2 and .score.worst[0].id == "1" and (.tokens | has("clip-l"))' out
	# Spans are bytes of the caption.
	jq -r -s '.[0] | .caption as $c | .capscore.findings[] | select(.code == "CAP020") | $c[.span[0]:.span[1]]' out >span
	[ "$(cat span)" = "food focus" ]
}

@test "a family loses what its findings take" {
	printf '%s\n' "$apple" | capscore --rule CAP020 --rule CAP025 | jq -e -s '.[0].capscore | .findings | length == 2' >/dev/null
	printf '%s\n' "$apple" | capscore --rule CAP020 --rule CAP025 | jq -e -s '.[0].capscore |
		12 - .parts.tags == ([.findings[].points] | add) and .parts.tokens == 12'
}

@test "foreign members stay, its own key is replaced, an old dataset record goes" {
	printf '{"id":"x","caption":"%s","n":1e400,"capscore":{"score":1}}\n' "$good" | capscore >one
	jq -e -s 'length == 2 and .[0].capscore.score > 80' one
	grep -q '"n":1e400' one
	capscore one >two
	cmp one two
	printf '{"dataset":"mine","note":1}\n' | capscore | grep -q '"note":1'
}

@test "the model is the option's, else the record's, else the environment's" {
	printf '{"caption":"a dog"}\n{"caption":"a dog","captok":{"model":"pony"}}\n' >r
	[ "$(capscore r | jq -r 'select(.capscore) | .capscore.model' | paste -sd' ')" = "sdxl pony" ]
	[ "$(CAPTOOLS_MODEL=sd15 capscore r | jq -r 'select(.capscore) | .capscore.model' | paste -sd' ')" = "sd15 pony" ]
	[ "$(capscore --model illustrious r | jq -r 'select(.capscore) | .capscore.model' | paste -sd' ')" = "illustrious illustrious" ]
	run capscore --model nosuch r
	[ "$status" -eq 2 ]
	printf '{"caption":"a dog","captok":{"model":"nosuch"}}\n' | { capscore 2>err || [ $? -eq 1 ]; } | grep -q '"code":"unknown-model"'
}

@test "exit status: --fail-on and --min-score" {
	echo "$good" >good
	echo "$pair" >bad
	capscore bad
	capscore --fail-on error good
	run capscore --fail-on error bad
	[ "$status" -eq 1 ]
	echo 'a photo of a dog with a ball in its mouth in a park' >info
	run capscore --fail-on info info
	[ "$status" -eq 1 ]
	capscore --fail-on error info
	capscore --min-score 80 good
	run capscore --min-score 80 bad
	[ "$status" -eq 1 ]
	run capscore --min-score 101 good
	[ "$status" -eq 2 ]
	run capscore --fail-on fatal good
	[ "$status" -eq 2 ]
}

@test "exit status: bad records 1, no file 2, a full disk 2" {
	run bash -c 'printf "a\377b\nx\n" | capscore'
	[ "$status" -eq 1 ]
	run capscore nosuch.tar
	[ "$status" -eq 2 ]
	run bash -c 'echo a dog | capscore >/dev/full'
	[ "$status" -eq 2 ]
}

@test "a rule by code, name, family; order counts; nearest name for a wrong one" {
	codes() { echo "$apple" | capscore "$@" | jq -r 'select(.capscore) | [.capscore.findings[].code] | unique | join(" ")'; }
	[ "$(codes --rule CAP020)" = CAP020 ]
	[ "$(codes --rule cap020)" = CAP020 ]
	[ "$(codes --rule generic-focus-tag)" = CAP020 ]
	[ "$(codes --rule generic-focus-tag --rule negated-term)" = "CAP020 CAP025" ]
	[ "$(codes --rule tags --no-rule CAP020 --no-rule CAP021)" = "$(codes | tr ' ' '\n' | grep CAP02 | grep -v 'CAP020\|CAP021' | paste -sd' ')" ]
	[ -z "$(codes --no-rule all)" ]
	[ "$(codes --no-rule all --rule CAP020)" = CAP020 ]
	run capscore --rule generic-focus-tga <<<x
	[ "$status" -eq 2 ]
	[[ $output == *"did you mean 'generic-focus-tag'"* ]]
}

@test "--explain and --list-rules" {
	capscore --explain CAP020 >a
	capscore --explain generic-focus-tag >b
	cmp a b
	grep -q Evidence a
	grep -q Before a
	[ "$(awk 'length > 100' a | wc -l)" -eq 0 ]
	run capscore --explain CAP099
	[ "$status" -eq 2 ]
	run capscore --explain generic-fokus-tag
	[ "$status" -eq 2 ]
	[[ $output == *"did you mean 'generic-focus-tag'"* ]]
	capscore --list-rules >list
	[ "$(sed 1d list | awk '{print $1}' | sort -u | wc -l)" -eq "$(sed 1d list | wc -l)" ]
	# Every rule says what it is, why, on what evidence, with an example.
	capscore --list-rules --format jsonl | jq -e -s 'all(.[]; (.why | length) > 80 and (.evidence | length) > 20 and
		(.before | length) > 0 and (.title | length) < 100 and (.code | test("^CAP[0-9]{3}$")))'
	[ "$(capscore --list-rules --format jsonl | wc -l)" -eq "$(sed 1d list | wc -l)" ]
}

@test "text: with --all, carets stand under the words, also behind wide letters and line breaks" {
	printf '{"caption":"\\u65e5\\u672c, food focus, apple"}\n' | capscore --all --format text --rule CAP020 >out
	[ "$(sed -n 2p out)" = '  日本, food focus, apple' ]
	[ "$(sed -n 3p out)" = '        ^^^^^^^^^^1' ]
	words=$(yes 'golden apple on a tree,' | head -8 | paste -sd' ')
	echo "$words food focus" | COLUMNS=50 capscore --all --format text --rule CAP020 >out
	[ "$(sed '1d;$d' out | awk 'length > 50' | wc -l)" -eq 0 ]
	line=$(grep -n '\^\^' out | cut -d: -f1)
	at=$(sed -n "${line}p" out | awk '{print index($0, "^")}')
	[ "$(sed -n "$((line - 1))p" out | cut -c"$at"-$((at + 9)))" = "food focus" ]
}

@test "text: a rule's findings share a line, infos and what a person can say are counted at the end; --all has each" {
	printf '1girl, long_hair, blue_eyes, upper_body, sitting\n' >c
	capscore --format text c >short
	[ "$(grep -c CAP014 short)" -eq 1 ]
	grep -q '^  1girl, «long_hair»1, «blue_eyes»1, «upper_body»1, sitting' short
	tr '\n' ' ' <short | tr -s ' ' | grep -q ' warning .*1:CAP014 [^;]*"long_hair" (3 times) \[\*\]'
	[ "$(grep -c '^  warning' short)" -eq 1 ]
	grep -q '^\[\*\] capfix does it' short
	! grep -q '^ *info ' short || false
	grep -q '^infos (--all shows them): .*CAP042 missing-lighting 1' short
	grep -q '^somebody who sees the pictures can say (capfix --ask): .*lighting 1' short
	# Long words that are marked in the caption are not written again.
	yes 'with waves breaking over the dark rocks below and gulls circling' | head -5 | paste -sd, >d
	capscore --format text d | tr -s ' \n' ' ' | grep -q '1:CAP[0-9]* "with waves breaking over the ..."'
	capscore --all --format text c >long
	[ "$(grep -c 'warning CAP014' long)" -eq 3 ]
	grep -q '^ *info  *CAP042' long
	grep -q 'somebody who sees the picture can say: ' long
	! grep -q -e '--all' long || false
}

@test "text: marks in the caption nest, stand at wide letters and over line breaks; lines without one are left out" {
	printf '{"caption":"\\u65e5\\u672c, food focus, apple"}\n' | capscore --format text --rule CAP020 | sed -n 2p >out
	[ "$(cat out)" = '  日本, «food focus»1, apple' ]
	words=$(yes 'golden apple on a tree,' | head -8 | paste -sd' ')
	echo "$words food focus" | COLUMNS=50 capscore --format text --rule CAP020 >out
	[ "$(sed -n '2,3p' out)" = "$(printf '  golden apple on a tree, golden apple on a\n  golden apple on a tree, «food focus»1')" ]
	[ "$(grep -v '^\[' out | awk 'length > 50 && !/^lines?:|captions?, score|score/' | wc -l)" -eq 0 ]
	# As many opening as closing marks, whatever overlaps; nothing of the caption is lost.
	for c in 'masterpiece, masterpiece, best quality, (red dog:1.3), food focus, food focus' "$(yes 'a dog, red_hair,' | head -50 | paste -sd' ')"; do
		echo "$c" | COLUMNS=4000 capscore --format text >out
		[ "$(sed -n 2p out | grep -o '«' | wc -l)" -eq "$(sed -n 2p out | grep -o '»' | wc -l)" ]
		[ "$(sed -n 2p out | sed -E 's/»[0-9]+(,[0-9]+)*//g; s/«//g; s/^  //')" = "$c" ]
	done
}

@test "text: a blank or a quotation mark as the better text can be told from the marks around it" {
	printf '{"caption":"a \\u201cred\\u201d dog\\nruns"}\n' | capscore --all --format text --rule CAP100 --rule CAP122 >out
	! grep -q 'better: "["]' out || false
	! grep -q 'better: " "' out || false
	grep -q 'better: ' out
}

@test "text: a caption cannot drive the terminal; no colour into a pipe" {
	printf '{"caption":"\\u001b[31mred\\u202e food focus"}\n' | capscore --format text >out
	[ -s out ]
	! grep -q "$(printf '\033')" out || false
	! grep -q "$(printf '\342\200\256')" out || false
}

@test "text: captions without findings are silent, the last line counts" {
	echo "$good" | capscore --format text >out
	[ "$(wc -l <out)" -eq 1 ]
	grep -q '^1 caption, score' out
}

@test "--summary: instead of the text form, beside the others on standard error" {
	folder
	capscore --summary --format text set >out
	grep -q '^Score ' out
	grep -q 'capfix set | cappack --in-place set' out
	grep -q 'CAP120' out
	! grep -q '\^\^' out || false
	capscore --summary set >records 2>err
	grep -q '^Score ' err
	jq -e -s '.[-1].dataset.images == 3' records
}

# A colon in a name: Windows has none.
# bats test_tags=posix
@test "github: file, line and columns; escapes" {
	folder
	capscore --format github set >out
	grep -q '^::warning file=set/10_dog/a.txt,line=1,col=69,endColumn=78,title=CAP020 generic-focus-tag::' out
	grep -q '^::error file=set,title=CAP120 ' out
	mkdir 'odd, set'
	printf 'x\n100%%, food focus' >'odd, set/1%:.txt'
	: >'odd, set/1%:.png'
	capscore --format github --rule CAP020 'odd, set' | grep -q '^::warning file=odd%2C set/1%25%3A.txt,line=2,col=7,endColumn=16,'
	printf 'a dog\nfood focus, apple\n' >lines
	capscore --format github --rule CAP020 lines | grep -q '^::warning file=lines,line=2,col=1,endColumn=10,'
}

@test "sarif: structure, rules, regions, fixes, fingerprints" {
	folder
	capscore --format sarif set >out
	holds '.version == "2.1.0" and (.runs | length) == 1 and .runs[0].columnKind == "unicodeCodePoints"' out
	holds '.runs[0].tool.driver | .name == "capscore" and (.rules | length) > 40 and all(.rules[]; .id and .name and .help.text and
		.help.markdown and .shortDescription.text and .defaultConfiguration.level)' out
	holds '.runs[0] as $r | all($r.results[]; $r.tool.driver.rules[.ruleIndex].id == .ruleId and .message.text and
		(.level | IN("note", "warning", "error")) and .partialFingerprints["captoolsFinding/v1"] and
		.locations[0].physicalLocation.artifactLocation.uri)' out
	holds '.runs[0].results[] | select(.ruleId == "CAP020") | .locations[0].physicalLocation |
		.artifactLocation.uri == "set/10_dog/a.txt" and .region == {"startLine":1,"startColumn":69,"endLine":1,"endColumn":79,
		"charOffset":68,"charLength":10,"byteOffset":68,"byteLength":10,"snippet":{"text":"food focus"}}' out
	holds '.runs[0].results[] | select(.ruleId == "CAP020") | .fixes[0].artifactChanges[0].replacements[0] |
		.deletedRegion.charOffset == 68 and .deletedRegion.charLength == 12 and .insertedContent.text == ""' out
	holds '.runs[0].invocations[0].executionSuccessful' out
	# No fingerprint twice, none without a result; a pipe of nothing is valid, too.
	[ "$(jq -r '.runs[0].results[].partialFingerprints[]' out | sort | uniq -d | wc -l)" -eq 0 ]
	capscore --format sarif </dev/null | holds '.runs[0].results == []'
	printf '{"caption":"caf\\u00e9, food focus, \\u00fcber"}\n' >j
	capscore --format sarif --rule CAP020 j | holds '.runs[0].results[0].locations[0].physicalLocation.region | .startLine == 1 and
		(has("startColumn") | not)'
}

@test "sarif: an archive's member, and offsets behind letters of several bytes" {
	mkdir d && printf 'é, food focus' >d/x.txt && : >d/x.png
	(cd d && bsdtar -cf ../d.tar x.png x.txt)
	capscore --format sarif --rule CAP020 d.tar | holds '.runs[0].results[0].locations[0].physicalLocation |
		.artifactLocation.uri == "d.tar!/x.txt" and .region.startColumn == 4 and .region.charOffset == 3 and .region.byteOffset == 4'
}

# The schema is in the npm package @microsoft/jest-sarif, lib/schemas (tried with 1.0.0-beta.0); jsonschema in PyPI's or Debian's package of that name.
@test "sarif is valid by its schema where jsonschema and the schema are" {
	schema=${CAPTOOLS_SARIF_SCHEMA:-}
	[ -n "$schema" ] && [ -f "$schema" ] || skip "no schema: CAPTOOLS_SARIF_SCHEMA names none"
	python3 -c 'import jsonschema' || skip "no jsonschema"
	folder
	capscore --format sarif set >out
	python3 -c '
import json, jsonschema, sys
s = json.load(open(sys.argv[1])); jsonschema.validators.validator_for(s)(s).validate(json.load(open("out")))' "$schema"
}

@test "junit: a case for each caption, failures by --fail-on and --min-score, counts that agree" {
	folder
	printf '%s\n' "$pair" >set/10_dog/c.txt
	capscore --format junit --fail-on error --min-score 20 set >out || [ $? -eq 1 ]
	python3 -c '
import xml.etree.ElementTree as E
r = E.parse("out").getroot()
assert r.tag == "testsuites"
s = r[0]
assert s.get("name") == "set" and s.get("tests") == "3" == str(len(s.findall("testcase")))
failed = [c.get("name") for c in s if c.find("failure") is not None]
assert str(len(failed)) == s.get("failures") and "10_dog/c" in failed and "10_dog/b" not in failed, failed
assert any(f.get("type") == "CAP045" for f in s.iter("failure"))
assert r[-1].get("name") == "dataset"'
	printf '{"caption":"a \\u0001 <b> & \\"q\\" food focus"}\n' | capscore --format junit | python3 -c 'import sys, xml.etree.ElementTree as E; E.parse(sys.stdin)'
}

@test "junit: suites of a thousand, all counted" {
	yes 'a dog' | head -2500 | capscore --format junit --no-rule all >out
	[ "$(grep -c '<testsuite ' out)" -eq 4 ]
	[ "$(grep -c '<testcase ' out)" -eq 2501 ]
}

@test "settings: keys, rules, families, files, comments" {
	folder
	mkdir set/reg && printf '%s\n' "$apple" >set/reg/r.txt && : >set/reg/r.png
	cat >caps.conf <<-'END'
		# a comment
		model = pony          # another
		fail-on = error
		[rules]
		CAP010 = off
		missing-colour = error
		hygiene = off
		[files "reg/*"]
		tags = off
		model = sd15
	END
	capscore --config caps.conf set >out || [ $? -eq 1 ]
	jq -e -s '.[0].capscore.model == "pony" and any(.[0].capscore.findings[]; .code == "CAP041" and .severity == "error") and
		all(.[0].capscore.findings[]; .code != "CAP010")' out
	jq -e -s '.[] | select(.id == "reg/r") | .capscore | .model == "sd15" and all(.findings[]; .code | test("CAP02") | not)' out
	jq -e -s '.[0].capscore | any(.findings[]; .code == "CAP020")' out
	run capscore --config caps.conf set
	[ "$status" -eq 1 ]
	# Options win.
	capscore --config caps.conf --model flux-dev --rule CAP020 set >out || [ $? -eq 1 ]
	jq -e -s '.[0].capscore.model == "flux-dev" and [.[].capscore?.findings[]?.code] == ["CAP020", "CAP020"]' out
}

# wrong_file OPTION CONTENT LINE PATTERN: capscore refuses a file of that content at that line.
wrong_file() {
	printf "$2" >"c.$1"
	run capscore "--$1" "c.$1" <<<x
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"c.$1:$3: "* ]]
	[[ $output == *$4* ]]
}

@test "settings: what is wrong is named with file and line, exit 2" {
	wrong() { wrong_file config "$@"; }
	wrong '\npurpse = style\n' 2 "did you mean 'purpose'"
	wrong 'purpose = stile\n' 1 "did you mean 'style'"
	wrong '[rules]\n# x\ngeneric-focus-tga = off\n' 3 "did you mean 'generic-focus-tag'"
	wrong '[rules]\nCAP020 = sometimes\n' 2 'sometimes'
	wrong '[files]\n' 1 'section'
	wrong '[rules\n' 1 ']'
	wrong 'model\n' 1 'key = value'
	wrong 'min-score = many\n' 1 'many'
	wrong 'model =\n' 1 'model'
	run capscore --config nosuch.conf <<<x
	[ "$status" -eq 2 ]
	wrong 'model = sdxxl\n' 1 "did you mean 'sdxl'"
	wrong '[files x]\nmodel = nosuch\n' 2 "unknown model 'nosuch'"
}

@test "settings: files stand beside the settings file" {
	mkdir conf
	echo '{"id":"*","subject":"apple","must":["pear"]}' >conf/d.jsonl
	echo 'direction = d.jsonl' >conf/c.conf
	echo 'a red apple' | capscore --config conf/c.conf | jq -e -s '.[0].capscore | .verified and any(.findings[]; .code == "CAP064")'
}

@test "direction: the first line that matches holds; globs; a line for each of many" {
	printf '{"id":"a"}\n{"id":"10_*"}\n' >d
	ids() { printf '{"id":"%s","caption":"a dog"}\n' "$@" | capscore --direction d | jq -r 'select(.capscore) | .capscore.verified' | paste -sd' '; }
	[ "$(ids a x/a b 10_dog/x y/10_q)" = "true true false true true" ]
	seq 20000 | sed 's/.*/{"id":"&","must":["cat"]}/' >d
	printf '{"id":"20000","caption":"a dog"}\n' | capscore --direction d | jq -e -s 'any(.[0].capscore.findings[]; .code == "CAP064")'
}

@test "direction: what is wrong is named with file and line, exit 2" {
	wrong() { wrong_file direction "$@"; }
	wrong '{"id":"a"}\n\n{"id":"b",}\n' 3 ''
	wrong '{"subject":"dog"}\n' 1 'no "id"'
	wrong '{"id":"a","suject":"dog"}\n' 1 'did you mean "subject"'
	wrong '{"id":"a","must":[1]}\n' 1 'list of strings'
	wrong '{"id":"a","must":["|"]}\n' 1 'empty'
	wrong '{"id":7}\n' 1 'string'
	wrong '["a"]\n' 1 ''
	wrong '{"id":"a"\377}\n' 1 ''
	run capscore --direction nosuch <<<x
	[ "$status" -eq 2 ]
}

@test "a broken line of a user's lexicon, vocabulary or implications is named, exit 2" {
	printf 'dog\tnosuchclass\n' >x.tsv
	run capscore --lexicon x.tsv <<<x
	[ "$status" -eq 2 ]
	[[ $output == *"x.tsv:1: "* ]]
	for term in '{a|b' 'a}' '{a|{b}}' '{a|b} {|}' "$(printf '{a|b|c|d|e|f|g|h|i}%.0s' 1 2 3 4)"; do
		printf '# one\n%s\tnoun\n' "$term" >x.tsv
		run capscore --lexicon x.tsv <<<x
		[ "$status" -eq 2 ] && [[ $output == *"x.tsv:2: "* ]] || [ "$term" = '{a|b} {|}' ]
	done
	run capscore --vocab nosuch.csv <<<x
	[ "$status" -eq 2 ]
	printf 'a,b\nlonely\n' >i.csv
	run capscore --implies i.csv <<<x
	[ "$status" -eq 2 ]
	[[ $output == *"i.csv:2: "* ]]
}

@test "a user's words, several on one line" {
	printf '{foo|bar} {baz|quux} {wall|ball}\tquality\n' >x.tsv
	for c in 'foo baz wall' 'bar baz wall' 'foo quux wall' 'bar quux ball'; do
		echo "a red dog on a lawn, $c" | capscore --lexicon x.tsv --rule CAP027 -m flux-dev >one
		echo "a red dog on a lawn, $c" | capscore --rule CAP027 -m flux-dev >none
		[ "$(head -1 one | jq '.capscore.findings | length')" -gt "$(head -1 none | jq '.capscore.findings | length')" ]
	done
}

# Wine draws its own terminal.
# bats test_tags=posix
@test "text: colour on a terminal, none with NO_COLOR" {
	script -qec true /dev/null >/dev/null 2>&1 || skip "no script(1) or no pseudo-terminal"
	echo 'dog, ball' >l
	script -qec 'capscore l' /dev/null >out </dev/null
	grep -q "$(printf '\033')\[31merror" out
	grep -q "$(printf '\033')\[33m«dog»1$(printf '\033')\[0m" out
	grep -q 'CAP045' out
	NO_COLOR=1 script -qec 'capscore l' /dev/null >out </dev/null
	! grep -q "$(printf '\033')" out || false
}

@test "baseline: known findings do not count, new ones do" {
	folder
	capscore --baseline b.txt --write-baseline set >/dev/null
	head -1 b.txt | grep -q '^# captools baseline 1$'
	capscore --baseline b.txt set >out
	jq -e -s 'all(.[] | .capscore?.findings[]?; .known) and all(.[-1].dataset.findings[]; .known)' out
	printf '%s\n' "$pair" >set/10_dog/c.txt
	run capscore --baseline b.txt set
	[ "$status" -eq 1 ]
	capscore --baseline b.txt --format sarif set >out || [ $? -eq 1 ]
	holds '[.runs[0].results[] | .baselineState] | unique == ["new", "unchanged"]' out
	holds '.runs[0].results | all(.[]; (.properties.sample == "10_dog/c") == (.baselineState == "new") or .ruleId == "CAP120" or .properties.samples)' out
	capscore --baseline b.txt --format github set >out || [ $? -eq 1 ]
	! grep -q '10_dog/a.txt' out || false
	grep -q '10_dog/c.txt' out
	capscore --baseline b.txt --format text set >out || [ $? -eq 1 ]
	! grep -q '10_dog/a.txt' out || false
	# Written again, it holds.
	capscore --baseline b.txt --write-baseline set >/dev/null
	capscore --baseline b.txt set >/dev/null
}

@test "baseline: positions do not count, words do; a caption may move to another line" {
	printf 'food focus, apple\n' >l
	capscore --rule CAP020 --baseline b --write-baseline l >/dev/null
	printf 'a red apple on a table, Food  Focus, apple\n' >l
	capscore --rule CAP020 --baseline b l >/dev/null
	printf 'animal focus, food focus, apple\n' >l
	run capscore --rule CAP020 --baseline b l
	[ "$status" -eq 1 ]
	printf 'a good line\nfood focus, apple\n' >l
	capscore --rule CAP020 --baseline b l >/dev/null
	printf 'food focus, apple, food focus\n' >l
	run capscore --rule CAP020 --baseline b l
	[ "$status" -eq 1 ]
}

@test "baseline: --fail-on sets the grade, info alone is let pass, trouble keeps the old file" {
	echo 'a photo of a red apple on a table' >l
	capscore --baseline b --write-baseline --no-rule all l >/dev/null
	capscore --baseline b --rule missing-lighting l >/dev/null
	run capscore --baseline b --rule missing-lighting --fail-on info l
	[ "$status" -eq 1 ]
	cp b old
	run capscore --baseline b --write-baseline l nosuch
	[ "$status" -eq 2 ]
	cmp b old
	[ "$(ls -A | grep -c captools-)" -eq 0 ]
	echo junk >b
	run capscore --baseline b l
	[ "$status" -eq 2 ]
	[[ $output == *"b:1: "* ]]
	printf '# captools baseline 1\nzzz\n' >b
	run capscore --baseline b l
	[ "$status" -eq 2 ]
	[[ $output == *"b:2: "* ]]
	run capscore --write-baseline l
	[ "$status" -eq 2 ]
}

@test "the output is the same for every number of threads, in every form" {
	for i in $(seq 400); do printf '%s\n%s\nred apple %d, food focus\n' "$apple" "$good" "$i"; done >l
	for f in jsonl text github sarif junit; do
		capscore -j1 --format $f l >one
		[ -s one ]
		capscore -j4 --format $f l >four
		cmp one four
	done
}

@test "records of every tool are valid by share/schema, and it names all that they hold" {
	schema=$(dirname "$BATS_TEST_FILENAME")/../share/schema/record.schema.json
	folder
	long="$good $apple. $good $good $good"
	{
		capscore set
		printf 'a\377\n' | capscore 2>err || true
		capscore --trainer kohya --trigger dog --model flux-dev set || true
		captok --ids --pieces set
		printf 'a \357\267\272 b\n' | captok --pieces --model flux-dev
		for by in window clause sentence tag line; do printf '%s\n' "$long" | capsplit --by $by; done
		printf '%s\n' "$long" | capsplit --pack
		printf '{"caption":["a dog","b\\nc"]}\n' | capsplit --trainer kohya
		printf '[[directory]]\npath = "set"\n' >d.toml
		capsee d.toml || true
		capfix --unsafe set
	} >out
	python3 "$(dirname "$BATS_TEST_FILENAME")/schema_check.py" "$schema" <out
	# The check itself can fail.
	! echo '{"id":"1","caption":7}' | python3 "$(dirname "$BATS_TEST_FILENAME")/schema_check.py" "$schema" || false
}

@test "records are valid by share/schema where jsonschema is" {
	schema=$(dirname "$BATS_TEST_FILENAME")/../share/schema/record.schema.json
	python3 -c 'import jsonschema' 2>/dev/null || skip "no jsonschema"
	folder
	{ capscore set; printf 'a\377\n' | capscore 2>err || true; capscore --trainer kohya --model flux-dev set; } >out
	python3 -c '
import json, jsonschema, sys
v = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
for line in open("out"): v.validate(json.loads(line))' "$schema"
}

@test "what is said of a caption does not depend on the ones before it" {
	# Words whose forms share a lemma and not all else: what one caption made the linter remember must not answer for another.
	for x in man men mens woman women womens person people girl girls boy child kids animal cat cats dog dogs bird birds sheep \
		food fruit apple vehicle car cars glass glasses leaf leaves tree plant foot feet tooth teeth goes focus; do
		for y in woman women womens man men mens girl girls person animal fruit plant vehicle bird teeth glass; do
			printf '{"id":"%s/%s","caption":"%s, %s"}\n' "$x" "$y" "$x" "$y"
		done
	done >there
	tac there >back
	capscore --from jsonl -j1 there | grep '"capscore"' | sort >a
	capscore --from jsonl -j1 back | grep '"capscore"' | sort >b
	[ "$(wc -l <a)" -eq 624 ]
	diff <(sed 's/"source":{[^}]*}//' a) <(sed 's/"source":{[^}]*}//' b)
}

@test "the order of bare tags changes no description: relation verbs link nothing across commas, backgrounds that exclude each other keep their slots" {
	while IFS= read -r tags; do
		for k in 1 2 3 4 5 6 7 8; do
			echo "$tags" | tr ',' '\n' | sed 's/^ *//' | awk -v k=$k '{print (NR * 7919 * k) % 101, $0}' | sort -n | cut -d' ' -f2- | paste -sd, | sed 's/,/, /g'
		done | capscore --model pony --format jsonl | jq -r 'select(.capscore) | .capscore.description' | sort -u >d
		[ "$(wc -l <d)" -eq 1 ]
	done <<-'END'
	red car, white dress, sitting, bench, tree
	stadium, running, day, baseball bat, over shoulder, cap
	beach, squatting, blue sky, bikini, towel
	smartphone, forest background, gray background, starship, far away, mask, plain backdrop
	briefs, panoramic shot, bright white background, campfire, armor, sketch, highly detailed background
	tutu, perfect skin, anime art, eye level, detail shot, spotlit, zipper, trending on deviantart hq, lighting is soft
	wall, television, top hat, rendered in unreal engine, captured in profile, at eye level, featured on deviantart, bug
	gosling, shot in profile, dslr photo, anime coloring, bone white, ash gray
	END
}

@test "what is said again never raises: verbs in a list, terms of old words, words that stand twice, names behind a new one" {
	while IFS='|' read -r once again; do
		for m in sdxl pony flux-dev; do
			jq -nc --arg a "$once" --arg b "$once$again" '{caption: $a}, {caption: $b}' | capscore --model $m --no-rule dataset --format jsonl |
				jq -e -s 'map(.capscore.score // empty) | .[1] < .[0]'
		done
	done <<-'END'
	a blue book and a red cup, chases|, chases
	hyper detail, cold light, back lit, lighting is golden, terrace, lighting is cold| Terrace
	steel blue, detail shot, rainforest, three piece suit, teal, pets, shot from overhead| from overhead
	a field of lavender in front of a farmhouse with closed shutters| field
	an old green truck parked next to a barn| barn barn
	END
}

@test "a list of light and camera alone is no sentence, whatever prepositions its terms have" {
	echo 'apple, photo, light from a window, lit from the side, filmed at close range, wing focus, pure black background' | capscore -m sdxl |
		jq -e -s '.[0].capscore.slots | all(.[]; .clause != true) and .relation.credit == 0'
}

@test "a record that was not judged is a result, an annotation and an error, from a file and behind captok" {
	printf '{"id":"a","caption":"a cat"}\n{"id":"b","caption":5}\nno JSON\n' >bad.jsonl
	for way in 'cat bad.jsonl' 'captok bad.jsonl'; do
		$way 2>/dev/null | capscore --format github >github && false || [ $? -eq 1 ]
		[ "$(grep -c '^::error .*title=bad-record' github)" -eq 2 ]
		$way 2>/dev/null | capscore --format sarif >sarif && false || [ $? -eq 1 ]
		jq -e '.runs[0] | ([.results[] | select(.ruleId == "bad-record" and .level == "error")] | length == 2)
			and (.results[0].ruleId as $r | .tool.driver.rules[.results[0].ruleIndex].id == $r)
			and (.invocations[0] | .executionSuccessful == false and (.toolExecutionNotifications | length == 1))' sarif
		$way 2>/dev/null | capscore --format junit >junit && false || [ $? -eq 1 ]
		python3 -c 'import xml.etree.ElementTree as e; r = e.parse("junit").getroot(); assert r[0].get("errors") == "2" == str(len(r.findall(".//error"))) and r[0].get("tests") == "3"'
	done
}

@test "with a baseline, records that were bad before are known, and bad in a new way are not" {
	printf '{"id":"a","caption":"a cat"}\n{"id":"b","caption":5}\nno JSON\n' >bad.jsonl
	capscore --baseline base --write-baseline bad.jsonl >/dev/null || [ $? -eq 1 ]
	for f in jsonl text github sarif junit; do
		capscore --baseline base --fail-on info --format $f bad.jsonl >out
		[ $f != github ] || [ ! -s out ]
	done
	printf '{"id":"b","caption":"a \xff"}\n' >>bad.jsonl
	run capscore --baseline base --format github bad.jsonl
	[ "$status" -eq 1 ]
	[ "$(grep -c 'title=bad-record' <<<"$output")" -eq 1 ]
}

@test "sarif holds what GitHub takes, worst first, and says what it left out" {
	python3 -c 'for i in range(9000): print("{\"id\":\"%d\",\"caption\":\"red dog, red dog, masterpiece\"}" % i)
print("{\"id\":\"last\",\"caption\":\"a dog, TODO\"}")' >many.jsonl
	capscore --format sarif many.jsonl >out 2>err
	jq -e '.runs[0] | (.results | length == 25000) and .results[0].level == "error" and ([.results[].level] | index("note") == null or (.[index("note"):] | all(. == "note")))
		and (.invocations[0].toolExecutionNotifications[0].message.text | test("left out"))' out
	grep -q 'left out' err
	# 10 MB compressed: text that does not compress fills it before the count does.
	python3 -c 'import random
r = random.Random(1)
for i in range(2500): print("{\"id\":\"%d\",\"caption\":\"TODO %s\"}" % (i, "".join(chr(r.randrange(0x4e00, 0x9fa0)) for _ in range(900))))' >large.jsonl
	capscore --format sarif large.jsonl >out 2>err
	[ "$(gzip -c out | wc -c)" -le 10000000 ]
	grep -q 'left out' err
	jq -e '.runs[0].results | length > 1000' out
}

@test "images are counted as captok counts them" {
	mkdir d
	touch d/a.png d/a.jpg d/b.png d/c.webp d/e.png
	echo 'a dog' >d/a.txt
	echo 'a cat' >d/b.txt
	printf '\xff' >d/e.txt
	tar cf d.tar d
	for x in d d.tar; do
		n=$(captok $x 2>/dev/null | jq 'select(.input).input.images')
		[ "$n" -eq 5 ]
		[ "$(capscore $x 2>/dev/null | jq 'select(.dataset).dataset.images')" -eq "$n" ]
		[ "$(captok $x 2>/dev/null | capscore | jq 'select(.dataset).dataset.images')" -eq "$n" ]
	done
}

@test "--scene: the record carries the scene graph, as capscene writes it" {
	echo 'a golden retriever with a red ball on a lawn, close-up' >in
	capscore --scene in | jq -c 'select(.capscore) | .capscene' >mine
	capscene in | jq -c 'select(.capscene) | .capscene' | diff - mine
	# An older one does not stay beside it.
	[ "$(capscene in | capscore --scene | grep -o '"capscene":' | wc -l)" = 1 ]
	capscene in | capscore | jq -se 'any(has("capscene"))'
}

@test "a caption with more findings than have room says so, and no rule goes without one" {
	python3 -c 'import json; print(json.dumps({"caption": "a red apple, " + "zz, " * 3000 + "TODO <b>", "id": "a"}))' >many.jsonl
	capscore --format jsonl many.jsonl >out || [ $? -eq 1 ]
	jq -es '.[0].capscore | .more_findings and (.findings | length < 600) and any(.findings[]; .rule == "markup-or-placeholder")' out
	echo 'a red apple' | capscore --format jsonl | jq -es '.[0].capscore | has("more_findings") | not'
	capscore --format text many.jsonl | grep -q 'and some that are left out'
}
