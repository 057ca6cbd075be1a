#!/bin/bash
# parallel.sh OUT SHARD...: fixes shards with GNU parallel, one worker a core. Each worker has -j 1: the cores are parallel's to give.
# A shard that is done is not done again, so the script may be started anew after a fault; cappack writes whole archives or none.
set -eu
out=$1
shift
mkdir -p "$out"
fix() {
	set -o pipefail
	[ "$2/$(basename "$1")" -nt "$1" ] || capfix -j 1 --quiet "$1" | cappack --quiet -o "$2/$(basename "$1")" "$1"
}
export -f fix
SHELL=/bin/bash parallel --will-cite --halt soon,fail=1 fix {} "$out" ::: "$@"
