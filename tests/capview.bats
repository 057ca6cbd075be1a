#!/usr/bin/env bats
# capview: the page without a browser (what is in it), and, where Chromium is, with one (tests/browser/run).
bats_require_minimum_version 1.5.0

setup() {
	demo=$BATS_TEST_DIRNAME/../share/demo
	browser=$BATS_TEST_DIRNAME/browser
	cd "$BATS_TEST_TMPDIR"
}

# The JSON of the page's data elements: rows, index lots, the summary.
rows() { grep -o '<script type="application/json" id="r[0-9]*">.*</script>' "$1" | sed 's/^[^>]*>//; s/<\/script>$//'; }
index() { grep -o '<script type="application/json" class="ix">.*</script>' "$1" | sed 's/^[^>]*>//; s/<\/script>$//' | jq -c '.[]'; }
summary() { grep -o '<script type="application/json" id="summary">.*</script>' "$1" | sed 's/^[^>]*>//; s/<\/script>$//'; }
second() { grep -o '<script type="application/json" id="f[0-9]*">.*</script>' "$1" | sed 's/^[^>]*>//; s/<\/script>$//'; }
pictures() { grep -o '<script type="text/plain" id="i[0-9]*"[^>]*>[^<]*' "$1"; }

@test "without records, captok --pieces, capscene, capscore and capsee --pixels are run over the dataset" {
	mkdir d
	cp "$demo/dataset/"*.txt "$demo/dataset/"{apple,boat}_01.png d
	captok --pieces --model flux-dev d | capscene | capscore --model flux-dev | capsee --pixels - d | capview --quiet -o piped.html d
	capview --quiet --model flux-dev -o alone.html d </dev/null
	cmp piped.html alone.html
	# Their faults are its own.
	printf 'caf\351\n' >d/bad.txt
	run capview --quiet -o bad.html d </dev/null
	[ "$status" -eq 1 ]
	[[ $output == *"captok: d: bad.txt: record "*"not UTF-8"* ]]
	capview --quiet --encoding utf-8,cp1252 -o good.html d </dev/null
	run capview -o none.html --model no-such d </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *"captok: unknown model 'no-such'"* ]]
	[ ! -e none.html ]
	# Options of pictures in --trainer are capsee's, those of captions captok's; what neither has is refused.
	rm d/bad.txt
	capview --quiet --trainer 'kohya:resolution=[768,512],enable_bucket,keep_tokens=1' -o kohya.html d </dev/null
	run --separate-stderr capview -o none.html --trainer kohya:reslution=768 d </dev/null
	[ "$status" -eq 2 ]
	[[ $stderr == *"kohya has no option 'reslution'"* ]]
	# A pipe that brings nothing is a tool that died, not a wish.
	run --separate-stderr bash -c ': | capview -o none.html d'
	[ "$status" -eq 2 ]
}

@test "a caption whose record is longer than a tool takes is named, has its row, and the others are on the page" {
	mkdir d
	yes 'a red apple,' | head -c 3000000 >d/long.txt
	echo 'a dog' >d/b.txt
	for i in long b; do cp "$BATS_TEST_DIRNAME/../share/demo/dataset/cup_01.png" d/$i.png; done
	run capview --quiet -o r.html d </dev/null
	[ "$status" -eq 1 ]
	[[ $output == *"the record of long has more than 16777216 bytes (--max-caption"* ]]
	grep -q '"err":"the record of long has' r.html
	grep -q '"member":"b.txt"' r.html
}

@test "a page of plain captions" {
	printf '%s\n' 'a red apple' 'a dog' | capview -o r.html
	[ "$(index r.html | jq -c '[.[0], .[1], .[2]]' | tr '\n' ' ')" = '["1","a red apple",null] ["2","a dog",null] ' ]
	[ "$(summary r.html | jq -c '[.rows, .pictures]')" = '[2,false]' ]
}

