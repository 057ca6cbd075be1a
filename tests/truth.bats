#!/usr/bin/env bats
# The score against people's judgement, on the captions that stand in tests/truth.

@test "check-truth prints a row for each measure with its bar, and no caption is without a score" {
	command -v python3 >/dev/null || skip "no python3"
	run "$BATS_TEST_DIRNAME/truth/run" --small
	echo "$output"
	[ "$status" -le 1 ]
	[[ $output == *"people's preference, flux-dev"*"of 20"* ]]
	[[ $output == *"long captions of people, qwen-image: with an error"*"of 20"* ]]
	[[ $output == *"damage, long captions of people, flux-dev: half the sentences dropped"* ]]
	[[ $output == *"the article, sdxl"*" ok"* ]]
	# The direction: no error on careful captions, and the score sides with people.
	grep -q "with an error  *0.0% of 20" <<<"$output"
	[ "$(grep -c "^people.s preference.* ok$" <<<"$output")" -eq 2 ]
	[[ $output != *"Traceback"* ]]
}

# bats test_tags=no-tool
@test "without its data check-truth says so and fails nothing" {
	command -v python3 >/dev/null || skip "no python3"
	CAPTOOLS_SHARED=$BATS_TEST_TMPDIR run "$BATS_TEST_DIRNAME/truth/run"
	[ "$status" -eq 0 ]
	[[ $output == *"check-truth: no "* ]]
}
