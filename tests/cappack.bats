#!/usr/bin/env bats
# cappack: what it changes, what it leaves, what it refuses; each form of dataset; conversions; undo.

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# The captions of a dataset as records.
records() { cappack --partial -o - --to jsonl "$1" </dev/null; }
# A small dataset: sidecars with and without a final line break, in a folder below, a JSON one, an image without any.
dataset() {
	mkdir -p "$1/sub" "$1/wd"
	printf 'one cat\n' >"$1/sub/a.txt"
	printf 'png' >"$1/sub/a.png"
	printf 'two\r\n' >"$1/b.txt"
	printf 'jpg' >"$1/b.jpg"
	printf 'three' >"$1/c.caption"
	printf 'webp' >"$1/c.webp"
	printf 'alone' >"$1/alone.png"
	printf '{"w": 3, "caption": "a \\u00e9 dog", "n": 1e400, "n": 2}' >"$1/wd/k.json"
	printf 'jpg' >"$1/wd/k.jpg"
	echo hello >"$1/README.md"
}
all_new() { jq -c '.caption = "new " + .caption'; }
# New captions for all, and one for the image that has none.
orders() {
	records "$1" | all_new
	echo '{"id":"alone","caption":"added","source":{"member":"","image":"alone.png"}}'
}
pack_forms() { # folder: the same dataset in every form, t.*
	tar -cf t.tar -C "$1" .
	bsdtar --format pax -cf t-pax.tar -C "$1" .
	(cd "$1" && zip -qr ../t.zip .)
	bsdtar -caf t.tar.gz -C "$1" .
	bsdtar -caf t.tar.zst -C "$1" .
	bsdtar -caf t.tar.xz -C "$1" .
	bsdtar -caf t.tar.bz2 -C "$1" .
	cp -a "$1" t.folder
}
unpack() { # archive or folder into $2
	rm -rf "$2"
	if [ -d "$1" ]; then cp -a "$1" "$2"; else mkdir "$2" && bsdtar -xf "$1" -C "$2"; fi
}
forms="t.tar t-pax.tar t.zip t.tar.gz t.tar.zst t.tar.xz t.tar.bz2 t.folder"

@test "every form: captions change, line breaks stay, JSON keeps every other byte, a new sidecar appears" {
	dataset d
	pack_forms d
	cp -a d want
	printf 'new one cat\n' >want/sub/a.txt
	printf 'new two\r\n' >want/b.txt
	printf 'new three' >want/c.caption
	printf 'added' >want/alone.txt
	printf '{"w": 3, "caption": "new a \\u00e9 dog", "n": 1e400, "n": 2}' >want/wd/k.json
	for x in $forms; do
		orders "$x" | cappack --in-place "$x"
		unpack "$x" got
		diff -r want got
	done
}

@test "every form: nothing new leaves the file as it is, inode and all; -o makes the same bytes" {
	dataset d
	pack_forms d
	for x in $forms; do
		[ "$x" = t.folder ] || sum=$(sha256sum <"$x")
		inode=$(stat -c %i "$x")
		records "$x" | cappack --in-place "$x"
		[ "$(stat -c %i "$x")" = "$inode" ]
		rm -rf out
		records "$x" | cappack -o out "$x"
		if [ "$x" = t.folder ]; then diff -r d out; else [ "$(sha256sum <out)" = "$sum" ] && [ "$(sha256sum <"$x")" = "$sum" ]; fi
	done
}

@test "every form: the undo log puts everything back, and a second undo changes nothing" {
	dataset d
	pack_forms d
	for x in $forms; do
		cp -a "$x" before
		orders "$x" | cappack --in-place --undo-log undo.jsonl "$x"
		[ -s undo.jsonl ]
		cappack --in-place --undo undo.jsonl "$x"
		unpack before was
		unpack "$x" is
		diff -r was is
		run cappack --in-place --undo undo.jsonl "$x"
		unpack "$x" is
		diff -r was is
		rm -rf undo.jsonl before
	done
}

