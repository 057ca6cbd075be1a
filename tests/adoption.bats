#!/usr/bin/env bats
# bats file_tags=no-tool
# From nothing to a linted dataset and back to nothing: the packages, the wheel and `make install`, each into a fresh place; the tutorial run with what is
# installed there and nothing of the build; then taken away again.

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

# The tutorial and the library's example with the tools of DIR/bin, which must be the ones that run.
works() { # DIR [LIBDIR SYSROOT]
	PATH=$1/bin:$path
	[ "$(command -v captok)" = "$1/bin/captok" ]
	PKG_CONFIG_PATH=${2:-/nowhere}/pkgconfig PKG_CONFIG_SYSROOT_DIR=${3:-} "$BATS_TEST_DIRNAME/installed" >tap
	cat tap
	[ -z "${2:-}" ] || grep -q '^ok - the library$' tap
	captok --version | grep -q '^encoders:.* clip-l'
	[ "$(captok --version | head -1)" = "captok (captools) $VERSION" ]
}

# What a program of somebody else's meets in the library besides.
stranger() { # LIBDIR DATADIR SYSROOT
	cat >own.c <<'END'
#include <captools.h>
#include <stdio.h>
#include <string.h>
/* A name of the program's own does not clash with one inside the library. */
void die(void);
void die(void) {}
int main(void)
{
	char why[CAPTOOLS_WHY];
	struct captools_tokens t;
	struct captools_report r;
	struct captools *c = captools_open(&(struct captools_options){.encoder = "t5", .tokens_only = 1}, why);
	struct captools_run *run = captools_run_open(c);

	die();
	printf("%s, %s, %zu encoder: ", captools_version_string(), captools_encoder_name(run, 0), captools_encoders(run));
	printf("%d ", captools_tokenize(run, 0, "a\377", 2, &t));
	printf("(%s) ", captools_run_error(run));
	printf("%d ", captools_tokenize(run, 1, "a", 1, &t));
	printf("%d ", captools_lint(run, "a", 1, &r));
	printf("%d ", captools_tokenize(run, 0, "red apple", 9, &t));
	printf("%zu\n", t.n);
	captools_run_close(run);
	captools_close(c);
	printf("%s\n", captools_open(&(struct captools_options){.model = "sdxxl"}, why) ? "?" : why);
	return 0;
}
END
	export PKG_CONFIG_PATH=$1/pkgconfig PKG_CONFIG_SYSROOT_DIR=$3
	cc -std=c11 -Wall -Wextra own.c $(pkg-config --cflags --libs --static captools) -o own
	unset PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
	CAPTOOLS_SHARE=$2 ./own >printed
	cat printed
	[ "$(head -1 printed)" = "$VERSION, t5, 1 encoder: -1 (not UTF-8 at byte 1) -1 -1 0 2" ]
	[[ $(tail -1 printed) == "unknown model 'sdxxl' (did you mean sdxl?)"* ]]
}

@test "make install, the tutorial, a program with the library, make uninstall: nothing is left" {
	dirs="prefix=/opt/c bindir=/opt/c/bin datadir=/opt/c/share/captools mandir=/opt/c/share/man libdir=/opt/c/lib includedir=/opt/c/include"
	env $dirs DESTDIR="$PWD/fresh" "$root/share/pack/install"
	works "$PWD/fresh/opt/c" "$PWD/fresh/opt/c/lib" "$PWD/fresh"
	stranger "$PWD/fresh/opt/c/lib" "$PWD/fresh/opt/c/share/captools" "$PWD/fresh"
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
	works "$PWD/fresh/usr" "$PWD/fresh/usr/lib/$(cc -print-multiarch)" "$PWD/fresh"
	(cd fresh && md5sum --quiet -c var/lib/dpkg/info/captools.md5sums)
	$dpkg -P libcaptools-dev captools >out 2>&1 || { cat out; false; }
	find fresh -path fresh/var/lib/dpkg -prune -o -print | sort | grep -v '^fresh/var' >after
	[ "$(cat after)" = fresh ] || { cat after; false; }
}

@test "the Debian packages name what they need, and lintian is content" {
	depends=$(dpkg-deb -f "$(head -1 "$debs")" Depends)
	for p in libarchive13 libc6 libutf8proc libzstd1 libwebp7; do [[ $depends == *"$p"* ]]; done
	command -v lintian >/dev/null || skip "no lintian"
	lintian --allow-root --fail-on error,warning $(cat "$debs")
}

@test "the wheel: installed in a virtual environment, the tutorial, uninstalled: nothing is left" {
	python3 -m venv --without-pip --system-site-packages fresh # the machine's pip: to bring one takes longer than all the rest
	find fresh | grep -v __pycache__ | sort >before
	fresh/bin/python -m pip install -q --no-index --no-deps --disable-pip-version-check "$(cat "$wheel")"
	works "$PWD/fresh"
	# Nothing but a C library comes from the machine.
	for t in fresh/bin/cap*; do
		[ -z "$(ldd "$t" | grep '=> /' | grep -v "$PWD/fresh\|/libc\.so\|/libm\.so")" ] || { ldd "$t"; false; }
	done
	fresh/bin/python -m pip uninstall -q -y captools
	find fresh | grep -v __pycache__ | sort >after
	# pip leaves folders that were not there: empty ones only.
	diff before after | sed -n 's/^[<>] //p' | while read -r f; do [ -d "$f" ] && [ -z "$(find "$f" -type f)" ] || { echo "$f"; exit 1; }; done
}

@test "pip install . in a clone: the tools, and captools that lists them" {
	[ "$B" = "$root/build" ] || skip "pip builds in build/"
	python3 -m venv --without-pip --system-site-packages fresh
	fresh/bin/python -m pip install -q --no-index --no-deps --disable-pip-version-check "$root"
	works "$PWD/fresh"
	fresh/bin/captools >list
	for t in "$root"/cmd/cap*.c; do t=${t##*/}; grep -q "^  ${t%.c} " list; done
	[ "$(echo a | fresh/bin/captools captok --count | head -1)" = "$(echo a | captok --count | head -1)" ]
	! fresh/bin/captools nosuch 2>err || false
	grep -q "no tool 'nosuch'" err
}

@test "the CI recipes run, judge, and leave SARIF and JUnit behind" {
	cp -r "$root/share/demo/dataset" dataset
	python3 -m venv --without-pip --system-site-packages fresh # the machine's pip: to bring one takes longer than all the rest
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
