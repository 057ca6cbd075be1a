#!/usr/bin/env bats
# captools.conf where it is found, lists and prefixes of rules, what a record waives.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p project/sets/dogs/10_dog elsewhere
	echo 'food focus, no humans, apple' >project/sets/dogs/10_dog/a.txt
	: >project/sets/dogs/10_dog/a.png
	tar -cf project/sets/dogs.tar -C project/sets/dogs .
	cp project/sets/dogs/10_dog/a.txt project/sets/caps.txt
	printf '[rules]\ngeneric-focus-tag = off\n' >project/captools.conf
	here=$(pwd -P)
}

codes() { "$@" | jq -r 'select(.capscore) | .capscore.findings[].code' | sort -u | tr '\n' ' '; }
used() { capscore "$@" | jq -r '.dataset.config // empty'; }

@test "captools.conf is found from a folder, an archive, a file, upwards; the nearest one counts" {
	for in in project project/sets/dogs project/sets/dogs/10_dog project/sets/dogs.tar project/sets/caps.txt; do
		[ "$(used $in)" = "$here/project/captools.conf" ]
		[[ $(codes capscore $in) != *CAP020* ]]
	done
	printf '[rules]\nnegated-term = off\n' >project/sets/captools.conf
	[ "$(used project/sets/dogs.tar)" = "$here/project/sets/captools.conf" ]
	[[ $(codes capscore project/sets/dogs.tar) == *CAP020* ]]
	[ "$(used project)" = "$here/project/captools.conf" ]
	[ "$(used elsewhere project/sets/dogs 2>/dev/null)" = "" ]
	(cd project/sets && [ "$(capscore - <caps.txt | jq -r '.dataset.config // empty')" = "$here/project/sets/captools.conf" ])
}

@test "--config none leaves it alone, --config FILE is another one, the summary names what was read" {
	[ "$(used --config none project)" = "" ]
	[[ $(codes capscore --config none project) == *CAP020* ]]
	echo 'model = pony' >other.conf
	[ "$(used --config other.conf project)" = other.conf ]
	capscore --summary -f text project | grep -qx "Settings: $here/project/captools.conf"
	! capscore --summary -f text --config none project | grep -q Settings || false
}

@test "a settings file that is wrong is named, with the way round it" {
	echo nonsense >project/captools.conf
	run -2 capscore project
	[[ $output == *"project/captools.conf:1: "*"--config none leaves it alone"* ]]
	capscore --config none project >/dev/null
	# A folder of that name is none.
	rm project/captools.conf && mkdir project/captools.conf
	[ "$(used project)" = "" ]
}

@test "capfix, capgrep and capsee read it, too" {
	[ "$(capfix project/sets/caps.txt | jq -r .caption)" != "$(capfix --config none project/sets/caps.txt | jq -r .caption)" ]
	run -1 capgrep --rule CAP020 project/sets/caps.txt
	capgrep --config none --rule CAP020 project/sets/caps.txt
	printf 'trainer = kohya\n' >project/captools.conf
	printf '{"id":"a","width":512,"height":512}\n' >project/sizes.jsonl
	capsee project/sizes.jsonl | jq 'select(.capsee) | .capsee.trained != null' | grep -qx true
	capsee --config none project/sizes.jsonl | jq 'select(.capsee) | .capsee.trained == null' | grep -qx true
}

@test "a file that was found, not named, says no place to write to" {
	printf 'baseline = %s/elsewhere/b\n' "$here" >project/captools.conf
	run -2 capscore --write-baseline project
	[[ $output == *"was found, not named"* ]]
	[ ! -e elsewhere/b ]
	run -0 capscore --write-baseline --config project/captools.conf project
	[ -s elsewhere/b ]
}

@test "rules by lists and prefixes, on the command line as in the file; --select and --ignore are ruff's words" {
	in=project/sets/caps.txt
	all=$(codes capscore --config none $in)
	[[ $all == *CAP020*CAP04* ]]
	[ "$(codes capscore --config none --rule 'CAP020, CAP025' $in)" = "CAP020 CAP025 " ]
	[ "$(codes capscore --config none --rule 'CAP04*' $in)" = "$(echo "$all" | tr ' ' '\n' | grep ^CAP04 | tr '\n' ' ')" ]
	[ "$(codes capscore --config none --rule CAP04 $in)" = "$(codes capscore --config none --rule 'cap04*' $in)" ]
	[ "$(codes capscore --config none --select tags,CAP041 --ignore 'missing-*' $in)" = "$(codes capscore --config none --rule tags $in)" ]
	[ "$(codes capscore --config none --ignore CAP0 $in)" = "" ]
	printf '[rules]\nCAP04*, tags = off\n' >c
	[ "$(codes capscore --config c $in)" = "$(codes capscore --config none --no-rule 'CAP04*,tags' $in)" ]
	run -2 capscore --rule 'CAP020,CAP999' $in
	[[ $output == *"'CAP999'"* ]]
	run -2 capscore --select 'nothing*' $in
}

@test "a record waives rules for its own caption, and the member goes on" {
	printf '%s\n' '{"id":"a","caption":"food focus, no humans, apple"}' \
		'{"id":"b","caption":"food focus, no humans, apple","captools":{"by":"me","ignore":["generic-focus-tag","CAP04*",7,"no such rule"]}}' >r
	[[ $(head -1 r | codes capscore --config none -) == *CAP020*CAP04* ]]
	got=$(tail -1 r | codes capscore --config none -)
	[[ $got != *CAP020* && $got != *CAP04* && $got == *CAP025* ]]
	capscore r | capfix | jq 'select(.id == "b") | .captools.by == "me" and (.caption | contains("food focus"))' | grep -qx true
	[ "$(capfix r | jq -r 'select(.id == "a") | .caption | contains("food focus")')" = false ]
	[ "$(capgrep -l --rule CAP020 r)" = a ]
}

@test "captok and capsplit read it, too: the model, the trainer, what is left out" {
	printf 'model = flux-dev\ntrainer = kohya\nexclude = b*\n' >project/captools.conf
	printf 'x\ny' >project/sets/dogs/10_dog/b.txt
	: >project/sets/dogs/10_dog/b.png
	mv project/sets/dogs/10_dog/a.txt project/sets/dogs/10_dog/a.caption
	[ "$(captok project/sets/dogs | jq -c 'select(.captok) | [.id, .captok.model, .captok.trainer]')" = '["10_dog/a","flux-dev","kohya"]' ]
	[ "$(capsplit project/sets/dogs | jq -c 'select(.capsplit) | [.id, .capsplit.encoder]')" = '["10_dog/a","t5"]' ]
	[ "$(captok -m sdxl --config none project/sets/dogs | jq -sc 'map(select(.captok) | .captok.model)')" = '["sdxl","sdxl"]' ]
}
