#!/bin/bash
# parallel_set.sh OUT SHARD...: the set's record of all shards together, judged by GNU parallel, one worker a core: each leaves a state of its
# shard in OUT, and the states are merged in the order of the shards. The record is the very one of a single run over all of them.
# Options of capscore in CAPSCORE_OPTIONS hold for every shard. A shard that is done is not done again.
set -eu
out=$1
shift
mkdir -p "$out"
judge() {
	[ "$2/$(basename "$1").state" -nt "$1" ] && return
	# Exit status 1 means findings or bad records: the state is whole, and knows it.
	capscore -j 1 --quiet --format jsonl $CAPSCORE_OPTIONS --set-state "$2/$(basename "$1").state" "$1" >/dev/null || [ $? -eq 1 ]
}
export -f judge
export CAPSCORE_OPTIONS=${CAPSCORE_OPTIONS:-}
SHELL=/bin/bash parallel --will-cite --halt soon,fail=1 judge {} "$out" ::: "$@"
for shard; do printf '%s\0' "$out/$(basename "$shard").state"; done | xargs -0 capscore --merge --format jsonl
