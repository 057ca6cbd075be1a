#!/bin/sh
# What bats would not see fail: `! a` and `a && b` are no end for a test unless they stand last in it, so a line that begins with `!` ends with
# `|| false`, and each thing that is asked has a line of its own. (That a test asks anything of the tools: tests/silent.)
set -u
cd "$(dirname "$0")/../.." || exit 2
wrong=$(python3 - tests/*.bats <<'END'
import re, sys
ASKS = r"(?:\[ |TEST|! |grep |cmp |diff |jq |test )"
for name in sys.argv[1:]:
    until = None
    for n, line in enumerate(open(name, encoding="utf-8"), 1):
        t = line.strip()
        if until:
            until = None if t == until else until
            continue
        here = re.search(r"(?<!<)<<-?'?([A-Za-z]\w*)'?", t)
        until = here and here[1]
        # Without what is quoted, and [[ ]], which has an && of its own.
        t = re.sub(r"\[\[ .*? \]\]", "TEST", re.sub(r"\"(?:\\.|\$\([^()]*\)|[^\"\\])*\"|'[^']*'", "Q", t))
        if line[:1] in "\t " and "||" not in t and (re.match("! ", t) or re.match(ASKS + r".* && " + ASKS, t)):
            print("%s:%d: %s" % (name, n, line.strip()))
END
)
if [ -z "$wrong" ]; then echo "ok 1 - what a bats test asks can fail it"; else echo "not ok 1 - what a bats test asks can fail it"; echo "$wrong" | sed 's/^/# /'; fi
echo "1..1"
