#!/bin/sh
# Budgets and promises that a machine can read: sizes, comments, no unfinished work, no machine's paths, nothing large committed.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0
report() { n=$((n + 1)); if [ -z "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "$2" | sed 's/^/# /'; fi; }
over() { limit=$1; shift; for f in "$@"; do [ -f "$f" ] && [ "$(wc -l <"$f")" -gt "$limit" ] && echo "$f has $(wc -l <"$f") lines, budget $limit"; done; }
report "a tool's main is thin" "$(over 120 cmd/*.c)"
report "a file of lib holds one concern" "$(over 450 lib/*/*.c lib/*/*/*.c)"
report "a rule is read in a minute" "$(over 200 lib/rules/rule_*.c)"
report "the Makefile is short" "$(over 175 Makefile)"
report "every source says what it is for" "$(for f in lib/*/*.[ch] lib/*/*/*.[ch] cmd/*.c; do case $f in *.inc) continue ;; esac; head -1 "$f" | grep -q '^/\*' || echo "$f"; done)"
report "every header has a guard" "$(for f in lib/*/*.h lib/*/*/*.h; do grep -q '^#ifndef CAPTOOLS_' "$f" || echo "$f"; done)"
report "nothing unfinished" "$(grep -nE '\bTODO|FIXME|\bXXX\b|not implemented' lib/*/*.[ch] lib/*/*/*.[ch] cmd/*.c share/man/* README.md 2>/dev/null | grep -v '\\\?"TODO\|TODO,\|`TODO`\|Ql TODO\|todo_ok')"
report "no typedef of structs" "$(grep -nE '^typedef struct' lib/*/*.[ch] lib/*/*/*.[ch] cmd/*.c)"
if git rev-parse --git-dir >/dev/null 2>&1; then
	report "what stands at the top is meant to" "$(git ls-files | grep -v / | grep -vxE '\.gitignore|\.pre-commit-hooks\.yaml|[A-Z]+\.md|LICENSE|Makefile|pyproject\.toml')"
	report "nothing large is committed" "$(git ls-files -z | xargs -0 -r ls -ld 2>/dev/null | awk '$5 > 2000000 {print $NF, $5}')"
	report "no machine's path is committed" "$(git grep -nE '/(work|home|root)/[a-z.]' -- . ':!tests/check/style.sh' | head -5)"
	report "no registry's host name is committed" "$(git grep -niE '(pypi|npmjs|debian)\.org|files\.pythonhosted' -- . ':!tests/check/style.sh' | head -5)"
fi
echo "1..$n"
