#!/usr/bin/env bats
# bats file_tags=no-tool
# What goes with a release besides the packages themselves (those are in adoption.bats): the bill of materials and the changes.

setup() {
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	cd "$BATS_TEST_TMPDIR"
}

@test "the bill of materials is SPDX, names every pinned package with its hash, and is the same twice" {
	python3 "$root/share/pack/sbom" 1.2.3 >a
	python3 "$root/share/pack/sbom" 1.2.3 | cmp - a
	jq -e '.spdxVersion == "SPDX-2.3" and .dataLicense == "CC0-1.0" and (.creationInfo.created | test("^[0-9]{4}-.*Z$")) and
		(.packages | map(.SPDXID) | length == (unique | length)) and .packages[0].versionInfo == "1.2.3" and
		(.relationships | length) == (.packages | length)' a
	awk '!/^#/ && $NF == "default" && $2 != "none" {print $3, $4, $5}' "$root/share/encoders/SOURCES" >pinned
	awk '!/^#/ && NF {sub(/,.*/, "", $3); print $1, $2, $3}' "$root/share/static/SOURCES" >>pinned
	sort -u pinned >want
	jq -r '.packages[] | select(.checksums) | "\(.name) \(.versionInfo) \(.checksums[0].checksumValue)"' a | sort -u | diff want -
}

@test "the changes: a section a tag, a heading an area, without tests and generated files" {
	git init -q g
	mkdir -p g/share/pack
	cp "$root/share/pack/changelog" g/share/pack/
	cd g
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_GLOBAL=/dev/null
	say() { git commit -q --allow-empty -m "$1"; }
	say 'io: one'
	say 'tests: none of it'
	git tag v0.1.0
	say 'view: two'
	say 'io: three'
	share/pack/changelog 0.2.0 | sed 's/ (.*)//' | grep . | paste -sd'|' >out
	[ "$(cat out)" = '# Changes|## 0.2.0|### io|- three|### view|- two|## 0.1.0|### io|- one' ]
}
