#!/usr/bin/env bats
# share/recipes, each run: make, commit hooks, GNU parallel, Slurm (dry), and the ways from and to other programs. CI is in adoption.bats, Spark and
# parquet in tests/slow/recipes.sh.

setup() {
	cd "$BATS_TEST_TMPDIR"
	recipes=$(cd "$BATS_TEST_DIRNAME/../share/recipes" && pwd)
	demo=$BATS_TEST_DIRNAME/../share/demo/dataset
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_GLOBAL=/dev/null
	unset MAKEFLAGS MFLAGS MAKELEVEL
}

# N shards of the demo, each with a caption of its own to mend.
shards() {
	mkdir -p shards
	for n in $(seq "$1"); do
		cp -r "$demo" one
		chmod -R u+w one
		echo "food, apple, number $n" >one/apple_01.txt
		bsdtar -cf "shards/$n.tar" -C one .
		rm -rf one
	done
}

# What one machine makes of them, in alone/.
alone() {
	mkdir -p alone
	for s in shards/*.tar; do capfix "$s" | cappack --quiet -o "alone/${s##*/}" "$s"; done
}

same() { for s in alone/*.tar; do cmp "$s" "$1/${s##*/}" || return 1; done; }

# bats test_tags=no-tool
@test "no recipe installs by a name that is not ours on PyPI" {
	! grep -rnE '(pip|pipx|uv|uvx)( tool)? (install|run) +captools' "$BATS_TEST_DIRNAME/../share" "$BATS_TEST_DIRNAME/../README.md" || false
	for f in github gitlab; do
		grep -q '^  CAPTOOLS: \./captools-.*\.whl$' "$BATS_TEST_DIRNAME/../share/recipes/$f.yml"
	done
}

@test "captioner.sh: asks again with what is missing, keeps what scores better, ends when the score holds" {
	mkdir d
	touch d/a.png d/b.png d/c.png
	echo 'food, apple, no humans' >d/a.txt
	echo 'A close up photo of a red apple on a wooden table, lit from above, against a white background, with depth of field.' >d/b.txt
	cp d/b.txt b.was
	# A stand-in: it says little until it is told what is missing, and is worse when it is asked about c a second time.
	cat >ask <<'EOF'
#!/bin/sh
cat >told
cp told "told.$(basename "$1")"
echo "$1" >>asked
case $1 in
*c.png) [ -s told ] && echo 'food' || echo 'A red apple on a table, lit from above.' ;;
*) grep -q 'say: lighting' told && echo 'A close up photo of a green pear on a wooden table, lit from the left, against a grey wall, with depth of field.' || echo pear ;;
esac
EOF
	chmod +x ask
	run env CAPTIONER=./ask "$recipes/captioner.sh" d/ 90 3
	[ "$status" -eq 1 ]
	[ "$(cat d/a.txt)" = 'A close up photo of a green pear on a wooden table, lit from the left, against a grey wall, with depth of field.' ]
	cmp d/b.txt b.was
	[ "$(cat d/c.txt)" = 'A red apple on a table, lit from above.' ]
	! grep -q b.png asked || false
	[ "$(grep -c a.png asked)" -eq 1 ]
	[ "$(grep -c c.png asked)" -eq 3 ]
	grep -q '^say: camera$' told.c.png
	run env CAPTIONER=./ask "$recipes/captioner.sh" d 60 3
	[ "$status" -eq 0 ]
	[[ $output == *'round 0: 0 below 60'* ]]
}

@test "vscode-tasks.json: its problem matcher takes every line of findings that has a place, with file, line, column, code and message" {
	cp -r "$demo" dataset
	capscore --quiet --format github dataset >out
	python3 - "$recipes/vscode-tasks.json" <<'EOF'
import json, re, sys
task = json.load(open(sys.argv[1]))["tasks"][0]
assert [task["command"]] + task["args"] == ["capscore", "--quiet", "--format", "github", "dataset"]
p = task["problemMatcher"]["pattern"]
seen = 0
for line in open("out"):
    if ",col=" not in line:
        continue
    m = re.match(p["regexp"], line.rstrip("\n"))
    assert m, line
    assert open(m[p["file"]]).read() and int(m[p["line"]]) == 1 and int(m[p["endColumn"]]) > int(m[p["column"]]) and m[p["message"]]
    seen += 1
assert seen > 10
EOF
}

