#!/usr/bin/env bats
# What a caption is: texts, lines, JSON, separators, as every tool reads them.

setup() {
	cd "$BATS_TEST_TMPDIR"
	SHARED=${CAPTOOLS_SHARED:-$BATS_TEST_DIRNAME/../../shared}
}

# What capscore reads in a caption $2 (with printf's escapes) under trainer $1: spans and what else is fed.
texts() {
	printf '%b' "$2" | jq -Rsc '{caption: .}' | capscore --no-rule all --trainer "$1" | head -1 |
		jq -c 'if .capscore.texts then [.capscore.texts[] | .span + (if .fed then [.fed] else [] end)] else "whole" end'
}

# The findings of codes $4 in a caption $3 under model $1 and trainer $2: code, place, which text.
found() {
	printf '%b' "$3" | jq -Rsc '{caption: .}' | capscore --model "$1" --trainer "$2" | head -1 |
		jq -c '[.capscore.findings[] | select(.code | test("'"$4"'")) | [.code, .span, .text]]'
}

@test "a finding says which text it is about, the score is the mean, the worst is named" {
	printf '{"caption":"a red fox in snow, lit from behind\\nfox, fox"}\n' | capscore --trainer onetrainer | head -1 >out
	jq -e '.capscore | .texts[0].score > .texts[1].score and .worst == 1 and ((.score * 2 - ([.texts[].score] | add)) | . < 0.2 and . > -0.2)' out
	jq -e '[.capscore.findings[] | select(.code == "CAP024") | [.span, .text]] == [[[40, 43], 1]]' out
	jq -e '.capscore.findings | any(.code == "CAP122" and (has("text") | not))' out
}

@test "a line is not said to repeat what another line says" {
	[ "$(found sdxl onetrainer 'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up' CAP024)" = '[]' ]
	[ "$(found sdxl musubi 'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up' CAP024 | jq length)" = 3 ]
}

@test "separators and wildcards that the trainer is told of are syntax, else they are text" {
	[ "$(texts kohya:shuffle_caption,keep_tokens_separator='|||' 'ohwx ||| fox, snow')" = '[[0,18,"ohwx, fox, snow"]]' ]
	[ "$(texts kohya:keep_tokens_separator='|||' 'ohwx ||| fox, snow')" = '"whole"' ]
	[ "$(texts 'kohya:secondary_separator=;;;' 'fox;;;snow')" = '[[0,10,"fox,snow"]]' ]
	[ "$(texts kohya:enable_wildcard 'a {red|blue} fox')" = '[[0,16,"a red fox"],[0,16,"a blue fox"]]' ]
	[ "$(found sdxl kohya:enable_wildcard 'a {red|blue} fox' CAP015)" = '[]' ]
	[ "$(found sdxl 'kohya:secondary_separator=;;;' 'fox;;;snow' CAP015)" = '[]' ]
	[ "$(found sdxl kohya:weighted_captions 'fox, (red fox:1.3)' CAP015)" = '[]' ]
	[ "$(found sdxl kohya 'fox, (red fox:1.3)' CAP015 | jq length)" = 1 ]
	[ "$(found sdxl kohya 'a {red|blue} fox' CAP015 | jq length)" = 1 ]
	[ "$(found sdxl kohya 'fox;;;snow' CAP015 | jq length)" = 1 ]
	[ "$(found sdxl 'kohya:shuffle_caption,keep_tokens_separator=|||' 'ohwx ||| fox, snow' CAP015)" = '[]' ]
}

@test "what a trainer puts in is judged, and no finding stands on it" {
	[ "$(texts kohya:caption_prefix=ohwx 'a red fox')" = '[[0,9,"ohwx a red fox"]]' ]
	[ "$(texts ai-toolkit:trigger_word=ohwx '[trigger] a red fox')" = '[[9,19,"ohwx a red fox"]]' ]
	printf 'a red fox, fox\n' | capscore --trainer 'kohya:caption_prefix=1girl\,' | head -1 |
		jq -e '[.capscore.findings[].span | .[1] >= .[0] and .[1] <= 14] | all'
}

