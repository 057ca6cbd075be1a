#!/bin/sh
# .git/hooks/pre-commit: refuses a commit whose captions have an error. Judges what is staged, not what lies in the folder.
set -u
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/staged"
git diff --cached --name-only -z --diff-filter=ACMR -- '*.txt' '*.caption' | git checkout-index -z --stdin --prefix="$tmp/staged/" || exit 2
[ -n "$(ls -A "$tmp/staged")" ] || exit 0
cd "$tmp/staged" || exit 2
# Every file is a caption, whether its picture is staged or not.
find . -type f -print0 | sort -z | xargs -0 capscore --quiet --format text --fail-on error >"$tmp/findings" || {
	cat "$tmp/findings" >&2
	echo "pre-commit: a caption has an error; git commit --no-verify takes it all the same" >&2
	exit 1
}