@test "archives made by others: one edit changes one member, and changing back gives the same bytes" {
	for case in ustar gnu pax tar-numbers tar-compressed; do
		mkdir "$case"
		(cd "$case" && python3 "$BATS_TEST_DIRNAME/cappack/identity.py" "$case")
	done
}

@test "zips made by others: the same, with descriptors, zip64, comments, extra fields, a program in front" {
	for case in zip zip-descriptors zip64 zip-prefix zip-programs; do
		mkdir "$case"
		(cd "$case" && python3 "$BATS_TEST_DIRNAME/cappack/identity.py" "$case")
	done
}

@test "the kohya sample: an unchanged write-back is identical, one edit changes one member" {
	[ -d "${CAPTOOLS_SHARED:-/nonexistent}/datasets" ] || skip "no shared data"
	k=$CAPTOOLS_SHARED/datasets/kohya-sample.tar
	records "$k" >r.jsonl
	[ "$(wc -l <r.jsonl)" -eq 8 ]
	cappack -o same.tar "$k" <r.jsonl
	cmp same.tar "$k"
	jq -c 'if .id | endswith("_3") then .caption = "one edit" else . end' r.jsonl | cappack -o one.tar "$k"
	mkdir a b
	tar -xf "$k" -C a
	tar -xf one.tar -C b
	[ "$(diff -rq a b | wc -l)" -eq 1 ]
	tar -tvf "$k" | awk '{$3 = ""; print}' >la
	tar -tvf one.tar | awk '{$3 = ""; print}' >lb
	cmp la lb
	[ "$(tar -xOf one.tar --wildcards '*_3.txt')" = "one edit" ]
	for form in kk.tar.zst kk.zip; do
		cappack -o "$form" "$k" <r.jsonl
		[ "$(records "$form" | jq -r .caption | sort | sha256sum)" = "$(jq -r .caption r.jsonl | sort | sha256sum)" ]
	done
	cappack -o back.tar kk.tar.zst <r.jsonl
	cmp back.tar "$k"
	cappack -o kk --to dir "$k" <r.jsonl
	diff -r a kk
}

@test "records match by member, then by id, in any order" {
	dataset d
	orders d | tac | cappack --in-place d
	[ "$(cat d/sub/a.txt)" = "new one cat" ]
	printf '%s\n' '{"id":"b","caption":"by id"}' '{"id":"wrong","caption":"by member","source":{"member":"c.caption"}}' | cappack --in-place --partial d
	[ "$(cat d/c.caption)" = "by member" ]
	[ "$(tr -d '\r' <d/b.txt)" = "by id" ]
}

@test "a record without a sample is named, exit 1, and the others are written" {
	dataset d
	{
		orders d
		echo '{"id":"ghost","caption":"x","source":{"member":"ghost.txt"}}'
	} >r.jsonl
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *"ghost.txt"*"no such sample"* ]]
	[ "$(cat d/sub/a.txt)" = "new one cat" ]
}

@test "samples without a record: in place nothing changes, exit 1, each is named; --partial changes the others" {
	dataset d
	cp -a d was
	orders d | grep -v '"b"' >r.jsonl
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *"no record names b.txt"*"nothing is changed"* ]]
	diff -r was d
	run cappack -o out d <r.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *"no record names b.txt"* ]]
	[ "$(cat out/sub/a.txt)" = "new one cat" ]
	cmp out/b.txt was/b.txt
	run cappack --in-place --partial d <r.jsonl
	[ "$status" -eq 0 ]
	cmp d/b.txt was/b.txt
	[ "$(cat d/c.caption)" = "new three" ]
}

@test "a dead upstream changes nothing" {
	dataset d
	cp -a d was
	run cappack --in-place d </dev/null
	[ "$status" -eq 1 ]
	diff -r was d
	records d | all_new | head -c 150 >cut.jsonl # the last line is broken JSON
	run cappack --in-place d <cut.jsonl
	[ "$status" -eq 1 ]
	diff -r was d
}

