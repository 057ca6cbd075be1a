#!/usr/bin/env bats
# Input: forms told from the content, pairing, names, order, memory.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	# Eight samples in two folders with a blank in a name; what the images hold does not matter to a reader.
	mkdir -p 'ds/10_a dog' ds/5_cat
	for i in 1 2 3 4; do
		head -c 30000 /dev/urandom >"ds/10_a dog/d$i.jpg"
		printf 'a dog, number %d\n' $i >"ds/10_a dog/d$i.txt"
		head -c 30000 /dev/urandom >"ds/5_cat/c$i.png"
		printf 'a cat, number %d' $i >"ds/5_cat/c$i.txt"
	done
	tar cf ds.tar -C ds .
	gzip -c ds.tar >ds.tgz
	bzip2 -c ds.tar >ds.tbz
	xz -c ds.tar >ds.txz
	zstd -qc ds.tar >ds.tzst
	(cd ds && zip -qr ../ds.zip . && 7z a ../ds.7z . >/dev/null)
}

setup() { cd "$BATS_FILE_TMPDIR"; T=$BATS_TEST_TMPDIR; }

# Records without the tool's own key.
recs() { captok --count "$@" | jq -c 'del(.captok)'; }
# Records without what depends on the container: its path, its order.
bare() { recs "$@" | jq -c 'del(.source.path) | if .input then .input.path = "" else . end' | LC_ALL=C sort; }
caps() { recs "$@" | jq -r .caption; }
# tarof NAME=CONTENT...: a tar on standard output, members in this order.
tarof() {
	python3 -c '
import io, sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.GNU_FORMAT) as t:
    for a in sys.argv[1:]:
        n, c = a.split("=", 1)
        i = tarfile.TarInfo(n); c = c.encode("utf-8", "surrogateescape"); i.size = len(c)
        t.addfile(i, io.BytesIO(c))' "$@"
}

@test "1girl alone on standard input is a caption" {
	[ "$(printf 1girl | recs)" = '{"id":"1","caption":"1girl","source":{"path":"-","line":1}}' ]
	[ "$(printf '1girl\n' | caps -)" = 1girl ]
}

@test "lines: one caption a line, also an empty one; CRLF is a line break, CR is not" {
	[ "$(printf 'a\r\n\nb\rc\n d \n' | recs | jq -c '[.id, .caption]' | paste -sd' ')" = '["1","a"] ["2",""] ["3","b\rc"] ["4"," d "]' ]
}

@test "braces alone make no JSON" {
	printf '{a|b} dog\n{"big"|small} dog\n' >"$T/l"
	[ "$(caps "$T/l")" = "$(cat "$T/l")" ]
}

@test "jsonl: the caption's member by its usual names, or --field" {
	printf '{"prompt":"p","caption":"c"}\n{"text":"t","n":1}\n{"prompt":"p2"}\n{"txt":"x"}\n{"other":"o"}\n' >"$T/j"
	[ "$(caps "$T/j" | paste -sd' ')" = 'c t p2 x null' ]
	[ "$(caps --field prompt "$T/j" | paste -sd' ')" = 'p null p2 null null' ]
}

@test "jsonl: what is not ours goes out byte for byte" {
	printf '%s\n' '{ "z" : [1, 2.50,-0 ] ,"id":"k","caption":"c","k\u0041":{"a":1,"a":2},"big":12345678901234567890123}' >"$T/j"
	[ "$(captok --count "$T/j" | sed 's/,"captok".*//')" = '{"id":"k","caption":"c","source":{"path":"'"$T"'/j","line":1},"z" : [1, 2.50,-0 ],"k\u0041":{"a":1,"a":2},"big":12345678901234567890123' ]
	printf '{"text":"t"}\n{"no":"caption" , "x":1.0}\n' | captok --count | tail -1 | cmp - <(printf '{"no":"caption" , "x":1.0}\n')
}

