#!/bin/sh
# tests/golden.sh [--bless | --only FOLDER]: every folder under tests/golden (or under FOLDER there) with a `cmd` is a case: cmd runs there by sh
# with `in` as standard input; its output, messages and status are compared with out, err (if there) and status (0 if not there).
set -u
cd "$(dirname "$0")/golden" || exit 2
root=$PWD tmp=$(mktemp -d) n=0 only=.
[ "${1:-}" != --only ] || only=./$2
trap 'rm -rf "$tmp"' EXIT
for cmd in $(find "$only" -name cmd -type f | sort); do
	dir=${cmd%/cmd} n=$((n + 1))
	name=${dir#./}
	cd "$root/$dir" || exit 2
	in=/dev/null
	[ -f in ] && in=in
	sh ./cmd <"$in" >"$tmp/out" 2>"$tmp/err"
	status=$?
	want=0
	[ -f status ] && want=$(cat status)
	if [ "${1:-}" = --bless ]; then
		cp "$tmp/out" out
		[ -f err ] && cp "$tmp/err" err
		if [ $status -ne 0 ]; then echo $status >status; else rm -f status; fi
		continue
	fi
	bad=
	cmp -s "$tmp/out" out || bad=out
	[ ! -f err ] || cmp -s "$tmp/err" err || bad="$bad err"
	[ "$status" = "$want" ] || bad="$bad status($status)"
	if [ -z "$bad" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name: $bad"
		diff -u out "$tmp/out" | head -20 | sed 's/^/# /'
		sed 's/^/# /' "$tmp/err" | head -5
	fi
done
