#!/usr/bin/env bats
# bats file_tags=no-tool
# CONTRIBUTING.md's promise: one new file and one row. Its examples are put into a copy of the tree, built, and seen to work.

setup_file() {
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	export copy=$BATS_FILE_TMPDIR/tree
	mkdir -p "$copy"
	(cd "$root" && tar cf - Makefile cmd lib share tests/unit CONTRIBUTING.md) | tar xf - -C "$copy"
	cd "$copy"
	# The fenced blocks: `c file=PATH` is a new file, `row file=PATH` a row for a table, put where it sorts.
	awk '/^```[a-z]+ file=/ {split($0, p, "file="); kind = substr($1, 4); path = p[2]; next}
		/^```/ {kind = ""; next}
		kind == "c" {print > path}
		kind == "row" {print path "\t" $0 > "rows"}' CONTRIBUTING.md
	while IFS="$(printf '\t')" read -r path row; do
		{ grep -v '^[A-Z]*(' "$path"; { grep '^[A-Z]*(' "$path"; echo "$row"; } | LC_ALL=C sort; } >"$path.new"
		mv "$path.new" "$path"
	done <rows
	export CAPTOOLS_SHARE=${B:-$root/build}/share
	make -s -j2 SAN= OPTIM=-O0 HARDEN= B=b b/bin/captok b/bin/capscore b/bin/capfix b/bin/capcopy >"$copy/log" 2>&1 || { tail -20 "$copy/log" >&2; return 1; }
}

setup() { cd "$copy"; }

@test "a rule: one file, one row" {
	run b/bin/capscore --list-rules
	[[ $output == *CAP199* ]]
	[ "$(echo 'sampleword, a red apple' | b/bin/capscore --format jsonl | jq -c 'select(.capscore) | [.capscore.findings[] | select(.code=="CAP199") | .span]')" = '[[0,10]]' ]
	[ "$(echo 'sampleword, a red apple' | b/bin/capfix | jq -r .caption)" = 'a red apple' ]
}

@test "an encoder: one file, one row" {
	run b/bin/captok --list-encoders
	[[ $output == *clip-sample* ]]
	[ "$(echo 'a red apple' | b/bin/captok --encoder clip-sample --ids | jq -c '.captok.encoders[0].ids')" = '[49406,320,736,3055,49407]' ]
}

@test "a form of input: one file, one row" {
	[ "$(printf 'CAPS\na red apple\x1e a dog\x1e' | b/bin/capcopy | jq -r .caption | paste -sd'|')" = 'a red apple| a dog' ]
}

@test "a tool: one file" {
	[ "$(echo 'a dog' | b/bin/capcopy | jq -c .capcopy)" = true ]
	run b/bin/capcopy --hlep
	[ "$status" -eq 2 ]
	[[ $output == *"did you mean --help"* ]]
}