@test "jsonl: an id that is a number stays one; a foreign source is kept; the text it came from is not doubled" {
	[ "$(echo '{"id":7,"text":"t","source":"laion"}' | captok --count | jq -c '[.id, .source.was, .text]')" = '[7,"laion",null]' ]
}

@test "Hugging Face's metadata.jsonl names the image" {
	[ "$(echo '{"file_name":"train/0001.png","text":"t"}' | recs | jq -c '[.id, .source.image, .file_name]')" = '["train/0001","train/0001.png","train/0001.png"]' ]
}

@test "our own records keep id and source through any number of tools" {
	captok --count ds.tar | captok --count >"$T/two"
	[ -s "$T/two" ]
	captok --count ds.tar | cmp - "$T/two"
}

# bats test_tags=posix
@test "kohya's metadata JSON, pretty or on one line" {
	printf '{\n "a/1.png": {"caption": "c", "tags": "t, u", "train_resolution": [8, 8]},\n "a/2.png": {"tags": "only"},\n "a/3.png": {}\n}\n' >"$T/k"
	for f in "$T/k" <(tr -d '\n' <"$T/k"); do
		[ "$(recs "$f" | jq -c '[.id, .caption, .source.image, .train_resolution]' | paste -sd' ')" = \
			'["a/1","c, t, u","a/1.png",[8,8]] ["a/2","only","a/2.png",null] ["a/3",null,"a/3.png",null]' ]
	done
	[ "$(caps --field tags "$T/k" | paste -sd' ')" = 't, u only null' ]
}

@test "one dataset, eight containers, the same records, from a file and through a pipe" {
	want=$(bare ds.tar)
	[ "$(echo "$want" | grep -c caption)" = 9 ]
	for f in ds.tar ds.tgz ds.tbz ds.txz ds.tzst ds.zip ds.7z ds; do
		[ "$(bare "$f")" = "$want" ]
		[ -d "$f" ] || [ "$(bare <"$f")" = "$want" ]
		[ -d "$f" ] || [ "$f" = ds.7z ] || [ "$(cat "$f" | bare)" = "$want" ]
	done
}

@test "the same with the real kohya set" {
	k=$CAPTOOLS_SHARED/datasets/kohya-sample.tar
	[ -n "$CAPTOOLS_SHARED" ] && [ -f "$k" ] || skip "no shared data"
	mkdir "$T/k"
	tar xf "$k" -C "$T/k"
	(cd "$T/k" && zip -qr ../k.zip .)
	zstd -qc "$k" >"$T/k.tar.zst"
	want=$(bare "$k")
	[ "$(echo "$want" | jq -c 'select(.caption) | .source.image == (.id + ".jpg")' | sort | uniq -c | tr -s ' ')" = ' 8 true' ]
	for f in "$T/k" "$T/k.zip" "$T/k.tar.zst"; do [ "$(bare "$f")" = "$want" ]; done
	[ "$(cat "$k" | bare)" = "$want" ]
}

@test "id, member and image carry the folder; ./ is taken off" {
	[ "$(recs ds.tar | jq -c 'select(.caption == "a dog, number 2") | [.id, .source]')" = \
		'["10_a dog/d2",{"path":"ds.tar","member":"10_a dog/d2.txt","image":"10_a dog/d2.jpg"}]' ]
}

@test "the last record says what the input was" {
	[ "$(recs ds.tar | tail -1)" = '{"input":{"path":"ds.tar","images":8,"captions":8,"orphans":[],"missing":[],"collisions":[]}}' ]
	[ -z "$(printf 'a\n' | recs | jq 'select(.input)')" ]
}

@test "a pair is found whatever the order; order of captions is kept" {
	for order in 'a.txt=A b.txt=B a.png=1 b.png=2' 'b.png=2 a.txt=A a.png=1 b.txt=B' 'a.png=1 b.png=2 a.txt=A b.txt=B'; do
		[ "$(tarof $order | recs | jq -c 'select(.caption) | [.id, .caption, .source.image]' | paste -sd' ')" = '["a","A","a.png"] ["b","B","b.png"]' ]
	done
}

