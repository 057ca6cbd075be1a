#!/usr/bin/env bats
# bats file_tags=no-tool
# The vocabulary pipeline without a registry: fetch, accept, the cache, and what they say when something is missing.

setup() {
	cd "$BATS_TEST_DIRNAME/.." || return 1
	root=$PWD
	work=$BATS_TEST_TMPDIR
	export XDG_CACHE_HOME=$work/cache
	mkdir -p "$work/enc" "$work/pkg/top-1.0/in" "$work/shim"
	cp share/encoders/fetch share/encoders/accept "$work/enc/"
	printf 'plain file\n' > "$work/pkg/top-1.0/in/plain.txt"
	printf 'static const unsigned char some_bytes[] = {\n 0x41, 0x42,\n 0x0a };\nstatic const unsigned char other[] = {0x43};\n' \
		> "$work/pkg/top-1.0/in/array.hpp"
	printf 'zipped\n' | gzip -n > "$work/pkg/top-1.0/in/z.txt.gz"
	tar -C "$work/pkg" -czf "$work/top-1.0.tar.gz" top-1.0
	sha=$(sha256sum < "$work/top-1.0.tar.gz" | cut -d' ' -f1)
	cat > "$work/enc/SOURCES" <<-END
	# a comment
	mine  pypi-sdist top 1.0 $sha MIT a.txt=in/plain.txt,b.bin=in/array.hpp:some_bytes,c.txt=in/z.txt.gz default
	yours npm        @scope/top 1.0 $sha LicenseRef-Theirs a.txt=in/plain.txt accept
	gone  pypi-sdist top 1.0 $sha MIT a.txt=in/nothing.txt default
	END
	echo 'merges a.txt 1' > "$work/enc/mine.spec"
	cp "$work/enc/mine.spec" "$work/enc/yours.spec"
	cp "$work/enc/mine.spec" "$work/enc/gone.spec"
	# The clients: python3 -m pip and npm bring $work/remote, if it is there, and count how often.
	real=$(command -v python3)
	cat > "$work/shim/python3" <<-END
	#!/bin/sh
	if [ "\$1" = -m ] && [ "\$2" = pip ]; then
		[ -e "$work/no-pip" ] && exit 1
		[ "\$3" = --version ] && exit 0
		echo "\$*" >> "$work/calls"
		while [ "\$1" != -d ]; do shift; done
		[ -f "$work/remote" ] || exit 1
		sleep 0.2
		exec cp "$work/remote" "\$2/top-1.0.tar.gz"
	fi
	exec "$real" "\$@"
	END
	cat > "$work/shim/npm" <<-END
	#!/bin/sh
	[ "\$1" = --version ] && exit 0
	[ -f "$work/remote" ] || exit 1
	exec cp "$work/remote" scope-top-1.0.tgz
	END
	chmod +x "$work/shim/python3" "$work/shim/npm"
	PATH=$work/shim:$PATH
}

@test "a package is brought, checked, cached and its members taken out" {
	cp "$work/top-1.0.tar.gz" "$work/remote"
	run "$work/enc/fetch" mine "$work/out"
	[ "$status" -eq 0 ]
	[ "$(cat "$work/out/mine/a.txt")" = "plain file" ]
	[ "$(cat "$work/out/mine/b.bin")" = "AB" ]
	[ "$(cat "$work/out/mine/c.txt")" = "zipped" ]
	cmp "$work/out/mine/spec" "$work/enc/mine.spec"
	cmp "$XDG_CACHE_HOME/captools/$sha" "$work/top-1.0.tar.gz"
	grep -q -- '--no-deps' "$work/calls"
	grep -q -- '--no-binary top' "$work/calls"
	# No temporary file stays.
	[ -z "$(find "$XDG_CACHE_HOME/captools" "$work/out" -name '.get-*' -o -name 'tmp*')" ]
}

@test "with the cache no client is needed" {
	mkdir -p "$XDG_CACHE_HOME/captools"
	cp "$work/top-1.0.tar.gz" "$XDG_CACHE_HOME/captools/$sha"
	touch "$work/no-pip"
	run "$work/enc/fetch" mine "$work/out"
	[ "$status" -eq 0 ]
	[ ! -e "$work/calls" ]
}

@test "an npm package comes under its own file name" {
	cp "$work/top-1.0.tar.gz" "$work/remote"
	run "$work/enc/fetch" yours "$work/out"
	[ "$status" -eq 0 ]
	[ -f "$work/out/yours/a.txt" ]
}

@test "without a registry the message says which file to put where" {
	run "$work/enc/fetch" mine "$work/out"
	[ "$status" -eq 1 ]
	[[ $output == *top-1.0.tar.gz* ]]
	[[ $output == *"sha256 $sha"* ]]
	[[ $output == *"$XDG_CACHE_HOME/captools/$sha"* ]]
	[ ! -e "$XDG_CACHE_HOME/captools/$sha" ]
}

