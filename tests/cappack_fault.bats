#!/usr/bin/env bats
# cappack when things go wrong: killed, disk full, disk broken, nothing writable, damaged and hostile archives.
# tests/slow/cappack_kill.sh does the same at every call and at random times.

setup_file() {
	cc -O1 -shared -fPIC -o "$BATS_FILE_TMPDIR/fault.so" "$BATS_TEST_DIRNAME/fault/fault.c"
}

setup() {
	cd "$BATS_TEST_TMPDIR"
	shim=$BATS_FILE_TMPDIR/fault.so
}

# The shim does not go with valgrind or a sanitizer, which take malloc for themselves.
plain_only() {
	[ -z "${WRAP:-}" ] && [[ ${B:-} != *san-* ]] || skip "the fault shim needs the plain build"
}

# No complaint, and at least so many faults struck.
points() {
	out=$("$BATS_TEST_DIRNAME/fault/points.sh" "$shim" "$1" "$2" "$3" "$4")
	echo "$out"
	[ "$(echo "$out" | wc -l)" -eq 1 ]
	[ "$out" -ge "$5" ]
}

small_tar() {
	mkdir -p d
	printf 'one\n' >d/a.txt
	printf 'png' >d/a.png
	printf 'two\n' >d/b.txt
	tar -cf t.tar -C d a.png a.txt b.txt
	printf '%s\n' '{"id":"a","caption":"new one"}' '{"id":"b","caption":"new two"}' >r.jsonl
}

# Status 2, a message, and the file as it was.
refused() {
	cp "$1" before
	run cappack --in-place --partial "$1" <r.jsonl
	[ "$status" -eq 2 ]
	[[ $output == "cappack: $1: "* ]]
	cmp before "$1"
	[ -z "$(ls -A | grep captools)" ]
}

@test "killed at any call: an archive is the old or the new one, the next run cleans up" {
	plain_only
	points tar any KILL 2 10
	points zip any KILL 3 10
	points tar.zst any KILL 5 3
	points lines any KILL 5 3
}

@test "killed at any call: every file of a folder is the old or the new one, the next run finishes or undoes" {
	plain_only
	points folder any KILL 3 30
}

@test "killed while finishing what a killed run left: the run after that ends it" {
	plain_only
	mkdir d
	for i in 1 2 3; do printf 'cap\n' >d/$i.txt; done
	cappack --partial -o - --to jsonl d </dev/null | sed 's/"cap"/"new"/' >r.jsonl
	cp -a d old
	for first in 55 60 62; do
		for second in 8 12 16 20 24; do
			rm -rf d
			cp -a old d
			(FAULT=any:$first:KILL LD_PRELOAD=$shim cappack --in-place d <r.jsonl || true) 2>/dev/null
			(FAULT=any:$second:KILL LD_PRELOAD=$shim cappack --in-place d <r.jsonl || true) 2>/dev/null
			for i in 1 2 3; do grep -qx 'cap\|new' d/$i.txt; done
			cappack --in-place d <r.jsonl
			[ "$(cat d/*.txt | sort -u)" = new ]
			[ "$(ls -A d | wc -l)" -eq 3 ]
		done
	done
}

@test "an I/O error at any call: said, old or new, and the next run is well" {
	plain_only
	for kind in open read write rename sync close; do points tar $kind EIO 1 1; done
	points zip read EIO 2 5
	points zip write EIO 1 1
	for kind in open write rename sync; do points folder $kind EIO 1 5; done
	points folder read EIO 4 5
}

@test "the disk is full: said, old or new" {
	plain_only
	for form in tar zip tar.zst folder; do points $form write ENOSPC 1 1; done
	small_tar
	cp t.tar before
	run env FAULT=write:1+:ENOSPC LD_PRELOAD="$shim" cappack --in-place t.tar <r.jsonl
	[ "$status" -eq 2 ]
	[[ $output == "cappack: t.tar: No space left on device" ]]
	cmp before t.tar
	[ -z "$(ls -A | grep captools)" ]
	run env FAULT=write:1+:ENOSPC LD_PRELOAD="$shim" cappack -o new.tar t.tar <r.jsonl
	[ "$status" -eq 2 ]
	[[ $output == "cappack: new.tar: No space left on device" ]]
	[ ! -e new.tar ]
}

@test "no memory: exit 2 or an error, and the dataset is the old or the new one" {
	plain_only
	small_tar
	cp t.tar old
	cp t.tar new
	cappack --in-place new <r.jsonl
	! cmp -s old new || false
	for n in $(seq 1 7 120); do
		cp old t.tar
		(FAULT=malloc:$n:EIO LD_PRELOAD=$shim cappack --in-place t.tar <r.jsonl || true) >/dev/null 2>&1
		cmp -s t.tar old || cmp -s t.tar new
	done
}

@test "a read-only folder: said, nothing changed" {
	small_tar
	if [ "$(id -u)" -eq 0 ]; then
		plain_only
		run env FAULT=open:5+:EROFS LD_PRELOAD="$shim" cappack --in-place d <r.jsonl
	else
		chmod a-w d
		run cappack --in-place d <r.jsonl
		chmod u+w d
	fi
	[ "$status" -eq 2 ]
	[[ $output == "cappack: d: "* ]]
	[ "$(cat d/a.txt d/b.txt | tr '\n' ' ')" = "one two " ]
}

