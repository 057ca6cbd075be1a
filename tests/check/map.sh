#!/bin/sh
# captools-hacking(7), the map of the source: every file it names exists, and every folder of lib is on it.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0
report() { n=$((n + 1)); if [ -z "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "$2" | sed 's/^/# /'; fi; }
page=share/man/captools-hacking.7
named=$(grep -oE '(lib|cmd|tests|share)/[A-Za-z0-9_./*-]*[A-Za-z0-9_*/]' "$page" | sort -u)
report "every file on the map exists" "$(for f in $named; do ls -d $f >/dev/null 2>&1 || echo "$f"; done)"
report "every folder of lib is on the map" "$(for d in lib/*/ lib/*/*/; do [ -d "$d" ] || continue; echo "$named" | grep -q "^$d" || echo "$d"; done)"
echo "1..$n"
