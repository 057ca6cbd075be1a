#!/usr/bin/env bats
# The static programs (make static) where nothing of this machine is: an empty root, one with busybox only, as Alpine's, a
# virtual environment; aarch64 by qemu. MACHINES: which are built; REPRODUCE=1: twice, in two folders. (make check-static)

setup_file() {
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	export root VERSION MACHINES="${MACHINES:-x86_64}" B="${B:-build}" OLDER=1
	cd "$root"
	VERSION=$(sed -n 's/^VERSION  *:= //p' Makefile)
	MAKE="make -j2" share/pack/static $MACHINES >"$BATS_FILE_TMPDIR/made" 2>"$BATS_FILE_TMPDIR/log" || {
		[ $? -eq 3 ] || { tail -40 "$BATS_FILE_TMPDIR/log"; false; }
		grep '^static: ' "$BATS_FILE_TMPDIR/log" >"$BATS_FILE_TMPDIR/skip"
		sed 's/^/# NO STATIC PROGRAMS HERE: /' "$BATS_FILE_TMPDIR/skip" >&3
	}
}

setup() {
	[ ! -f "$BATS_FILE_TMPDIR/skip" ] || skip "$(cat "$BATS_FILE_TMPDIR/skip")"
	[ "$(id -u)" -eq 0 ] || skip "chroot needs root"
	cd "$BATS_TEST_TMPDIR"
}

# A root with the tarball of MACHINE unpacked and the demo dataset, as a folder and as tar.xz, and a line in cp1252.
fresh() {
	mkdir -p r
	tar -C r --strip-components=1 -xzf "$root/$B/captools-$VERSION-linux-$1.tar.gz"
	cp -r "$root/share/demo/dataset" r/ds
	tar -C r -cJf r/ds.tar.xz ds
	printf 'a red apple in a caf\351, \223lit\224 from the left\n' >r/c.txt
	printf '\202\240\202\242, a red apple\n' >r/j.txt
	mkdir r/u16
	printf '\377\376h\0i\0\n\0' | tee r/u16/a.txt >r/u16/c.txt
	printf '\376\377\0h\0o\0\n' >r/u16/b.txt
}

# Every tool does in the root what the ones of this machine's C library do. SH: the command that starts a program there.
works() {
	for cmd in 'captok ds' 'captok --model flux-dev --trainer kohya ds.tar.xz' 'capscore -j4 ds' 'capscore ds.tar.xz' 'capfix ds' \
		'capsplit --by window ds' 'capscene ds' 'capsee --pixels ds' 'capscore --encoding cp1252 c.txt' 'capscore --encoding utf-8,windows-1251 c.txt' \
		'captok --encoding shift_jis j.txt' 'captok --encoding utf-16 u16' 'capgrep --regex re[d] ds' 'captok --list-models'; do
		s=0 w=0
		"$@" /bin/$cmd >got 2>got.err </dev/null || s=$?
		(cd r && "$root/$B/bin/"$cmd >../want 2>../want.err </dev/null) || w=$?
		[ $s -eq $w ] && cmp got want && diff got.err want.err || { echo "$cmd: $s, not $w"; cat got.err; return 1; }
	done
	"$@" /bin/capfix ds >edits
	"$@" /bin/cappack -o /out.zip ds <edits
	unzip -tq r/out.zip
	mkdir r/enc
	printf 'caf\351\n' | tee r/enc/a.txt >before
	touch r/enc/a.png
	echo '{"id":"a","caption":"日本"}' | { "$@" /bin/cappack --in-place --encoding cp1252 /enc 2>got.err || [ $? -eq 1 ]; }
	grep -q 'U+65E5 cannot be written in cp1252' got.err
	cmp r/enc/a.txt before
	"$@" /bin/captok ds.tar.xz | "$@" /bin/capscore | "$@" /bin/capview -o /page.html ds
	grep -q 'data:image/' r/page.html
}

@test "the programs are static, and what they say is what the others say, in a root with nothing but the tarball" {
	for m in $MACHINES; do
		[ -z "$(readelf -d -l "$root/$B/static/$m/bin/captok" | grep 'NEEDED\|INTERP')" ]
	done
	fresh x86_64
	works chroot r
	# Nothing is needed of the folder they are called from, nor of /proc.
	[ "$(echo 'a red apple' | chroot r /bin/captok --count | head -1)" = "$(echo 'a red apple' | "$root/$B/bin/captok" --count | head -1)" ]
	[ -e r/share/captools/licences/musl ] && [ -e r/share/captools/licences/libexif ]
	# The vocabularies of `make encoders` are not ours to give.
	for v in $(awk '!/^#/ && $NF == "accept" {print $1}' "$root/share/encoders/SOURCES"); do [ ! -e "r/share/captools/encoders/$v.vocab" ]; done
}

@test "the wheel, in a root with busybox and in a virtual environment; captools lists the tools and starts them" {
	wheel=$(grep 'x86_64\.whl$' "$BATS_FILE_TMPDIR/made")
	[[ $wheel == *manylinux2014_x86_64.manylinux_2_17_x86_64.musllinux_1_1_x86_64.whl ]]
	python3 -m venv --without-pip --system-site-packages fresh
	fresh/bin/python -m pip install -q --no-index --no-deps --disable-pip-version-check "$wheel"
	fresh/bin/captools >list
	for t in "$root"/cmd/cap*.c; do t=${t##*/}; grep -q "^  ${t%.c} " list; done
	echo 'a red apple' | fresh/bin/captools tok --count | cmp - <(echo 'a red apple' | "$root/$B/bin/captok" --count)
	fresh/bin/captools nosuch 2>err && false || [ $? -eq 2 ]
	[ -s fresh/share/man/man1/captok.1 ] && [ -s fresh/share/captools/recipes/README.md ] && [ -s fresh/share/bash-completion/completions/captok ]
	[ -x /bin/busybox ] || skip "no busybox"
	mkdir -p alpine/bin alpine/share
	cp /bin/busybox alpine/bin/
	ln -s busybox alpine/bin/sh
	chroot alpine /bin/busybox --install -s /bin 2>/dev/null || for a in dirname sed tr ls cat; do ln -s busybox "alpine/bin/$a"; done
	cp fresh/bin/cap* alpine/bin/
	cp -r fresh/share/captools alpine/share/
	chroot alpine /bin/captools | diff - list
	echo 'a red apple' | chroot alpine /bin/sh -c 'cd /share && captok --count' | cmp - <(echo 'a red apple' | "$root/$B/bin/captok" --count)
}

@test "aarch64 says the same, by qemu" {
	[[ $MACHINES == *aarch64* ]] || skip "MACHINES has no aarch64"
	[ -x /usr/bin/qemu-aarch64-static ] || skip "no qemu-user-static"
	fresh aarch64
	cp /usr/bin/qemu-aarch64-static r/
	works chroot r /qemu-aarch64-static
}

@test "the same bytes from another folder" {
	[ -n "${REPRODUCE:-}" ] || skip "REPRODUCE=1 builds twice"
	git clone -q "$root" elsewhere/deeper
	cd elsewhere/deeper
	make -j2 all >/dev/null
	for part in dist deb static; do
		B=build VERSION=$VERSION MAKE="make -j2" "share/pack/$part" $([ $part != static ] || echo "$MACHINES") 2>/dev/null
		(cd "$root" && VERSION=$VERSION "share/pack/$part" $([ $part != static ] || echo "$MACHINES") 2>/dev/null)
	done
	for f in build/*.tar.gz build/*.deb build/*.whl; do cmp "$f" "$root/$B/${f#build/}"; done
}