@test "a caption that is JSON is read by its values: no rule of prose, tags, prompts or punctuation, and the limits count all" {
	printf '%s\n' '{"caption":"{\"high_level_description\":\"A red fox in snow\",\"lighting\":\"soft morning light\",\"elements\":[{\"type\":\"obj\",\"bbox\":[100,200,500,700],\"desc\":\"a red fox sitting\"}]}"}' |
		capscore --model flux2-dev | head -1 >out
	jq -e '.capscore.style == "json" and (.capscore.texts | length) == 1' out
	jq -e '[.capscore.findings[].code] - ["CAP040","CAP041","CAP042","CAP043","CAP044","CAP046"] == []' out
	jq -e '.capscore.slots.subject.span as [$a, $b] | .caption[$a:$b] == "red fox"' out
	jq -e '.capscore.slots.lighting.span as [$a, $b] | .caption[$a:$b] | test("morning light")' out
	# Escapes: places are the caption's.
	printf '%s\n' '{"caption":"[\"caf\\u00e9 TODO\"]"}' | capscore | head -1 |
		jq -e '[.capscore.findings[] | select(.code == "CAP103") | .span] == [[12, 16]]'
}

# The captions of the oracle that are text, a record each.
oracle_captions() {
	local f="$SHARED/oracle/trainer-text.jsonl.zst"
	[ -r "$f" ] || skip "no $f"
	zstdcat "$f" | python3 -c '
import json, sys
seen = {}
for line in sys.stdin:
    r = json.loads(line)
    if r["bytes_hex"]:
        try:
            seen[r["bytes_hex"]] = bytes.fromhex(r["bytes_hex"]).decode("utf-8")
        except UnicodeDecodeError:
            pass
for t in seen.values():
    print(json.dumps({"caption": t}))' >captions
	[ "$(wc -l <captions)" -gt 40 ]
}

specs='kohya
kohya:enable_wildcard
kohya:shuffle_caption,keep_tokens=1
kohya:shuffle_caption,keep_tokens_separator=|||,secondary_separator=;;;
kohya:keep_tokens_separator=|||,secondary_separator=;;;
kohya:enable_wildcard,caption_prefix=PRE,caption_suffix=SUF
kohya:cache_text_encoder_outputs,enable_wildcard
musubi
onetrainer
onetrainer:caps_randomize_enable
simpletuner
simpletuner:disable_multiline_split
ai-toolkit
ai-toolkit:trigger_word=ohwx,shuffle_tokens
diffusion-pipe
diffusion-pipe:locale=cp1252
diffusion-pipe:shuffle_tags,caption_prefix="PRE, "
diffusers'

@test "the texts that capscore judges and capsplit cuts are those that captok says are fed, with every trainer of the oracle" {
	oracle_captions
	while IFS= read -r spec; do
		captok --count --trainer "$spec" captions | capscore --no-rule all --trainer "$spec" >out
		captok --count --trainer "$spec" captions | capsplit --trainer "$spec" --repeat >parts
		[ -s out ]
		[ -s parts ]
		python3 - "$spec" out parts <<'PY'
import collections, json, sys
bad = 0
cut = collections.defaultdict(lambda: collections.defaultdict(str))
for line in open(sys.argv[3], encoding="utf-8"):
    r = json.loads(line)
    if "capsplit" in r and not r["capsplit"].get("unread"):
        cut[r["id"]][r["capsplit"].get("text", 0)] += r["caption"]
for line in open(sys.argv[2], encoding="utf-8"):
    r = json.loads(line)
    if "captok" not in r:
        continue
    fed, raw = r["captok"]["fed"], r["caption"].encode()
    if not fed["texts"]:
        continue
    judged = [t.get("fed", raw[t["span"][0]:t["span"][1]].decode()) for t in r["capscore"].get("texts", [{"span": [0, len(raw)]}])]
    chance = "shuffled" in fed["differs"] or fed.get("shuffled")
    for tool, read in (("capscore", judged), ("capsplit", list(cut[r["id"]].values()))):
        good = set(read) <= set(fed["texts"]) if chance else set(read) == set(fed["texts"])
        if not good:
            bad += 1
            print("#", tool, sys.argv[1], repr(r["caption"]), read, fed["texts"])
sys.exit(bad > 0)
PY
	done <<<"$specs"
}

