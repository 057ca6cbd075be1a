#!/usr/bin/env bats
# Conversions and copies: exit 0 only if every member arrived; what cannot go over is named.

bats_require_minimum_version 1.5.0

setup_file() {
	export LC_ALL=C.UTF-8
	python3 "$BATS_TEST_DIRNAME/arrive_make.py" "$BATS_FILE_TMPDIR/a"
}
setup() { cd "$BATS_FILE_TMPDIR/a"; T=$BATS_TEST_TMPDIR; }

# convert FROM TO: TO is o.tar, o.tar.gz, o.zip (in $T) or a folder od. Status and messages as run has them.
convert() {
	local to
	rm -rf "$T/$2"
	case $2 in *d) to=dir ;; *) to=archive ;; esac
	run --separate-stderr timeout 20 cappack --partial --to $to -o "$T/$2" "$1" </dev/null
}
# names PATH: the members, links followed, without folders, sorted; bytes escaped.
names() {
	python3 - "$1" <<'PY'
import os, sys, tarfile, zipfile
p = sys.argv[1]
if os.path.isdir(p):
    n = [os.path.relpath(os.path.join(d, f), p) for d, _, fs in os.walk(p) for f in fs]
elif p.endswith(".zip"):
    n = [i.filename for i in zipfile.ZipFile(p).infolist() if not i.is_dir()]
else:
    n = [m.name for m in tarfile.open(p) if not m.isdir()]
print(" ".join(sorted(ascii(x)[1:-1] for x in n)))
PY
}

@test "hidden files and __MACOSX go over, from folders and archives, to each form and in a copy" {
	want=$(names hidden.d)
	[ "$(names hidden.tar)" = "$want" ]
	for from in hidden.d hidden.tar; do
		for to in o.tar o.tar.gz o.zip od; do
			convert $from $to
			[ "$status" -eq 0 ] && [ "$(names "$T/$to")" = "$want" ] || { echo "$from $to: $status $stderr"; names "$T/$to"; false; }
		done
	done
	cappack --partial -o "$T/copy" hidden.d </dev/null 2>/dev/null || [ $? -eq 1 ]
	[ "$(names "$T/copy")" = "$want" ]
	# They are no samples all the same.
	[ "$(captok --count hidden.d | jq -r 'select(.caption).id')" = a ]
}

@test "names that are equal after NFC: both go from a folder into an archive; a folder that can hold only one says so" {
	for to in o.tar o.zip; do
		convert cafe.d $to
		[ "$status" -eq 0 ] && [ "$(names "$T/$to")" = "$(names cafe.d)" ] || { echo "$to: $status $stderr"; false; }
	done
	for from in cafe.tar "$T/o.zip"; do
		convert "$from" od
		if [ "$(ls "$T/od" | wc -l)" -eq 4 ]; then
			[ "$status" -eq 0 ]
		else
			[ "$status" -eq 1 ] && [[ $stderr == *'café.txt: two members have this name'* ]] || { echo "$from: $status $stderr"; false; }
		fi
	done
	convert twice.tar od
	[ "$status" -eq 1 ]
	[[ $stderr == *'a.txt: two members have this name; the folder holds the last'* ]]
	[ "$(cat "$T/od/a.txt")" = two ]
	convert twice.tar o.zip
	[ "$status" -eq 0 ]
	[ "$(names "$T/o.zip")" = 'a.png a.txt a.txt' ]
}

@test "names that are no UTF-8 go into a zip unmarked, and read back as they were" {
	convert bytes.tar o.zip
	[ "$status" -eq 0 ]
	python3 -c '
import sys, zipfile
for i in zipfile.ZipFile(sys.argv[1]).infolist():
    assert bool(i.flag_bits & 0x800) == ("\u00e9" in i.filename), i' "$T/o.zip"
	[ "$(captok --count "$T/o.zip" | jq -r 'select(.source) | .id' | paste -sd' ')" = "$(captok --count bytes.tar | jq -r 'select(.source) | .id' | paste -sd' ')" ]
	convert "$T/o.zip" p.tar
	[ "$status" -eq 0 ]
	[ "$(captok --count "$T/p.tar" | jq -r 'select(.source) | .id' | head -1)" = 'caf%E9' ]
}

