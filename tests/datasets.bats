#!/usr/bin/env bats
# Trainers' own files of datasets: folders, captions' extensions, options; one golden a trainer, the same for every tool.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p set/10_dog set/same set/style/inner
	: | tee set/10_dog/a.png set/same/b.png set/style/c.png set/style/inner/d.png
	printf 'ohwx dog ||| on a mat, {red|blue} ball\nline two' >set/10_dog/a.txt
	printf 'a painting; of a house' >set/style/c.caption
	printf 'a house;a tree' >set/style/c.txt
	printf 'inner' | tee set/style/inner/d.caption set/style/inner/d.txt >/dev/null
	cat >kohya.toml <<'TOML'
[general]
caption_extension = ".txt"   # of most
keep_tokens = 1
flip_aug = true

[[datasets]]
resolution = [1024, 768]
enable_bucket = true
max_bucket_reso = 2048
bucket_no_upscale = true

  [[datasets.subsets]]
  image_dir = 'set/10_dog'
  num_repeats = 10
  enable_wildcard = true
  shuffle_caption = true
  keep_tokens_separator = "|||"

  [[datasets.subsets]]
  image_dir = "set/same"
  is_reg = true
  class_tokens = "dog"

[[datasets]]
resolution = 512
subsets = [ { image_dir = "set/style", caption_extension = ".caption", caption_prefix = "sty", secondary_separator = ";" } ]
TOML
	printf '[general]\ncaption_extension = ".caption"\n[[datasets]]\nimage_directory = "set/style"\nnum_repeats = 2\n[[datasets]]\nimage_jsonl_file = "m.jsonl"\n' >musubi.toml
	printf '{"image_path":"x/1.png","caption":"two\\nlines"}\n' >m.jsonl
	printf 'resolutions = [512]\ncaption_prefix = "PRE "\n[[directory]]\npath = "set/style"\n[[directory]]\npath = "set/10_dog"\ncaption_prefix = ""\nshuffle_tags = false\n' >pipe.toml
	cat >concepts.json <<'JSON'
[{"name": "dog", "path": "set/10_dog", "enabled": true, "include_subdirectories": false, "balancing": 10.0,
  "image": {"enable_crop_jitter": true}, "text": {"prompt_source": "sample", "enable_tag_shuffling": false}},
 {"name": "off", "path": "nowhere", "enabled": false, "image": {}, "text": {}},
 {"name": "style", "path": "set/style", "include_subdirectories": true, "image": {}, "text": {"caps_randomize_lowercase": true}}]
JSON
}

fed() { captok --count "$@" 2>/dev/null | jq -c 'select(.captok) | [.source.path, .id, .captok.trainer, .captok.fed.texts]'; }

@test "kohya: general, datasets and subsets, the inner one wins; each folder has its own extension, separators and wildcards" {
	cat >want <<'OUT'
["set/10_dog","a","kohya",["ohwx dog, on a mat, red ball","ohwx dog, red ball, on a mat","ohwx dog, on a mat, blue ball","ohwx dog, blue ball, on a mat","line two"]]
["set/style","c","kohya",["sty a painting, of a house"]]
OUT
	fed kohya.toml | diff -u want -
}

@test "musubi: folders and JSON Lines; diffusion-pipe: a directory's settings win; OneTrainer: concepts that are enabled, folders in them if it says so" {
	cat >want <<'OUT'
["set/style","c","musubi",["a painting; of a house"]]
["m.jsonl","1","musubi",["two\nlines"]]
OUT
	fed musubi.toml | diff -u want -
	cat >want <<'OUT'
["set/style","c","diffusion-pipe",["PRE a house;a tree"]]
["set/10_dog","a","diffusion-pipe",["ohwx dog ||| on a mat, {red|blue} ball\nline two"]]
OUT
	fed pipe.toml | diff -u want -
	cat >want <<'OUT'
["set/10_dog","a","onetrainer",["ohwx dog ||| on a mat, {red|blue} ball","line two"]]
["set/style","c","onetrainer",["a house;a tree"]]
["set/style","inner/d","onetrainer",["inner"]]
OUT
	fed concepts.json | diff -u want -
}

@test "OneTrainer: a configuration that names the file of its concepts" {
	mkdir presets
	printf '{"training_method": "LORA", "concept_file_name": "concepts.json", "concepts": null, "resolution": "768"}' >presets/config.json
	[ "$(fed presets/config.json)" = "$(fed concepts.json)" ]
	[ -n "$(fed presets/config.json)" ]
	mv concepts.json presets
	sed -i 's/"path": "/"path": "..\/set\/..\//' presets/concepts.json
	[ "$(fed presets/config.json | wc -l)" = 3 ]
	rm presets/concepts.json
	run -2 captok presets/config.json
	[[ $output == *"concepts.json: No such file"* ]] || { echo "$output"; false; }
	echo '{"a": 1}' >presets/concepts.json
	run -2 captok presets/config.json
	[[ $output == *"presets/concepts.json: no list of OneTrainer's concepts"* ]] || { echo "$output"; false; }
}

