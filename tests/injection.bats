#!/usr/bin/env bats
# What comes from the input and goes to a terminal, a log, a runner or a reader of reports is escaped for it; all output is UTF-8.

setup() {
	cd "$BATS_TEST_TMPDIR"
}

@test "no name, id, caption or argument drives a terminal, a runner or a report, in any tool and format" {
	python3 "$BATS_TEST_DIRNAME/injection.py" "$BATS_TEST_TMPDIR/w"
}

@test "a message is cut between characters" {
	for n in 1 2 3 4; do
		name=$(printf 'x%.0s' $(seq $n))$(printf '日%.0s' $(seq 200))
		run captok "$name"
		[ "$status" -eq 2 ]
		printf %s "$output" | iconv -f utf-8 -t utf-8 >/dev/null
		[[ $output != *'?'* ]]
	done
}

@test "an indented caption line that a runner would obey is shown, not said" {
	printf '{"id":"1","caption":"red dog, red dog,\\n   ::error::owned"}\n' >in
	for f in text github; do
		capscore --format $f in >out || true
		! grep -E '^[[:space:]]*::error::owned' out || false
	done
	capscore --format text in | grep -q '?:error?:owned'
}
