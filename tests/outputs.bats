#!/usr/bin/env bats
# Every output that an option names, of every tool: replaced whole, written through, or refused; never renamed over what is no file.

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir d
	for i in 1 2; do
		printf 'a red apple, food focus\n' >d/$i.txt
		printf 'png' >d/$i.png
	done
	tar -cf t.tar -C d .
	captok --format jsonl d >r.jsonl
	sed 's/a red/a new red/' r.jsonl >new.jsonl
}

# Each output by a name; $1 is where it goes, $2 the name.
write_to() {
	case $2 in
	page) capview -o "$1" <r.jsonl ;;
	baseline) capscore --format jsonl --baseline "$1" --write-baseline r.jsonl >/dev/null ;;
	tar) cappack -o "$1" t.tar <new.jsonl ;;
	jsonl) cappack -o "$1" --to jsonl d <new.jsonl ;;
	archive) cappack -o "$1" --to archive d <new.jsonl ;;
	undo)
		cp t.tar copy.tar
		cappack --in-place --undo-log "$1" copy.tar <new.jsonl
		;;
	esac
}
outputs='page baseline tar jsonl archive undo'

# What the undo log says of the time, and where it lay, is not compared: everything else is the same wherever it goes.
reference() {
	for o in $outputs; do
		rm -f "ref.$o"
		write_to "ref.$o" $o
	done
}

@test "a regular file is replaced whole, and the new one has its mode" {
	for o in page baseline tar jsonl archive; do
		echo old >out
		chmod 600 out
		ln -f out before
		write_to out $o
		[ "$(cat before)" = old ]
		[ "$(stat -c %a out)" = 600 ]
		[ "$(wc -c <out)" -gt 20 ]
		rm before
	done
	umask 027
	write_to fresh page
	[ "$(stat -c %a fresh)" = 640 ]
	echo old >out
	! write_to out undo || false
	[ "$(cat out)" = old ]
	[ -z "$(ls -A | grep captools)" ]
}

@test "a FIFO is written through and stays one" {
	reference
	mkfifo pipe
	for o in $outputs; do
		cat pipe >got &
		write_to pipe $o
		wait $!
		[ -p pipe ]
		cmp got "ref.$o"
	done
	[ -z "$(ls -A | grep captools)" ]
}

@test "a device is written through and stays one" {
	[ "$(id -u)" -eq 0 ] && mknod null c 1 3 2>/dev/null && echo x >null 2>/dev/null || ln -sf /dev/null null
	before=$(stat -L -c '%F %t %T %i' null)
	for o in $outputs; do
		write_to null $o
		[ "$(stat -L -c '%F %t %T %i' null)" = "$before" ]
	done
	run write_to /dev/full page
	[ "$status" -eq 2 ]
	[ "$output" = "capview: /dev/full: No space left on device" ]
	for o in jsonl tar archive baseline undo; do
		run write_to /dev/full $o
		[ "$status" -eq 2 ]
		[[ $output == *"/dev/full: No space left on device"* ]]
		[ -c /dev/full ]
	done
}

@test "/dev/stdout, /dev/fd/N and links to them go to the descriptor: what a log holds stays" {
	reference
	ln -s /dev/stdout link
	for o in page tar jsonl archive undo; do
		for name in /dev/stdout /dev/fd/1 /proc/self/fd/1 link; do
			echo before >log
			write_to $name $o >>log
			echo after >>log
			{ echo before; cat "ref.$o"; echo after; } | cmp - log
		done
		echo before >log
		write_to /dev/fd/5 $o 5>>log
		{ echo before; cat "ref.$o"; } | cmp - log
		write_to >(cat >got; touch done) $o
		for i in $(seq 100); do [ -e done ] && break; sleep 0.05; done
		rm done
		cmp got "ref.$o"
	done
}

@test "a symbolic link stays, its target is replaced; a hanging one gets its target" {
	mkdir there
	echo old >there/x
	ln -s there/x link
	ln -s there/y hanging
	write_to link page
	write_to hanging tar
	[ -L link ]
	[ -L hanging ]
	grep -q '</html>' there/x
	tar -tf there/y >/dev/null
}

@test "a folder or a socket is refused with exit 2, and nothing is left beside it" {
	mkdir folder
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
	for o in $outputs; do
		for name in folder socket; do
			run write_to $name $o
			[ "$status" -eq 2 ]
			[[ $output == *"$name: is "*"not replaced"* ]]
		done
	done
	[ -d folder ]
	[ -S socket ]
	[ -z "$(ls -A . folder | grep captools)" ]
}

@test "a reader that goes away ends the tool with the signal, or exit 2 without a word where that is ignored" {
	run bash -c 'trap "" PIPE; capview -o /dev/stdout <r.jsonl | head -c 10 >/dev/null; exit "${PIPESTATUS[0]}"'
	[ "$status" -eq 2 ] || [ "$status" -eq 0 ]
	[ -z "$output" ]
}