@test "every tool reads the same: as an operand, as --dataset-config, and of records that come through a pipe" {
	for f in kohya.toml musubi.toml pipe.toml concepts.json; do
		captok --count $f 2>/dev/null >counted
		jq -c 'select(.captok) | [.id, (.captok.fed.texts | unique)]' counted >want
		[ -s want ]
		captok --count --dataset-config $f 2>/dev/null | cmp counted -
		capscore --dataset-config $f - <counted >scored
		python3 - want scored <<'PY'
import json, sys
want = dict(json.loads(l) for l in open(sys.argv[1]))
for line in open(sys.argv[2], encoding="utf-8"):
    r = json.loads(line)
    if "capscore" not in r:
        continue
    raw = r["caption"].encode()
    read = {t.get("fed", raw[t["span"][0]:t["span"][1]].decode()) for t in r["capscore"].get("texts", [{"span": [0, len(raw)]}])}
    assert read <= set(want[r["id"]]), (r["id"], read, want[r["id"]])
PY
		# Shuffled captions are cut in the order as written.
		[ "$(capsplit $f 2>/dev/null | jq -c 'select(.capsplit and (.capsplit.unread | not)) | .caption' | sort -u)" = \
			"$(capsplit --dataset-config $f - <counted | jq -c 'select(.capsplit and (.capsplit.unread | not)) | .caption' | sort -u)" ]
		[ "$(capfix $f 2>/dev/null | jq -c 'select(.capfix) | .caption')" = "$(capfix --dataset-config $f - <counted | jq -c 'select(.capfix) | .caption')" ]
		capscene $f >/dev/null 2>&1
		capsee $f >/dev/null 2>&1 || [ $? -eq 1 ]
		capview -o page.html $f </dev/null >/dev/null 2>&1 || [ $? -eq 1 ]
	done
	# Edits keep to what each subset's trainer reads: kohya's second line is no caption where wildcards are off.
	sed -i 's/enable_wildcard = true/enable_wildcard = false/' kohya.toml
	capfix --replace line=row kohya.toml 2>/dev/null | jq -r 'select(.id == "a") | .caption' | grep -qx 'line two'
}

@test "regularisation images need no caption, and the extension that a subset names is the right one" {
	capscore kohya.toml 2>err | tail -1 | jq -e '[.dataset.findings[] | select(.code == "CAP120" or .code == "CAP124")] == []'
	[ ! -s err ]
	sed -i 's/is_reg = true/is_reg = false/' kohya.toml
	capscore kohya.toml 2>/dev/null | tail -1 | jq -e '.dataset.findings | any(.code == "CAP120")'
}

@test "subsets that differ in extension or class_tokens: each image's own say what is missing" {
	cat >k.toml <<'TOML'
[[datasets]]
resolution = 512
[[datasets.subsets]]
image_dir = "set/10_dog"
caption_extension = ".txt"
[[datasets.subsets]]
image_dir = "set/style"
caption_extension = ".cap"
[[datasets.subsets]]
image_dir = "set/same"
class_tokens = "dog"
TOML
	capscore k.toml 2>/dev/null | tail -1 >out
	jq -e '[.dataset.findings[] | select(.code == "CAP124") | .message] | length == 1 and (.[0] | contains("looks for .cap files, 1 of 2"))' out
	jq -e '[.dataset.findings[] | select(.code == "CAP120") | [.severity, .ids]] == [["info", ["b.png"]]]' out
	sed -i '/class_tokens/d' k.toml
	capscore k.toml 2>/dev/null | tail -1 | jq -e '[.dataset.findings[] | select(.code == "CAP120") | .severity] == ["error"]'
}

@test "what is not known is named with file and line, and never guessed" {
	sed -i 's/keep_tokens = 1/keep_token = 1/' kohya.toml
	captok --count kohya.toml 2>&1 >/dev/null | grep -qx "captok: kohya.toml:3: unknown key 'keep_token' is not read; did you mean 'keep_tokens'?"
	refused() { printf '%b' "$1" >x.toml; run -2 captok x.toml; [[ $output == *"$2"* ]] || { echo "$output"; return 1; }; }
	refused '[[datasets]]\n[[datasets.subsets]]\nimage_dir = "set"\nkeep_tokens = "many"\n' 'x.toml:4: keep_tokens wants a number'
	refused '[[datasets]]\nresolution = "big"\n[[datasets.subsets]]\nimage_dir = "set"\n' 'x.toml:2: resolution wants'
	refused '[[datasets]]\n[[datasets.subsets]]\nnum_repeats = 1\n' 'x.toml:2: names no folder'
	refused '[[datasets]]\n[[datasets.subsets]]\nimage_dir = """x"""\n' 'x.toml:3: a text over several lines'
	refused 'title = "x"\n' 'there are none of these in it'
	refused '[[datasets]]\n[[datasets.subsets]]\nimage_dir = "gone"\n' 'gone: No such file'
	printf 'job: extension\n' >x.yaml
	run -2 captok x.yaml
	[[ $output == *"YAML (ai-toolkit's) is not read"* ]]
	run -2 captok --trainer onetrainer kohya.toml
	[[ $output == *"kohya.toml is kohya's"* ]]
	run -2 captok kohya.toml musubi.toml
	[[ $output == *"one file of datasets at a time"* ]]
	# A JSON file that is something else stays what it is.
	printf '{"a.png":{"caption":"x"}}' >meta.json
	[ "$(captok --count meta.json | jq -r .caption)" = x ]
}