@test "the sessions of the recipes' README print what it shows" {
	python3 "$BATS_TEST_DIRNAME/manual/transcript.py" "$recipes/README.md"
}

@test "ten.sh: from a tagger's folder to a set to train on, with what a person answers; the folder stays as it is" {
	cp -r "$demo" raw
	cp raw/cup_01.png raw/none.png
	cp -r raw before
	[ "$(grep -c '^# [0-9]*\. ' "$recipes/ten.sh")" = 10 ]
	sh "$recipes/ten.sh" raw one >summary
	diff -r raw before
	grep -q '^Score ' summary
	[ "$(cat one.work/uncaptioned.txt)" = none ]
	[ ! -e one/none.png ]
	[ ! -e one/dog_01.png ]
	[ -e one/boat_01.png ]
	[ "$(cat one/apple_01.txt)" = "$(capfix raw | jq -r 'select(.id == "apple_01") | .caption' | sed 's/, no humans//; s/, food focus//')" ]
	# The second run has the answers.
	jq -c 'select(.id == "dog_01") | .subject = "golden retriever" | .relation = "with a green ball in its mouth" | .verify = null | del(.verify)' one.work/ask.jsonl >direction.jsonl
	[ -s direction.jsonl ]
	sh "$recipes/ten.sh" raw two >summary
	grep -q 'golden retriever with a green ball' two/dog_01.txt
	[ -e two/dog_01.png ]
}

