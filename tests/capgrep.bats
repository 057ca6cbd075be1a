#!/usr/bin/env bats
# capgrep: which records each condition selects, how conditions join, what goes out, the exit status.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >in <<-'END'
	1girl, solo, (red_hat:1.2), blurry background
	a photo of a golden retriever with a red ball on a wet lawn, close-up
	Red  hat, score_9, blue sky.
	a hat that is red
	END
}

ids() { capgrep -l "$@" | tr '\n' ' '; }

@test "--tag is a whole tag: any case, blanks as underscores, brackets and weights aside, globs" {
	[ "$(ids --tag 'red hat' in)" = "1 3 " ]
	[ "$(ids --tag red_hat in)" = "1 3 " ]
	[ "$(ids --tag 'blurry*' in)" = "1 " ]
	[ "$(ids --tag 'score_?' in)" = "3 " ]
	[ "$(ids --tag '[bg]lue sky' in)" = "3 " ]
	[ "$(ids --tag 'close-up' in)" = "2 " ]
	[ "$(ids --tag hat in)" = "" ]
	[ "$(ids --tag sky in)" = "" ]
}

@test "--tag finds tags beyond ASCII, kaomoji, and tags behind sentences" {
	printf 'Crème Brûlée, ^_^\nIt stands. solo\n;), a.b\n' >t
	[ "$(ids --tag 'crème brûlée' t)" = "1 " ]
	[ "$(ids --tag '^_^' t)" = "1 " ]
	[ "$(ids --tag solo t)" = "2 " ]
	[ "$(ids --tag ';)' t)" = "3 " ]
	[ "$(ids --tag 'a.b' t)" = "3 " ]
	[ "$(ids --tag b t)" = "" ]
}

@test "--word is whole words, --regex a pattern" {
	[ "$(ids --word red in)" = "1 2 3 4 " ]
	[ "$(ids --word 'close up' in)" = "2 " ]
	[ "$(ids --word re in)" = "" ]
	[ "$(ids --word 're*' in)" = "1 2 3 4 " ]
	[ "$(ids --regex 'r.d\b.*l[ao]wn' in)" = "2 " ]
	[ "$(ids --regex '(?i)^red' in)" = "3 " ]
	printf 'un été\n' | capgrep --word ÉTÉ -c
	[ "$(ids --word t <<<'un été')" = "" ]
}

@test "several conditions must all hold; --where joins with and, or, not and brackets" {
	[ "$(ids --word red --word hat in)" = "1 3 4 " ]
	[ "$(ids --where 'word=red and not tag="red hat"' in)" = "2 4 " ]
	[ "$(ids --where 'word=retriever or word=sky and word=red' in)" = "2 3 " ]
	[ "$(ids --where '(word=retriever or word=sky) and not word=blue' in)" = "2 " ]
	[ "$(ids --where "NOT id != 4 OR regex='^1gi'" in)" = "1 4 " ]
	[ "$(ids --where "word='it\\'s'" <<<"it's")" = "1 " ]
}

@test "an option of one value that is wrong is named without a byte, and says where the right ones are listed" {
	run -2 capgrep --rule bom in
	[[ $output == "capgrep: --rule: no rule or family (capscore --list-rules lists them) 'bom'"* ]]
}

@test "a condition that is none is named with its byte, nothing is read" {
	bad() { run -2 capgrep --where "$1" in; [[ $output == *"byte $2: "*"$3"* ]]; }
	bad 'tags=a' 0 "did you mean 'tag'"
	bad 'tag' 3 'is wanted here'
	bad 'tag=' 4 'a value'
	bad 'tag=a word=b' 6 'and, or or the end'
	bad '(tag=a' 6 ')'
	bad 'tag="a' 4 'not closed'
	bad 'tag<a' 4 'only = and !='
	bad 'score=high' 6 'a number'
	bad 'missing=color and missing=colr' 26 "did you mean 'colour'"
	bad 'rule=CAP9' 5 'no rule'
	bad 'rule=CAP080' 5 'whole set'
	bad 'tokens.nil>4' 0 'encoder'
	bad 'regex="("' 6 'closing parenthesis'
	bad "$(printf 'not %.0s' $(seq 200))tag=a" 399 'within each other'
	run -2 capgrep in
	[[ $output == *"which captions?"* ]]
}

