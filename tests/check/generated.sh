#!/bin/sh
# What is generated and committed is what its generator makes today; man pages are clean.
set -u
cd "$(dirname "$0")/../.." || exit 2
if out=$(share/gen/gen --check 2>&1); then echo "ok 1 - generated files are up to date"; else echo "not ok 1 - generated files are up to date"; echo "$out" | sed 's/^/# /'; fi
n=1
for page in share/man/*.[1-9]; do
	n=$((n + 1))
	out=$(mandoc -Tlint -Wwarning "$page" 2>&1)
	if [ -z "$out" ]; then echo "ok $n - $page"; else echo "not ok $n - $page"; echo "$out" | head -5 | sed 's/^/# /'; fi
done
echo "1..$n"