@test "captools.mk: in parallel, and only what is older than its dataset" {
	shards 2
	mv shards/*.tar .
	cp -r "$demo" photos
	chmod -R u+w photos
	printf 'include %s/captools.mk\nall: 1.score.jsonl 2.score.jsonl 1.fixed.tar 2.fixed.tar 1.html 1.tokens.jsonl photos.score.jsonl photos.html\n' "$recipes" >Makefile
	make -j4 all
	[ "$(jq -r 'select(.id == "./apple_01" or .id == "apple_01") | .capscore.score' 1.score.jsonl | wc -l)" = 1 ]
	[ "$(bsdtar -xOf 2.fixed.tar ./apple_01.txt)" = 'apple, number 2' ]
	grep -q '<!doctype html>' 1.html photos.html
	[ -z "$(ls | grep part)" ]
	[ "$(make all)" = "make: Nothing to be done for 'all'." ]
	sleep 1
	touch 2.tar photos/cup_01.txt
	run make -j4 all
	[[ $output == *2.score.jsonl* && $output == *2.fixed.tar* && $output == *photos.score.jsonl* && $output != *1.score.jsonl* ]]
}

@test "captools.mk: a gate that is not passed and a broken archive leave no target" {
	shards 1
	mv shards/1.tar .
	head -c 3000 1.tar >broken.tar
	printf 'include %s/captools.mk\n' "$recipes" >Makefile
	run make -k 1.ok broken.score.jsonl broken.fixed.tar
	[ "$status" -ne 0 ]
	[[ $output == *::error* ]]
	[ ! -e 1.ok ]
	[ ! -e broken.score.jsonl ]
	[ ! -e broken.fixed.tar ]
	make 1.ok CAP_GATE=
	[ -e 1.ok ]
}

@test "pre-commit.sh judges what is staged" {
	git init -q repo
	cd repo
	cp "$recipes/pre-commit.sh" .git/hooks/pre-commit
	echo 'A photo of a red apple on a wooden table, lit from the left.' >apple.txt
	git add apple.txt
	git commit -q -m good
	echo 'dog, ball' >dog.txt
	git add dog.txt
	run git commit -q -m bad
	[ "$status" -eq 1 ]
	[[ $output == *dog.txt* && $output == *no-verify* ]]
	# Mended in the folder alone is not mended in the commit.
	echo 'A photo of a dog with a ball in its mouth.' >dog.txt
	run git commit -q -m bad
	[ "$status" -eq 1 ]
	git add dog.txt
	git commit -q -m mended
	echo x >other.c
	git add other.c
	git commit -q -m 'no caption'
}

@test "the pre-commit entry refuses a caption with an error, and the repository's own hook too" {
	echo 'dog, ball' >dog.txt
	echo 'A photo of a red apple on a wooden table, lit from the left.' >apple.txt
	for config in "$recipes/pre-commit-config.yaml" "$BATS_TEST_DIRNAME/../.pre-commit-hooks.yaml"; do
		entry=$(sed -n 's/^ *entry: //p' "$config")
		files=$(sed -n 's/^ *files: //p' "$config")
		echo dog.txt | grep -qE "$files"
		[ -z "$(echo dog.png | grep -E "$files")" ]
		$entry apple.txt
		run $entry apple.txt dog.txt
		[ "$status" -eq 1 ]
		[[ $output == *dog.txt* ]]
	done
}

@test "GNU parallel over shards gives what one machine gives, and goes on after a fault" {
	command -v parallel >/dev/null || skip "no parallel"
	shards 4
	alone
	mkdir -p out
	cp alone/1.tar out/1.tar
	"$recipes/parallel.sh" out shards/*.tar
	same out
	head -c 700 shards/2.tar >shards/5.tar
	run "$recipes/parallel.sh" again shards/*.tar
	[ "$status" -ne 0 ]
	[ ! -e again/5.tar ]
}

@test "a Slurm array, dry: every shard once, the same as one machine" {
	shards 5
	alone
	ls shards/*.tar >list
	bash -n "$recipes/slurm.sbatch"
	for n in 1 2 3; do
		SLURM_ARRAY_TASK_ID=$n SLURM_ARRAY_TASK_COUNT=3 SLURM_CPUS_PER_TASK=1 bash "$recipes/slurm.sbatch" list out
		ls out | wc -l >>counts
	done
	[ "$(tr '\n' ' ' <counts)" = '2 4 5 ' ]
	same out
}

@test "the set of all shards, by GNU parallel and by a Slurm array, dry: the record of one machine" {
	shards 5
	mkdir bad # a bad record is one there, too
	printf '\xff' >bad/x.txt
	bsdtar -cf shards/6.tar -C bad x.txt
	capscore --format jsonl shards/*.tar 2>log >all || [ $? -eq 1 ]
	tail -1 all >one.json
	ls shards/*.tar >list
	for n in 1 2 3; do
		SLURM_ARRAY_TASK_ID=$n SLURM_ARRAY_TASK_COUNT=3 SLURM_CPUS_PER_TASK=1 bash "$recipes/slurm_set.sbatch" list states 2>>log
	done
	sed 's|.*/|states/|; s|$|.state|' list | { xargs -d '\n' capscore --merge --format jsonl || [ $? -eq 123 ]; } | cmp - one.json
	command -v parallel >/dev/null || skip "no parallel"
	{ "$recipes/parallel_set.sh" out shards/*.tar 2>>log || [ $? -eq 123 ]; } | cmp - one.json
	[ "$(ls out | wc -l)" -eq 6 ]
}

@test "CI recipes upload what was found, a bad record as well, before the gate fails" {
	cd "$BATS_TEST_TMPDIR"
	mkdir dataset
	touch dataset/a.png dataset/b.png
	printf 'red dog, red dog, TODO' >dataset/a.txt
	printf 'caf\xe9' >dataset/b.txt
	export GITHUB_STEP_SUMMARY=summary
	for ci in github gitlab; do
		rm -f captions.* summary
		grep -v 'Install captools\|pip install "' "$BATS_TEST_DIRNAME/../share/recipes/$ci.yml" >"$ci.yml"
		run python3 "$BATS_TEST_DIRNAME/recipes/ci_steps.py" "$ci.yml"
		[ "$status" -eq 1 ]
		jq -e '.runs[0].results | any(.[]; .ruleId == "bad-record") and any(.[]; .ruleId == "CAP024")' captions.sarif
		case $ci in
		github) [[ $output == *'::error file='*bad-record* && $output == *'## left out: github/codeql-action/upload-sarif'* ]] && grep -q 'bad record' summary ;;
		gitlab) grep -q '<error type="not-utf8"' captions.xml ;;
		esac
	done
}
