#!/usr/bin/env bats
# capsee: what the trainer makes of the images, from every kind of dataset, and records that pass through.

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	demo="$BATS_TEST_DIRNAME/../share/demo/dataset"
	shared="${CAPTOOLS_SHARED:-$BATS_TEST_DIRNAME/../../shared}/datasets/images"
	exec </dev/null
}

# A PNG of size $1 x $2 with $3 bits of colour type $4, and nothing in it.
png() {
	python3 - "$@" <<-'END'
		import struct, sys, zlib
		w, h, bits, colour = map(int, sys.argv[1:5])
		def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
		channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
		line = b"\0" + bytes(w * channels * bits // 8)
		sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, colour, 0, 0, 0)) +
		                        chunk(b"IDAT", zlib.compress(line * h)) + chunk(b"IEND", b""))
	END
}

codes() { jq -r 'select(.capsee) | .capsee.findings[].code' | sort -u | tr '\n' ' '; }

@test "folder, tar, tar from a pipe, zip and 7z give the same records, for every -j" {
	capsee --trainer kohya:resolution=512,enable_bucket "$demo" | sed 's/"path":"[^"]*"//' | sort >folder
	[ -s folder ]
	tar -C "$demo" --sort=name -cf d.tar .
	(cd "$demo" && zip -qr "$OLDPWD/d.zip" . && 7z a -bd "$OLDPWD/d.7z" . >/dev/null)
	for d in d.tar d.zip d.7z; do
		for j in 1 3; do
			capsee -j $j --trainer kohya:resolution=512,enable_bucket $d | sed 's/"path":"[^"]*"//' | sort | diff - folder
		done
	done
	gzip -k d.tar
	for d in d.tar d.tar.gz; do
		capsee --trainer kohya:resolution=512,enable_bucket - <$d | sed 's/"path":"[^"]*"//' | sort | diff - folder
	done
}

@test "an image may come before its caption or long after it" {
	png 600 400 8 2 >a.png
	echo text >a.txt
	for i in 1 2 3; do echo text >$i.txt; done
	tar -cf first.tar a.png 1.txt 2.txt 3.txt a.txt
	tar -cf last.tar a.txt 1.txt 2.txt 3.txt a.png
	for t in first last; do
		[ "$(capsee $t.tar | jq -c 'select(.id == "a") | .capsee.image.size')" = "[600,400]" ]
	done
}

@test "records piped in get the images of the datasets named, and all else goes through" {
	captok "$demo" | capscore >records
	capsee --trainer onetrainer - "$demo" <records >out
	[ "$(grep -c '"capscore"' out)" -eq "$(grep -c '"capsee"' out)" ]
	[ "$(grep -c '"captok":' out)" -eq "$(grep -c '"captok":' records)" ]
	[ "$(tail -2 out | head -1)" = "$(tail -1 records)" ]
	tail -1 out | jq -e '.dataset.trainer == "onetrainer" and .dataset.images == 11' >/dev/null
	# Run again, it replaces its own.
	capsee --trainer onetrainer "$demo" - <out | cmp - out
	capview -o page.html "$demo" <out
	run capsee --trainer kohya <records
	[[ $output == *"name the DATASET"* ]]
}

# Wine cannot look into a pipe that a program of Unix made.
# bats test_tags=posix
@test "records come beside a dataset without a - too; what is none stays where it is, and a pipe that says nothing is not waited for long" {
	captok "$demo" >records
	capsee - "$demo" <records >out
	capsee "$demo" <records | cmp - out
	cat records | capsee "$demo" | cmp - out
	{ sleep 1; cat records; } | capsee "$demo" | cmp - out
	printf '%s\n' "$demo" "$demo" >lines
	while read -r d; do capsee "$d" | tail -1; done <lines >two
	[ "$(wc -l <two)" -eq 2 ]
	cat lines | while read -r d; do capsee "$d" | tail -1; done >two
	[ "$(wc -l <two)" -eq 2 ]
	mkfifo silent
	exec 9<>silent
	timeout 60 capsee "$demo" <silent 2>err | tail -1 | jq -e '.dataset.images == 11'
	grep -q 'no records are taken' err
	: | capsee - "$demo" | tail -1 | jq -e '.dataset.images == 0'
	: | capsee "$demo" | tail -1 | jq -e '.dataset.images == 11'
}

