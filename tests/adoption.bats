#!/usr/bin/env bats
# From nothing to a linted dataset and back to nothing: the packages, the wheel and `make install`, each into a fresh place; the tutorial run with what is
# installed there and nothing of the build; then taken away again. BUILD holds what is built; B of tests/run.

setup_file() {
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	export root
	cd "$BATS_FILE_TMPDIR"
	VERSION=$(sed -n 's/^VERSION  *:= //p' "$root/Makefile")
	export VERSION
	unset MAKEFLAGS MFLAGS MAKELEVEL
	# Weak compression: what is tested is the contents.
	DEBZ=gzip DEBLEVEL=1 "$root/share/pack/deb" >debs
	WHEELLEVEL=1 python3 "$root/share/pack/wheel" "$B" "$VERSION" >wheel
	export debs="$BATS_FILE_TMPDIR/debs" wheel="$BATS_FILE_TMPDIR/wheel"
	path=$(printf %s "$PATH" | tr : '\n' | grep -v "^$B" | paste -sd :)
	export path
}

setup() { cd "$BATS_TEST_TMPDIR"; }

# All of the tutorial with the tools of DIR/bin, which must be the ones that run.
tutorial() { # DIR MANDIR
	mkdir -p lesson
	cd lesson
	PATH=$1/bin:$path
	[ "$(command -v captok)" = "$1/bin/captok" ]
	page=$2/captools.7
	[ -f "$page" ] || { gzip -dc "$page.gz" >../captools.7 && page=../captools.7; }
	python3 "$BATS_TEST_DIRNAME/manual/transcript.py" "$page"
	captok --version | grep -q '^encoders:.* clip-l'
	[ "$(captok --version | head -1)" = "captok (captools) $VERSION" ]
	cd ..
}

# A program of somebody else's with the installed library.
library() { # PREFIX LIBDIR DATADIR EXAMPLE [SYSROOT]
	export PKG_CONFIG_PATH=$2/pkgconfig PKG_CONFIG_SYSROOT_DIR=${5:-}
	cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wshadow -Werror "$4" $(pkg-config --cflags --libs --static captools) -o tokens
	unset PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
	echo 'food, apple' | CAPTOOLS_SHARE=$3 ./tokens flux-dev >printed
	grep -q '^clip-l: 5 of 77 tokens: \[food\] \[,\] \[apple\]$' printed
	grep -q '^CAP021 at 0 to 4: ' printed
	run env CAPTOOLS_SHARE=$3 ./tokens no-such-model </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *"unknown model 'no-such-model'"* ]]
	# A name of the program's own does not clash with the library's.
	printf '#include <captools.h>\nvoid die(void); void die(void) {}\nint main(void) { die(); captools_close(captools_open(0, 0)); return 0; }\n' >own.c
	PKG_CONFIG_PATH=$2/pkgconfig PKG_CONFIG_SYSROOT_DIR=${5:-} cc own.c $(PKG_CONFIG_PATH=$2/pkgconfig PKG_CONFIG_SYSROOT_DIR=${5:-} pkg-config --cflags --libs --static captools) -o own
	CAPTOOLS_SHARE=$3 ./own
}

@test "make install, the tutorial, a program with the library, make uninstall: nothing is left" {
	dirs="prefix=/opt/c bindir=/opt/c/bin datadir=/opt/c/share/captools mandir=/opt/c/share/man libdir=/opt/c/lib includedir=/opt/c/include"
	env $dirs DESTDIR="$PWD/fresh" "$root/share/pack/install"
	tutorial "$PWD/fresh/opt/c" "$PWD/fresh/opt/c/share/man/man7"
	library "$PWD/fresh/opt/c" "$PWD/fresh/opt/c/lib" "$PWD/fresh/opt/c/share/captools" "$PWD/fresh/opt/c/share/captools/example/tokens.c" "$PWD/fresh"
	env $dirs DESTDIR="$PWD/fresh" "$root/share/pack/install" --uninstall
	[ -z "$(find fresh -type f -o -type l)" ]
	[ ! -e fresh/opt/c ]
}

