#!/usr/bin/env bats
# Records that are not quite what they should be: nothing in them is lost or passed over in silence.

bats_require_minimum_version 1.5.0
setup() { T=$BATS_TEST_TMPDIR; }

@test "a caption that is no text is a bad record in every tool, with its byte" {
	for v in 5 '["a dog",5]' null true '{"en":"a dog"}'; do
		printf '{"caption":"first"}\n{"id":"x","caption":%s}\n{"caption":"last"}\n' "$v" >"$T/in"
		for tool in captok capscore capfix capsplit; do
			run --separate-stderr "$tool" "$T/in"
			[ "$status" -eq 1 ] || { echo "$tool $v: $status"; false; }
			[ "$(echo "$output" | jq -c 'select(.error) | [.id, .error.code, .error.offset]')" = '["x","bad-caption",20]' ]
			[ "$(echo "$output" | jq -r 'select(.caption) | .caption' | paste -sd' ')" = 'first last' ]
			[[ $stderr == *'line 2: byte 20: "caption" is '*', not a text'* ]]
		done
	done
}

@test "so is one under the other names, under --field, in kohya's JSON and in a sample's .json" {
	code() { jq -r '.error.code // .caption // "-"' | paste -sd' '; }
	[ "$(printf '{"text":[]}\n{"prompt":1}\n{"other":1}\n' | captok --count 2>/dev/null | code)" = 'bad-caption bad-caption -' ]
	[ "$(printf '{"caption":"a","t":1}\n{"caption":"a"}\n' | captok --count --field t 2>/dev/null | code)" = 'bad-caption a' ]
	printf '{"a.png":{"caption":5},"b.png":{"caption":"b"},"c.png":{"tags":[1]},"d.png":{}}' >"$T/k"
	[ "$(captok --count --from kohya "$T/k" 2>/dev/null | code)" = 'bad-caption b bad-caption -' ]
	at=$(captok --count --from kohya "$T/k" 2>/dev/null | jq -s '.[2].error.offset')
	[ "$(tail -c +$((at + 1)) "$T/k" | head -c 3)" = '[1]' ]
	mkdir "$T/d"
	: >"$T/d/a.png"
	echo '{"caption":["x",{}]}' >"$T/d/a.json"
	run --separate-stderr captok --count "$T/d"
	[ "$status" -eq 1 ]
	[[ $stderr == *a.json*'"caption" is a list'* ]]
}

@test "an error record, a summary and an object of somebody else stay what they are" {
	printf '%s\n' '{"error":{"code":"x"},"caption":5}' '{"input":{"path":"d","images":1,"captions":null}}' '{"dataset":{"captions":3}}' >"$T/in"
	captok --count <"$T/in" >"$T/out"
	cmp "$T/in" "$T/out"
}

@test "a caption of a wrong type beside a text: the text is the caption, and both stay" {
	echo '{"caption":5,"text":"a dog","n":1}' | captok --count | capscore | capfix | head -1 >"$T/o"
	[ "$(jq -c '[.caption, .caption_was, .n, has("text")]' "$T/o")" = '["a dog",5,1,false]' ]
	[ "$(echo '{"caption":"one","t":"two"}' | captok --count --field t | jq -c '[.caption, .caption_was, .t]')" = '["two","one",null]' ]
	# Written back, the line keeps every member, and the text changes.
	echo '{"caption":5,"text":"a  dog"}' >"$T/d.jsonl"
	captok --count "$T/d.jsonl" | jq -c '.caption = "a cat"' | cappack --in-place "$T/d.jsonl"
	[ "$(cat "$T/d.jsonl")" = '{"caption":5,"text":"a cat"}' ]
}

@test "NaN and Infinity, which Python writes, go on byte for byte; elsewhere they are no value" {
	line='{"id":"a","caption":"x","source":{"path":"p"},"score":NaN,"v":[ -Infinity, Infinity,{"k":NaN}]}'
	[ "$(echo "$line" | captok --count | sed 's/,"captok".*//')" = "${line%\}}" ]
	[ "$(echo "$line" | captok --count | capscore | capfix | grep -c 'NaN,"v":\[ -Infinity, Infinity,{"k":NaN}\]')" = 1 ]
	[ "$(printf '{"caption":NaN}\n{"caption":"x","a":NaNa}\n{"caption":"x","a":Inf}\n{"id":-Infinity,"caption":"x"}\n' | captok --count 2>/dev/null |
		jq -c '[.id, .error.code]' | paste -sd' ')" = '["1","bad-caption"] ["2","bad-json"] ["3","bad-json"] ["-Infinity",null]' ]
}

@test "a folder or archive whose captions are in metadata.jsonl or captions.json says which file" {
	for f in metadata.jsonl captions.json metadata.csv; do
		mkdir "$T/$f.d"
		: >"$T/$f.d/a.png"
		: >"$T/$f.d/b.png"
		echo '{"a.png":"x"}' >"$T/$f.d/$f"
		tar -C "$T/$f.d" -cf "$T/$f.tar" .
		for d in "$T/$f.d" "$T/$f.tar"; do
			run --separate-stderr captok --count "$d"
			[ "$status" -eq 0 ]
			[[ $stderr == *"2 images without a caption; $f, which lies beside them, is not read"* ]]
		done
		# Nobody is bothered where captions are there.
		echo x >"$T/$f.d/a.txt"
		cp "$T/$f.d/a.txt" "$T/$f.d/b.txt"
		run --separate-stderr captok --count "$T/$f.d"
		[ -z "$stderr" ]
	done
}

@test "over ulimit -f every tool ends with 2 and a word, and what was there stays" {
	seq -f 'a caption number %g, of a red apple on a table' 20000 >"$T/big"
	for tool in captok capscore capfix capsplit; do
		run sh -c "ulimit -f 8; $tool '$T/big' >'$T/out'"
		[ "$status" -eq 2 ] || { echo "$tool: $status"; false; }
		[[ $output == *'too large'* ]]
	done
	captok --count "$T/big" | sed 's/"caption":"a/"caption":"the/' >"$T/records"
	cp "$T/big" "$T/was"
	run sh -c "ulimit -f 8; exec cappack --in-place '$T/big' <'$T/records'"
	[ "$status" -eq 2 ]
	[[ $output == *'too large'* ]]
	cmp "$T/big" "$T/was"
	echo old >"$T/page.html"
	run sh -c "ulimit -f 8; exec capview -o '$T/page.html' <'$T/records'"
	[ "$status" -eq 2 ]
	[ "$(cat "$T/page.html")" = old ]
	[ -z "$(find "$T" -name '.*captools*')" ]
}

@test "capview makes no page of nothing" {
	run capview -o "$T/page.html" </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *'no records'* ]]
	[ ! -e "$T/page.html" ]
	[ -z "$(find "$T" -name '.*captools*')" ]
	run --separate-stderr capview </dev/null
	[ "$status" -eq 2 ]
}