@test "error, image, input and dataset records are no orders" {
	dataset d
	cp -a d was
	printf '%s\n' '{"id":"b","source":{"member":"b.txt"},"error":{"code":"x","message":"y"}}' '{"id":"alone","source":{"image":"alone.png"}}' \
		'{"input":{"path":"d","images":5}}' '{"dataset":{"captions":4}}' >r.jsonl
	run cappack --in-place --partial d <r.jsonl
	[ "$status" -eq 0 ]
	[ "$output" = "cappack: d: 0 captions changed, 4 as before" ]
	run cappack --quiet --in-place --partial d <r.jsonl
	[ -z "$output" ]
	diff -r was d
}

@test "a sample that two records name with different captions is not overwritten silently" {
	printf 'a\n' >c.txt
	mkdir d
	mv c.txt d
	printf '%s\n' '{"id":"c","caption":"part one"}' '{"id":"c","caption":"part two"}' >r.jsonl
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *"an earlier record named"* ]]
	[ "$(cat d/c.txt)" = a ]
	printf 'b\n' >d/e.txt
	echo '{"id":"e","caption":"x"}' >>r.jsonl
	run cappack --in-place d <r.jsonl
	[ "$status" -eq 1 ]
	[ "$(cat d/c.txt d/e.txt | tr '\n' ' ')" = "a b " ]
	run cappack --in-place --partial d <r.jsonl
	[ "$status" -eq 1 ]
	[ "$(cat d/c.txt d/e.txt | tr '\n' ' ')" = "a x " ]
	printf '%s\n' '{"id":"c","caption":"x"}' '{"id":"c","caption":"x"}' '{"id":"e","caption":"y"}' | cappack --in-place d
	[ "$(cat d/c.txt d/e.txt | tr '\n' ' ')" = "x y " ]
}

@test "two members of one name: the n-th record goes to the n-th member" {
	mkdir d
	printf 'first\n' >d/a.txt
	tar -cf t.tar -C d a.txt
	printf 'second\n' >d/a.txt
	tar -rf t.tar -C d a.txt
	records t.tar | all_new | cappack --in-place t.tar
	[ "$(tar -xOf t.tar | tr '\n' ' ')" = "new first new second " ]
}

@test "the new sidecar of an image has the trainer's extension and stands behind the image" {
	dataset d
	tar -cf t.tar -C d README.md alone.png b.jpg b.txt
	echo '{"id":"alone","caption":"added"}' >r.jsonl
	cappack -o a.tar --partial t.tar <r.jsonl
	[ "$(tar -tf a.tar | tr '\n' ' ')" = "README.md alone.png alone.txt b.jpg b.txt " ]
	cappack -o b.tar --partial --trainer kohya t.tar <r.jsonl
	[ "$(tar -tf b.tar | tr '\n' ' ')" = "README.md alone.png alone.caption b.jpg b.txt " ]
	tar -tvf b.tar | awk '/alone/ {print $1, $2, $4, $5}' | sort -u | wc -l | grep -qx 1
	(cd d && zip -q ../t.zip README.md alone.png b.jpg b.txt)
	cappack -o a.zip --partial t.zip <r.jsonl
	[ "$(unzip -Z1 a.zip | tr '\n' ' ')" = "README.md alone.png alone.txt b.jpg b.txt " ]
	unzip -tq a.zip
	cappack --in-place --partial d <r.jsonl
	[ "$(cat d/alone.txt)" = added ]
}

@test "a long name for a new sidecar, in each tar format" {
	name=$(printf 'n%.0s' $(seq 90))
	mkdir -p "d/$name"
	printf png >"d/$name/$name.png"
	for format in gnutar pax; do
		bsdtar --format "$format" -cf t.tar -C d "$name"
		echo "{\"id\":\"$name/$name\",\"caption\":\"added\"}" | cappack --in-place t.tar
		[ "$(tar -xOf t.tar "$name/$name.txt")" = added ]
		[ "$(bsdtar -xOf t.tar "$name/$name.txt")" = added ]
	done
}

