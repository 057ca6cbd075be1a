#!/usr/bin/env bats
# What every tool promises on the command line, whatever it does: help, version, wrong options, lost output, exit status.

setup() {
	cd "$BATS_TEST_TMPDIR"
	tools=$(cd "$BATS_TEST_DIRNAME/../cmd" && ls cap*.c | sed 's/\.c$//')
	filters=$(echo "$tools" | grep -v 'cappack\|capview\|capsee\|capgrep') # of captions; capsee.bats and capgrep.bats have the others
	printf 'a red apple\na dog\n' >c.txt
}

@test "-h says usage, purpose, options and exit status, and exits 0" {
	for t in $tools; do
		run "$t" -h
		[ "$status" -eq 0 ]
		[[ $output == "usage: $t "* ]]
		[[ $output == *"--help"* && $output == *"xit status"* ]]
	done
}

@test "completions give models, encoders, trainers, layouts and rules, as the tools list them" {
	source "$BATS_TEST_DIRNAME/../completions/captools.bash"
	completes() { # FUNCTION WORDS... : what the last word may become
		local f=$1
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		"$f"
		echo "${COMPREPLY[*]}"
	}
	[ "$(completes _captok captok --model qwen-image-e)" = "qwen-image-edit qwen-image-edit-2511" ]
	[ "$(completes _capscore capscore -m sdx)" = sdxl ]
	[ "$(completes _captok captok -t koh)" = kohya ]
	[[ " $(completes _captok captok --encoder clip-) " == *" clip-g clip-l "* ]]
	[ "$(completes _capscore capscore --no-rule CAP01)" = "$(capscore --list-rules | awk '/^CAP01/ {print $1}' | paste -sd' ')" ]
	[ "$(completes _capfix capfix --rule comma-)" = comma-token-waste ]
	[[ " $(completes _capsplit capsplit --layout kohya-2) " == *" kohya-225 "* ]]
	[ "$(completes _capscore capscore --format s)" = sarif ]
	for t in $tools; do
		[[ " $(completes "_$t" "$t" --hel) " == *" --help "* ]]
	done
	! command -v zsh || zsh -fc 'autoload -U compinit; compinit -D; source "$1"' - "$BATS_TEST_DIRNAME/../completions/captools.zsh" 2>&1 | grep -i 'parse error'
	! command -v fish || fish --no-execute "$BATS_TEST_DIRNAME/../completions/captools.fish"
}

@test "-h is the tool's own options, --help has all" {
	for t in $tools; do
		"$t" -h >short
		"$t" --help >long
		[ "$(wc -l <short)" -lt "$(wc -l <long)" ]
		grep -q -e '--max-depth' short
		! grep -q 'deepest nesting' short || false
		grep -q 'deepest nesting' long
	done
}

@test "names of models, encoders, trainers, rules, layouts and choices are told apart without case" {
	echo 'a red apple' >c
	[ "$(captok -m SdXL -t KOHYA c | jq -r '"\(.captok.model) \(.captok.trainer)"')" = "sdxl kohya" ]
	[ "$(captok --encoder CLIP-L c | jq -r '.captok.encoders[0].encoder')" = clip-l ]
	cmp <(capscore --rule cap041 --purpose CHARACTER --format TEXT c) <(capscore --rule Missing-Colour --purpose character --format text c)
	cmp <(capsplit --layout KOHYA-75 c) <(capsplit --layout kohya-75 c)
}

@test "--color always colours into a pipe, never does not, and NO_COLOR and a pipe are auto's" {
	echo '1girl, long_hair, simple_background, white_background' >c
	export TERM=xterm
	for tool in 'captok --format text' 'capscore --format text' 'capfix --diff' 'capscene --format text'; do
		$tool --color always c | grep -q "$(printf '\033')"
		NO_COLOR=1 $tool --color always c | grep -q "$(printf '\033')"
		! $tool --color never c | grep -q "$(printf '\033')" || false
		! $tool c | grep -q "$(printf '\033')" || false
	done
}

@test "no line of -h is wider than 120 columns" {
	for t in $tools; do
		[ -n "$($t -h)" ]
		[ -z "$($t -h | awk -v t="$t" 'length > 120 && !/^usage/ {print t ": " $0}')" ]
	done
}

@test "--version names the project" {
	for t in $tools; do
		run "$t" --version
		[ "$status" -eq 0 ]
		[[ $output == "$t (captools) "* ]]
	done
}