@test "orphans are records, images without a caption come last, both are listed" {
	tarof x.txt=X m.png=1 a.png=1 a.txt=A n.jpg=2 | recs >"$T/r"
	[ "$(jq -c '[.id, .caption, .source.image]' "$T/r" | head -4 | paste -sd' ')" = '["x","X",null] ["a","A","a.png"] ["m",null,"m.png"] ["n",null,"n.jpg"]' ]
	[ "$(tail -1 "$T/r" | jq -c '.input | [.images, .captions, .orphans, .missing]')" = '[3,2,["x.txt"],["m.png","n.jpg"]]' ]
}

@test ".txt wins over .caption and both over .json, whatever comes first" {
	for order in 'a.png=1 a.txt=T a.caption=C' 'a.caption=C a.txt=T a.png=1' 'a.caption=C a.png=1 a.txt=T'; do
		tarof $order | recs >"$T/r"
		[ "$(jq -r 'select(.caption).caption' "$T/r")" = T ]
		[ "$(tail -1 "$T/r" | jq -c .input.collisions)" = '[["a.txt","a.caption"]]' ]
	done
	[ "$(tarof a.caption=C a.png=1 | caps | head -1)" = C ]
	[ "$(tarof a.json='{"caption":"J"}' a.jpg=1 a.txt=T | recs | jq -r 'select(.caption).caption')" = T ]
	[ "$(tarof a.json='{"caption":"J"}' a.jpg=1 a.txt=T | recs | tail -1 | jq -c .input.collisions)" = '[]' ]
}

@test "a trainer's own extension wins" {
	[ "$(tarof a.png=1 a.txt=T a.caption=C | recs --trainer kohya | jq -r 'select(.caption).caption')" = C ]
}

@test "WebDataset: a caption in .json; .json that is no sample is left alone" {
	tarof 1.jpg=1 1.json='{"width":3,"text":"J"}' 2.jpg=1 2.json='{"width":3}' info.json='{"caption":"no image"}' x.cls=1 | recs >"$T/r"
	[ "$(jq -c '[.id, .caption, .source.member]' "$T/r" | head -2 | paste -sd' ')" = '["1","J","1.json"] ["2",null,null]' ]
	[ "$(tail -1 "$T/r" | jq -c '.input | [.captions, .orphans, .missing]')" = '[1,[],["2.jpg"]]' ]
	[ "$(tarof 1.jpg=1 1.json='{"long":"L","text":"J"}' | caps --field long | head -1)" = L ]
}

@test "the full stem comes first, then the key up to the first dot" {
	tarof a.b.png=1 a.c.png=2 a.b.txt=B a.c.txt=C | recs | jq -c 'select(.caption) | [.id, .source.image]' | paste -sd' ' >"$T/o"
	[ "$(cat "$T/o")" = '["a.b","a.b.png"] ["a.c","a.c.png"]' ]
	[ "$(tarof 5.seg.png=1 5.caption.txt=C | recs | head -1 | jq -c '[.id, .source.image]')" = '["5","5.seg.png"]' ]
	[ "$(tarof 5.jpg=1 5.caption.txt=C | recs | head -1 | jq -c '[.id, .source.image]')" = '["5","5.jpg"]' ]
	# Dots in the names of plain files do not marry strangers.
	tarof v.1.png=1 v.1.txt=A v.2.png=2 v.3.txt=B | recs | tail -1 | jq -c '.input | [.orphans, .missing]' >"$T/o"
	[ "$(cat "$T/o")" = '[["v.3.txt"],["v.2.png"]]' ]
}

@test "--from webdataset goes by the key alone" {
	[ "$(tarof v.1.png=1 v.1.txt=A | recs --from webdataset | head -1 | jq -c '[.id, .source.image]')" = '["v","v.1.png"]' ]
	[ "$(bare --from webdataset ds.tar)" = "$(bare ds.tar)" ]
}

