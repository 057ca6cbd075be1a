#!/usr/bin/env bats
# captools(7), "One command each": every line of it does what the text below it says.

setup() {
	cd "$BATS_TEST_TMPDIR"
	page=$BATS_TEST_DIRNAME/../share/man/captools.7
	awk '/^\.Ss One command each/ {on = 1} on && /^\.Ed/ {exit} block {print} on && /^\.Bd/ {block = 1}' "$page" | sed 's/\\e/\\/g' >tasks
	mkdir ds
	for i in $(seq 1 30); do
		echo "a crimson ball on a wooden table, number $i, lit from the left" >ds/$i.txt
		cp "$BATS_TEST_DIRNAME/../share/demo/dataset/cup_01.png" ds/$i.png
	done
	echo 'dog, ball, no humans' >ds/dog.txt
	cp ds/1.png ds/dog.png
	cp ds/1.png ds/alone.png
}

task() { sed -n "$1p" tasks >task && bash -o pipefail task; }

@test "one command each: replace, remove, list, find, count, take out, undo" {
	[ "$(wc -l <tasks)" = 8 ]
	task 1
	[ "$(cat ds/7.txt)" = "a red ball on a wooden table, number 7, lit from the left" ]
	! grep -rq crimson ds || false
	task 2
	[ "$(cat ds/dog.txt)" = "dog, ball" ]
	task 3 >out
	grep -q '^dog,1' out
	[ "$(task 4)" = dog ]
	task 5 >out
	grep -q '^cut, of 31 *0 *0 *0$' out
	[ "$(task 6)" = alone ]
	task 7
	[ "$(ls worst/*.txt | wc -l)" = 20 ]
	[ "$(ls worst/*.png | wc -l)" = 20 ]
	[ -e worst/dog.txt ]
	task 8
	[ "$(cat ds/dog.txt)" = "dog, ball, no humans" ]
	[ "$(cat ds/7.txt)" = "a red ball on a wooden table, number 7, lit from the left" ]
}
