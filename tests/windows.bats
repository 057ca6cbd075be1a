#!/usr/bin/env bats
# What Windows has of its own: names in UTF-8, standard input and output in binary, long paths, either slash; the programs there say what
# this machine's do. Run by tests/platforms under Wine; skipped where the tools on PATH are no programs of Windows.

bats_require_minimum_version 1.5.0

setup() {
	[ -n "${WINEPREFIX:-}" ] || skip "no programs of Windows here (make check-platforms)"
	cd "$BATS_TEST_TMPDIR"
	host=${CAPTOOLS_HOST:-$BATS_TEST_DIRNAME/../build/bin}
	cp -r "$BATS_TEST_DIRNAME/../share/demo/dataset" ds
}

# The command, of this machine and of Windows: the same bytes, the same exit status.
same() {
	local s=0 w=0
	"$@" >got 2>got.err </dev/null || s=$?
	PATH=$host:$PATH "$@" >want 2>want.err </dev/null || w=$?
	[ $s -eq $w ] && cmp got want && diff got.err want.err || { echo "$*: $s, not $w"; cat got.err; return 1; }
}

@test "what the programs say of a folder and of archives is what this machine's say" {
	tar -cJf ds.tar.xz ds
	(cd ds && zip -qr ../ds.zip .)
	printf 'a red apple in a caf\351, \223lit\224 from the left\n' >c.txt
	printf '\202\240\202\242, a red apple\n' >j.txt
	for c in 'captok ds' 'captok --model flux-dev --trainer kohya ds.tar.xz' 'capscore -j4 ds' 'capscore ds.zip' 'capfix ds' 'capsplit --by window ds' \
		'capscene ds' 'capsee --pixels ds' 'capscore --encoding cp1252 c.txt' 'captok --encoding shift_jis j.txt' 'capgrep --regex re[d] ds'; do
		same $c
	done
}

@test "names in any script, in and out" {
	mkdir -p 'größe/日本 語'
	echo 'a red apple' >'größe/日本 語/çà 🙂.txt'
	cp ds/cup_01.png 'größe/日本 語/çà 🙂.png'
	same captok --count größe
	same capsee größe
	[ "$(captok --count 'größe/日本 語' | jq -r 'select(.id) | .id')" = 'çà 🙂' ]
	capgrep --word 'größe' -c <<<'eine Größe, größe'
}

@test "standard input and output are bytes: no CR is made of a line end or lost, ^Z is no end" {
	printf 'a\r\nb \032 c\nd\n' >in
	captok --count <in >got || true
	PATH=$host:$PATH captok --count <in >want || true
	cmp got want
	! grep -q "$(printf '\r')" got || false
	capfix ds | cappack -o fixed/ ds
	PATH=$host:$PATH capfix ds | PATH=$host:$PATH cappack -o want.d/ ds
	diff -r fixed want.d
}

@test "text is UTF-8 in the environment, too" {
	mkdir 'größe'
	cp -r "$host/../share" 'größe/日本'
	cp "$B/bin/captok.exe" alone.exe # no data stand beside it
	echo 'a red apple' >in
	run -2 $WRAP ./alone.exe --count in
	CAPTOOLS_SHARE=$PWD/größe/日本 $WRAP ./alone.exe --count in >got
	captok --count in | cmp - got
	mkdir größe/tmp
	cat ds/*.txt | TMPDIR=$PWD/größe/tmp capscore --from lines >/dev/null
}

@test "the captions of a folder are replaced in place, and put back" {
	cp -r ds want
	capfix ds | cappack --in-place --undo-log undo ds
	capfix want | PATH=$host:$PATH cappack --in-place want
	diff -r want ds
	cappack --in-place --undo undo ds
	diff -r "$BATS_TEST_DIRNAME/../share/demo/dataset" ds
}

@test "a run on a folder that is killed at any moment is undone or finished by the next one" {
	mkdir d
	for i in $(seq 200); do
		echo "one $i" >d/$i.txt
		: >d/$i.png
	done
	cp -r d old
	captok --count d | jq -c 'select(.id) | .caption = "new " + .caption' >r
	for t in 0.2 0.4 0.6 0.8 1 1.2 1.4 1.6 1.8 2 2.5; do
		cappack --in-place d <r 2>/dev/null &
		sleep $t
		kill -9 $! 2>/dev/null || true
		wait $! || true
		cappack --in-place --partial d </dev/null
		[ "$(cat d/*.txt | grep -c '^one')" -eq 200 ] || [ "$(cat d/*.txt | grep -c '^new one')" -eq 200 ]
		[ "$(ls -A d | wc -l)" -eq 400 ]
		cp old/* d/
	done
}

@test "a path of more than 260 bytes is read and written" {
	long=$(printf 'a%.0s' $(seq 90))
	mkdir -p "$long/$long/$long/$long"
	cp ds/cup_01.* "$long/$long/$long/$long/"
	[ "$(captok --count "$long" | jq -r 'select(.id) | .source.member')" = "$long/$long/$long/cup_01.txt" ]
	capfix "$long" | cappack -o "$long/$long/$long/$long/out.zip" "$long"
	unzip -tq "$long/$long/$long/$long/out.zip"
}

@test "a folder is named with either slash" {
	mkdir -p a/b
	echo 'a dog' >a/b/x.txt
	cp ds/cup_01.png a/b/x.png
	captok --count a/b >want
	captok --count 'a\b' | cmp - want
}

@test "a member of an archive whose name Windows gives a meaning is not written: a way out by backslashes, a stream behind a colon" {
	for name in '..\..\evil.txt' 'evil.txt:b.txt' 'evil*.txt'; do
		rm -rf d
		mkdir d
		echo 'a cat' >"d/$name"
		tar -cf h.tar -C d .
		rm -rf d
		run -2 cappack --to dir -o out h.tar < <(:)
		[[ $output == *"Invalid argument"* ]]
		[ ! -e out ]
		[ -z "$(find "$BATS_TEST_TMPDIR/.." -name 'evil*')" ]
	done
}