@test "capfix edits what the trainer reads, all of it and nothing else, with every trainer of the oracle" {
	oracle_captions
	while IFS= read -r spec; do
		# Every word of every text becomes another: what is fed then has no other word but the trainer's own.
		capfix --format jsonl --trainer "$spec" --replace-regex '[A-Za-z]+=zq' captions 2>/dev/null | captok --count --trainer "$spec" >out
		[ -s out ]
		python3 - "$spec" out <<'PY'
import json, re, sys
bad = 0
for line in open(sys.argv[2], encoding="utf-8"):
    r = json.loads(line)
    if "captok" not in r or not r["captok"]["fed"]["texts"]:
        continue
    said = any("is not done here" in o["message"] for o in r["capfix"]["open"])
    words = {w for t in r["captok"]["fed"]["texts"] for w in re.findall("[A-Za-z]+", t)}
    before = r["capfix"].get("before", r["caption"])
    rest = lambda text: text.split("\n", 1)[1:] if sys.argv[1] == "kohya" else []
    if (words - {"zq", "PRE", "SUF", "ohwx"} and not said) or rest(before) != rest(r["caption"]):
        bad += 1
        print("#", sys.argv[1], repr(before), repr(r["caption"]), words)
sys.exit(bad > 0)
PY
	done <<<"$specs"
}

@test "capsplit cuts each text, says where it stands, and keeps what the trainer does not read" {
	local two='red dog, grass\nblue cat, sofa'
	parts() { printf '%b' "$two" | jq -Rsc '{caption: .}' | capsplit "$@" | jq -c '[.caption, .capsplit.text, .capsplit.span, .capsplit.unread]'; }
	[ "$(parts --trainer onetrainer)" = "$(printf '%s\n' '["red dog, grass",0,[0,14],null]' '["blue cat, sofa",1,[15,29],null]')" ]
	[ "$(parts --trainer kohya)" = "$(printf '%s\n' '["red dog, grass",null,[0,14],null]' '["\nblue cat, sofa",null,[14,29],true]')" ]
	[ "$(parts --trainer musubi)" = '["red dog, grass\nblue cat, sofa",null,[0,29],null]' ]
	[ "$(parts --trainer kohya:caption_prefix=ohwx | head -1)" = '["ohwx red dog, grass",null,[0,14],null]' ]
	[ "$(parts --trainer simpletuner --by tag | jq -sc 'map(.[1])')" = '[0,0,1,1]' ]
	[ "$(printf 'a {red|blue} fox' | capsplit --trainer kohya:enable_wildcard | jq -sc 'map(.caption)')" = '["a red fox","a blue fox"]' ]
	# Of JSON the values are cut into sentences and tags, not its punctuation; windows hold what is fed.
	[ "$(echo '{"scene":"a red fox. It sits.","n":["b, c"]}' | capsplit -q --from lines --by sentence | jq -sc 'map(.caption)')" = '["a red fox. ","It sits.\n","b, c"]' ]
}

@test "capfix edits each text of a list by itself: a trigger is put into each, doubles go in one only" {
	printf '%s\n' '{"caption":["a red dog on a mat","a dog, a dog"]}' '{"caption":["one\ntwo","three"]}' >l
	capfix --trigger ohwx l | jq -sc 'map(.caption)' >out
	[ "$(cat out)" = '[["ohwx, a red dog on a mat","ohwx, a dog"],["ohwx, one\ntwo","ohwx, three"]]' ]
	# What another text of the list says is no double of this one.
	echo '{"caption":["a red dog","a red dog"]}' | capfix --unsafe | jq -e '.caption == ["a red dog", "a red dog"]'
}

