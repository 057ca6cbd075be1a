#!/usr/bin/env bats
# What a score promises, over many captions: score_properties.py. CAPTOOLS_FULL=1 takes every term, caption and model.

part() {
	command -v python3 >/dev/null || skip "no python3"
	run python3 "$BATS_TEST_DIRNAME/score_properties.py" "$1"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "the article: what it suggests scores 85 and more, what taggers write 45 and less, under seven models" { part article; }
@test "gaming: repeats never raise, piles of terms stay low, order changes no D, empty captions are low" { part gaming; }
@test "damage: tagified, filled, looped, junked, stripped of colours: lower" { part damage; }
@test "no error-level CAP060, 062, 063, 015, 102 on honest captions" { part alarms; }
