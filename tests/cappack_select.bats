#!/usr/bin/env bats
# cappack --only and --drop: which files go over, from every form into every form.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p ds/10_a ds/b
	for n in 10_a/1 10_a/2 b/1 b/3.x; do
		echo "caption of $n" >ds/$n.txt
		echo "image of $n" >ds/$n.png
	done
	echo other >ds/10_a/1.caption
	echo '{"score":1}' >ds/b/1.json
	echo alone >ds/b/none.png
	echo readme >ds/README.md
	tar -cf ds.tar -C ds .
	(cd ds && zip -qr ../ds.zip .)
	bsdtar -caf ds.7z -C ds .
	printf '%s\n' '{"id":"10_a/1","caption":"caption of 10_a/1"}' '{"id":"b/3.x","caption":"new"}' '{"id":"b/none","source":{"path":"ds","image":"b/none.png"}}' \
		'{"dataset":{"captions":3}}' >r
	only="10_a/1.caption 10_a/1.png 10_a/1.txt b/3.x.png b/3.x.txt b/none.png "
	drop="10_a/2.png 10_a/2.txt README.md b/1.json b/1.png b/1.txt "
}

# The files of a folder, tar or zip, in order of their names.
files() {
	if [ -d "$1" ]; then (cd "$1" && find . -type f); else bsdtar -tf "$1"; fi | sed 's,^\./,,' | grep -v '/$' | grep . | LC_ALL=C sort | tr '\n' ' '
}

@test "--only takes the named samples whole, --drop the others, from any form into any" {
	for in in ds ds.tar ds.zip ds.7z; do
		for out in o/ o.tar o.tar.gz o.zip; do
			rm -rf o o.*
			cappack --only -o $out $in <r
			[ "$(files ${out%/})" = "$only" ] || { echo "$in to $out: $(files ${out%/})"; false; }
			rm -rf o o.*
			cappack --drop -o $out $in <r
			[ "$(files ${out%/})" = "$drop" ] || { echo "$in to $out: $(files ${out%/})"; false; }
		done
	done
	rm -rf o
	cappack --only -o o ds <r
	[ "$(cat o/10_a/1.txt o/b/3.x.txt)" = "$(printf 'caption of 10_a/1\nnew')" ]
	[ ! -e o/b/1.png ]
	cappack --only -o o.jsonl ds.tar <r
	[ "$(jq -r .id o.jsonl | sort | tr '\n' ' ')" = "10_a/1 b/3.x " ]
}

@test "a folder of which nothing was chosen is not there" {
	head -1 r | cappack --only -o o ds
	[ "$(ls o)" = 10_a ]
}

@test "of a text the lines go over that are named, byte for byte" {
	printf 'one\r\ntwo\nthree' >l
	capgrep --word 'one' --word one l | cappack --only -o o l
	printf 'one\r\n' | cmp - o
	capgrep --word one l | cappack --drop -o o l
	printf 'two\nthree' | cmp - o
	printf '{"text":"a",  "n":1.50}\n\n{"text":"b"}\n' >j
	capgrep --word a j | cappack --only -o o j
	printf '{"text":"a",  "n":1.50}\n' | cmp - o
}

@test "a dry run says how many, and nothing is there" {
	[ "$(cappack --only -n -o o ds <r)" = "3 of 5 samples" ]
	[ "$(cappack --drop -n -o o ds <r)" = "2 of 5 samples" ]
	[ ! -e o ]
}

@test "a record that names nothing is said, status 1; the others count" {
	echo '{"id":"nobody","caption":"x"}' >>r
	run -1 cappack --only -o o ds <r
	[[ $output == *"(nobody): no such sample"* ]]
	[ "$(files o)" = "$only" ]
}

@test "nothing is taken out of a dataset in place" {
	run -2 cappack --only --in-place ds <r
	[[ $output == *"need -o OUT"* ]]
	run -2 cappack --drop --undo-log u -o o ds <r
	run -2 cappack --only --drop -o o ds <r
	[[ $output == *"exclude each other"* ]]
}