@test "a caption of megabytes, an empty one, hostile text" {
	dataset d
	pack_forms d
	head -c 3000000 /dev/zero | tr '\0' x >big
	{
		jq -nc --rawfile c big '{id: "b", caption: $c}'
		echo '{"id":"sub/a","caption":""}'
		echo '{"id":"c","caption":"NUL \u0000 ESC \u001b RTL \u202e and \ud83d\ude00"}'
		echo '{"id":"wd/k","caption":"\"quoted\\\" \u0001 \ud83d\ude00 é"}'
	} >r.jsonl
	for x in $forms; do
		cappack --in-place "$x" <r.jsonl
		unpack "$x" got
		[ "$(head -c 3000000 got/b.txt | cmp - big; tail -c +3000001 got/b.txt | od -An -c | tr -d ' ')" = '\r\n' ]
		[ "$(od -An -c got/sub/a.txt | tr -d ' ')" = '\n' ]
		[ "$(tr -d '\0' <got/c.caption)" = "$(printf 'NUL  ESC \033 RTL \342\200\256 and \360\237\230\200')" ]
		[ "$(jq -j .caption got/wd/k.json | od -An -tx1 | tr -d ' \n')" = "$(printf '"quoted\\" \001 \360\237\230\200 é' | od -An -tx1 | tr -d ' \n')" ]
		LC_ALL=C grep -q '[^ -~]' got/wd/k.json && false
		true
	done
}

@test "names that are not UTF-8, with % and with line breaks" {
	mkdir d
	printf 'latin' >"d/$(printf 'caf\351').txt"
	printf 'percent' >"d/100%25.txt"
	printf 'break' >"d/$(printf 'a\nb').txt"
	pack_forms d
	for x in t.tar t-pax.tar t.tar.zst t.folder; do
		[ "$x" != t.folder ] || [ -z "${WINEPREFIX:-}" ] || continue # Windows has no such names
		records "$x" | all_new | cappack --in-place "$x"
		unpack "$x" got
		[ "$(cat "got/$(printf 'caf\351').txt")" = "new latin" ]
		[ "$(cat "got/100%25.txt")" = "new percent" ]
		[ "$(cat "got/$(printf 'a\nb').txt")" = "new break" ]
	done
}

@test "a file in cp1252 among others is repaired in place, with and without --encoding for cappack, and the undo log has its bytes" {
	for e in "" "--encoding utf-8,cp1252"; do
		rm -rf d u
		mkdir d
		touch d/a.png d/b.png
		printf 'caf\xe9\n' >d/a.txt
		printf 'bl\xc3\xa9\n' >d/b.txt
		cp -r d old
		captok --count --encoding utf-8,cp1252 d >r
		cappack --in-place --undo-log u $e d <r
		[ "$(cat d/a.txt)" = café ]
		[ "$(cat d/b.txt)" = blé ]
		cappack --in-place --undo u d
		cmp d/a.txt old/a.txt
		rm -rf old
	done
}

@test "a caption file with one kind of line break keeps one kind, and undoing gives its bytes back" {
	mkdir d
	touch d/a.png d/b.png d/c.png
	printf 'one\r\ntwo\r\n' >d/a.txt
	printf 'one\ntwo\n' >d/b.txt
	printf 'one\r\ntwo\n' >d/c.txt
	cp -r d old
	captok --count d >r
	jq -c 'if .caption then .caption = "ONE\nTWO" else . end' r | cappack --in-place --undo-log u d
	cmp d/a.txt <(printf 'ONE\nTWO\n')
	cmp d/b.txt <(printf 'ONE\nTWO\n')
	cmp d/c.txt <(printf 'ONE\nTWO\n')
	cappack --in-place --undo u d
	diff -r d old
	jq -c 'if .caption then .caption = "ONE\r\nTWO" else . end' r | cappack --in-place d
	cmp d/b.txt <(printf 'ONE\r\nTWO\r\n')
	cmp d/c.txt <(printf 'ONE\r\nTWO\n')
	jq -c 'if .caption then .caption = "ONE" else . end' r | cappack --in-place d
	cmp d/b.txt <(printf 'ONE\r\n')
}

