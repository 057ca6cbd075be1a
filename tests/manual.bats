#!/usr/bin/env bats
# The manual: every session of it prints what it shows, every example runs, every page is clean and renders as HTML.

setup() {
	cd "$BATS_TEST_TMPDIR"
	root=$BATS_TEST_DIRNAME/..
}

@test "the tutorial prints what captools(7) shows" {
	python3 "$BATS_TEST_DIRNAME/manual/transcript.py" "$root/share/man/captools.7"
}

# What the examples name: dataset/ and captions/ (tagger/, vlm/), dataset.tar (1.tar, 2.tar, shards/), captions.txt, tokenizer.json.
example_files() {
	cp -r "$root/share/demo/dataset" dataset
	cp -r "$root/share/demo/dataset" captions
	chmod -R u+w dataset captions
	bsdtar -cf dataset.tar -C dataset .
	mkdir shards
	cp dataset.tar shards/1.tar
	cp dataset.tar 1.tar
	cp dataset.tar 2.tar
	cp -r dataset tagger
	cp -r dataset vlm
	echo 'a red apple' >captions.txt
	# A tokenizer of the 256 bytes, as GPT-2 writes them.
	python3 - >tokenizer.json <<'END'
import json
keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
rest = [b for b in range(256) if b not in keep]
vocab = {chr(b): b for b in keep} | {chr(256 + n): b for n, b in enumerate(rest)}
print(json.dumps({"model": {"type": "BPE", "vocab": vocab, "merges": []}, "added_tokens": [],
                  "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}}))
END
	[ ! -f direction.jsonl ] || rm direction.jsonl
}

# The commands of a page's EXAMPLES, one a line.
examples() {
	awk '/^\.Sh/ {on = /EXAMPLES/} /^\.Bd/ {block = on; next} /^\.Ed/ {block = 0} block' "$1" | sed 's/\\e/\\/g; s/\\&//g' | grep -v '^{'
}

@test "every example of the tools' pages runs" {
	for page in "$root"/share/man/*.1; do
		[ "${page##*/}" != captools.1 ] || continue # installed, it starts the others
		rm -rf "$BATS_TEST_TMPDIR/$(basename "$page")"
		mkdir "$BATS_TEST_TMPDIR/$(basename "$page")"
		cd "$BATS_TEST_TMPDIR/$(basename "$page")"
		example_files
		examples "$page" >commands
		[ -s commands ]
		while IFS= read -r line; do
			echo "${page##*/}: $line"
			status=0
			bash -o pipefail -c "$line" >out 2>err </dev/null || status=$?
			cat err
			case $line in *--fail-on*) [ $status -eq 1 ] ;; *) [ $status -eq 0 ] ;; esac
		done <commands
	done
}

@test "the lines of capdirection(5) are taken" {
	awk '/^\.Sh/ {on = /EXAMPLES/} /^\.Bd/ {block = on; next} /^\.Ed/ {block = 0} block' "$root/share/man/capdirection.5" >direction.jsonl
	[ "$(wc -l <direction.jsonl)" -ge 2 ]
	printf '{"id":"dog_1","caption":"dog"}\n' | capfix --direction direction.jsonl --compose | jq -e '.caption | startswith("A photo of a golden retriever")'
}

# bats test_tags=no-tool
@test "mandoc has nothing to say, and what the pages refer to is there" {
	for page in "$root"/share/man/*.[1-9]; do
		# It looks for the references among the installed pages, which these are not.
		mandoc -Tlint "$page" 2>&1 | grep -v 'input text line longer than\|referenced manual not found' && return 1
		sed -n 's/^\.Xr \(cap[a-z]*\) \([1-9]\).*/\1.\2/p' "$page" | sort -u | while read -r other; do
			[ -f "$root/share/man/$other" ] || { echo "$page refers to $other"; exit 1; }
		done
	done
}

# bats test_tags=no-tool
@test "make doc renders every page with links between them" {
	B=$PWD "$root/share/gen/doc"
	for page in "$root"/share/man/*.[1-9]; do [ -s "share/doc/${page##*/}.html" ]; done
	grep -q 'href="capscore.1.html"' share/doc/captools.7.html
	grep -q 'href="captools.7.html"' share/doc/index.html
}