@test "a relative folder is looked for from here, then beside the file; options of the command line stand behind the file's" {
	mkdir elsewhere
	(cd elsewhere && captok --count ../kohya.toml 2>/dev/null | jq -e 'select(.captok) | .source.path == "../set/10_dog"' | grep -qx true)
	sed -i '/keep_tokens_separator/d; /^keep_tokens/d; /enable_wildcard/d' kohya.toml
	printf 'w, x, y, z' >set/10_dog/a.txt
	fed --trainer kohya:keep_tokens=3 kohya.toml | head -1 | jq -e '.[3] == ["w, x, y, z"]'
	printf 'trainer = onetrainer\n' >captools.conf
	fed kohya.toml | jq -e '.[2] == "kohya"' >/dev/null
}

# A grey picture of 640 x 480.
grey() {
	python3 - "$1" <<'PY'
import struct, sys, zlib
chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
raw = (b"\0" + b"\x80\x80\x80" * 640) * 480
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 640, 480, 8, 2, 0, 0, 0)) +
                              chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))
PY
}

@test "capsee: each picture has its subset's buckets, subsets of one dataset fill them together with their own repeats" {
	mkdir -p a b c
	for d in a b c; do
		for i in 0 1 2; do
			grey $d/$i.png
			printf dog >$d/$i.txt
		done
	done
	printf '[general]\ncaption_extension = ".txt"\nenable_bucket = true\n[[datasets]]\nresolution = 512\nbatch_size = 5\n[[datasets.subsets]]\nimage_dir = "a"\nnum_repeats = 3\n[[datasets.subsets]]\nimage_dir = "b"\n[[datasets]]\nresolution = [1024, 768]\n[[datasets.subsets]]\nimage_dir = "c"\n' >k.toml
	capsee -f jsonl k.toml >out
	[ "$(jq -c 'select(.capsee) | [.source.path, .capsee.trained.bucket]' out | sort -u)" = "$(printf '%s\n' '["a",[576,448]]' '["b",[576,448]]' '["c",[1024,768]]')" ]
	# 3 x 3 + 3 pictures in batches of 5: three, the last one short.
	[ "$(jq -c 'select(.dataset) | .dataset | [.folder, .images, .steps, .partial]' out)" = "$(printf '%s\n' '["a",6,3,1]' '["c",3,3,0]' '[null,9,null,null]')" ]
	captok --count k.toml | capsee -f jsonl --dataset-config k.toml - a b c >piped
	[ "$(jq -c 'select(.dataset)' out)" = "$(jq -c 'select(.dataset)' piped)" ]
	capsee -f text k.toml | grep -q '576 x 448 *6, 12 times'
}

@test "cappack writes into the folders, one by one, and never into the file" {
	cp kohya.toml before
	capfix kohya.toml 2>/dev/null >records
	run -2 cappack --in-place kohya.toml <records
	[[ $output == *"write back into each of them"* ]]
	cmp kohya.toml before
	capfix --replace house=hut --dataset-config kohya.toml set/style 2>/dev/null | cappack -q --in-place --dataset-config kohya.toml set/style
	[ "$(cat set/style/c.caption)" = 'a painting; of a hut' ]
	[ "$(cat set/style/c.txt)" = 'a house;a tree' ]
}

@test "diffusion-pipe: a folder's captions.json holds its captions, and no sidecar is read" {
	mkdir img
	grey img/a.png
	grey img/b.png
	printf 'never read' >img/a.txt
	echo '{"a.png": ["a red fox , soft light", "a fox"], "b.png": ["a dog"]}' >img/captions.json
	printf 'resolutions = [512]\n[[directory]]\npath = "img"\ncaption_prefix = "ohwx, "\n' >d.toml
	[ "$(captok -m flux-dev -f jsonl d.toml | jq -c '.captok.fed.texts')" = "$(printf '%s\n' '["ohwx, a red fox , soft light","ohwx, a fox"]' '["ohwx, a dog"]')" ]
	capscore -m flux-dev -f jsonl d.toml | jq -e 'select(.dataset) | all(.dataset.findings[]; .code != "CAP120")'
	capfix -m flux-dev d.toml | cappack --in-place img/captions.json
	[ "$(jq -c . img/captions.json)" = '{"a.png":["a red fox, soft light","a fox"],"b.png":["a dog"]}' ]
	# The pictures are captioned for capsee, though no sidecar is beside b.png.
	[ "$(capsee -f jsonl d.toml | jq -c 'select(.capsee) | .capsee.trained.bucket')" = "$(printf '[512,512]\n[512,512]')" ]
}