@test "--encoding is written back; what the character set lacks is named and left" {
	mkdir d
	printf 'caf\351\r\n' >d/a.txt
	printf 'plain' >d/b.txt
	printf '\377\376h\0i\0\n\0' >d/c.txt
	printf '%s\n' '{"id":"a","caption":"thé"}' '{"id":"b","caption":"日本"}' >r.jsonl
	run cappack --in-place --partial --encoding cp1252 d <r.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *"U+65E5 cannot be written in cp1252"* ]]
	[ "$(od -An -c d/a.txt | tr -d ' ')" = 'th351\r\n' ]
	[ "$(cat d/b.txt)" = plain ]
	echo '{"id":"c","caption":"hó"}' | cappack --in-place --partial --encoding utf-16 d
	[ "$(od -An -tx1 d/c.txt | tr -d ' ')" = fffe6800f3000a00 ]
}

@test "a caption that is not UTF-8 is replaced by a record that names it, and undo gives its bytes back" {
	mkdir d
	printf 'caf\351\n' >d/a.txt
	cp -a d was
	echo '{"id":"a","caption":"café"}' | cappack --in-place --undo-log u.jsonl d
	[ "$(cat d/a.txt)" = café ]
	cappack --in-place --undo u.jsonl d
	diff -r was d
}

@test "texts: a caption a line, JSON Lines, metadata.jsonl, kohya's JSON" {
	printf 'one\r\ntwo\n\nfour' >l.txt
	printf '%s\n' '{"id":"1","caption":"ONE","source":{"line":1}}' '{"id":"4","caption":"FOUR","source":{"line":4}}' | cappack --in-place --partial l.txt
	[ "$(od -An -c l.txt | tr -d ' \n')" = 'ONE\r\ntwo\n\nFOUR' ]
	run cappack --in-place --partial l.txt <<<'{"id":"1","caption":"two\nlines"}'
	[ "$status" -eq 1 ]
	[[ $output == *"line break"* ]]
	printf '{"file_name": "x.png",  "text":"a", "z":[1, 2]}\n\n{"file_name":"y.png","text":"b"}\n' >metadata.jsonl
	records metadata.jsonl | all_new | cappack --in-place metadata.jsonl
	[ "$(head -1 metadata.jsonl)" = '{"file_name": "x.png",  "text":"new a", "z":[1, 2]}' ]
	[ "$(tail -1 metadata.jsonl)" = '{"file_name":"y.png","text":"new b"}' ]
	[ "$(wc -l <metadata.jsonl)" -eq 3 ]
	printf '{\n  "d/x.png": {\n    "caption": "a cat",\n    "train_resolution": [512, 512]\n  },\n  "d/y.png": {"tags": "b, c"}\n}\n' >k.json
	records k.json | all_new | cappack --in-place k.json
	[ "$(jq -c '[.[] | .caption, .tags]' k.json)" = '["new a cat",null,null,"new b, c"]' ]
	[ "$(sed -n 4p k.json)" = '    "train_resolution": [512, 512]' ]
	echo '{"z.png": {"caption": "a", "tags": "b"}}' >both.json
	run cappack --in-place both.json <<<'{"id":"z","caption":"c"}'
	[ "$status" -eq 2 ]
	[[ $output == *"--field"* ]]
	cappack --in-place --field tags both.json <<<'{"id":"z","caption":"c"}'
	[ "$(cat both.json)" = '{"z.png": {"caption": "a", "tags": "c"}}' ]
}