@test "score, tokens, facts, rules and missing parts are capscore's and captok's own, whether they have run or not" {
	captok in | capscore >r
	score() { jq -r "select(.capscore and (.capscore.score $1)) | .id" r | tr '\n' ' '; }
	for c in '<50' '>=50' '<=90' '!= 0'; do
		[ "$(ids --score "$c" in)" = "$(score "$c")" ]
		[ "$(ids --score "$c" r)" = "$(score "$c")" ]
	done
	[ "$(score '<50')" != "" ]
	# The two special tokens are not the caption's.
	want=$(jq -r 'select(.captok and .captok.encoders[0].tokens - 2 > 12) | .id' r | tr '\n' ' ')
	[ "$(ids --tokens '>12' in)" = "$want" ]
	[ "$(ids --tokens '>12' r)" = "$want" ]
	[ "$(ids --where 'tokens.clip-g > 12' r)" = "$want" ]
	want=$(jq -r 'select(.capscore and .capscore.facts.said < 5) | .id' r | tr '\n' ' ')
	[ "$(ids --facts '<5' in)" = "$want" ]
	[ "$(ids --facts '<5' r)" = "$want" ]
	want=$(jq -r 'select(.capscore and any(.capscore.findings[]; .code | startswith("CAP01"))) | .id' r | tr '\n' ' ')
	[ -n "$want" ]
	[ "$(ids --rule 'CAP01*' in)" = "$want" ]
	[ "$(ids --rule CAP01 r)" = "$want" ]
	want=$(jq -r 'select(.capscore and .capscore.slots.camera.span == null) | .id' r | tr '\n' ' ')
	[ "$(ids --missing camera in)" = "$want" ]
	[ "$(ids --missing camera r)" = "$want" ]
}

@test "what was said of another model does not count for the one that is asked for" {
	captok -m sdxl in >r
	[ "$(ids --model flux-dev --where 'tokens.t5 > 12' r)" = "$(ids --model flux-dev --where 'tokens.t5 > 12' in)" ]
	[ "$(ids --model flux-dev --where 'tokens.t5 > 12' r)" != "" ]
}

@test "images without a caption, and what their pictures are" {
	cp -r "$BATS_TEST_DIRNAME/../share/demo/dataset" ds
	cp ds/cup_01.png ds/extra.png
	[ "$(ids --missing caption ds)" = "extra " ]
	[ "$(capgrep --missing caption ds | jq -r .source.image)" = extra.png ]
	[ "$(ids --where 'not missing=caption and word=lamp' ds)" = "lamp_01 " ]
	capsee ds >seen
	[ "$(ids --image 'width<512 or height<330' seen)" = "$(jq -r 'select(.capsee) | select(.capsee.image.shown[0] < 512 or .capsee.image.shown[1] < 330) | .id' seen | tr '\n' ' ')" ]
	[ "$(ids --where '.capsee.image.format = png and bytes > 8000' seen)" = "$(jq -r 'select(.capsee and .capsee.image.bytes > 8000) | .id' seen | tr '\n' ' ')" ]
	run -2 capgrep --image 'score<5' ds
	[[ $output == *"says nothing of a picture"* ]]
}

@test "the text form writes a record on one line: a line end of any kind is one return symbol, nothing drives the terminal" {
	printf 'a red dog.\r\non\na\rlawn\t\033[1m\r\n' >red.txt
	touch red.png
	[ "$(capgrep --word red -f text .)" = 'red: a red dog.⏎on⏎a⏎lawn ?[1m' ]
	[ "$(captok -f text . | tail -1)" = '  <s>a| red| dog|.|⏎on|⏎a|⏎lawn| ?|[|1|m</s>' ]
}

@test "records that do not say what is asked of their pictures are counted, not passed over in silence" {
	run -2 --separate-stderr capgrep --image 'width<512' in
	[ -z "$output" ]
	[[ $stderr == *"4 records do not say"*"capsee"* ]]
	# ... but not where the rest decides.
	[ "$(ids --where 'width<512 or word=retriever' in 2>err)" = "2 " ]
	[[ $(cat err) == *"3 records"* ]]
	run -1 capgrep --where 'width<512 and word=nothere' in
}

@test "any member of a record can be asked" {
	printf '%s\n' '{"id":"a","source":{"path":"x"},"caption":"c","n":{"list":[1,{"k":"v w"}],"yes":true}}' '{"id":"b","source":{"path":"x"},"caption":"c","n":7}' >r
	[ "$(ids --where '.n.list.1.k="v*"' r)" = "a " ]
	[ "$(ids --where '.n.yes=true' r)" = "a " ]
	[ "$(ids --where '.n>=7' r)" = "b " ]
	[ "$(ids --where '.n.list.0 = 1.0' r)" = "a " ]
	[ "$(ids --where '.n.list.9=1' r)" = "" ]
}