@test "links inside the folder become files; those out of it are refused, or followed into what --follow names" {
	for to in o.tar o.zip od; do
		convert inside $to
		[ "$status" -eq 0 ]
		[ "$(names "$T/$to")" = 'b.png b.txt real/a.png real/a.txt' ]
		[ "$(captok --count "$T/$to" | jq -r '.caption // empty' | paste -sd' ')" = 'a a' ] || { echo "$to"; false; }
		convert cache/snapshots/1 $to
		[ "$status" -eq 2 ] && [[ $stderr == *'a.png: is a link out of the folder, to ../../blobs/111; --follow DIR'* ]] && [ ! -e "$T/$to" ] ||
			{ echo "$to: $status $stderr"; false; }
		run --separate-stderr cappack --follow /nowhere --follow cache/blobs --partial --to $([ $to = od ] && echo dir || echo archive) -o "$T/$to" cache/snapshots/1 </dev/null
		[ "$status" -eq 0 ] && [ "$(captok --count "$T/$to" | jq -r '.caption // empty')" = 'a caption' ] || { echo "$to: $status $stderr"; false; }
	done
	run --separate-stderr captok --count cache/snapshots/1
	[ "$status" -eq 1 ]
	[[ $stderr == *'--follow'* ]]
	[ "$(captok --count --follow cache cache/snapshots/1 | jq -r '.caption // empty')" = 'a caption' ]
	run cappack --partial -o "$T/copy" cache/snapshots/1 </dev/null
	[ "$status" -eq 2 ]
	[ ! -e "$T/copy" ]
	captok --count --follow cache cache/snapshots/1 | cappack --follow cache -o "$T/copy" cache/snapshots/1
	[ -f "$T/copy/a.png" ]
	[ ! -L "$T/copy/a.png" ]
	ln -s nowhere "$T/copy/gone.png"
	convert "$T/copy" o.tar
	[ "$status" -eq 2 ]
	[[ $stderr == *gone.png* ]]
}

@test "a member that is all hole arrives with its size; one that no disk holds is refused" {
	for to in o.zip od; do
		convert hole.tar $to
		[ "$status" -eq 0 ] || { echo "$to: $status $stderr"; false; }
	done
	[ "$(stat -c %s "$T/od/hole.bin")" -eq 3000 ]
	[ "$(bsdtar -xOf "$T/o.zip" hole.bin | tr -d '\0' | wc -c)" -eq 0 ]
	[ "$(bsdtar -xOf "$T/o.zip" hole.bin | wc -c)" -eq 3000 ]
	for to in o.zip od; do
		convert huge.tar $to
		[ "$status" -eq 2 ] && [[ $stderr == *'--max-ratio'* ]] && [ ! -e "$T/$to" ] || { echo "$to: $status $stderr"; false; }
	done
}

@test "hard links of a tar are files in a zip" {
	convert hard.tar o.zip
	[ "$status" -eq 0 ]
	[ "$(names "$T/o.zip")" = 'a.png a.txt b.png b.txt' ]
	bsdtar -xOf "$T/o.zip" b.png | cmp - <(bsdtar -xOf hard.tar a.png)
	convert hard.tar od
	[ "$status" -eq 0 ]
	cmp "$T/od/a.png" "$T/od/b.png"
	run --separate-stderr cappack --partial --to archive -o - hard.tar </dev/null
	[ "$status" -eq 0 ] # a tar
	ln -s /dev/stdout "$T/link.zip" # a file behind it all the same: what went into it is not taken back
	run --separate-stderr bash -c 'cappack --partial --to archive -o "$1/link.zip" hard.tar </dev/null >"$1/through.zip"' _ "$T"
	[ "$status" -eq 2 ]
	[[ $stderr == *'hard link'* ]]
	[ -z "$(find "$T" -name '*parts*' -o -name '.*captools*')" ]
}

@test "what a form cannot hold is named, and the status is 1" {
	for to in o.zip od; do
		convert special.tar $to
		[ "$status" -eq 1 ] && [[ $stderr == *'pipe: is neither a file nor a folder: left out'* ]] || { echo "$to: $status $stderr"; false; }
	done
	mkdir "$T/d"
	echo x >"$T/d/a.txt"
	mkfifo "$T/d/pipe"
	convert "$T/d" o.zip
	[ "$status" -eq 1 ]
	[[ $stderr == *pipe* ]]
	convert "$T/d" o.tar
	[ "$status" -eq 0 ]
	[ "$(names "$T/o.tar")" = 'a.txt pipe' ]
	run cappack --partial -o "$T/copy" "$T/d" </dev/null
	[ "$status" -eq 1 ]
	[[ $output == *pipe*'left out'* ]]
}

@test "a zip whose names have backslashes is read, written back and converted" {
	for z in backslash.zip backslash-unix.zip; do
		cp $z "$T/b.zip"
		captok --count "$T/b.zip" | jq -c 'if .caption then .caption = "a green pear" else . end' >"$T/r"
		cappack --in-place "$T/b.zip" <"$T/r"
		[ "$(captok --count "$T/b.zip" | jq -r '.caption // empty')" = 'a green pear' ]
		[ "$(names "$T/b.zip")" = "$(names $z)" ]
		cappack --to archive -o "$T/o.tar" $z <"$T/r"
		[ "$(captok --count "$T/o.tar" | jq -r '.caption // empty')" = 'a green pear' ]
	done
}

@test "a member that is not as large as it says is refused, and its size costs nothing" {
	[ "$(stat -c %s lies.zip)" -lt 200 ]
	for z in lies.zip lies-less.zip; do
		for to in o.tar o.tar.gz od; do
			convert $z $to
			[ "$status" -eq 2 ] && [ ! -e "$T/$to" ] || { echo "$z $to: $status $stderr"; false; }
		done
	done
	[[ $stderr == *'has 0 bytes, not 1000'* || $stderr == *'wrong size'* ]]
}