@test "a wrong option is 2 and suggests the near one" {
	for t in $tools; do
		run "$t" --vresion
		[ "$status" -eq 2 ]
		[[ $output == "$t: unknown option --vresion"*"--version"* ]]
	done
}

@test "a long option behind one dash is not taken for letters" {
	for t in $tools; do
		run "$t" -model sdxl c.txt
		[ "$status" -eq 2 ]
		[[ $output == "$t: unknown option -model (did you mean --model?)"* ]]
	done
}

@test "--version names the compiled encoders of the tools that count" {
	for t in $filters; do
		run "$t" --version
		[[ $output == *"encoders: "*clip-l* ]]
	done
}

@test "a near name is suggested for models, encoders, trainers' options and rules" {
	suggests() { # WORD COMMAND...
		word=$1
		shift
		run "$@" c.txt
		[ "$status" -eq 2 ]
		[[ $output == *"did you mean"*"$word"* ]]
	}
	for t in $filters; do suggests sdxl "$t" --model sdxxl; done
	suggests clip-l captok --encoder cliip-l
	suggests clip-l capsplit --encoder clipl
	suggests keep_tokens captok --trainer kohya:keep_token=1
	suggests missing-colour capscore --rule missing-color
	suggests missing-colour capfix --rule missing-color
}

@test "an input with nothing to work on is named" {
	mkdir empty noc
	touch noc/a.png noc/b.png none.txt
	echo '{"image":"a.png","description":"a red apple"}' >other.jsonl
	for t in $filters; do
		run "$t" empty
		[ "$status" -eq 0 ]
		[[ $output == *"$t: empty: no captions in it"* ]]
		run "$t" none.txt
		[[ $output == *"none.txt: no captions in it"* ]]
		run "$t" noc
		[[ $output == *"noc: 2 images, each without a caption: it stands in NAME.txt"* ]]
		run "$t" other.jsonl
		[[ $output == *"other.jsonl: no record has a caption in 'caption', 'text', 'prompt' or 'txt'; --field NAME"* ]]
		run "$t" --field description other.jsonl
		[[ $output != *"no record has"* && $output == *"red apple"* ]]
	done
}

@test "cappack and capview wait for no records from a terminal" {
	script -qec true /dev/null >/dev/null 2>&1 || skip "no script(1) or no pseudo-terminal"
	mkdir -p data
	echo apple >data/a.txt
	run timeout 5 script -qec "cappack --in-place data" /dev/null
	[[ $output == *"read from standard input"* ]]
	run timeout 5 script -qec "capview -o x.html" /dev/null
	[[ $output == *"name a dataset, or pipe records in"* ]]
	# With a dataset it has what it needs.
	timeout 20 script -qec "capview -o x.html data" /dev/null
	[ -s x.html ]
}

@test "a value that is no choice or no number is 2" {
	for t in $filters; do
		run "$t" --from nonsense c.txt
		[ "$status" -eq 2 ]
		[[ $output == *"|jsonl|"* ]]
		run "$t" -j x c.txt
		[ "$status" -eq 2 ]
		[[ $output == *"whole number"* ]]
		run "$t" --from
		[ "$status" -eq 2 ]
	done
}

@test "a file that is not there is 2 and named; the others are still read" {
	for t in $filters; do
		run "$t" no-such-file c.txt
		[ "$status" -eq 2 ]
		[[ $output == *no-such-file* ]]
		[[ $output == *apple* ]]
	done
}

@test "a full disk is 2 with a word" {
	[ -e /dev/full ] || skip
	for t in $filters; do
		run sh -c "$t c.txt >/dev/full"
		[ "$status" -eq 2 ]
		[[ $output == *"tandard output"* ]]
	done
}

@test "a reader that has had enough ends a tool without a word" {
	yes 'a red apple on a table' | head -200000 >many.txt
	for t in $filters; do
		run bash -c "$t many.txt 2>err | head -1 >/dev/null; echo \${PIPESTATUS[0]}"
		[ "${lines[-1]}" -eq 141 ] || [ "${lines[-1]}" -eq 2 ]
		[ ! -s err ]
	done
}

@test "an unknown model is 2 and says where the list is" {
	for t in $filters; do
		run "$t" --model no-such-model c.txt
		[ "$status" -eq 2 ]
		[[ $output == *no-such-model* && $output == *list-models* ]]
	done
}

@test "an unknown trainer is 2 with every tool that takes one, and the known ones are named" {
	for t in $filters "capgrep --word red" capsee capview; do
		run $t --trainer no-such-trainer c.txt
		[ "$status" -eq 2 ]
		[[ $output == *no-such-trainer* && $output == *onetrainer* ]]
	done
}