@test "without a client, too" {
	touch "$work/no-pip"
	run "$work/enc/fetch" mine "$work/out"
	[ "$status" -eq 1 ]
	[[ $output == *"there is no python3 -m pip here"* ]]
	[[ $output == *"$XDG_CACHE_HOME/captools/$sha"* ]]
}

@test "another package under the name is not taken" {
	printf 'something else' > "$work/remote"
	run "$work/enc/fetch" mine "$work/out"
	[ "$status" -eq 1 ]
	[[ $output == *"sha256"* ]]
	[ ! -e "$XDG_CACHE_HOME/captools/$sha" ]
	[ ! -e "$work/out/mine/a.txt" ]
}

@test "a damaged file in the cache is named" {
	mkdir -p "$XDG_CACHE_HOME/captools"
	printf 'x' > "$XDG_CACHE_HOME/captools/$sha"
	run "$work/enc/fetch" mine "$work/out"
	[ "$status" -eq 1 ]
	[[ $output == *"remove it"* ]]
}

@test "a missing member, an unknown name, wrong arguments" {
	cp "$work/top-1.0.tar.gz" "$work/remote"
	run "$work/enc/fetch" gone "$work/out"
	[ "$status" -ne 0 ]
	[[ $output == *in/nothing.txt* ]]
	run "$work/enc/fetch" nobody "$work/out"
	[ "$status" -eq 2 ]
	run "$work/enc/fetch" mine
	[ "$status" -eq 2 ]
}

@test "eight at once download once and agree" {
	cp "$work/top-1.0.tar.gz" "$work/remote"
	for i in 1 2 3 4 5 6 7 8; do "$work/enc/fetch" mine "$work/out" & done
	wait
	[ "$(wc -l < "$work/calls")" -eq 1 ]
	[ "$(cat "$work/out/mine/a.txt")" = "plain file" ]
	[ "$(ls -A "$work/out/mine" | wc -l)" -eq 4 ]
}

@test "a licence is asked for on a terminal only" {
	cp "$work/top-1.0.tar.gz" "$work/remote"
	mkdir -p "$work/b/gen"
	printf '#!/bin/sh\ncp "$4/a.txt" "$2"\n' > "$work/b/gen/vocabc"
	chmod +x "$work/b/gen/vocabc"
	B=$work/b run "$work/enc/accept" < /dev/null
	[ "$status" -eq 1 ]
	[[ $output == *LicenseRef-Theirs* ]]
	[[ $output == *ACCEPT=1* ]]
	[ ! -e "$work/b/share/encoders/yours.vocab" ]
	B=$work/b ACCEPT=1 run "$work/enc/accept" < /dev/null
	[ "$status" -eq 0 ]
	[ -f "$work/b/share/encoders/yours.vocab" ]
	[ ! -e "$work/b/share/encoders/mine.vocab" ]
	B=$work/b ACCEPT=1 run "$work/enc/accept" mine
	[ "$status" -eq 2 ]
}

@test "every row of SOURCES is whole and has its spec" {
	awk '/^#/ || NF == 0 {next} NF != 8 || ($2 == "none" ? $3 $4 $5 $7 != "----" : length($5) != 64) ||
		$2 !~ /^(pypi-sdist|pypi-wheel|npm|none)$/ || $8 !~ /^(default|accept)$/ {print; bad = 1} END {exit bad}' "$root/share/encoders/SOURCES"
	for n in $(awk '!/^#/ && NF {print $1}' "$root/share/encoders/SOURCES"); do
		[ -f "$root/share/encoders/$n.spec" ]
	done
	for f in "$root"/share/encoders/*.spec; do
		n=$(basename "$f" .spec)
		grep -q "^$n " "$root/share/encoders/SOURCES"
	done
}

@test "make puts new data beside what running tools have mapped, and keeps what they read" {
	[ -x "$B/gen/vocabc" ] || skip "make has not built the data here"
	mkdir -p "$work/made" "$work/held"
	cp -R "$B/gen" "$work/made/gen"
	old=$(printf -- ' -o %s' "$work"/made/gen/*)
	set -- share/encoders/byt5.vocab share/lexicon/wordnet.blob share/lexicon/glue.tsv share/parse/tagger.blob share/view/page.css
	cd "$root"
	# shellcheck disable=SC2086 # words
	make -s B="$work/made" $old "${@/#/$work/made/}" >/dev/null
	for f; do ln "$work/made/$f" "$work/held/${f##*/}"; done
	(cd "$work/held" && sha256sum ./* >../sums)
	# shellcheck disable=SC2086
	make -s B="$work/made" $old -W share/encoders/SOURCES -W share/lexicon/glue.tsv -W share/view/page.css "${@/#/$work/made/}" >/dev/null
	for f; do
		if [ "$work/made/$f" -ef "$work/held/${f##*/}" ]; then echo "$f was written in place"; return 1; fi
	done
	(cd "$work/held" && sha256sum -c --quiet ../sums)
	[ -z "$(find "$work/made" -name '.*.new')" ]
}
