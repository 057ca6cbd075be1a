#!/usr/bin/env bats
# capscene on what is no sentence any more.

@test "a passive whose verb a preposition phrase took away crashes nothing" {
	run capscene --format jsonl <<<"atop defining line, accompanied by and Shadows,"
	[ "$status" -eq 0 ]
	[ -n "$output" ]
}

@test "words in any order, cut anywhere, are parsed" {
	command -v python3 >/dev/null || skip "no python3"
	python3 - "$BATS_TEST_DIRNAME/score_prose.txt" >"$BATS_TEST_TMPDIR/in" <<'END'
import random, sys
r = random.Random(5)
words = [w for l in open(sys.argv[1], encoding="utf-8") if l[0] != "#" for w in l.split()]
for n in range(3000):
    print(" ".join(r.sample(words, r.randrange(1, 40))))
END
	run capscene --format jsonl <"$BATS_TEST_TMPDIR/in"
	[ "$status" -eq 0 ]
	[ -n "$output" ]
}
