#!/bin/sh
# Every program that the Makefile, the tests, the generators and the recipes call comes from a package that `make deps` installs (or an essential one),
# so that no step depends on what a machine happens to have.
set -u
cd "$(dirname "$0")/../.." || exit 2
command -v dpkg-query >/dev/null 2>&1 || { echo "ok 1 - programs # skip no dpkg"; echo 1..1; exit 0; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
{ tests/deps list; dpkg-query -W -f '${Package} ${Essential} ${Priority}\n' | awk '$2 == "yes" || $3 == "required" {print $1}'; } | sort -u >"$tmp/pkgs"
# What those pull in belongs to them.
apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances $(cat "$tmp/pkgs") 2>/dev/null |
	sed -n 's/^\([a-z0-9][^ :]*\).*/\1/p' | sort -u >>"$tmp/pkgs"
for p in $(sort -u "$tmp/pkgs"); do dpkg-query -L "$p" 2>/dev/null; done | sed -n 's|^\(/usr\)\{0,1\}/s\{0,1\}bin/||p' | sort -u >"$tmp/have"
for a in /etc/alternatives/*; do echo "${a##*/}"; done >>"$tmp/have"
find Makefile .ci/run tests share completions -type f 2>/dev/null | xargs grep -lIE '^#!/(bin/sh|usr/bin/env bats|usr/bin/env bash)' >"$tmp/scripts"
# Words in command position.
{ cat $(cat "$tmp/scripts"); sed -n 's/^\t[@+-]*//p' Makefile; } | sed "s/#.*//; s/'[^']*'//g" |
	grep -oE '(^[[:space:]]*|[|;&(`]+ *|\$\(|(then|else|do|exec|xargs|run|if|!) +)[a-z][a-z0-9_.+-]*' | sed -E 's/.*[^a-z0-9_.+-]//' | sort -u >"$tmp/words"
# Functions that the scripts define are no programs.
sed -n 's/^[[:space:]]*\([a-z][a-z0-9_]*\) *() *{.*/\1/p' $(cat "$tmp/scripts") | sort -u >>"$tmp/have"
bad=$(while read -r w; do
	case $w in cap*|make|sudo|apt-get|dpkg-query|apt-cache|npm|node|clang|clang-tidy|valgrind|chromium|parallel|lintian|debootstrap|dpkg-deb|sbatch) continue ;; # optional, guarded or what installs
	less|red|write) continue ;; esac # words of texts that the tests hold, where a machine has programs of that name
	p=$(command -v "$w" 2>/dev/null) || continue
	case $p in /*) ;; *) continue ;; esac
	grep -qx -- "$w" "$tmp/have" || echo "$w is called, and no package of tests/deps has it"
done <"$tmp/words")
if [ -z "$bad" ]; then echo "ok 1 - every program called is one that make deps installs"; else echo "not ok 1 - every program called is one that make deps installs"; echo "$bad" | sed 's/^/# /'; fi
echo 1..1
