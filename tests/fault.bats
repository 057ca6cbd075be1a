#!/usr/bin/env bats
# Every tool while something fails: a bounded part of tests/fault/matrix; the whole is `make fault`.

@test "the n-th malloc, read, write, open, rename, fsync, mmap, thread, close fails: no crash, no lost output, no damaged target" {
	[ -z "${WRAP:-}" ] && [[ ${B:-} != *san-* ]] || skip "the fault shim needs the plain build"
	"$BATS_TEST_DIRNAME/fault/matrix" >"$BATS_TEST_TMPDIR/out" || { cat "$BATS_TEST_TMPDIR/out"; false; }
	tail -1 "$BATS_TEST_TMPDIR/out" | grep -Eq '^[0-9]{3} faults tried, [0-9]{3} held$'
}
