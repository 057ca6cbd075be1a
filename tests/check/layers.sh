#!/bin/sh
# The dependency direction of ARCHITECTURE (README, "How it is built"): a file includes only its own layer and lower ones, and each third
# party's header has one home.
set -u
cd "$(dirname "$0")/../.." || exit 2
n=0
report() { n=$((n + 1)); if [ -z "$2" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; echo "$2" | sed 's/^/# /'; fi; }
# layer: what it may include
table='base base
image base image
text base text
json base text json
ftfy base text ftfy
tok base text json ftfy tok
model base text json ftfy tok model
trainer base text json ftfy tok model trainer
edit base text edit
read base text json tok model trainer read
split base text json ftfy tok split
lexicon base text lexicon
parse base text lexicon parse
lint base text json ftfy tok model trainer read split lexicon parse lint
image base image
rules base text json ftfy tok model trainer read split lexicon parse lint rules
see base image text json tok model trainer read lexicon parse lint see
dataset base text json tok model trainer read lexicon parse lint rules see dataset
fix base text json tok model trainer read edit split lexicon parse lint fix
io base text json io
pack base text json io pack
run base text json io run
view base image text json tok split view
conf base text json image tok model trainer read parse lint rules dataset io run conf
report base image text json tok model trainer read split lexicon parse lint rules dataset edit fix io run view conf see report
api base text tok model trainer read parse lint rules dataset report api
cmd base image text json tok model trainer read split lexicon parse lint rules dataset edit fix io pack run view conf see report'
bad=$(printf '%s\n' "$table" | while read -r layer allowed; do
	dir=lib/$layer
	[ "$layer" = cmd ] && dir=cmd
	for f in "$dir"/*.[ch] "$dir"/*/*.[ch]; do
		[ -f "$f" ] || continue
		sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$f" | sort -u | while read -r to; do
			case " $allowed " in *" $to "*) ;; *) echo "$f includes $to/" ;; esac
		done
	done
done)
report "includes follow the layers" "$bad"
known=$(printf '%s\n' "$table" | awk '{printf "%s ", $1}')
bad=$(for d in lib/*/; do d=${d#lib/}; case " $known " in *" ${d%/} "*) ;; *) echo "lib/$d has no row in this check" ;; esac; done)
report "every folder of lib has its place" "$bad"
confine() { # confine HEADER-PATTERN WHERE-PATTERN
	grep -lE "^#include <($1)>" lib/*/*.[ch] lib/*/*/*.[ch] cmd/*.c share/gen/*.c 2>/dev/null | grep -vE "^($2)$"
}
report "archive.h only in io and pack" "$(confine 'archive(_entry)?\.h' 'lib/(io|pack)/[a-z_0-9]*\.[ch]')"
report "utf8proc.h only in text" "$(confine 'utf8proc\.h' 'lib/text/[a-z_0-9]*\.[ch]')"
report "pcre2.h only in text/regex.c" "$(confine 'pcre2\.h' 'lib/text/regex\.c')"
report "zstd.h only in base/zread.c and pack/compress.c" "$(confine 'zstd\.h' 'lib/(base/zread|pack/compress)\.c')"
report "bzlib.h and lzma.h only in io/unxz.c and pack/compress.c" "$(confine '(bzlib|lzma)\.h' 'lib/(io/unxz|pack/compress)\.c')"
report "no other JSON library" "$(confine 'json(-c/json)?\.h' 'none')"
report "zlib only in io and pack" "$(confine 'zlib\.h' 'lib/(io|pack)/[a-z_0-9]*\.[ch]')"
report "picture libraries only in image and view" "$(confine '(jpeglib|turbojpeg|spng|webp/[a-z]*|lcms2|libexif/[a-z-]*)\.h' 'lib/(image|view)/[a-z_0-9]*\.[ch]')"
report "malloc and free only in base/arena.c and base/buf.c" "$(grep -nE '(^|[^a-z_0-9])(malloc|calloc|realloc|free|strdup|asprintf)\(' lib/*/*.c lib/*/*/*.c cmd/*.c |
	grep -vE '^lib/base/(arena|buf)\.c:')"
report "only base/die.c ends the process" "$(grep -nE '(^|[^a-z_0-9])(exit|_exit|abort|fork|system|popen)\(' lib/*/*.c lib/*/*/*.c | grep -vE '^lib/base/(die|opt)\.c:')"
# An output that an option names is opened in one place (io/output.c); what else renames or replaces is on this list.
report "outputs are opened by io/output.c" "$(grep -nE '(^|[^a-z_0-9])(fopen|freopen|creat|mkstemp|atomic_open)\(' lib/*/*.c lib/*/*/*.c cmd/*.c |
	grep -vE '^lib/(base/sys_[a-z_]*|io/atomic|io/output)\.c:|^lib/pack/pack\.c:.*->dataset')"
report "names are changed by few" "$(grep -lE '(^|[^a-z_0-9])(rename|renameat|renameat2|link|linkat)\(' lib/*/*.c lib/*/*/*.c cmd/*.c |
	grep -vE '^lib/(base/sys_[a-z_]*|io/atomic|pack/(newdir|convert_tree|pack_journal_apply))\.c$')"
report "only base/die.c names stderr" "$(grep -nE '[(,] *stderr *[,)]|STDERR_FILENO|perror\(' lib/*/*.c lib/*/*/*.c | grep -vE '^lib/base/(die|sys_windows)\.c:|isatty\(STDERR_FILENO\)')"
# A system's differences have one home: what others need of it is a function of base/sys.h, named by purpose.
report "only base/sys.h and its files ask which platform it is" "$(grep -nE '^[[:space:]]*#.*(__linux__|__APPLE__|__unix__|__CYGWIN__|__MINGW|_WIN32|_WIN64|_MSC_VER)' lib/*/*.[ch] lib/*/*/*.[ch] cmd/*.c |
	grep -vE '^lib/base/sys[a-z_]*\.[ch]:')"
report "only base/sys.h and its files include a system's headers" "$(confine '(dirent|fcntl|unistd|poll|sched|spawn|io|process|windows|sys/[a-z]+|mach[a-z-]*/[a-z]+)\.h' 'lib/base/sys[a-z_]*\.[ch]')"
report "no constructor attribute" "$(grep -nE '__attribute__.*constructor' lib/*/*.[ch] lib/*/*/*.[ch] cmd/*.c)"
bad=$(for h in lib/*/*.h lib/*/*/*.h; do
	echo "#include \"${h#lib/}\"" | ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -Ilib ${PKG_CFLAGS:-} -fsyntax-only -x c - >/dev/null 2>&1 ||
		echo "$h does not compile alone"
done)
report "every header compiles alone" "$bad"
echo "1..$n"
