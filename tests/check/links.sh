#!/bin/sh
# The dependency direction once more, as the linker sees it: a declaration can be included from below and defined above. nm over the objects of
# B= (build): no symbol of a higher folder, no circle of files that leaves its folder, none of more than two files.
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${B:-build}
n=0
report() { n=$((n + 1)); if [ -z "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "$2" | sed 's/^/# /'; fi; }
edges=$(mktemp)
trap 'rm -f "$edges"' EXIT
# FROM TO SYMBOL a line, files named as folder/name.
for o in "$B"/lib/*/*.o "$B"/lib/*/*/*.o; do
	f=${o#"$B"/}
	[ -f "${f%.o}.c" ] && nm "$o" | awk -v f="${f%.o}" '{sub(/^lib\//, "", f)} NF == 2 && $1 == "U" {print f, "U", $2} NF == 3 && $2 ~ /^[TDBRVWC]$/ {print f, "D", $3}'
done | awk '$2 == "D" {home[$3] = $1} {line[NR] = $0}
	END {for (i = 1; i <= NR; i++) {split(line[i], p); if (p[2] == "U" && p[3] in home && home[p[3]] != p[1]) print p[1], home[p[3]], p[3]}}' >"$edges"
report "the objects are there to be looked at" "$([ -s "$edges" ] || echo "no links between objects in $B: build first")"
allowed=$(sed -n "/^table='/,/'\$/p" tests/check/layers.sh | sed "s/^table='//; s/'\$//")
report "links follow the layers" "$(printf '%s\n' "$allowed" | awk 'NR == FNR {for (i = 2; i <= NF; i++) ok[$1, $i] = 1; next}
	{split($1, a, "/"); split($2, b, "/"); if (!((a[1], b[1]) in ok)) print $1 " uses " $3 " of " $2}' - "$edges")"
# Two files that reach each other lie on a circle; its members are all that reach each other.
report "no circle of files leaves its folder or has more than two" "$(awk '
	{if (!($1 in id)) {id[$1] = ++n; name[n] = $1} if (!($2 in id)) {id[$2] = ++n; name[n] = $2}
	 k = id[$1] SUBSEP id[$2]; if (!(k in seen)) {seen[k] = 1; out[id[$1], ++deg[id[$1]]] = id[$2]}}
	END {
		for (i = 1; i <= n; i++) {
			top = 1; stack[1] = i
			while (top) {
				v = stack[top--]
				for (k = 1; k <= deg[v]; k++) {w = out[v, k]; if (!((i, w) in reach)) {reach[i, w] = 1; stack[++top] = w}}
			}
		}
		for (i = 1; i <= n; i++) {
			members = name[i]; size = 1; crosses = 0; first = 1
			for (j = 1; j <= n; j++)
				if (j != i && (i, j) in reach && (j, i) in reach) {
					if (j < i) first = 0
					size++; members = members " " name[j]
					a = name[i]; b = name[j]; sub(/\/.*/, "", a); sub(/\/.*/, "", b); if (a != b) crosses = 1
				}
			if (first && size > 1 && (size > 2 || crosses)) print "a circle of " size ": " members
		}
	}' "$edges")"
echo "1..$n"
