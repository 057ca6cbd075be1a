#!/usr/bin/env bats
# The README's pipes do what they say: each line of the block behind the pipes marker is run on the demo dataset.

setup() {
	cd "$BATS_TEST_TMPDIR"
	cp -r "$BATS_TEST_DIRNAME/../share/demo/dataset" dataset
	chmod -R u+w dataset
	bsdtar -cf dataset.tar -C dataset .
}

@test "every pipe of the README runs" {
	awk '/^<!-- pipes/ {on = 1} on && /^```sh/ {code = 1; next} /^```$/ {if (code) exit} code' "$BATS_TEST_DIRNAME/../README.md" >pipes
	[ "$(wc -l <pipes)" -ge 5 ]
	while IFS= read -r line; do
		echo "$line"
		status=0
		bash -o pipefail -c "$line" >out 2>err || status=$?
		cat err
		# The CI gate is meant to find errors in the demo set.
		case $line in *--fail-on*) [ $status -eq 1 ] ;; *) [ $status -eq 0 ] ;; esac
	done <pipes
	[ -s fixed.tar ]
	[ -s direction.jsonl ]
}

@test "the README's example prints what it shows" {
	python3 "$BATS_TEST_DIRNAME/manual/transcript.py" "$BATS_TEST_DIRNAME/../README.md"
}

# bats test_tags=no-tool
@test "the README's pictures are there, and small" {
	sed -n 's/^!\[.*](\(.*\))$/\1/p' "$BATS_TEST_DIRNAME/../README.md" >pictures
	[ "$(wc -l <pictures)" -eq 2 ]
	while read -r picture; do
		file=$BATS_TEST_DIRNAME/../$picture
		[ "$(head -c 12 "$file" | tail -c 4)" = WEBP ]
		[ "$(wc -c <"$file")" -lt 200000 ]
	done <pictures
}
