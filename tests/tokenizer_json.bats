#!/usr/bin/env bats
# captok --encoder FILE: any user's tokenizer, and files that are broken, unsupported or made to hurt.

setup() {
	cd "$BATS_TEST_TMPDIR"
	jq -n '{version: "1.0", added_tokens: [{id: 5, content: "<x>", single_word: false, lstrip: false, rstrip: false, normalized: false,
		special: true}], normalizer: {type: "Sequence", normalizers: [{type: "Strip", strip_left: false, strip_right: true},
		{type: "Replace", pattern: {Regex: " {2,}"}, content: "▁"}]},
		pre_tokenizer: {type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true},
		post_processor: {type: "TemplateProcessing", single: [{Sequence: {id: "A", type_id: 0}}, {SpecialToken: {id: "</s>", type_id: 0}}],
			pair: [], special_tokens: {"</s>": {id: "</s>", ids: [1], tokens: ["</s>"]}}},
		model: {type: "Unigram", unk_id: 0, vocab: [["<unk>", 0], ["</s>", 0], ["▁", -2], ["▁red", -3], ["▁apple", -4]]}}' >t.json
}

ids() { captok --encoder "$1" --ids | jq -c '.captok.encoders[0].ids'; }

# trouble FILE CODE-OR-WORDS...: exit status 2, a message of one line with all words, nothing on stdout, no crash.
trouble() {
	local file=$1 status=0 w
	shift
	echo 'a red apple' | timeout $((60 * ${CAPTOOLS_SLOW:-1})) captok --encoder "$file" >out 2>err || status=$?
	cat err
	[ "$status" = 2 ]
	[ ! -s out ]
	[ "$(wc -l <err)" = 1 ]
	for w; do grep -qF -- "$w" err; done
}

# Little memory; a sanitizer or valgrind needs more for itself.
limit() { case "${B:-}${WRAP:-}" in *san-* | *valgrind*) ;; *) ulimit -v 700000 ;; esac; }

@test "a tokenizer.json of one's own" {
	[ "$(echo 'red   apple<x> red pear ' | ids t.json)" = '[3,4,5,3,2,0,1]' ]
	[ "$(echo 'red apple' | captok --encoder t.json --pieces | jq -c '[.captok.encoders[0].pieces[] | .span]')" = '[[0,3],[3,9]]' ]
}

@test "the file may be compressed, come through a pipe, or be the one of a folder" {
	want=$(echo 'red apple' | ids t.json)
	zstd -q t.json -o t.json.zst
	[ "$(echo 'red apple' | ids t.json.zst)" = "$want" ]
	mkfifo p
	cat t.json >p &
	[ "$(echo 'red apple' | ids ./p)" = "$want" ]
	wait
	mkdir d && cp t.json d/tokenizer.json
	[ "$(echo 'red apple' | ids d)" = "$want" ]
}

@test "it has a name of its own: NAME=FILE" {
	[ "$(echo 'red' | captok --encoder pile-t5=t.json | jq -r '.captok.encoders[0].encoder')" = pile-t5 ]
}

@test "an unsupported component is named with its place" {
	jq '.normalizer.normalizers[1] = {type: "StripAccents"}' t.json >u.json
	trouble u.json u.json 'normalizer Sequence[1] has type StripAccents' 'at byte'
	jq '.pre_tokenizer = {type: "Punctuation", behavior: "Isolated"}' t.json >u.json
	trouble u.json 'pre_tokenizer has type Punctuation'
	jq '.model = {type: "WordPiece", vocab: {}}' t.json >u.json
	trouble u.json 'model has type WordPiece'
	jq '.post_processor = {type: "Foo"}' t.json >u.json
	trouble u.json 'post_processor has type Foo'
	jq '.normalizer = {type: "Replace", pattern: {Regex: "[0-9]+"}, content: "#"}' t.json >u.json
	trouble u.json 'Replace has pattern [0-9]+'
}

@test "wrong types, ids, merges: an error with the byte" {
	jq '.model.vocab = {}' t.json >u.json
	trouble u.json 'should be a list' 'at byte'
	jq '.model.unk_id = 99' t.json >u.json
	trouble u.json 'unk_id' 'at byte'
	jq '.added_tokens[0].id = -1' t.json >u.json
	trouble u.json 'out of range' 'at byte'
	jq '.model = {type: "BPE", vocab: {a: 0, b: 0}, merges: []}' t.json >u.json
	trouble u.json 'taken by another token' 'at byte'
	jq '.model = {type: "BPE", vocab: {a: 0}, merges: ["a b"]}' t.json >u.json
	trouble u.json 'not in the vocabulary: b' 'at byte'
}

@test "a truncated file, wherever it ends" {
	n=$(wc -c <t.json)
	for k in 1 10 100 $((n / 2)) $((n - 20)) $((n - 3)); do
		head -c "$k" t.json >u.json
		trouble u.json 'at byte'
	done
}

@test "no file, an empty one, a list, something else" {
	trouble none.json 'no such file'
	: >empty
	trouble ./empty 'empty file'
	echo '[1,2]' >u.json
	trouble u.json 'not a tokenizer.json'
	head -c 4000 /dev/urandom | tr -d '{["#' >noise.json
	trouble noise.json 'noise.json'
}

@test "vocab.json needs its merges.txt" {
	echo '{"a":0}' >vocab.json
	trouble vocab.json 'merges.txt'
}

@test "200 MB of nested arrays: an error, in little memory and not in hours" {
	{ printf '{"model":'; head -c 200000000 /dev/zero | tr '\0' '['; } >u.json
	( limit; trouble u.json 'nested' 'at byte' )
	{ printf '{"model":['; yes '[],[],[],[],[],[],[],[],' | head -c 200000000; printf '[]]}'; } >u.json
	( limit; trouble u.json 'model should be an object' )
	rm -f u.json
}
