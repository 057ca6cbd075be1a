#!/bin/sh
# tests/slow/rules_alone.sh [RULE...]: takes each rule's file and row out of a copy of the tree, builds it, and sees the rule cases, the layers and the
# tables pass without it. No RULE: all, some 3 seconds each. B= is a build folder whose share/ holds the encoders.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
B=$(cd "${B:-build}" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/tree"
tar cf - Makefile cmd lib share tests | tar xf - -C "$tmp/tree"
cd "$tmp/tree"
export CAPTOOLS_SHARE="$B/share" CAPTOOLS_SHARED=
fast="SAN= OPTIM=-O0 HARDEN= B=b"
make -s -j2 $fast b/bin/capscore b/bin/capfix b/unit/lint_rules >"$tmp/log" 2>&1 || { tail "$tmp/log" >&2; exit 2; }
[ $# -gt 0 ] || set -- $(sed -n 's/^RULE(\(.*\))$/\1/p' lib/rules/rules.def lib/dataset/rules.def)
n=0 bad=0
for rule in "$@"; do
	n=$((n + 1))
	file=lib/rules/rule_$rule.c
	[ -f "$file" ] || file=lib/dataset/dset_$rule.c
	code=$(sed -n 's/.*\.code = "\(CAP[0-9]*\)".*/\1/p' "$file")
	mv "$file" "$tmp/kept.c"
	def=${file%/*}/rules.def
	cp "$def" "$tmp/rules.def"
	grep -v "^RULE($rule)\$" "$tmp/rules.def" >"$def"
	if make -s -j2 $fast b/bin/capscore b/bin/capfix b/unit/lint_rules >"$tmp/log" 2>&1 &&
		b/unit/lint_rules >"$tmp/out" 2>&1 && ! grep -q '^not ok' "$tmp/out" &&
		! b/bin/capscore --list-rules | grep -q "$code" &&
		[ "$(printf 'a red apple on a table\ndog, ball\n' | b/bin/capscore --format jsonl | grep -c '"capscore"')" -eq 2 ] &&
		[ "$(printf 'dog, 8k, dog\n' | b/bin/capfix --unsafe | grep -c '"capfix"')" -eq 1 ] &&
		sh tests/check/layers.sh >"$tmp/layers" && ! grep -q '^not ok' "$tmp/layers"; then
		echo "ok $n - $code $rule"
	else
		bad=1
		echo "not ok $n - $code $rule"
		{ grep -A3 '^not ok' "$tmp/out" "$tmp/layers" 2>/dev/null; tail -5 "$tmp/log"; } | head -15 | sed 's/^/# /'
	fi
	mv "$tmp/kept.c" "$file"
	cp "$tmp/rules.def" "$def"
	touch "$file"
done
echo "1..$n"
exit $bad