@test "lines of JSON without a caption's member are captions themselves, and a note says so; --from decides otherwise" {
	printf '{"scene":"a red fox","n":1}\n{"scene":"a dog"}\n' >j
	captok --count j >out 2>err
	[ "$(jq -c 'select(.captok) | .caption | fromjson | .scene' out)" = "$(printf '"a red fox"\n"a dog"')" ]
	grep -q 'each line is taken for a caption' err
	[ "$(captok --count --from jsonl j 2>/dev/null | jq -c .)" = "$(jq -c . j)" ]
	captok --count -q --from lines j 2>err | jq -se 'all(.[]; .captok)'
	[ ! -s err ]
	# What has a member of ours or names an image is a record, and so is what lies in a file of that name.
	[ "$(echo '{"image":"a.png","scene":"x"}' | captok 2>/dev/null)" = '{"image":"a.png","scene":"x"}' ]
	cp j j.jsonl
	[ "$(captok --count j.jsonl 2>/dev/null | jq -c .)" = "$(jq -c . j)" ]
	[ "$(echo '{"id":"1","scene":"x"}' | captok 2>/dev/null)" = '{"id":"1","scene":"x"}' ]
	[ "$(echo '{"a.png":{"caption":"x"}}' | captok --count | jq -c '[.id, .caption]')" = '["a","x"]' ]
}

@test "a list of captions is several texts, with every tool, and stays a list" {
	printf '%s\n' '{"id":"1","caption":["a \"red\" dog\\","a  cat,\nsofa"],"x":NaN}' >l
	captok --count --trainer kohya l | jq -Rse 'gsub("NaN";"0") | fromjson | .captok.fed.texts == ["a \"red\" dog\\", "a  cat,"]'
	captok --count l | sed s/NaN/0/ | jq -e '.captok.fed.texts == .caption and [.captok.encoders[].text] == [0, 0, 1, 1]'
	capscore l | head -1 | sed s/NaN/0/ | jq -e '[.capscore.texts[].span] == [[0, 12], [13, 25]] and (.caption | type) == "array"'
	# Nothing is said of the line break that is none.
	capscore l | head -1 | sed s/NaN/0/ | jq -e '[.capscore.findings[] | select(.code == "CAP122") | .span] == [[20, 21]]'
	echo '{"a.png":{"caption":["x y","z"]}}' | captok --count | jq -e '.id == "a" and .captok.fed.texts == ["x y", "z"]'
	captok --count l | sed 's/red/blue/' | cappack --in-place l
	[ "$(cat l)" = '{"id":"1","caption":["a \"blue\" dog\\","a  cat,\nsofa"],"x":NaN}' ]
}

@test "a caption that is no text and no list of texts is a bad record, exit 1" {
	for v in 5 true null '[]' '["a",5]' '{"a":"b"}'; do
		run captok --count <<<'{"id":"7","caption":'"$v"'}'
		[ "$status" = 1 ]
		[[ "$output" == *'"code":"bad-caption"'* ]] || { echo "$v: $output"; return 1; }
	done
	run captok --field tags <<<'{"id":"7","tags":["a","b"]}'
	[ "$status" = 1 ]
}