# The same.
# bats test_tags=posix
@test "records that come after they were given up are told, exit 2" {
	mkfifo records dataset
	exec 9<>records
	tar -cf d.tar -C "$demo" .
	capsee dataset <records >out 2>err &
	until grep -q 'no records are taken' err 2>/dev/null; do sleep 0.1; done
	printf '{"id":"cup_01"}\n' >&9
	cat d.tar >dataset
	status=0
	wait $! || status=$?
	[ "$status" -eq 2 ]
	grep -q 'came on standard input after all' err
}

@test "images that are named singly give the records that their folder gives" {
	cp "$demo"/*.png "$demo"/*.txt .
	cp cup_01.png bare.png
	printf 'a\377b' >bad.txt
	cp cup_01.png bad.png
	rest() { grep -v '^{"dataset"\|^{"input"' | jq -c 'del(.source.path)' | sort; }
	run capsee ./*.png
	[ "$status" -eq 1 ] # the caption that is no UTF-8
	capsee ./*.png 2>err | rest >single || true
	capsee . 2>err | rest >folder || true
	cmp single folder
	[ "$(wc -l <single)" -gt 10 ]
	echo text >broken.png
	: >empty.jpg
	[ "$(capsee broken.png empty.jpg | codes)" = 'CAP200 ' ]
	# For the others a picture is no input.
	run captok ./cup_01.png
	[ "$status" -eq 2 ]
	[[ $output == *"looks like a PNG image"* ]]
	run captok --from image ./cup_01.png
	[ "$status" -eq 2 ]
}

@test "records that cannot be read are seen in every form for CI" {
	{
		printf '{"id":"a","width":800,"height":600}\n'
		printf '{"id":"b","width":\n'
		printf '{"id":"c","error":{"code":"too-large","message":"more than 3 bytes"}}\n'
	} >records
	for format in github sarif junit; do
		run capsee --format $format records
		[ "$status" -eq 1 ]
	done
	capsee --format github records 2>/dev/null | grep -c '^::error .*bad-record' | grep -qx 2
	capsee --format sarif records 2>/dev/null | jq -e '[.runs[0].results[] | select(.ruleId == "bad-record")] | length == 2'
	capsee --format junit records 2>/dev/null | grep -c '<error type=' | grep -qx 2
	# A baseline knows them, too.
	capsee --baseline known --write-baseline records >/dev/null 2>&1 || true
	capsee --baseline known --format github records >out 2>/dev/null
	[ ! -s out ]
}

@test "a record waives rules about its own picture, a [files] section those of the pictures it names" {
	png 40 30 8 6 >a.png
	printf '{"id":"a","caption":"x","captools":{"ignore":["CAP208"]},"source":{"image":"a.png"}}\n' >waive
	printf '{"id":"a","caption":"x","source":{"image":"a.png"}}\n' >plain
	capsee - . <plain | codes | grep -q CAP208
	[ -z "$(capsee - . <waive | codes | grep CAP208)" ]
	capsee --trainer kohya:resolution=512 - . <waive | codes | grep -q CAP213
	printf '[files "a*"]\ntransparent-image = off\n' >captools.conf
	[ -z "$(capsee . | codes | grep CAP208)" ]
}

@test "a model that is none is refused" {
	run capsee --model nosuch "$demo"
	[ "$status" -eq 2 ]
	[[ $output == *"unknown model 'nosuch'"* ]]
}

@test "a set is planned by widths and heights" {
	printf '{"id":"%s","width":%d,"height":%d}\n' a 4000 3000 b 1920 1080 >plan
	capsee --trainer kohya:resolution=1024,enable_bucket <plan >out
	[ "$(jq -c 'select(.capsee) | .capsee.trained.bucket' out | tr '\n' ' ')" = "[1024,768] [1024,576] " ]
	echo '{"resolution":1024,"enable_bucket":true,"max_bucket_reso":2048}' >settings.json
	capsee --trainer kohya --trainer-settings settings.json --batch 2 <plan >out
	[ "$(jq -c 'select(.capsee) | .capsee.trained.bucket' out | tr '\n' ' ')" = "[1152,896] [1344,768] " ]
	tail -1 out | jq -e '.dataset.batch == 2 and .dataset.partial == 2 and .dataset.steps == 2' >/dev/null
	capsee --trainer kohya:resolution=1280,enable_bucket <plan | tail -1 | jq -e '.dataset.error | test("max_bucket_reso")' >/dev/null
}

@test "what is wrong with a file is found by name, and how grave it is the trainer says" {
	mkdir d
	png 800 600 16 0 >d/grey16.png
	png 800 600 8 6 >d/alpha.png
	png 40 30 8 2 >d/tiny.png
	png 800 600 8 2 | head -c 100 >d/cut.png
	: >d/empty.png
	echo text >d/text.png
	png 800 600 8 2 >d/name.Jpg
	cp d/alpha.png d/alpha.JPG
	capsee --trainer kohya:resolution=512,enable_bucket d >kohya
	has() { jq -r --arg f "$1" 'select(.source.image == $f) | .capsee.findings[].code' "$2" | grep -qx "$3"; }
	hasnt() { if has "$@"; then return 1; fi; }
	has grey16.png kohya CAP209
	has alpha.png kohya CAP208
	has tiny.png kohya CAP213
	has cut.png kohya CAP201
	has empty.png kohya CAP200
	has text.png kohya CAP200
	has name.Jpg kohya CAP204
	has name.Jpg kohya CAP203
	capsee --trainer kohya:resolution=512,enable_bucket,alpha_mask d >mask
	hasnt alpha.png mask CAP208
	capsee --trainer onetrainer d >onetrainer
	hasnt name.Jpg onetrainer CAP204
	capsee --trainer simpletuner d >simpletuner
	[ "$(jq -r 'select(.source.image == "grey16.png") | .capsee.findings[] | select(.code == "CAP209").severity' simpletuner)" = info ]
	# Two images of one stem are two images.
	[ "$(jq -r 'select(.capsee) | .source.image' kohya | sort -u | wc -l)" -eq 8 ]
	# Broken files are findings, never fatal.
	capsee d >none
	run capsee --fail-on error d
	[ "$status" -eq 1 ]
	capsee --baseline known --write-baseline d >/dev/null
	capsee --baseline known --fail-on info d >/dev/null
	[ -z "$(capsee --no-rule image d | codes)" ]
}

@test "pictures in buckets under one batch are named" {
	printf '{"id":"%s","width":%d,"height":%d}\n' a 512 512 b 512 512 c 512 1024 |
		capsee --trainer onetrainer:resolution=512,batch_size=2 | tail -1 | jq -e '.dataset.untrained == ["c"] and .dataset.steps == 1'
}

@test "a dataset without images is named" {
	mkdir empty
	run capsee empty
	[ "$status" -eq 0 ]
	[[ $output == *"empty: no images in it"* ]]
}

@test "every format says the same" {
	mkdir d
	png 40 30 8 2 >d/tiny.png
	capsee --format text --trainer kohya:resolution=512 d | grep -q 'CAP213 40 x 30 is enlarged'
	capsee --format github --trainer kohya:resolution=512 d | grep -q '^::error file=d/tiny.png,title=CAP213 tiny-image::'
	capsee --format sarif --trainer kohya:resolution=512 d | jq -e '.runs[0].results[0].ruleId' | grep -q CAP2
	capsee --format junit --trainer kohya:resolution=512 d | grep -q 'CAP213'
	capsee --explain CAP213 | grep -q 'enlarged'
}

@test "settings that cannot be are refused with the name of the option" {
	for t in kohya:nosuch=1 kohya:resolution=x nosuch simpletuner:crop_style=no; do
		run capsee --trainer $t "$demo"
		[ "$status" -eq 2 ]
	done
	echo '{"nosuch":1}' >s.json
	run capsee --trainer kohya --trainer-settings s.json "$demo"
	[ "$status" -eq 2 ]
	[[ $output == *nosuch* ]]
	# Options of captions may stand among them; a word of their help is none.
	capsee --trainer kohya:keep_tokens=1,system_prompt=x,resolution=512 "$demo" >/dev/null
	run capsee --trainer diffusion-pipe:clips=1 "$demo"
	[ "$status" -eq 2 ]
}

@test "pixels: a twin, a mirror image, a picture without colour and damage are found by name" {
	python3 "$BATS_TEST_DIRNAME/../share/demo/draw" --faults d
	python3 - <<-'END'
		b = bytearray(open("d/good.png", "rb").read())
		b[len(b) // 2] ^= 255
		open("d/damaged.png", "wb").write(b)
	END
	capsee --pixels d >out
	[ "$(jq -r 'select(.capsee) | select(.capsee.findings | any(.code == "CAP219")) | .id' out)" = damaged ]
	[ "$(jq -r 'select(.capsee) | select(.capsee.findings | any(.code == "CAP220")) | .id' out | sort | tr '\n' ' ')" = "deep monochrome " ]
	[ "$(tail -1 out | jq -c .dataset.duplicates)" = '[["good","mirrored"],["good","twin"]]' ]
	tail -1 out | jq -r '.dataset.findings[0].message' | grep -q 'mirrored is the mirror image of good, twin is a copy of good'
	# Headers alone say nothing of it.
	capsee d | tail -1 | jq -e '.dataset.duplicates == null'
}

# PPM-like drawing of flat colours: paint FILE COLOUR [COLOUR-OF-THE-MIDDLE], as r,g,b.
paint() {
	python3 - "$@" <<-'END'
		import struct, sys, zlib
		def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
		edge = bytes(map(int, sys.argv[2].split(",")))
		middle = bytes(map(int, sys.argv[3].split(","))) if len(sys.argv) > 3 else edge
		n = 100
		rows = b"".join(b"\0" + b"".join(middle if 30 <= x < 70 and 30 <= y < 70 else edge for x in range(n)) for y in range(n))
		open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", n, n, 8, 2, 0, 0, 0)) +
		                              chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
	END
}

@test "caption against pixels: a colour that is not there, a ground that is not white, grey that is not said" {
	paint ball.png 250,250,250 220,30,30 && echo 'a red ball on a white background' >ball.txt
	paint kite.png 40,120,220 220,30,30 && echo 'a green kite on a white background, a girl with green eyes' >kite.txt
	paint grey.png 90,90,90 200,200,200 && echo 'a square' >grey.txt
	paint film.png 90,90,90 200,200,200 && echo 'a black and white photo of a red ball' >film.txt
	paint bare.png 90,90,90
	capsee --pixels . >out
	found() { jq -r "select(.capsee and .id == \"$1\") | .capsee.findings[].code" out | tr '\n' ' '; }
	[ "$(found ball)" = '' ]
	[ "$(found kite)" = 'CAP222 CAP223 ' ]
	jq -r 'select(.id == "kite").capsee.findings[0].message' out | grep -q '"green" of "kite"'
	[ "$(found grey)" = 'CAP220 ' ]
	jq -r 'select(.id == "grey").capsee.findings[0].message' out | grep -q 'does not say so'
	[ "$(found film)" = '' ]
	[ "$(found bare)" = 'CAP220 ' ]
	# Headers alone know no pixels.
	[ -z "$(capsee . | jq -r 'select(.capsee) | .capsee.findings[].code' | grep 'CAP22[0-4]')" ]
}

# A PNG of 90 x 60 whose pixel at x, y is the Python expression $2 of four values; ends in .png.
plot() {
	python3 - "$@" <<-'END'
		import struct, sys, zlib
		def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
		w, h, at = 90, 60, eval("lambda x, y: " + sys.argv[2])
		rows = b"".join(b"\0" + b"".join(bytes(at(x, y)) for x in range(w)) for y in range(h))
		open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 6, 0, 0, 0)) +
		                              chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
	END
}

@test "bars of a film or a scan are seen, a plain ground is none" {
	scene='(x * 2, 255 - y * 4, (x * y) % 200, 255)'
	plot film.png "(0, 0, 0, 255) if y < 10 or y >= 50 else $scene"
	plot phone.png "(9, 9, 9, 255) if x < 15 or x >= 70 else $scene"
	plot scan.png "(250, 250, 250, 255) if x < 8 or x >= 82 or y < 6 or y >= 54 else $scene"
	plot bare.png "$scene"
	plot ground.png "(200, 30, 30, 255) if (x - 45) ** 2 + (y - 30) ** 2 < 300 else (250, 250, 250, 255)"
	plot floor.png "(40, 40, 200, 255) if y < 30 else (40, 120, 40, 255)"
	plot once.png "(0, 0, 0, 255) if y < 10 else $scene"
	capsee --pixels . >out
	said() { jq -r "select(.id == \"$1\") | .capsee.findings[] | select(.code == \"CAP225\").message" out; }
	[[ $(said film) == *"above and below, 33%"* || $(said film) == *"above and below, 3"?"%"* ]]
	[[ $(said phone) == *"left and right"* ]]
	[[ $(said scan) == *"all four sides"* ]]
	for quiet in bare ground floor once; do [ -z "$(said $quiet)" ]; done
}

@test "pixels say what lies under transparency, and whether there is any" {
	plot sprite.png '(255, 0, 255, 0) if x < 30 else (20, 90, 40, 255)'
	plot hidden.png '(x * 2, y * 4, 77, 0) if x < 60 else (20, 90, 40, 255)'
	plot glass.png '(x * 2, y * 4, 77, 128)'
	plot opaque.png '(x * 2, y * 4, 77, 255)'
	capsee --pixels --trainer kohya:resolution=64,enable_bucket,min_bucket_reso=64 . >out
	said() { jq -r "select(.id == \"$1\") | .capsee.findings[] | select(.code == \"CAP208\").message" out; }
	[[ $(said sprite) == *"33% of the picture is wholly transparent and trains as #ff00ff"* ]]
	[[ $(said hidden) == *"66% of the picture"*"a picture of its own"* ]]
	[[ $(said glass) == *"half-transparent ones turn solid"* ]]
	[ -z "$(said opaque)" ]
	# The header alone cannot know.
	capsee --trainer kohya:resolution=64 . | jq -r 'select(.id == "opaque") | .capsee.findings[].code' | grep -qx CAP208
}

@test "witnesses: what none of them saw, what they are sure of, and nothing about words that they do not know" {
	cat >records <<-'END'
		{"id":"a","caption":"a golden retriever with a red ball on green grass","width":800,"height":600}
		{"id":"b","caption":"1girl, black hair, smile, white shirt","width":800,"height":600}
		{"id":"c","caption":"a kite over the sea","width":800,"height":600}
		{"id":"d","caption":"a man in a blue coat","width":800,"height":600}
		{"id":"e","caption":"a dog and a kite","width":800,"height":600}
	END
	cat >seen <<-'END'
		{"id":"a","tags":[{"tag":"dog","score":0.98},{"tag":"grass","score":0.9},{"tag":"ball","score":0.11},{"tag":"hat","score":0.91},{"tag":"tree","score":0.6}]}
		{"id":"b","tags":[{"tag":"1girl","score":0.99},{"tag":"blonde_hair","score":0.95},{"tag":"black_hair","score":0.05},{"tag":"white_shirt","score":0.8}],"caption":"A woman with blonde hair."}
		{"id":"d","clauses":[{"text":"blue coat","score":0.21},{"text":"a man","score":0.9}],"tags":["red coat"]}
		{"id":"e","tags":["dog"]}
		{"id":"a","tags":[{"tag":"ball","score":0.2}],"caption":"A dog on grass."}
	END
	capsee --witness seen records >out
	said() { jq -r "select(.id == \"$1\") | .capsee.findings[] | .code + \" \" + .message" out; }
	[ "$(said a | head -1)" = 'CAP227 the caption says "ball", and no witness saw it' ]
	[ "$(said a | tail -1)" = 'CAP228 witnesses are sure of "hat", and the caption leaves it out' ]
	[ "$(said b | head -1)" = 'CAP227 the caption says "black hair", and no witness saw it' ]
	[ "$(said b | tail -1)" = 'CAP228 witnesses are sure of "blonde hair", and the caption leaves it out' ]
	[ -z "$(said c)" ] # no line of its own
	[ "$(said d | head -1)" = 'CAP227 the caption says "blue coat", and no witness saw it' ]
	[ -z "$(said e)" ] # kite: a word that no witness has
	# A second witness that saw it settles the doubt.
	echo '{"id":"a","tags":[{"tag":"red ball","score":0.7}]}' >>seen
	capsee --witness seen records >out
	said a | grep -c CAP227 | grep -qx 0
	for bad in '{"id":1}' '{"id":"x","tags":[{"tag":3}]}' '{"id":"x","tags":3}' '{"id":"x","tags":[{"tag":"a","score":"b"}]}' 'no JSON'; do
		printf '{"id":"x"}\n%s\n' "$bad" >wrong
		run capsee --witness wrong records
		[ "$status" -eq 2 ]
		[[ $output == *"wrong:2: "* ]]
	done
	run capsee --witness nosuch records
	[ "$status" -eq 2 ]
}

@test "captions of other pictures are told by the colours they name, over the whole set" {
	colours=('red 220,30,30' 'green 30,160,40' 'blue 40,80,220' 'yellow 240,220,40' 'purple 140,40,200')
	for i in $(seq 0 29); do
		read -r name rgb <<<"${colours[i * 7 % 5]}"
		paint "$i.png" 128,128,128 "$rgb"
		echo "a $name square" >"$i.txt"
	done
	capsee --pixels . | tail -1 | jq -e 'all(.dataset.findings[]; .code != "CAP224")'
	for i in $(seq 0 29); do mv "$i.txt" "$(((i + 1) % 30)).moved"; done
	for i in $(seq 0 29); do mv "$i.moved" "$i.txt"; done
	capsee --pixels . | tail -1 | jq -e 'any(.dataset.findings[]; .code == "CAP224" and (.message | test("30 captions|30")))'
	rm -f 2?.txt 2?.png 1?.txt
	capsee --pixels . | tail -1 | jq -e 'all(.dataset.findings[]; .code != "CAP224")'
}

@test "records are valid by share/schema" {
	cp "$demo"/*.png "$demo"/*.txt .
	printf '{"id":"p","width":4000,"height":3000}\n' >plan
	for t in kohya:enable_bucket,resolution=1024 musubi onetrainer:resolution='"512,768"' ai-toolkit:resolution='[512,768]' \
		diffusion-pipe:resolutions='[512,1024]',enable_ar_bucket simpletuner diffusers; do
		capsee --trainer "$t" "$demo"
		capsee --trainer "$t" <plan
	done >out
	capsee --pixels --trainer kohya "$demo" >>out
	[ ! -d "$shared" ] || capsee --trainer kohya "$shared" >>out
	python3 "$BATS_TEST_DIRNAME/schema_check.py" "$BATS_TEST_DIRNAME/../share/schema/record.schema.json" <out
}

@test "the trainers list and read the shared files as their own loaders do" {
	oracle="$shared/../../oracle/image-formats.jsonl.zst"
	[ -f "$oracle" ] || skip "no shared data"
	for t in kohya musubi ai-toolkit diffusion-pipe simpletuner; do
		capsee --trainer $t "$shared" | jq -c 'select(.capsee) | {key: .source.image, value: .capsee}' | jq -s from_entries >mine
		zstd -dc "$oracle" | jq -c --arg t $t --slurpfile m mine 'select(.trainer == $t and ((.settings // {}) | (.fast_image_size // false) != true and
			((.imagesize // "1") | startswith("2") | not)))
			| . as $r | $m[0][$r.file] as $c
			| select(($r.result.listed != null and $r.result.listed != (($c.trained.differs // []) | index("not-listed") | not) and ($c.trained != null)) or
				($r.result.size_read != null and $r.result.size_read[0] > 0 and $c.trained != null and $c.trained.read != $r.result.size_read))
			| [$r.trainer, $r.file]' >differ
		[ ! -s differ ] || { cat differ; return 1; }
	done
}

@test "odd pictures: animations, profiles, print colours, sizes that lie or are read short" {
	mkdir d
	python3 - <<-'END'
		import struct
		def put(name, data): open("d/" + name, "wb").write(data)
		frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x02\x4c\x01\x00"
		put("two.gif", b"GIF89a" + struct.pack("<HHBBB", 2, 2, 0x80, 0, 0) + bytes(6) + frame * 2 + b";")
		def seg(m, data): return b"\xff" + bytes([m]) + struct.pack(">H", len(data) + 2) + data
		def jpeg(parts, middle=b""):
		    sof = struct.pack(">BHHB", 8, 480, 640, parts) + b"".join(bytes([i + 1, 0x11, 0]) for i in range(parts))
		    sos = bytes([parts]) + b"".join(bytes([i + 1, 0]) for i in range(parts)) + b"\0\x3f\0"
		    return b"\xff\xd8" + middle + seg(0xc0, sof) + seg(0xda, sos) + bytes(4000) + b"\xff\xd9"
		put("print.jpg", jpeg(4))
		# The standard's example of luminance (T.81 K.1) has a mean of 57.6; at quality 30 that is scaled by 5000 / 30 percent.
		put("coarse.jpg", jpeg(3, seg(0xdb, b"\0" + bytes([96]) * 64)))
		put("fine.jpg", jpeg(3, seg(0xdb, b"\0" + bytes([29]) * 64)))
		put("profile.jpg", jpeg(3, seg(0xe2, b"ICC_PROFILE\0\1\1" + b"no profile at all")))
		body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + struct.pack("<I", 639)[:3] + struct.pack("<I", 479)[:3] + \
		       b"VP8L" + struct.pack("<I", 40000) + b"\x2f" + struct.pack("<I", 639 | 479 << 14) + bytes(39995)
		put("extended.webp", b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)
	END
	png 8 8 8 2 >d/lies.png
	printf '\0\1\206\240\0\1\206\240' | dd of=d/lies.png bs=1 seek=16 conv=notrunc status=none
	capsee --trainer kohya:resolution=512,enable_bucket d >out
	has() { jq -r --arg f "$1" 'select(.source.image == $f) | .capsee.findings[].code' out | grep -qx "$2"; }
	has two.gif CAP211
	has print.jpg CAP212
	has coarse.jpg CAP226
	if has fine.jpg CAP226; then false; fi
	has profile.jpg CAP210
	has extended.webp CAP215
	has lies.png CAP202
}

@test "what a trainer stops at, leaves out and never trains" {
	set_codes() { capsee "$@" | tail -1 | jq -r '.dataset.findings[].code'; }
	printf '{"id":"a","width":800,"height":600}\n' >a
	capsee --trainer kohya:enable_bucket=false,cache_latents=false a | codes | grep -q CAP214
	printf '{"id":"%s","width":%d,"height":%d}\n' a 512 512 b 512 512 c 512 1024 >three
	set_codes --trainer onetrainer:resolution=512,batch_size=2 three | grep -qx CAP217
	set_codes --trainer kohya:resolution=512,enable_bucket,batch_size=2 three | grep -qx CAP218
	set_codes --trainer kohya:resolution=1280,enable_bucket a | grep -qx CAP216
}

@test "a long name is cut between its characters: the record stays UTF-8" {
	mkdir d
	for last in a b; do
		cp "$demo/cup_01.png" "d/x$(printf 'é%.0s' {1..60})$last.png"
	done
	capsee --pixels --trainer onetrainer:batch_size=4 d | tail -1 >out
	jq -e '[.dataset.findings[].code] | contains(["CAP217", "CAP221"])' out
	iconv -f UTF-8 -t UTF-8 out >/dev/null
}

@test "every rule about pictures is seen to fire by some test" {
	cd "$BATS_TEST_DIRNAME"
	for code in $(sed -n 's/.*\.code = "\(CAP[0-9]*\)".*/\1/p' ../lib/see/*.c); do
		grep -rq "$code" golden/capsee capsee.bats unit || { echo "$code"; false; }
	done
}
