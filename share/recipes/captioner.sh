#!/bin/sh
# captioner.sh DATASET [MIN [ROUNDS]]: asks a captioning model again until every caption of a folder scores MIN (75), at most ROUNDS (3)
# times. CAPTIONER is the command that asks it: it gets the picture's path as $1, reads from standard input what the last caption lacked
# and what was wrong with it, a line each (nothing for a picture without a caption), and prints a caption. A new caption is
# written only where it scores better than the old one. Exit status 1: some caption still scores less.
set -eu
dataset=${1%/} min=${2:-75} rounds=${3:-3}
: "${CAPTIONER:?the command that captions a picture, as CAPTIONER=./ask-my-model}"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Pictures whose caption scores less than MIN or is missing: the record, and what to tell the model.
poor() {
	jq -c --argjson min "$min" 'select(.source.image and ((.caption | not) or .capscore.score < $min))' "$1"
}
round=0
while :; do
	capscore --quiet --format jsonl "$dataset" >"$tmp/old" || [ $? -eq 1 ]
	poor "$tmp/old" >"$tmp/poor"
	left=$(wc -l <"$tmp/poor")
	echo "round $round: $left below $min" >&2
	[ "$left" -gt 0 ] || exit 0
	[ "$round" -lt "$rounds" ] || exit 1
	while IFS= read -r record; do
		image=$(printf '%s\n' "$record" | jq -r .source.image)
		printf '%s\n' "$record" | jq -r '.capscore // {} | (.needs_human[]? | "say: " + .), (.findings[]? | "wrong: " + .message)' |
			$CAPTIONER "$dataset/$image" >"$tmp/said"
		printf '%s\n' "$record" | jq -c --rawfile said "$tmp/said" '{id, caption: ($said | rtrimstr("\n")), source, was: (.capscore.score // -1)}'
	done <"$tmp/poor" >"$tmp/asked"
	capscore --quiet --format jsonl "$tmp/asked" | jq -c 'select(.caption and .capscore.score > .was) | {id, caption, source}' >"$tmp/better"
	cappack --quiet --in-place --partial "$dataset" <"$tmp/better"
	round=$((round + 1))
done