@test "a file that vanishes, or changes, between reading and writing is named and nothing is written" {
	small_tar
	mkfifo pipe
	cappack --in-place d <pipe 2>err &
	exec 7>pipe
	cat r.jsonl >&7
	sleep 0.3
	rm d/b.txt
	exec 7>&-
	wait $! && false
	grep -q 'd: b: was read but not found again' err
	[ "$(cat d/a.txt)" = one ]
	printf 'two\n' >d/b.txt
	cappack --in-place d <pipe 2>err &
	exec 7>pipe
	cat r.jsonl >&7
	sleep 0.3
	printf 'edited by hand\n' >d/b.txt
	exec 7>&-
	wait $! && false
	grep -q 'b.txt: is not what it was' err
	[ "$(cat d/a.txt d/b.txt | tr '\n' ' ')" = "one edited by hand " ]
	cappack --in-place t.tar <pipe 2>err &
	exec 7>pipe
	cat r.jsonl >&7
	sleep 0.3
	cp t.tar other
	mv other t.tar
	exec 7>&-
	wait $! && false
	grep -q 't.tar: changed while it was read' err
	[ -z "$(ls -A . d | grep captools)" ]
}

@test "two runs at once: the second is told, and the first one's files are not swept" {
	small_tar
	touch d/.captools-journal
	exec 9<d/.captools-journal
	flock -n 9
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 2 ]
	[[ $output == *"another run is at work"* ]]
	exec 9<&-
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 0 ]
	[[ $output == *"undone"* ]]
	touch .t.tar.captools-abcdef .t.tar.captools-ABCDEF
	exec 9<.t.tar.captools-abcdef
	flock -n 9
	cappack --in-place t.tar <r.jsonl
	[ -e .t.tar.captools-abcdef ]
	[ ! -e .t.tar.captools-ABCDEF ]
}

@test "a journal that came with a folder moves nothing out of it and nothing but our own files" {
	small_tar
	echo precious >outside.txt
	printf 'evil' >d/.outside.txt.captools-abcdef
	printf 'captools journal 2\nC.outside.txt.captools-abcdef\0../outside.txt\0001 1 1 1\0\nE\0\n' >d/.captools-journal
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 2 ]
	[ "$(cat outside.txt)" = precious ]
	printf 'captools journal 2\nR../outside.txt\0001 1 1 1\0\nE\0\n' >d/.captools-journal
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 2 ]
	ln -s .. d/up
	printf 'captools journal 2\nRup/outside.txt\0001 1 1 1\0\nE\0\n' >d/.captools-journal
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 2 ]
	printf 'captools journal 2\nCb.txt\0a.txt\0001 1 1 1\0\nE\0\n' >d/.captools-journal
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 2 ]
	[ "$(cat d/a.txt)" = one ]
	[ "$(cat outside.txt)" = precious ]
}

@test "a tar that is cut off anywhere, or whose header is damaged, stays as it is" {
	small_tar
	size=$(stat -c %s t.tar)
	for at in 1 100 511 700 1100 1536 1600 2100 2600; do
		head -c $at t.tar >cut.tar
		cp cut.tar before
		run cappack --in-place --partial cut.tar <r.jsonl
		[ "$status" -ne 0 ]
		[ "$status" -eq 1 ] || cmp before cut.tar
	done
	for at in 110 130 148 160; do
		cp t.tar bad.tar
		printf '9' | dd of=bad.tar bs=1 seek=$((1024 + at)) conv=notrunc status=none
		refused bad.tar
	done
	[ "$size" -eq "$(stat -c %s t.tar)" ]
}

@test "a damaged zip stays as it is: cut off, wrong checksum, wrong offsets, two entries for one member, encrypted" {
	small_tar
	(cd d && zip -q -X ../z.zip a.png a.txt b.txt)
	size=$(stat -c %s z.zip)
	for cut in 1 21 22 60 150; do
		head -c $((size - cut)) z.zip >cut.zip
		cp cut.zip before
		run cappack --in-place --partial cut.zip <r.jsonl
		[ "$status" -ne 0 ]
		cmp before cut.zip
	done
	python3 - <<-'END'
	import re, struct
	z = open("z.zip", "rb").read()
	entries = [m.start() for m in re.finditer(b"PK\1\2", z)]
	def write(name, *patches):
	    b = bytearray(z)
	    for at, data in patches:
	        b[at:at + len(data)] = data
	    open(name, "wb").write(b)
	crc = lambda e: (e + 16, b"\1\2\3\4")
	write("crc.zip", crc(entries[1]))
	write("offset.zip", (entries[1] + 42, struct.pack("<I", 5)))
	write("far.zip", (entries[1] + 42, b"\xf0\xff\xff\xff"))
	first = z[entries[0]:entries[0] + 46]
	write("twice.zip", (entries[2] + 16, z[entries[1] + 16:entries[1] + 28]), (entries[2] + 42, z[entries[1] + 42:entries[1] + 46]),
	      (entries[2] + 46, b"a.txt"))
	write("disk.zip", (z.rfind(b"PK\5\6") + 4, b"\1"))
	# An older end record before one whose comment is cut off: readers see the last one's list, not the older one's.
	end = z[z.rfind(b"PK\5\6"):]
	open("comment.zip", "wb").write(z + end[:20] + b"\xff\0")
	END
	# Both entries of one member get its new sizes: consistent again, and nothing else lost.
	run cappack --in-place --partial twice.zip <r.jsonl
	[ "$status" -eq 1 ]
	bsdtar -xOf twice.zip a.txt | grep -qx "new one"
	for bad in crc offset far disk comment; do
		cp $bad.zip before
		run cappack --in-place --partial $bad.zip <r.jsonl
		[ "$status" -ne 0 ]
		cmp before $bad.zip
		cappack --dry-run --partial $bad.zip <r.jsonl >said 2>why || true
		[ ! -s said ]
		grep -q "$bad.zip" why
	done
	(cd d && zip -q -P secret ../locked.zip a.txt b.txt)
	cp locked.zip before
	run cappack --in-place --partial locked.zip <r.jsonl
	[ "$status" -ne 0 ]
	[[ $output == *"encrypted"* ]]
	cmp before locked.zip
}

