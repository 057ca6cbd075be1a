#!/bin/sh
# A registry row without its file fails at link; a file without a row would be silent. This compares the two sets, and the order.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0
report() { n=$((n + 1)); if [ -z "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "$2" | sed 's/^/# /'; fi; }
for def in lib/*/*.def lib/*/*/*.def; do
	# The first comment line of a .def names the files of its rows: /* … FILES prefix_*.c … */ (or two kinds); rows are MACRO(name).
	rows=$(sed -n 's/^[A-Z_]*(\([a-z0-9_]*\).*/\1/p' "$def")
	prefixes=$(sed -n 's/.*FILES \([a-z_]*\*\.c\( [a-z_]*\*\.c\)*\).*/\1/p' "$def" | head -1 | sed 's/\*\.c//g')
	grep -q 'FILES none' "$def" && continue # a table of data, no registry
	[ -n "$prefixes" ] || { report "$def names its files (FILES prefix_*.c)" "no FILES line"; continue; }
	# Sorted as C sorts bytes.
	report "$def is sorted" "$(printf '%s\n' "$rows" | LC_ALL=C sort -c 2>&1)"
	report "$def has no row twice" "$(printf '%s\n' "$rows" | sort | uniq -d)"
	files=$(for prefix in $prefixes; do ls "$(dirname "$def")/$prefix"*.c | sed "s|.*/$prefix\(.*\)\.c|\1|"; done | sort)
	report "$def and its files agree" "$(printf '%s\n' "$rows" | sort | { t=$(mktemp); cat >"$t"; printf '%s\n' "$files" | diff "$t" - | grep '^[<>]'; rm -f "$t"; })"
done
echo "1..$n"