@test "a near name is one that begins so, and no single letter has one" {
	for t in $tools; do
		run "$t" -Z
		[ "$status" -eq 2 ]
		[[ $output == *'unknown option -Z'* && $output != *'did you mean'* ]]
	done
	run cappack --output x .
	[[ $output == *'did you mean --out?'* ]]
	run captok --model sdx c.txt
	[[ $output == *'did you mean sdxl?'* ]]
}

@test "a file with the name of a container and other bytes is no list of captions" {
	printf '\263\001\000no tar\n\377\n' >noise.tar
	for t in $filters capsee "cappack --dry-run"; do
		run $t noise.tar
		[ "$status" -eq 2 ]
		[[ $output == *'name of a .tar file'* ]]
	done
	# As text it may be called as it likes.
	printf 'a red cat\n' >text.tar
	[ "$(captok text.tar | jq -r .caption)" = 'a red cat' ]
}

@test "the output is the same for every -j" {
	seq 1 3000 | sed 's/.*/1girl, solo, & apples, a photo of dog number &, no humans/' >seq.txt
	for t in $filters; do
		"$t" -j1 seq.txt >one
		[ -s one ]
		for j in 2 3 8; do
			"$t" -j$j seq.txt | cmp - one
		done
	done
	# And while others want the cores: threads come and go.
	timeout 60 sh -c 'while :; do :; done' 3>&- &
	for t in $filters; do
		"$t" -j1 seq.txt >one
		"$t" seq.txt | cmp - one
	done
	kill $!
}

@test "foreign members go through every tool byte for byte" {
	printf '{"z":12345678901234567890123, "caption":"a red apple on a table" ,"y": {"a" : [1, -0 , 1.50]},"z":NaNo}\n' | sed 's/NaNo/null/' >r.jsonl
	for t in $filters; do
		out=$("$t" r.jsonl)
		[[ $out == *'"z":12345678901234567890123'* ]]
		[[ $out == *'"y": {"a" : [1, -0 , 1.50]}'* ]]
		[[ $out == *'"z":null'* ]]
	done
}

@test "a record without a caption goes through unchanged, a bad one is reported and passed on, the stream goes on" {
	printf '{"caption":"a dog"}\n{"x": 1.0}\n{"caption":"a cat\n{"caption":"a bird"}\n' >r.jsonl
	for t in $filters; do
		run bash -c "$t r.jsonl 2>err || echo status \$?"
		[[ $output == *'{"x": 1.0}'* ]]
		[[ $output == *'"error":{"code":"bad-json"'* ]]
		[[ $output == *'a bird'* ]]
		[[ $output == *'status 1'* ]]
		grep -q "r.jsonl.*record 3.*byte" err
	done
}

@test "no input on a terminal explains itself" {
	script -qec true /dev/null >/dev/null 2>&1 || skip "no script(1) or no pseudo-terminal"
	for t in $filters; do
		run timeout 5 script -qec "$t" /dev/null
		[[ $output == *"no input"* ]]
	done
}

@test "reading tools give up the right to write and to start programs, unless told not to" {
	[ -z "${WRAP:-}" ] || skip "valgrind knows no Landlock"
	! "$B/unit/sandbox" | grep -q '# skip' || skip "no Landlock here"
	for t in captok capscore capfix capsplit capsee; do
		[[ $($t --from lines /proc/self/status | grep '"caption":"NoNewPrivs') == *[^0-9]1\"* ]]
		[[ $(CAPTOOLS_NO_SANDBOX=1 $t --from lines /proc/self/status | grep '"caption":"NoNewPrivs') == *[^0-9]0\"* ]]
	done
}

@test "in a pipe a stage leaves its neighbours their share of the cores, unless -j says otherwise" {
	threads() { # threads OPTION...: how many a captok between two pipes has
		{ sleep 2; echo cat; } | sh -c 'echo $$ >pid; exec captok --count "$@"' sh "$@" | cat >/dev/null &
		sleep 1
		ls "/proc/$(cat pid)/task" | wc -l
		wait
	}
	cores=$(nproc)
	most=$((cores / 3 > 1 ? cores / 3 : 1))
	# A thread sanitizer brings one of its own as soon as there are two.
	own=$(($(threads -j 2) - 2))
	[ "$own" -le 1 ]
	[ "$(threads)" -le $((own + most)) ]
	[ "$(threads -j 3)" -eq $((own + 3)) ]
}