@test "--dry-run says what would change and writes nothing" {
	dataset d
	pack_forms d
	for x in $forms; do
		cp -a "$x" was
		orders "$x" >r.jsonl
		run cappack --dry-run "$x" <r.jsonl
		[ "$status" -eq 0 ]
		[[ $output == *'change sub/a.txt: "one cat" -> "new one cat"'* ]]
		[[ $output == *'add alone.txt: "added"'* ]]
		[[ $output == *"4 changed, 1 added, 0 removed, 0 unchanged" ]]
		diff -r was "$x"
		rm -rf was
	done
	[ -z "$(find . -name '.*captools*')" ]
}

@test "--backup keeps the old file beside the new one" {
	dataset d
	tar -cf t.tar -C d .
	cp t.tar was.tar
	orders t.tar | cappack --in-place --backup .orig t.tar
	cmp t.tar.orig was.tar
	cp -a d was
	orders d | cappack --in-place --backup '~' d
	cmp d/b.txt~ was/b.txt
	cmp d/wd/k.json~ was/wd/k.json
	[ ! -e d/alone.txt~ ]
	records d | sed 's/"new /"newer /' | cappack --in-place --backup '~' d
	[ "$(tr -d '\r' <d/b.txt~)" = "new two" ]
	run cappack --in-place --backup /x d </dev/null
	[ "$status" -eq 2 ]
}

# Windows has no such modes.
# bats test_tags=posix
@test "mode, links and times of a folder; links are not written through" {
	dataset d
	chmod 600 d/sub/a.txt
	echo outside >outside.txt
	ln -s ../outside.txt d/link.txt
	orders d >r.jsonl
	cappack --in-place --partial d <r.jsonl
	[ "$(stat -c %a d/sub/a.txt)" = 600 ]
	[ "$(cat outside.txt)" = outside ]
	run cappack --in-place --partial d <<<'{"id":"link","caption":"evil","source":{"member":"link.txt"}}'
	[ "$status" -ne 0 ]
	[ "$(cat outside.txt)" = outside ]
	[ -L d/link.txt ]
	mkdir e
	printf 'inside' >e/real.txt
	ln -s real.txt e/also.txt
	records e | all_new >r.jsonl
	run cappack --in-place e <r.jsonl
	[ "$status" -eq 2 ]
	[[ $output == *"also.txt"*"symbolic link"* ]]
	[ "$(cat e/real.txt)" = inside ]
}

# Wine follows links of Unix by itself, and shows none.
# bats test_tags=posix
@test "an archive that is a link: the file behind it is replaced, the link stays" {
	dataset d
	mkdir store
	tar -cf store/t.tar -C d .
	ln -s store/t.tar t.tar
	orders t.tar | cappack --in-place t.tar
	[ -L t.tar ]
	[ "$(tar -xOf store/t.tar ./c.caption)" = "new three" ]
}

@test "no path of a record is trusted" {
	dataset d
	cp -a d was
	for m in ../evil.txt /tmp/evil.txt sub/../../evil.txt evil.txt; do
		run cappack --in-place --partial d <<<"{\"id\":\"$m\",\"caption\":\"x\",\"source\":{\"member\":\"$m\",\"image\":\"$m\"}}"
		[ "$status" -eq 1 ]
	done
	diff -r was d
	[ ! -e evil.txt ]
}

