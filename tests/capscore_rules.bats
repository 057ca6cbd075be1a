#!/usr/bin/env bats
# A rule is one file and one row: without them everything else passes. All rules: tests/slow/rules_alone.sh.

@test "a caption rule and a dataset rule can be taken out" {
	run "$BATS_TEST_DIRNAME/slow/rules_alone.sh" comma_token_waste ubiquitous
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "what a finding points at begins before it ends, wherever the colour stands" {
	echo 'smile sitting blue, red smile sunset detailed, dog, viewer photo street' | capscore --model sdxl |
		jq -r 'select(.capscore) | .capscore.findings[] | select(.rule == "attribute-conflict") | .because' | grep -x 'smile sitting blue'
}
