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

# bytes PRE NORM MERGE...: a tokenizer.json over bytes with these merges ("1 2"), its tokens in b.json.
bytes() {
	python3 - "$@" <<-'END' >b.json
	import json, sys
	pre, norm, merges = sys.argv[1], sys.argv[2], sys.argv[3:]
	own = [b for b in range(256) if 33 <= b < 127 or 161 <= b < 173 or b > 173]
	spell = {b: chr(b) if b in own else chr(256 + sum(c not in own for c in range(b))) for b in range(256)}
	vocab = {spell[b]: b for b in range(256)}
	for m in merges:
	    vocab.setdefault(m.replace(" ", ""), len(vocab))
	splits = [{"type": "Split", "pattern": {"Regex": p}, "behavior": "Isolated", "invert": False} for p in json.loads(pre)]
	print(json.dumps({"version": "1.0", "added_tokens": [], "normalizer": json.loads(norm), "post_processor": None,
	    "pre_tokenizer": {"type": "Sequence", "pretokenizers": splits + [{"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]},
	    "model": {"type": "BPE", "vocab": vocab, "merges": merges}}))
	END
}

marks='["(?i:'\''s|'\''t|'\''re|'\''ve|'\''m|'\''ll|'\''d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"]'
case_='[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'\''s|'\''t|'\''re|'\''ve|'\''m|'\''ll|'\''d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'\''s|'\''t|'\''re|'\''ve|'\''m|'\''ll|'\''d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+'
three='["\\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+", "[!\"#$%&'\''()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"]'

@test "o200k's pattern keeps a contraction with its word and cuts numbers in threes" {
	bytes "[\"$case_\"]" null "1 2" "12 3" "123 4" "t '" "t' s"
	[ "$(echo "1234 t's" | ids b.json)" = '[257,52,32,260]' ]
}

@test "DeepSeek's three splits: a sign stays with the letters behind it, kana and Han stand apart" {
	bytes "$three" '{"type": "Sequence", "normalizers": []}' "# a" "1 2" "12 3" "123 4" "ģ a"
	[ "$(echo '#a 1234日a' | ids b.json)" = '[256,32,258,52,230,151,165,97]' ]
}

@test "a pattern may hold CR and LF as themselves, as DeepSeek's file does" {
	local raw=${three//'\\r\\n'/'\r\n'}
	[ "$raw" != "$three" ]
	bytes "$raw" '{"type": "Sequence", "normalizers": []}' "# a" "1 2" "12 3" "123 4" "ģ a"
	[ "$(echo '#a 1234日a' | ids b.json)" = '[256,32,258,52,230,151,165,97]' ]
	bytes "${case_:+[\"${case_//'\\r\\n'/'\r\n'}\"]}" null "1 2" "12 3"
	[ "$(echo '1234' | ids b.json)" = '[257,52]' ]
}

@test "Qwen 3.5's words hold their marks" {
	bytes "$marks" '{"type": "NFC"}' "x Ì" "xÌ ħ"
	[ "$(printf 'x\xcc\xa7\n' | ids b.json | jq length)" -lt 3 ]
}

@test "NFKC: width, ligatures and numbers in circles, with the bytes they came from" {
	bytes "$marks" '{"type": "NFKC"}' "f i"
	[ "$(echo 'ﬁ①Ａ' | ids b.json)" = '[256,49,65]' ]
	[ "$(echo 'ﬁ①Ａ' | captok --encoder b.json --pieces | jq -c '[.captok.encoders[0].pieces[].span]')" = '[[0,3],[3,6],[6,9]]' ]
	[ "$(echo 'ｶﾞ' | ids b.json)" = "$(echo 'ガ' | ids b.json)" ]
}

@test "NFKC knows what the reference's tables know: a letter of Unicode 15 stays whole" {
	bytes "$marks" '{"type": "NFKC"}'
	[ "$(printf '\360\236\200\260\n' | ids b.json)" = '[240,158,128,176]' ]
}

@test "a pattern that is none of the known ones is named" {
	bytes '["\\p{N}{1,2}"]' null
	trouble b.json unsupported 'Split has pattern \p{N}{1,2}' || trouble b.json 'Split has pattern \p{N}{1,2}'
}