@test "CSV whose first row names files and captions is read; other CSV is refused by name, and text with commas is text" {
	printf '\357\273\277file_name,caption,n\r\na.png,"a ""red"" dog,\r\nsofa",3\r\nb.png,plain 5" pipe,2\nc.png,x\nd.png,y,1,2\n' >c.csv
	run captok --count c.csv
	[ "$status" = 1 ]
	[ "$(captok --count c.csv 2>/dev/null | jq -c '[.id, .caption, .source.image, .source.line, .error.code]')" = \
		'["a","a \"red\" dog,\nsofa","a.png",2,null]
["b","plain 5\" pipe","b.png",4,null]
["5",null,null,5,"bad-csv"]
["6",null,null,6,"bad-csv"]' ]
	run captok --count <<<$'file_name,tags\na.png,b'
	[ "$status" = 2 ]
	[[ "$output" == *'names no column of captions'*--field* ]]
	[ "$(captok --count --field tags <<<$'file_name,tags\na.png,b' | jq -r .caption)" = b ]
	[ "$(printf '1girl, file, caption\nred,blue\n' | captok --count | jq -r .caption | head -1)" = '1girl, file, caption' ]
	run captok --from csv <<<'red fox, snow'
	[ "$status" = 2 ]
}

@test "CSV is written back: quotes, line breaks and other rows as they were; a row that is no row stays" {
	printf '\357\273\277n,file_name,caption\r\n3,a.png,"a ""red"" dog ,\r\nsofa"\r\n\r\n"2",b.png,plain 5" pipe\nx,d.png,y,1,2\n4,e.png,"dog, dog"' >c.csv
	cp c.csv was
	{ captok --count c.csv 2>/dev/null || true; } |
		jq -c 'if .caption then .caption |= (sub("dog, dog"; "a \"big\" dog") | sub("plain"; "round, \"old\"") | sub("sofa"; "sofa, chair")) else . end' >r
	run cappack --in-place --undo-log u c.csv <r
	[ "$status" = 1 ]
	printf '\357\273\277n,file_name,caption\r\n3,a.png,"a ""red"" dog ,\r\nsofa, chair"\r\n\r\n"2",b.png,"round, ""old"" 5"" pipe"\nx,d.png,y,1,2\n4,e.png,"a ""big"" dog"' | cmp - c.csv
	cappack -q --in-place --undo u c.csv 2>/dev/null || [ $? -eq 1 ]
	cmp c.csv was
	# Nothing to change: the same bytes.
	captok --count c.csv 2>/dev/null >r || true
	cappack -q --in-place c.csv <r 2>/dev/null || [ $? -eq 1 ]
	cmp c.csv was
	[ "$(capfix c.csv 2>/dev/null | cappack --to jsonl -o - c.csv 2>/dev/null | jq -c '[.id, .source.line, .caption]' | tail -1)" = '["e",7,"dog"]' ]
}

# Folder d: a.png and b.png with captions, notes.txt beside them.
small_set() {
	rm -rf d
	mkdir -p d/10_dog
	printf '\211PNG\r\n\032\n' | tee d/10_dog/a.png >d/10_dog/b.png
	echo 'a red dog' >d/10_dog/a.txt
	echo 'a blue dog' >d/10_dog/b.txt
	echo 'to do' >d/notes.txt
}

@test "--exclude and --include: what they leave out is not read, listed or missed, by any tool" {
	small_set
	for t in captok capscore capfix capsplit capscene; do
		"$t" --exclude b --exclude 'notes*' d >out
		[ "$(jq -r 'select(.id) | .id' out)" = 10_dog/a ] || { echo "$t"; cat out; return 1; }
		jq -se 'map(select(.input))[0].input | .images == 1 and .orphans == [] and .missing == []' out
	done
	[ "$(captok --count --include '10_dog/b*' d | jq -r 'select(.id) | .id')" = 10_dog/b ]
	[ "$(captok --count --include '10_dog/*' --exclude a d | jq -r 'select(.id) | .id')" = 10_dog/b ]
	[ "$(captok --count --exclude '10_dog' d | jq -r 'select(.id) | .id' | wc -l)" = 3 ]
	capfix --exclude b d | sed 's/red/green/' | cappack --in-place --exclude b d
	[ "$(cat d/10_dog/a.txt d/10_dog/b.txt)" = "$(printf 'a green dog\na blue dog')" ]
	[ "$(printf '{"id":"x","caption":"1"}\n{"id":"y","caption":"2"}\n{"other":1}\n' | captok --count --exclude x | jq -c '[.id, .other]' | paste -sd' ')" = '["y",null] [null,1]' ]
	printf 'exclude = "b"\nexclude = "notes*"\n' >captools.conf
	capscore --config captools.conf d | jq -se '[.[] | select(.caption).id] == ["10_dog/a"]'
}

@test "a sidecar that the trainer never opens is named, with the name that it would have to have" {
	small_set
	mv d/10_dog/a.txt d/10_dog/a.png.txt
	mv d/10_dog/b.txt d/10_dog/b.caption.txt
	unread() { capscore --trainer "$1" d | tail -1 | jq -r '.dataset.findings[] | select(.rule == "missing-or-empty-caption") | .message, (.names // [])[]'; }
	unread musubi >out
	grep -q 'a.png.txt (for 10_dog/a.png it would be 10_dog/a.txt)' out
	grep -q 'b.caption.txt (for 10_dog/b.png it would be 10_dog/b.txt)' out
	unread kohya | grep -q 'it would be 10_dog/a.caption'
	unread kohya:caption_extension=.txt | grep -q 'it would be 10_dog/a.txt'
	[ -z "$(capscore d | tail -1 | jq -r '.dataset.findings[] | select(.rule == "missing-or-empty-caption") | .message')" ]
	rm d/10_dog/*.txt
	echo '{"caption":"a red dog"}' >d/10_dog/a.json
	echo 'a blue dog' >d/10_dog/b.txt
	unread onetrainer | grep -q 'a.json (for'
}

@test "regularisation images need no caption" {
	small_set
	mkdir -p d/reg/1_dog
	cp d/10_dog/a.png d/reg/1_dog/x.png
	[ -z "$(capscore d | tail -1 | jq -r '.dataset.findings[] | select(.rule == "missing-or-empty-caption") | .message')" ]
	cp d/10_dog/a.png d/10_dog/x.png
	[ -n "$(capscore d | tail -1 | jq -r '.dataset.findings[] | select(.rule == "missing-or-empty-caption") | .message')" ]
}

@test "separators other than commas are named" {
	[ "$(printf 'red dog | grass | sun\n1girl brown_hair red_skirt solo\n1girl, solo\n' | capscore | jq -r '.capscore.findings[]? | select(.code == "CAP030") | .suggest')" = \
		"$(printf 'red dog, grass, sun\n1girl, brown_hair, red_skirt, solo')" ]
	# Lines that are captions of their own are no list.
	[ "$(found sdxl onetrainer 'red dog\ngreen grass\nsun' CAP030)" = '[]' ]
	[ "$(found sdxl musubi 'red dog\ngreen grass\nsun' CAP030 | jq length)" = 1 ]
}

@test "diffusion-pipe's captions.json is read and written back: several captions an image" {
	printf '{\n  "a.png": ["a red dog", "a dog, red"],\n  "b.jpg": ["a cat"]\n}\n' >captions.json
	[ "$(captok --count --trainer diffusion-pipe captions.json | jq -c '[.id, .source.image, .captok.fed.texts]')" = \
		'["a","a.png",["a red dog","a dog, red"]]
["b","b.jpg",["a cat"]]' ]
	[ "$(tr -d '\n' <captions.json | captok --count | jq -r .id | paste -sd' ')" = 'a b' ]
	cp captions.json was
	captok --count captions.json | sed 's/"a red/"a blue/' >r
	cappack -q --in-place --undo-log u captions.json <r
	sed 's/"a red/"a blue/' was | cmp - captions.json
	cappack -q --in-place --undo u captions.json
	cmp captions.json was
	printf '{"a.png": [ "apple, apple", "\\u00e9 , x" ], "b.png": ["a\\nb"]}' >captions.json
	capfix captions.json | cappack -q --in-place captions.json
	[ "$(cat captions.json)" = '{"a.png": [ "apple", "\u00e9, x" ], "b.png": ["a\nb"]}' ]
}