@test "the Debian packages: installed in a fresh root, the tutorial, a program, purged: nothing is left" {
	[ "$(id -u)" -eq 0 ] || skip "dpkg needs root"
	mkdir -p fresh/var/lib/dpkg/updates fresh/var/lib/dpkg/info
	touch fresh/var/lib/dpkg/status
	find fresh | sort >before
	# What the package depends on is on this machine, not in the root. Its settings may leave manuals out.
	dpkg="dpkg --root=$PWD/fresh --force-depends --force-not-root --force-script-chrootless --log=/dev/null --path-include=/usr/share/*"
	$dpkg -i $(cat "$debs") >out 2>&1 || { cat out; false; }
	[ "$(dpkg-query --admindir=fresh/var/lib/dpkg -W -f '${db:Status-Abbrev}' captools)" = 'ii ' ]
	tutorial "$PWD/fresh/usr" "$PWD/fresh/usr/share/man/man7"
	multi=$(cc -print-multiarch)
	library "$PWD/fresh/usr" "$PWD/fresh/usr/lib/$multi" "$PWD/fresh/usr/share/captools" "$PWD/fresh/usr/share/doc/libcaptools-dev/examples/tokens.c" "$PWD/fresh"
	(cd fresh && md5sum --quiet -c var/lib/dpkg/info/captools.md5sums)
	$dpkg -P libcaptools-dev captools >out 2>&1 || { cat out; false; }
	find fresh -path fresh/var/lib/dpkg -prune -o -print | sort | grep -v '^fresh/var' >after
	[ "$(cat after)" = fresh ] || { cat after; false; }
}

@test "the Debian packages name what they need, and lintian is content" {
	depends=$(dpkg-deb -f "$(head -1 "$debs")" Depends)
	for p in libarchive13 libc6 libutf8proc2 libzstd1 libwebp7; do [[ $depends == *"$p"* ]]; done
	command -v lintian >/dev/null || skip "no lintian"
	lintian --allow-root --fail-on error,warning $(cat "$debs")
}

@test "the wheel: installed in a virtual environment, the tutorial, uninstalled: nothing is left" {
	python3 -m venv fresh
	find fresh | grep -v __pycache__ | sort >before
	fresh/bin/python -m pip install -q --no-index --no-deps --disable-pip-version-check "$(cat "$wheel")"
	tutorial "$PWD/fresh" "$PWD/fresh/share/man/man7"
	# Nothing but a C library comes from the machine.
	for t in fresh/bin/cap*; do
		[ -z "$(ldd "$t" | grep '=> /' | grep -v "$PWD/fresh\|/libc\.so\|/libm\.so")" ] || { ldd "$t"; false; }
	done
	fresh/bin/python -m pip uninstall -q -y captools
	find fresh | grep -v __pycache__ | sort >after
	# pip leaves folders that were not there: empty ones only.
	diff before after | sed -n 's/^[<>] //p' | while read -r f; do [ -d "$f" ] && [ -z "$(find "$f" -type f)" ] || { echo "$f"; exit 1; }; done
}

@test "the CI recipes run, judge, and leave SARIF and JUnit behind" {
	cp -r "$root/share/demo/dataset" dataset
	python3 -m venv fresh
	export CAPTOOLS GITHUB_STEP_SUMMARY=$PWD/step.md
	CAPTOOLS=$(cat "$wheel")
	export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=$PWD/fresh/bin:$path
	run python3 "$BATS_TEST_DIRNAME/recipes/ci_steps.py" "$root/share/recipes/github.yml"
	[ "$status" -eq 1 ]
	[[ $output == *'::error file=dataset/'* && $output == *'left out: actions/checkout'* ]]
	jq -e '.version == "2.1.0" and (.runs[0].results | length) > 10' captions.sarif
	grep -q 'Worst first' step.md
	rm captions.sarif
	run python3 "$BATS_TEST_DIRNAME/recipes/ci_steps.py" "$root/share/recipes/gitlab.yml"
	[ "$status" -eq 1 ]
	jq -e '.runs[0].results | length > 10' captions.sarif
	grep -q '<testsuite' captions.xml
	# A set without errors is green.
	rm -rf dataset
	mkdir dataset
	echo 'A photo of a red apple on a wooden table, lit from the left.' >dataset/a.txt
	cp "$root/share/demo/dataset/apple_01.png" dataset/a.png
	for f in github gitlab; do python3 "$BATS_TEST_DIRNAME/recipes/ci_steps.py" "$root/share/recipes/$f.yml"; done
}
