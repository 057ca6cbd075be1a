#!/usr/bin/env bats
# The form of a dataset is told in one place: every tool sees the same one, and what none reads is named.

bats_require_minimum_version 1.5.0

setup_file() { python3 "$BATS_TEST_DIRNAME/forms_make.py" "$BATS_FILE_TMPDIR/f"; }
setup() { cd "$BATS_FILE_TMPDIR/f"; T=$BATS_TEST_TMPDIR; }

@test "every container is read by every tool, also zstd with skippable frames and a zip behind a program, a script or zeros" {
	for f in read/*; do
		[ "$(captok --count "$f" 2>"$T/err" | jq -r '.caption // empty')" = 'a red apple' ] || { echo "captok $f"; cat "$T/err"; false; }
		[ "$(capscore "$f" | jq -r '.caption // empty')" = 'a red apple' ]
		captok --count "$f" | capview -o "$T/page.html" "$f"
		grep -q 'a red apple' "$T/page.html"
	done
}

@test "every container is written back: nothing changed is the same bytes, a new caption is found again" {
	for f in read/*; do
		b=$T/${f##*/}
		cp "$f" "$b"
		captok --count "$b" | cappack --in-place "$b"
		cmp "$f" "$b" || { echo "$f: not the same"; false; }
		captok --count "$b" | jq -c 'if .caption then .caption = "a green pear" else . end' | cappack --in-place "$b"
		[ "$(captok --count "$b" | jq -r '.caption // empty')" = 'a green pear' ] || { echo "$f: lost"; false; }
		# What stood in front of a zip stands there still.
		case $f in *behind*) cmp -n 40 "$f" "$b" ;; esac
	done
}

@test "every container converts to every other with all of its members" {
	for f in read/*; do
		rm -rf "$T"/o*
		for o in o.tar o.tar.gz o.zip; do
			captok --count "$f" | cappack --to archive -o "$T/$o" "$f"
			[ "$(bsdtar -xOf "$T/$o" a.txt)" = 'a red apple' ]
			[ "$(bsdtar -tf "$T/$o" | paste -sd' ')" = 'a.png a.txt' ]
		done
		captok --count "$f" | cappack --to dir -o "$T/od" "$f"
		[ "$(ls "$T/od" | paste -sd' ')" = 'a.png a.txt' ]
	done
}

@test "a packer that is not read is named by every tool, with what reads it; none takes it for lines" {
	for f in named/*; do
		for tool in captok capscore capfix capsplit; do
			run --separate-stderr "$tool" "$f"
			[ "$status" -eq 2 ] && [[ $output != *'"id"'* ]] && [[ $stderr == *'looks like a'* ]] || { echo "$tool $f: $status $output $stderr"; false; }
			run --separate-stderr sh -c "cat $f | $tool"
			[ "$status" -eq 2 ]
			[[ $stderr == *'looks like a'* ]]
		done
		for how in --in-place "--to dir -o $T/n" "-o $T/n"; do
			run --separate-stderr cappack --partial $how "$f" </dev/null
			[ "$status" -eq 2 ] && [[ $stderr == *'looks like a'* ]] && [ ! -e "$T/n" ] || { echo "cappack $how $f: $status $stderr"; false; }
		done
	done
	for p in lzma lz lz4 lzo Z; do
		run captok "named/a.tar.$p"
		[[ $output == *'FILE |` in front reads it'* ]]
	done
}

@test "text that begins as a packer's magic or ends as a zip stays text" {
	printf 'LZIP up your jacket\nMZ\nPAR1, GIF8\n070701 is a number\nPK\5\6 is no end\n' >"$T/t"
	[ "$(captok --count "$T/t" | jq -r .id | paste -sd' ')" = '1 2 3 4 5' ]
	printf 'a caption\nPK\5\6%s' "$(head -c 18 /dev/zero | tr '\0' ' ')" >"$T/t"
	[ "$(captok --count "$T/t" | jq -r .id | paste -sd' ')" = '1 2' ]
}

@test "compression in compression is refused for what it is, however deep, and costs nothing" {
	for f in deep-2.tar.gz deep-200.tar.gz; do
		for how in "captok $f" "cat $f | captok" "cappack --partial --to dir -o $T/n $f </dev/null" "cappack --partial --in-place $f </dev/null"; do
			run --separate-stderr timeout 10 sh -c "ulimit -v 4000000; $how"
			[ "$status" -eq 2 ] && [[ $stderr == *'tar'* ]] && [ ! -e "$T/n" ] || { echo "$how: $status $stderr"; false; }
		done
	done
}