@test "a damaged header in the middle of a tar is told by the readers, and converts to nothing" {
	for how in "captok --count damaged.tar" "cat damaged.tar | captok --count"; do
		run --separate-stderr sh -c "$how"
		[ "$status" -eq 1 ] && [[ $stderr == *amaged* ]] || { echo "$how: $status $stderr"; false; }
		[ "$(echo "$output" | jq -r 'select(.caption).caption' | paste -sd' ')" = 'a c' ]
	done
	convert damaged.tar od
	[ "$status" -eq 2 ]
	[ ! -e "$T/od" ]
}

@test "captions that --to jsonl cannot give are named" {
	mkdir "$T/d"
	printf 'ab\xff' >"$T/d/bad.txt"
	echo good >"$T/d/good.txt"
	echo png >"$T/d/good.png"
	echo alone >"$T/d/alone.txt"
	run --separate-stderr cappack --partial --to jsonl -o "$T/o.jsonl" "$T/d" </dev/null
	[ "$status" -eq 1 ]
	[[ $stderr == *'bad.txt: '*'left out'* ]]
	[ "$(jq -r .caption "$T/o.jsonl" | paste -sd' ')" = 'alone good' ]
	run --separate-stderr cappack --partial --to jsonl -o "$T/metadata.jsonl" "$T/d" </dev/null
	[ "$status" -eq 1 ]
	[[ $stderr == *'alone.txt: has no image'* ]]
}

@test "what arrived is counted before it gets its name: a writer that loses a member is found out" {
	# A member whose name is that of our own temporary files would be swept from a folder.
	mkdir "$T/m"
	echo x >"$T/m/.a.txt.captools-AbC123"
	echo y >"$T/m/a.txt"
	tar -C "$T/m" -cf "$T/m.tar" .
	convert "$T/m.tar" od
	[ "$status" -eq 2 ] && [[ $stderr == *'2 members'*'1 with'*'arrived'* ]] && [ ! -e "$T/od" ] || { echo "$status $stderr"; false; }
}

@test "a new zip is read alike by libarchive and CPython: links, folders, empty members, names, times, modes, 64-bit counts" {
	mkdir -p d/sub d/empty
	printf 'a red apple\n' >d/a.txt
	head -c 70000 /dev/urandom >d/a.png
	: >d/b.png
	cp d/a.png "d/sub/caf$(printf '\303\251').png"
	cp d/a.png "$(printf 'd/sub/caf\351.png')"
	chmod 640 d/a.txt
	touch -d '2001-02-03 04:05:06' d/a.png
	tar cf d.tar --hard-dereference -C d .
	ln -s a.png d/link.png
	tar rf d.tar -C d ./link.png
	cappack -o d.zip --to archive d.tar </dev/null || [ $? -eq 1 ]
	python3 - <<'P'
import os, stat, time, zipfile
z = zipfile.ZipFile("d.zip")
assert z.testzip() is None
of = {i.filename.removeprefix("./"): i for i in z.infolist()}
assert z.read(of["a.png"]) == open("d/a.png", "rb").read() and of["b.png"].file_size == 0
assert of["sub/caf\u00e9.png"].flag_bits & 0x800 and of["a.txt"].flag_bits & 0x800 == 0
raw = [i for n, i in of.items() if n.startswith("sub/caf") and not i.flag_bits & 0x800]
assert len(raw) == 1 and raw[0].orig_filename.encode("cp437").endswith(b"caf\xe9.png")
assert stat.S_IMODE(of["a.txt"].external_attr >> 16) == 0o640 and of["a.png"].date_time == (2001, 2, 3, 4, 5, 6)
assert stat.S_ISLNK(of["link.png"].external_attr >> 16) and z.read(of["link.png"]) == b"a.png"
assert of["empty/"].is_dir() and stat.S_ISDIR(of["empty/"].external_attr >> 16)
assert of["a.txt"].compress_type == 8 and of["a.png"].compress_type == 0
P
	mkdir out
	bsdtar -xf d.zip -C out
	diff -r --no-dereference d out
	# From a pipe, without the directory at its end.
	[ "$(bsdtar -xOf - a.png <d.zip | cmp - d/a.png; bsdtar -tf - <d.zip | wc -l)" -eq "$(bsdtar -tf d.zip | wc -l)" ]
	python3 -c 'import tarfile, io
t = tarfile.open("many.tar", "w")
for i in range(70000): t.addfile(tarfile.TarInfo("%d.txt" % i), io.BytesIO())'
	cappack -o many.zip --to archive many.tar </dev/null || [ $? -eq 1 ]
	python3 -c 'import zipfile; assert len(zipfile.ZipFile("many.zip").namelist()) == 70000'
}
