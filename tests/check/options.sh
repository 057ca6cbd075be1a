#!/bin/sh
# Pages and options agree: every long option that a page, a rule or the README speaks of is in the table of some tool, or of the program
# that it names.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0
report() { n=$((n + 1)); if [ -z "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "$2" | sed 's/^/# /'; fi; }
known=$(sed -n 's/^.*{OPT_[A-Z]*, *[^,]*, *"\([a-z][a-z-]*\)".*/\1/p' cmd/*.c lib/run/*.c lib/base/opt.c | sort -u)
# Options of other programs: kohya's scripts, its tagger, an image service.
foreign='caption_extension remove_underscore ar'
bad=$({ grep -noE '(^|[^-A-Za-z])--[a-z][a-z_-]*[a-z]' share/man/*.[1-9] lib/rules/*.c lib/dataset/*.c lib/see/*.c README.md
	grep -noE '^\.(It )?Fl [^"]*' share/man/*.[1-9] | sed -E 's/ (Ar|Cm|Ns|Pq|No) .*//; s/ , / /g; s/Fl -/--/g'; } |
	grep -oE '^[^:]*:[0-9]*:|--[a-z][a-z_-]*' | awk '/:$/ {at = $0; next} {print at, substr($0, 3)}' | sort -u |
	while read -r at name; do
		echo "$known" | grep -qxF -- "$name" && continue
		case " $foreign " in *" $name "*) continue ;; esac
		echo "$at --$name is no option of any tool"
	done)
report "every option that a page names exists" "$bad"
echo "1..$n"