@test "papers, hidden files and macOS litter are no captions" {
	tarof README.txt=r LICENSE.txt=l __MACOSX/a.txt=m ._a.txt=x .git/b.txt=g metadata.jsonl='{}' .a.txt.captools-Xyz123=t a.png=1 a.txt=A | recs >"$T/r"
	[ "$(jq -r .caption "$T/r" | head -1)" = A ]
	[ "$(tail -1 "$T/r" | jq -c '.input | [.captions, .orphans]')" = '[1,[]]' ]
	[ "$(tarof README.txt=R README.png=1 | caps | head -1)" = R ]
}

@test "stems that differ in letter case only are named" {
	tarof A.png=1 A.txt=x a.png=2 a.txt=y | recs | tail -1 | jq -c '.input | .collisions' >"$T/o"
	[ "$(cat "$T/o")" = '[["a.png","a"]]' ]
}

@test "extensions in capitals are captions, too; small letters win, and CAP124 says that trainers do not read them" {
	mkdir "$T/d"
	touch "$T/d/a.png" "$T/d/b.PNG" "$T/d/c.png"
	echo one >"$T/d/a.TXT"
	echo two >"$T/d/b.Caption"
	echo small >"$T/d/c.txt"
	echo large >"$T/d/c.TXT"
	echo about >"$T/d/README.TXT"
	captok --count "$T/d" >"$T/r"
	[ "$(jq -r 'select(.caption) | [.id, .caption, .source.image] | @csv' "$T/r" | tr -d '"' | paste -sd' ')" = "a,one,a.png b,two,b.PNG c,small,c.png" ]
	[ "$(jq -c 'select(.input).input | [.missing, .orphans, .collisions]' "$T/r")" = '[[],[],[["c.txt","c.TXT"]]]' ]
	tar -C "$T/d" -cf "$T/d.tar" c.TXT c.png c.txt a.TXT a.png
	[ "$(captok --count "$T/d.tar" | jq -r 'select(.caption).caption' | paste -sd' ')" = "small one" ]
	capscore --rule CAP124 "$T/d" | tail -1 | jq -e '.dataset.findings | length == 1'
	# Another extension that is wanted leaves no place for guesses.
	mv "$T/d/a.TXT" "$T/d/a.foo"
	[ "$(capfix --trainer kohya:caption_extension=.foo "$T/d" | jq -r 'select(.caption).id' | paste -sd' ')" = "a c" ]
}

@test "where the file system takes a.txt for A.TXT, the record has the names of the disk" {
	touch "$T/A.JPG"
	echo 'a red apple' >"$T/A.Txt"
	[ -e "$T/a.jpg" ] || [ -n "${WINEPREFIX:-}" ] || skip "a file system that tells cases"
	[ "$(captok --count "$T/a.txt" | jq -r '[.id, .source.member, .source.image] | join(" ")')" = 'A A.Txt A.JPG' ]
}

# bats test_tags=posix
@test "a caption file by name is a sidecar where an image stands beside it, as its folder has it" {
	mkdir -p "$T/d/sub"
	touch "$T/d/sub/a.JPG" "$T/d/b.webp"
	printf '{"not":"json lines"}\nsecond line\r\n' >"$T/d/sub/a.txt"
	printf 'one\ntwo\n' >"$T/d/b.TXT"
	printf 'one\ntwo\n' >"$T/d/list.txt"
	cd "$T"
	captok --count d/sub/a.txt | jq -cS '[.id, .caption, .source]' >one
	captok --count d/sub | jq -cS 'select(.caption) | [.id, .caption, .source]' >all
	cmp one all
	[ "$(captok --count d/b.TXT | jq -r .caption)" = "$(printf 'one\ntwo')" ]
	[ "$(captok --count d/list.txt | wc -l)" -eq 2 ]
	[ "$(captok --count --from sidecar d/list.txt | jq -r .caption)" = "$(printf 'one\ntwo')" ]
	[ "$(captok --count --from lines d/b.TXT | wc -l)" -eq 2 ]
	(cd d && captok --count ./b.TXT | jq -ce '.source == {path: ".", member: "b.TXT", image: "b.webp"}')
	# Written back into the file that was named, and into its folder.
	captok --count d/b.TXT | jq -c '.caption = "three\nfour"' | cappack --in-place d/b.TXT
	[ "$(cat d/b.TXT)" = "$(printf 'three\nfour')" ]
	captok --count d/b.TXT | jq -c '.caption = "five"' | cappack --in-place --partial d
	[ "$(cat d/b.TXT)" = five ]
	# Named files are judged under their names.
	printf 'food focus, apple\n' >d/b.TXT
	capscore --rule CAP020 --format github d/b.TXT | grep -q 'file=d/b.TXT,line=1,col=1,'
	printf 'caf\351\n' >d/b.TXT
	run captok --count d/b.TXT
	[ "$status" -eq 1 ]
	[[ $output == *"captok: d: b.TXT: record 1: byte 3: not UTF-8"* ]]
}

@test "--encoding a,b: each in order, on whole files and on the lines of a stream" {
	mkdir "$T/e"
	touch "$T/e/a.png" "$T/e/b.png"
	printf 'caf\xe9\n' >"$T/e/a.txt"
	printf 'blé\n' >"$T/e/b.txt"
	[ "$(captok --count --encoding utf-8,cp1252 "$T/e" | jq -r 'select(.caption).caption' | paste -sd' ')" = "café blé" ]
	[ "$(printf 'caf\xe9\nblé\nx' | caps --encoding utf-8,cp1252 | paste -sd' ')" = "café blé x" ]
	{ printf 'caf\xe9 '; head -c 300000 /dev/zero | tr '\0' x; printf '\nblé\n'; } | captok --count --encoding utf-8,cp1252 | jq -r '.caption[:6]' | paste -sd' ' >"$T/o"
	[ "$(cat "$T/o")" = "café x blé" ]
	run captok --encoding utf-8,no-such "$T/e"
	[ "$status" -eq 2 ]
	[[ $output == *"--encoding no-such: iconv does not know it"* ]]
	run captok --encoding utf-8,ascii "$T/e"
	[[ $output == *"a.txt: record 1: byte 3: not in the character set utf-8,ascii"* ]]
}

@test "a caption is its file less one line break; CR, BOM and inner breaks stay" {
	tarof a.txt=$'\xef\xbb\xbfone\ntwo\n\n' b.txt=$'x\r\n' c.txt=$'x\r' d.txt=$'\n' e.txt= | recs >"$T/r"
	[ "$(jq -c 'select(.source) | .caption' "$T/r" | paste -sd' ')" = '"'$'\xef\xbb\xbf''one\ntwo\n" "x" "x\r" "" ""' ]
}

@test "other character sets: cp1252, UTF-16 with its line breaks, sidecars too" {
	[ "$(printf 'caf\xe9\n\x93x\x94\n' | caps --encoding cp1252 | paste -sd' ')" = 'café “x”' ]
	[ "$(printf 'one\r\ntwo é\n' | iconv -t UTF-16 | caps --encoding utf-16 | paste -sd'|')" = 'one|two é' ]
	[ "$(tarof a.txt=$'caf\xe9' | caps --encoding latin1 | head -1)" = café ]
}

# bats test_tags=posix
@test "member names that are not UTF-8" {
	tarof $'caf\xe9.png=1' $'caf\xe9.txt=A' $'9%\xe9.txt=B' '9%.txt=C' 'caf%E9.txt=D' 'é.txt=E' | recs | jq -c 'select(.caption) | [.id, .source.image]' | paste -sd' ' >"$T/o"
	[ "$(cat "$T/o")" = '["caf%E9","caf%E9.png"] ["9%25%E9",null] ["9%",null] ["caf%25E9",null] ["é",null]' ]
}

# bats test_tags=posix
@test "folders: files before folders, each in byte order; links stay inside" {
	d=$T/d
	mkdir -p "$d/b" "$d/a" "$d/.hidden" "$T/out"
	for f in b/x a/y Z k .hidden/h; do printf '%s\n' "$f" >"$d/$f.txt"; touch "$d/$f.png"; done
	printf 'secret\n' >"$T/out/s.txt"
	ln -s k.txt "$d/inside.txt"
	ln -s "$T/out/s.txt" "$d/outside.txt"
	ln -s "$T/out" "$d/folder"
	mkfifo "$d/pipe.txt"
	run --separate-stderr recs "$d"
	[ "$(echo "$output" | jq -r 'select(.source) | .id' | paste -sd' ')" = 'Z folder inside k outside pipe a/y b/x' ]
	[ "$(echo "$output" | jq -r 'select(.id == "inside").caption')" = k ]
	[[ $output != *secret* ]]
	[ "$(echo "$output" | jq -r 'select(.error) | .id + " " + .error.code' | sort | paste -sd' ')" = 'folder link outside link pipe not-a-file' ]
	captok --count "$d" >"$T/x" 2>&1 || [ $? -eq 1 ]
}

@test "--from overrides what the content says, and refuses what it cannot read" {
	echo '{"caption":"c"}' >"$T/j"
	[ "$(caps --from lines "$T/j")" = '{"caption":"c"}' ]
	run captok --count --from archive "$T/j"
	[ "$status" -eq 2 ]
	[[ $output == *"no archive"* ]]
	run captok --count --from lines ds
	[ "$status" -eq 2 ]
	[[ $output == *"is a folder"* ]]
	run captok --count --from dir ds.tar
	[ "$status" -eq 2 ]
	[[ $output == *"is no folder"* ]]
}

# bats test_tags=posix
@test "what holds no captions is refused with a hint" {
	printf '\x89PNG\r\n\x1a\n\0\0' >"$T/x.png"
	run captok --count "$T/x.png"
	[ "$status" -eq 2 ]
	[[ $output == *"PNG image"* ]]
	run captok --count <(echo text | gzip -c)
	[ "$status" -eq 2 ]
	[[ $output == *"gzip -dc"* ]]
	run captok --count <(printf '[\n {"caption": "a"},\n {"caption": "b"}]\n')
	[ "$status" -eq 2 ]
	[[ $output == *"JSON array"* ]]
	[ "$(printf 'GIF89a style\nPAR1 ftyp\n[a dog]\n' | caps | head -1)" = 'GIF89a style' ]
	run sh -c "cat ds.7z | captok --count"
	[ "$status" -eq 2 ]
	[[ $output == *"7z"*"pipe"* ]]
}

# bats test_tags=posix
@test "records come out as they come in from a slow writer" {
	mkfifo "$T/in"
	captok --count <"$T/in" >"$T/out" &
	exec 9>"$T/in"
	for n in 1 2 3; do
		printf 'caption %d\n' $n >&9
		for i in $(seq 100); do
			[ "$(wc -l <"$T/out")" -eq $n ] && break
			sleep 0.1
		done
		[ "$(wc -l <"$T/out")" -eq $n ]
	done
	exec 9>&-
	wait
}

@test "the output is the same for every number of threads" {
	for i in $(seq 2000); do printf 'caption %d\n' "$i"; done >"$T/l"
	captok --count -j 1 "$T/l" ds.tar >"$T/1"
	[ -s "$T/1" ]
	for j in 2 3 8; do captok --count -j $j "$T/l" ds.tar | cmp - "$T/1"; done
}

# bats test_tags=posix
@test "limits are errors that name the option" {
	run captok --count --max-members 7 ds.tar
	[ "$status" -eq 2 ]
	[[ $output == *"--max-members"* ]]
	captok --count --max-members 16 ds.tar >/dev/null
	run --separate-stderr captok --count --max-caption 5 <(printf 'short\ntoo long\nagain\n')
	[ "$status" -eq 1 ]
	[[ $stderr == *"--max-caption"* ]]
	[ "$(echo "$output" | jq -r '.caption // .error.code' | paste -sd' ')" = 'short too-large again' ]
}

@test "a record that is too long is named by its id, and goes on under it; the others are read" {
	printf '%s\n' a "$(printf 'b%.0s' $(seq 900))" c >in
	captok in | sed 's/"id":"2"/"id":"the \\"one\\""/' >r
	run --separate-stderr captok --count --max-caption 800 r
	[ "$status" -eq 1 ]
	[[ $stderr == *'the record of the "one" has more than 800 bytes (--max-caption'* ]]
	[ "$(echo "$output" | jq -r '.id + ":" + (.error.code // "")' | paste -sd' ')" = '1: the "one":too-large 3:' ]
}

@test "memory does not grow with the members, in either order" {
	[ -z "${WRAP:-}" ] && [[ $B != *san-* ]] || skip "measures the plain build"
	cat >"$T/big.py" <<'PY'
import os, resource, subprocess, sys

def header(name, size):
    b = bytearray(512)
    b[:len(name)] = name
    b[100:136] = b'0000644\0' + b'0000000\0' * 2 + b'%011o\0' % size
    b[136:148] = b'14000000000\0'
    b[148:157] = b'        0'
    b[257:265] = b'ustar\x0000'
    b[148:156] = b'%06o\0 ' % sum(b)
    return bytes(b)

def image(f, i):
    f.write(header(b'10_dog/img_%07d.png' % i, 3000) + bytes(3072))

def caption(f, i):
    t = b'a photo of thing %d\n' % i
    f.write(header(b'10_dog/img_%07d.txt' % i, len(t)) + t.ljust(512, b'\0'))

n = 100000
for order in 'image caption', 'caption image':
    with open(sys.argv[1], 'wb') as out:
        p = subprocess.Popen(['captok', '--count', '-j', '2', '--encoder', 'clip-l'], stdin=subprocess.PIPE, stdout=out)
        for kind in order.split():
            for i in range(n):
                (image if kind == 'image' else caption)(p.stdin, i)
        p.stdin.write(bytes(1024))
        p.stdin.close()
        assert p.wait() == 0
    with open(sys.argv[1], 'rb') as f:
        for i, line in enumerate(f):
            assert i == n or b'"id":"10_dog/img_%07d"' % i in line and b'"image":"10_dog/img_%07d.png"' % i in line, line
        assert i == n and b'"images":100000,"captions":100000,"orphans":[],"missing":[]' in line, line
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PY
	rss=$(TMPDIR=$T python3 "$T/big.py" "$T/out")
	echo "peak $rss KiB"
	[ "$rss" -lt 49152 ]
}

@test "decomposed names in pax and zip headers come out composed, and are written back where they were" {
	python3 - "$T" <<'PY'
import io, sys, tarfile, zipfile
name = "e\u0301"
with tarfile.open(sys.argv[1] + "/n.tar", "w", format=tarfile.PAX_FORMAT) as t:
    for e in (".png", ".txt"):
        m = tarfile.TarInfo(name + e); m.size = 1
        t.addfile(m, io.BytesIO(b"x"))
with zipfile.ZipFile(sys.argv[1] + "/n.zip", "w") as z:
    z.writestr(name + ".png", "x"); z.writestr(name + ".txt", "x")
PY
	for f in n.tar n.zip; do
		captok --count "$T/$f" | jq -c 'if .caption then .caption = "new" else . end' >"$T/r"
		[ "$(jq -c '[.id, .source.image]' "$T/r" | head -1)" = '["é","é.png"]' ]
		cappack -o "$T/new-$f" "$T/$f" <"$T/r"
		[ "$(caps "$T/new-$f" | head -1)" = new ]
	done
	[ "$(unzip -Z1 "$T/new-n.zip" | tail -1 | od -An -tx1 | tr -d ' ')" = 65cc812e7478740a ]
}