@test "members that lead out of the archive are rewritten where they are and never unpacked" {
	mkdir d
	echo inner >d/a.txt
	echo '{"id":"../evil","caption":"x","source":{"member":"../evil.txt"}}' >r.jsonl
	bsdtar -cf evil.tar -P -C d --exclude nothing a.txt
	python3 - <<-'END'
	import io, tarfile
	with tarfile.open("evil.tar", "w") as t:
	    for name in ("../evil.txt", "ok/../../evil2.txt"):
	        m = tarfile.TarInfo(name)
	        m.size = 3
	        t.addfile(m, io.BytesIO(b"cap"))
	    m = tarfile.TarInfo("way")
	    m.type, m.linkname = tarfile.SYMTYPE, ".."
	    t.addfile(m)
	    m = tarfile.TarInfo("way/evil3.txt")
	    m.size = 3
	    t.addfile(m, io.BytesIO(b"cap"))
	END
	cappack --in-place --partial evil.tar <r.jsonl
	[ "$(tar -xOf evil.tar -P ../evil.txt)" = x ]
	mkdir in
	run cappack -o in/out --partial --to dir evil.tar </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *"../evil.txt: leads out of the folder"* ]]
	[ ! -e in/out ]
	[ ! -e in/evil.txt ]
	[ -z "$(ls -A in)" ]
	python3 - <<-'END'
	import io, tarfile
	with tarfile.open("link.tar", "w") as t:
	    m = tarfile.TarInfo("way")
	    m.type, m.linkname = tarfile.SYMTYPE, "/tmp"
	    t.addfile(m)
	    m = tarfile.TarInfo("way/evil3.txt")
	    m.size = 3
	    t.addfile(m, io.BytesIO(b"cap"))
	END
	run cappack -o in/out --partial --to dir link.tar </dev/null
	[ "$status" -eq 1 ]
	[[ $output == *"way: is neither a file nor a folder: left out"* ]]
	[ "$(cat in/out/way/evil3.txt)" = cap ]
	[ ! -L in/out/way ]
}

@test "a caption that is a link or a sparse file in a tar is not changed" {
	python3 - <<-'END'
	import io, tarfile
	with tarfile.open("t.tar", "w") as t:
	    m = tarfile.TarInfo("a.txt")
	    m.size = 3
	    t.addfile(m, io.BytesIO(b"cap"))
	    m = tarfile.TarInfo("b.txt")
	    m.type, m.linkname = tarfile.LNKTYPE, "a.txt"
	    t.addfile(m)
	END
	echo '{"id":"b","caption":"x","source":{"member":"b.txt"}}' >r.jsonl
	cp t.tar before
	run cappack --in-place --partial t.tar <r.jsonl
	[ "$status" -ne 0 ]
	cmp before t.tar
	truncate -s 1M big.txt
	printf 'end' >>big.txt
	tar -S -cf s.tar big.txt
	echo '{"id":"big","caption":"x","source":{"member":"big.txt"}}' >r.jsonl
	cp s.tar before
	run cappack --in-place --partial s.tar <r.jsonl
	[ "$status" -ne 0 ]
	cmp before s.tar
}

@test "a small disk that fills up: the old archive stays" {
	[ "$(id -u)" -eq 0 ] || skip "needs to mount"
	mkdir small
	mount -t tmpfs -o size=300k none small 2>/dev/null || skip "cannot mount"
	small_tar
	head -c 200000 /dev/zero >d/big.bin
	tar -cf small/t.tar -C d .
	cp small/t.tar before
	run cappack --in-place --partial small/t.tar <r.jsonl
	after=$(ls -A small)
	cmp before small/t.tar || after=changed
	umount small
	[ "$status" -eq 2 ]
	[ "$output" = "cappack: small/t.tar: No space left on device" ]
	[ "$after" = t.tar ]
}