@test "conversions between folder, tar, zip and back lose nothing" {
	dataset d
	pack_forms d
	for x in $forms; do
		records "$x" >r.jsonl
		for o in o.tar o.zip o.tar.zst o.tgz; do
			cappack -o "$o" --to archive "$x" <r.jsonl
			unpack "$o" got
			diff -r d got
		done
		rm -rf o.dir
		cappack -o o.dir --to dir "$x" <r.jsonl
		diff -r d o.dir
	done
	orders t.tar | cappack -o - --to archive t.zip | bsdtar -xf - -O alone.txt | grep -qx added
	7z a t.7z ./d/* >/dev/null
	run cappack --in-place t.7z </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *"7z"*"--to archive"* ]]
	records t.7z | all_new | cappack -o from7z --to dir t.7z
	[ "$(cat from7z/c.caption)" = "new three" ]
}

@test "OUT's name chooses the archive where --to does not" {
	dataset d
	records d | cappack -o d.tar.xz d
	xz -t d.tar.xz
	records d | cappack -o d.zip d.tar.xz
	unzip -tq d.zip
	records d | cappack -o d.jsonl d.zip
	[ "$(wc -l <d.jsonl)" -eq 4 ]
}

@test "OUT: a name that promises another archive is refused, a slash at its end means a folder, the dataset does not swallow it" {
	dataset d
	tar -cf t.tar -C d .
	for o in x.7z x.rar x.tar.lz4 x.parquet; do
		run cappack --partial -o $o --to archive d </dev/null
		[ "$status" -eq 2 ]
		[[ $output == *"-o $o: such an archive cannot be written"* ]]
		run cappack --partial -o $o t.tar </dev/null
		[ "$status" -eq 2 ]
		[ ! -e $o ]
	done
	cappack --partial -o new/ t.tar </dev/null
	diff -r d new
	for o in d/in d/sub/../in ./d/sub/in; do
		run cappack --partial -o $o d </dev/null
		[ "$status" -eq 2 ]
		[[ $output == *"lies inside the dataset"* ]]
	done
	diff -r d new
}

@test "share/demo in every form: an unchanged write-back is the same bytes, one edit changes one member" {
	cp -r "$BATS_TEST_DIRNAME/../share/demo/dataset" d
	mkdir wd
	for f in d/*.txt; do
		n=$(basename "$f" .txt)
		cp d/$n.png wd/
		jq -Rc '{caption: ., w: 1e400, x: [1, 2]}' <"$f" >wd/$n.json
	done
	pack_forms d
	tar -cf wds.tar -C d $(ls d)
	tar -cf wdj.tar -C wd $(ls wd)
	for x in $forms wds.tar wdj.tar; do
		rm -rf was is same
		capfix --rule CAP004 "$x" | cappack -o same "$x"
		if [ -d "$x" ]; then diff -r "$x" same; else cmp "$x" same; fi
		unpack "$x" was
		captok "$x" | jq -c 'if .id | . and endswith("cup_01") then .caption = "one edit" else . end' | cappack --in-place "$x"
		unpack "$x" is
		[ "$(diff -rq was is | wc -l)" -eq 1 ]
		diff -rq was is | grep -q cup_01
	done
}

@test "share/demo: capfix raises the score of the set, a second round changes nothing" {
	score() { capscore --format jsonl "$1" | jq 'select(.dataset).dataset.score.score'; }
	for how in "" --unsafe; do
		rm -rf d was
		cp -r "$BATS_TEST_DIRNAME/../share/demo/dataset" d
		before=$(score d)
		capfix $how d | cappack --in-place d
		after=$(score d)
		jq -ne "$after > $before"
		cp -a d was
		capfix $how d | cappack --in-place --dry-run d | grep -q '^0 changed, 0 added, 0 removed, 11 unchanged$'
		capfix $how d | cappack --in-place d
		diff -r was d
	done
}

@test "shards end between two samples, hold all of each, and replace nothing" {
	mkdir d
	for i in 1 2 3 4 5; do
		printf 'cap %s' $i >d/$i.txt
		head -c 20000 /dev/zero >d/$i.png
	done
	records d | cappack -o s.tar --to archive --shard-size 2 d
	[ "$(ls s-*.tar | tr '\n' ' ')" = "s-000000.tar s-000001.tar s-000002.tar " ]
	[ "$(tar -tf s-000001.tar | tr '\n' ' ')" = "3.png 3.txt 4.png 4.txt " ]
	[ ! -e s.tar ]
	run cappack -o s.tar --partial --to archive --shard-size 2 d </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *"exists"* ]]
	records d | cappack -o b.tar.gz --to archive --shard-size 45K d
	[ "$(ls b-*.tar.gz | wc -l)" -eq 3 ]
	# An archive whose samples are in pieces goes through a folder.
	tar -cf t.tar -C d 1.png 2.png 3.png 4.png 5.png 5.txt 4.txt 3.txt 2.txt 1.txt
	records t.tar | all_new | cappack -o p.tar --to archive --shard-size 2 t.tar
	[ "$(tar -tf p-000001.tar | tr '\n' ' ')" = "3.png 3.txt 4.png 4.txt " ]
	[ "$(tar -xOf p-000002.tar 5.txt)" = "new cap 5" ]
	[ -z "$(ls -A | grep captools)" ]
}

@test "--to jsonl: records, and what Hugging Face's imagefolder reads" {
	dataset d
	orders d | cappack -o - --to jsonl d | jq -c '[.id, .caption]' | sort >got
	printf '%s\n' '["alone","added"]' '["b","new two"]' '["c","new three"]' '["sub/a","new one cat"]' '["wd/k","new a é dog"]' | diff - got
	orders d | cappack -o metadata.jsonl --to jsonl d
	grep -qx '{"file_name":"sub/a.png","text":"new one cat"}' metadata.jsonl
}

@test "a second round changes nothing" {
	dataset d
	orders d | cappack --in-place d
	cp -a d was
	[ -n "$(records d)" ]
	records d | cappack --in-place d
	diff -r was d
}

@test "an undo log is never overwritten, and undo leaves what was edited since" {
	dataset d
	orders d | cappack --in-place --undo-log u.jsonl d
	cp u.jsonl was.jsonl
	run cappack --in-place --undo-log u.jsonl d <<<'{"id":"b","caption":"x"}'
	[ "$status" -ne 0 ]
	cmp u.jsonl was.jsonl
	printf 'by hand' >d/c.caption
	run cappack --in-place --undo u.jsonl d
	[ "$status" -eq 1 ]
	[[ $output == *"c.caption"*"another caption"* ]]
	[ "$(cat d/c.caption)" = "by hand" ]
	[ "$(cat d/sub/a.txt)" = "one cat" ]
	[ ! -e d/alone.txt ]
}

@test "records or an undo log that cannot be read are named, not the dataset" {
	dataset d
	run cappack --in-place --undo missing.jsonl d
	[ "$status" -eq 2 ]
	[[ $output == *"missing.jsonl: No such file"* ]]
	run cappack --in-place d <.
	[ "$status" -eq 2 ]
	[[ $output == *"the records: "* ]]
}

@test "usage: what does not fit together is 2 and says so" {
	dataset d
	tar -cf t.tar -C d .
	for args in "t.tar" "-o x --in-place t.tar" "--in-place" "--in-place t.tar t.tar" "--to dir t.tar" "-o t.tar t.tar" "-o d t.tar" "-o - d" \
		"-o x --backup b t.tar" "-o x --to dir --shard-size 3 t.tar" "-o x --to archive --shard-size 0 t.tar" "--in-place missing.tar" "--in-place /dev/null"; do
		run cappack $args </dev/null
		[ "$status" -eq 2 ]
		[[ $output == "cappack: "* ]]
	done
	ln t.tar hard.tar
	run cappack -o hard.tar t.tar </dev/null
	[ "$status" -eq 2 ]
}

@test "lost output: a full device is 2, a closed pipe ends it silently" {
	dataset d
	tar -cf t.tar -C d .
	records t.tar >r.jsonl
	run sh -c 'cappack -o - t.tar <r.jsonl >/dev/full'
	[ "$status" -eq 2 ]
	[[ $output == *"No space left"* ]]
	head -c 3000000 /dev/zero >d/zero.bin
	tar -cf t.tar -C d .
	run sh -c 'cappack -o - t.tar <r.jsonl | head -c 10 >/dev/null'
	[ -z "$output" ]
	run sh -c 'trap "" PIPE; { cappack -o - t.tar <r.jsonl; echo $? >status; } | head -c 10 >/dev/null'
	[ -z "$output" ]
	[ "$(cat status)" -eq 2 ]
}