@test "-v turns it about, -c counts, -l lists ids, -f text is for people" {
	[ "$(capgrep -v -l --word hat in)" = 2 ]
	[ "$(capgrep -c --word hat in)" = 3 ]
	run -1 capgrep -c --word nothere in
	[ "$output" = 0 ]
	[ "$(capgrep -f text --word sky in)" = "3: Red  hat, score_9, blue sky." ]
	[ "$(printf 'a\033[31m hat\n' | capgrep -f text --word hat)" = "1: a?[31m hat" ]
	[ "$(printf '{"id":"a\\nb","caption":"hat"}\n' | capgrep -l --word hat)" = "a?b" ]
}

@test "a record of an earlier tool goes on as the bytes it came in, others with the id and source that they had" {
	printf '{"z":12345678901234567890123, "caption":"a hat" ,"id":7, "source": {"path":"p"},"y": [1, -0 , 1.50],"n":NaN}\n' >r
	capgrep --word hat r | cmp - r
	printf '{"text":"a dog"}\n{"text":"a hat","x":1.50}\n' >hf
	[ "$(capgrep --word hat hf)" = '{"id":"2","caption":"a hat","source":{"path":"hf","line":2},"x":1.50}' ]
	[ "$(capgrep --word nothere -v hf | wc -l)" = 2 ]
}

@test "what speaks of the whole input is no sample, not for -v either" {
	capscore in >r
	[ "$(capgrep -v --word nothere -c r)" = 4 ]
	mkdir d && echo hat >d/a.txt && touch d/a.png
	[ "$(capgrep -v --word nothere d | wc -l)" = 1 ]
}

@test "a bad record is named, the stream goes on, the status is 2" {
	printf '{"caption":"a hat"}\n{"caption":"a cat\n{"caption":"a hat"}\n' >r
	run -2 --separate-stderr capgrep -c --word hat r
	[ "$output" = 2 ]
	[[ $stderr == *"r: record 2, line 2: byte "* ]]
}

@test "a pattern that would take more than linear time on a caption is stopped and named" {
	python3 -c 'print("a" * 5000); print("b")' >long
	run -2 --separate-stderr timeout 60 capgrep -c --regex '(a|aa)+[^a]|b' long
	[ "$output" = 1 ]
	[[ $stderr == *"1: the pattern tries too many ways"* ]]
	python3 -c 'print("a" * 100000)' >long
	run -2 timeout 60 capgrep -c --regex '(?=.*@)a' long
	[[ $output == *"at most 65536 bytes"* ]]
}

@test "the output is the same for every -j, and the same from lines, archives and folders" {
	mkdir ds
	for i in $(seq 1 600); do printf 'a photo of dog number %d, red hat' $((i % 7)) >ds/$i.txt; touch ds/$i.png; done
	(cd ds && tar cf ../ds.tar -- *)
	capgrep -j1 --where 'word=3 or score<20' ds >one
	[ -s one ]
	for j in 2 3 8; do capgrep -j$j --where 'word=3 or score<20' ds | cmp - one; done
	[ "$(ids --where 'word=3 or score<20' ds.tar)" = "$(ids --where 'word=3 or score<20' ds)" ]
}

@test "--worst N: those that score least, the worst first, equal ones in their order" {
	cp -r "$BATS_TEST_DIRNAME/../share/demo/dataset" ds
	capscore ds >r
	for n in 1 4 7 100; do
		want=$(jq -r 'select(.capscore) | "\(.capscore.score) \(.id)"' r | sort -s -n -k1,1 | head -$n | cut -d' ' -f2 | tr '\n' ' ')
		[ "$(ids --worst $n ds)" = "$want" ]
		[ "$(ids -j 3 --worst $n r)" = "$want" ]
	done
	[ "$(ids --worst 2 --where 'not tag=ball' ds)" = "dog_01 apple_01 " ]
	[ "$(capgrep -c --worst 3 ds)" = 3 ]
	capgrep --worst 2 ds | cappack --only -o worst/ ds
	[ "$(ls worst | tr '\n' ' ')" = "apple_01.png apple_01.txt dog_01.png dog_01.txt " ]
}

@test "an unknown model, a file that is not there, a full disk, no input on a terminal" {
	run -2 capgrep --word a --model no-such-model in
	[[ $output == *list-models* ]]
	run -2 capgrep --word hat no-such-file in
	[[ $output == *no-such-file* && $output == *"red_hat"* ]]
	[ -e /dev/full ] && run -2 sh -c 'capgrep --word hat in >/dev/full'
	script -qec true /dev/null >/dev/null 2>&1 || return 0
	run timeout 5 script -qec "capgrep --word hat" /dev/null
	[[ $output == *"no input"* ]]
}