@test "nothing but the page's own style and script may run, and nothing is loaded" {
	echo 'a dog' | capview -o r.html
	policy=$(grep -o 'Content-Security-Policy" content="[^"]*' r.html)
	[[ "$policy" == *"default-src 'none'; img-src data:;"* ]]
	[[ "$policy" != *unsafe* ]]
	for e in style script; do
		hash=$(python3 -c '
import base64, hashlib, re, sys
page = open("r.html", encoding="utf-8").read()
print(base64.b64encode(hashlib.sha256(re.search("<%s>(.*?)</%s>" % (sys.argv[1], sys.argv[1]), page, re.S).group(1).encode()).digest()).decode())' $e)
		[[ "$policy" == *"$e-src 'sha256-$hash'"* ]]
	done
	! grep -oE '(src|href)="[^"]*"' r.html | grep -vE '="(#list|data:,)"' || false
	! grep -qE 'https?://' <(sed 's|http://www.w3.org/2000/svg||' r.html) || false
}

@test "captions of markup are data" {
	printf '%s\n' '</script><script>alert(1)</script>' '<!--<script>' '<img src=x onerror=alert(1)>' | captok --pieces | capview --title '<i>&"' -o r.html
	[ "$(grep -c '<i>' r.html)" = 0 ]
	[ "$(index r.html | jq -r '.[1]')" = "$(printf '%s\n' '</script><script>alert(1)</script>' '<!--<script>' '<img src=x onerror=alert(1)>')" ]
	# As many elements begin as end, and none of them came from a caption.
	[ "$(grep -o '<script' r.html | wc -l)" = "$(grep -o '</script>' r.html | wc -l)" ]
	! grep -q 'onerror=alert' <(grep -v 'class="ix"' r.html | grep -v 'id="r') || false
	! grep -q '<img src=x' r.html || false
	! grep -q '<!--<' r.html || false
}

@test "hostile records: wrong types, wrong spans, missing keys" {
	cat >bad.jsonl <<-'END'
	{"id":"a","caption":"a dög","captok":{"encoders":[{"encoder":1,"tokens":"x","limit":-4,"truncated":{"span":[99,1]},"pieces":[{"id":1},{"id":2,"span":[3,99999999999]},7,{"id":3,"span":"x"},{"id":4}]},null,[]]}}
	{"id":"b","caption":"x","capscore":{"score":1e999,"parts":[],"slots":{"subject":3},"findings":[{"rule":{},"code":"<script>","severity":"error","span":[-1,2],"message":9},null,"x"]}}
	{"id":"c","caption":"x","capscore":7,"capfix":[],"capsplit":"z","captok":null}
	{"id":"d","caption":"x","capfix":{"before":"y","edits":[{"span":[5,4],"old":3}],"open":{}}}
	{"id":"f","caption":"x","capscene":{"objects":[7,{"name":4,"span":"y","attributes":{"a":1}},{"name":"</script>","span":[0,9],"count":"x","attributes":[null,{"name":"b"}]}],"relations":[{"subject":0,"object":3},{"subject":-1,"object":0},{"subject":9e99,"object":0},{"subject":1,"object":2,"predicate":"on","span":[5,1]},1],"picture":"x","empty":[[],{"kind":"hedge"}],"facts":{}}}
	{"id":"g","caption":"x","capscene":[1],"capscore":{"facts":[1],"parts":3}}
	{"id":"h","caption":"x","capsee":{"image":[1],"trained":{"trainer":{},"read":[1],"bucket":[1e9,-4],"resized":"x","any_of":[{"bucket":[64,64],"resized":[64,65],"crop":[1,2,3,"</script>"],"crop_room":[1],"dropped":7},3],"differs":{"a":1},"scale":"x"},"findings":[{"code":"CAP299","severity":9}]}}
	{"id":"i","caption":"x","capsee":{"trained":{"all_of":[],"error":"<b>"},"findings":"none"}}
	{"dataset":{"images":"x","buckets":[null,{"size":3}],"duplicates":[["a","b"],["a"],7,["nobody","a"]],"untrained":[3,"a"]}}
	{"dataset":{"findings":[null,3,{"severity":{},"message":["x"]}]}}
	{"dataset":4}
	{"input":{"missing":[1,{"a":"</script>"}]}}
	{"id":"e","error":{"code":"not-utf8","message":"it is <b>bad</b>"}}
	END
	capview -o r.html <bad.jsonl
	[ "$(index r.html | jq -r '.[0]' | tr '\n' ' ')" = 'a b c d f g h i e ' ]
	# A number beyond a double's is none: "inf" would end the page's script.
	[ "$(index r.html | jq -c 'select(.[0] == "b")[2]')" = null ]
	! grep -qE '[:,[]-?(inf|nan)' r.html || false
	[ "$(rows r.html | jq -c '.err // empty')" = '"it is <b>bad</b>"' ]
	[ "$(rows r.html | head -1 | jq -c '.tok.enc[0].p')" = '[1,0,0,2,3,5,4,5,5]' ]
	rows r.html | jq -c 'select(.see) | .see' >got
	cat >want <<-'END'
	{"t":"","rd":null,"how":"any","pl":[[64,64,64,65,[1,2,3,0],"",null,null,""]],"scale":null,"lost":null,"df":[],"err":"","f":[[1,0,null,null,"","","","",null]]}
	{"t":"","rd":null,"how":"all","pl":[],"scale":null,"lost":null,"df":[],"err":"<b>","f":[]}
	END
	diff want got
	# A relation joins two objects that are there.
	[ "$(rows r.html | jq -c 'select(.scene) | .scene')" = '{"o":[["",null,null,null,[]],["",null,null,null,[]],["</script>",0,1,null,[["b","",null,null]]]],"r":[[1,"on",2,null,null]],"p":[],"e":[["hedge",null,null]],"n":null}' ]
	rows r.html | jq -e . >/dev/null
	summary r.html | jq -e . >/dev/null
}

@test "offsets are those of the script's strings" {
	jq -nc '{caption: "é🐕 dog"}' | captok --pieces --encoder clip-l | capview -o r.html
	# The last piece is "dog": é is one unit, the dog's face two.
	[ "$(rows r.html | jq -c '.tok.enc[0].p[-2:]')" = '[4,7]' ]
	# A token without a text of its own stands at the end of the one before.
	jq -nc '{caption: "ﷺ dog"}' | captok --pieces --encoder t5 >r
	[ "$(jq '.captok.encoders[0].pieces | length' r)" -gt 5 ]
	capview -o r.html <r
	[ "$(rows r.html | jq -c '.tok.enc[0].p | [.[4:6], .[7:9], .[-2:]]')" = '[[0,1],[1,1],[1,5]]' ]
}

@test "tokens, findings, fixes and pictures of the demo are in the page" {
	captok --pieces "$demo/dataset" | capscore >a.jsonl
	capfix --compose --direction "$demo/direction.jsonl" <a.jsonl | captok --pieces | capscore >b.jsonl
	cat a.jsonl b.jsonl | capview -o r.html "$demo/dataset"
	[ "$(index r.html | wc -l)" = 11 ]
	[ "$(rows r.html | jq -s 'all(.tok.enc[0].p | length > 0)')" = true ]
	[ "$(rows r.html | jq -s 'map(.f | length) | add > 20')" = true ]
	[ "$(pictures r.html | grep -c 'data-size="[0-9 ]*" data-format="PNG">[A-Za-z0-9+/=]\{100,\}')" = 11 ]
	[ "$(second r.html | jq -r 'select(.c | startswith("A close up high")) | .c')" = 'A close up high definition photo of a realistic red apple, apple lit from above against a white background.' ]
	# What a rule is about is said in the page.
	[ "$(summary r.html | jq '.rules | length > 5 and all(.[3] | length > 20)')" = true ]
	[ "$(rows r.html | jq -c 'select(.tok.enc[0].cut) | .tok.enc[1]')" = '{"n":"clip-g","r":"text","same":true}' ]
}

@test "the scene graph of a caption is in the page, before and after capfix" {
	# What capscene says, whatever it is: é is one of the characters that the script counts.
	cat >said.jsonl <<-'END'
	{"id":"0","caption":"é: woman with red scarf","capscene":{"objects":[{"name":"woman","head":"woman","span":[4,9],"count":1,"attributes":[]},{"name":"scarf","head":"scarf","span":[19,24],"count":1,"attributes":[{"name":"red","kind":"colour","span":[15,18]}]}],"relations":[{"subject":0,"predicate":"wear","object":1,"span":[10,14]}],"picture":[{"kind":"camera","text":"close up","span":[0,2]}],"empty":[{"span":[2,3],"kind":"negation"}],"facts":4}}
	END
	capview -o r.html <said.jsonl
	rows r.html | jq -c .scene >got
	cat >want <<-'END'
	{"o":[["woman",3,8,1,[]],["scarf",18,23,1,[["red","colour",14,17]]]],"r":[[0,"wear",1,9,13]],"p":[["camera","close up",0,1]],"e":[["negation",1,2]],"n":4}
	END
	diff want got
	jq -nc '{caption: "a dog"}, {caption: "ein roter Apfel auf dem Tisch mit einer Blume und einem Hund"}, {caption: "red apple, red apple, wooden table"}' |
		captok --pieces | capscene | capscore >a.jsonl
	capfix <a.jsonl | captok --pieces | capscene | capscore >b.jsonl
	cat a.jsonl b.jsonl | capview -o r.html
	[ "$(rows r.html | sed -n 2p | jq -c '[.scene.foreign, .scene.o]')" = '[true,[]]' ]
	[ "$(second r.html | tail -1 | jq -c '[.scene.o[][0]]')" = '["apple","table"]' ]
	# Without capscene there is none.
	echo 'a dog' | captok | capview -o r.html
	[ "$(rows r.html | jq 'has("scene")')" = false ]
}

@test "a score's terms, its facts and what the encoder does not see of them are in the page" {
	captok --pieces "$demo/dataset" | capscore >a.jsonl
	capview -o r.html <a.jsonl
	rows r.html | jq -c '.sc | [.terms, .facts, (.lost // [])]' >got
	jq -c 'select(.capscore) | .capscore | [[.description, .cleanliness, .ground, .waste, .cap], [.facts.said, .facts.seen], .facts.lost]' a.jsonl >want
	[ -s want ]
	diff want got
	[ "$(rows r.html | jq -s 'all(.sc.parts | length == 7 and all(type == "number"))')" = true ]
}

@test "what capsee says of a picture is in its row: file, bucket, crop, findings; of the set, buckets" {
	mkdir d
	cp "$demo/dataset/"{dog_01,apple_01}.{png,txt} d
	cp "$demo/dataset/cup_01.png" d
	captok d | capscore | capsee --trainer kohya:resolution=768,enable_bucket,batch_size=2 - d | capview -o r.html d
	rows r.html | jq -c 'select(.im == "dog_01.png").see' >got
	cat >want <<-'END'
	{"im":["png",8,"palette","","",1,null,11541,"",null],"t":"kohya","rd":[640,448],"pl":[[896,640,914,640,[9,0,905,640],"",null,null,""]],"scale":1.428,"lost":0.02,"df":[],"err":"","f":[[0,2,null,null,"640 x 448 is enlarged 1.43 times for the bucket 896 x 640","","","",null]]}
	END
	diff want <(sed 's/\[\[[0-9]*,2,/[[0,2,/' got)
	# An image without a caption has one, too.
	[ "$(rows r.html | jq -c 'select(.im == "cup_01.png").see | [.t, .pl[0][0:2]]')" = '["kohya",[896,640]]' ]
	[ "$(summary r.html | jq -c '[.buckets, (.notes | map(select(.dataset.steps)) | length)]')" = '[[[768,768,0,0],[896,640,0,0]],1]' ]
	# The list knows the buckets, and whose picture has findings.
	[ "$(index r.html | jq -c '[.[0], .[12], .[10] >= 16]' | tr '\n' ' ')" = '["apple_01",[0],false] ["dog_01",[1],true] ["cup_01",[1],false] ' ] ||
		[ "$(index r.html | jq -c '.[12]' | sort | tr '\n' ' ')" = '[0] [1] [1] ' ]
	# A trainer of several sizes: each.
	captok d | capsee --trainer ai-toolkit:resolution=[512,768] - d | capview -o r.html d
	[ "$(rows r.html | jq -c 'select(.im == "dog_01.png").see | [.how, (.pl | map(.[7]))]')" = '["all",[512,768]]' ]
	# Without a trainer: the file alone.
	captok d | capsee - d | capview -o r.html d
	[ "$(rows r.html | jq -c 'select(.im == "dog_01.png").see | keys')" = '["f","im"]' ]
}

@test "pictures turned by EXIF say so, and their bucket is that of the picture as it is shown" {
	"$browser/turned" d
	captok d | capview -o r.html d
	[ "$(pictures r.html | sed 's/.*data-size="\([0-9]* [0-9]* [0-9]* [0-9]*\) .*data-turn="\([0-9]\)".*/\1 \2/; s/.*data-size="\([0-9]* [0-9]* [0-9]* [0-9]*\) .*/\1 1/' | sort -k5)" = "$(
		for k in 1 2 3 4; do echo "96 48 1408 704 $k"; done; for k in 5 6 7 8; do echo "48 96 1408 704 $k"; done)" ]
}

@test "the same pictures from a folder, a tar, a tar.zst and a zip, and for every -j" {
	python3 "$demo/archives" "$demo/dataset" d.tar d.zip
	zstd -q d.tar
	captok "$demo/dataset" >r.jsonl
	for d in "$demo/dataset" d.tar d.tar.zst d.zip; do
		capview --title x -o page.html "$d" <r.jsonl
		pictures page.html | sort >"pics.$(basename "$d")"
	done
	[ "$(wc -l <pics.dataset)" = 11 ]
	cmp pics.dataset pics.d.tar
	cmp pics.dataset pics.d.tar.zst
	cmp pics.dataset pics.d.zip
	capview --title x -j 1 -o one.html d.zip <r.jsonl
	capview --title x -j 5 -o five.html d.zip <r.jsonl
	cmp one.html five.html
}

@test "pictures that are broken, missing or too large are said to be so" {
	"$browser/hostile" d
	captok d | capview -o r.html d
	[ "$(pictures r.html | wc -l)" = 16 ]
	pictures r.html | grep -q 'data-size="60000 60000 [^"]*" data-format="PNG" data-why="60000 x 60000 pixels'
	[ "$(pictures r.html | grep -c 'data-why="broken PNG\|data-why="an empty file\|data-why="no picture format\|data-why="broken JPEG\|data-why="broken WebP\|data-why="no preview of GIF')" -ge 6 ]
	rm d/00.png
	captok "$BATS_TEST_DIRNAME/../share/demo/dataset" | capview -o r.html d
	[ "$(pictures r.html | grep -c 'data-why="not in the dataset"')" = 11 ]
}

@test "a dataset that breaks off still gives a page, and status 2" {
	python3 "$demo/archives" "$demo/dataset" d.tar d.zip
	captok d.tar >r.jsonl
	head -c 30000 d.tar >cut.tar
	run -2 capview -o r.html cut.tar <r.jsonl
	[ "$(summary r.html | jq .rows)" = 11 ]
	[ "$(pictures r.html | grep -c 'data-size')" -ge 2 ]
	run -2 capview -o s.html nowhere <r.jsonl
}

@test "bad records are rows, and status 1" {
	printf 'a dog\n\xff\n' >x
	run -1 capview --from lines -o r.html <x
	[ "$(rows r.html | jq -c 'has("err")' | tr '\n' ' ')" = 'false true ' ]
}

@test "a stream of before and after is one entry a sample: captions, bad records and images without one" {
	mkdir set
	touch set/{a,b,c,d,e}.png
	echo 'red dog, red dog' >set/a.txt
	echo 'a cat' >set/b.txt
	printf '\xff' >set/c.txt
	printf '{"id":"x","caption":5}\n' >odd.jsonl
	{ capscore set odd.jsonl; capfix set odd.jsonl | captok | capscore; } >stream 2>/dev/null || [ $? -eq 1 ]
	capview -o r.html set <stream
	[ "$(summary r.html | jq .rows)" -eq 6 ]
	[ "$(summary r.html | jq '.after | length')" -eq 2 ]
	# Two bad records are two.
	printf '{"id":"x","caption":5}\n{"id":"y","caption":5}\n' | captok 2>/dev/null | capview -o r.html || [ $? -eq 1 ]
	[ "$(summary r.html | jq .rows)" -eq 2 ]
}

@test "the page is there whole or not at all" {
	run -2 capview -o /dev/full/r.html </dev/null
	echo old >r.html
	run -2 capview -o r.html --thumb 9 </dev/null
	[ "$(cat r.html)" = old ]
	echo 'a dog' | CAPTOOLS_SHARE=nowhere capview -o r.html
	run -2 bash -c 'yes "a red apple, on a table" | head -50000 | capview >/dev/full'
	[ "$(ls -A | grep -c captools-)" = 0 ]
}

@test "in a browser: counts, filters, keys, pictures, hostile text, speed" {
	command -v chromium >/dev/null || skip "no chromium"
	# It measures frames, and a timing is never a test: only where it is asked for.
	[ -n "${CAPTOOLS_BROWSER:-}" ] || skip "CAPTOOLS_BROWSER is not set"
	command -v node >/dev/null || skip "no node"
	# Figures for 10,000 captions: tests/browser/run by hand.
	run "$browser/run" 2000
	echo "$output"
	[ "$status" = 0 ]
	! grep -q '^not ok' <<<"$output" || false
}
