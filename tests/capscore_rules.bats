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

@test "what has several colours is silent about itself alone (CAP063)" {
	asked() { echo "$1" | capscore --from lines -f jsonl | jq -r 'select(.capscore) | [.capscore.findings[] | select(.code == "CAP063")] | length'; }
	[ "$(asked '1girl, blue eyes, striped shirt, green eyes')" -eq 1 ]
	[ "$(asked '1girl, blue eyes, red striped shirt, green eyes, rainbow hair')" -eq 1 ]
	[ "$(asked '1girl, blue eyes, heterochromia, green eyes')" -eq 0 ]
	[ "$(asked '1girl, multicolored hair, red hair, blue hair')" -eq 0 ]
	[ "$(asked '1girl, striped shirt, red shirt, blue shirt')" -eq 0 ]
}
