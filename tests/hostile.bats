#!/usr/bin/env bats
# Hostile input: each gets a clear message and the right exit status, and what is good still comes out.

bats_require_minimum_version 1.5.0

setup_file() { python3 "$BATS_TEST_DIRNAME/hostile_make.py" "$BATS_FILE_TMPDIR/h"; }
setup() { cd "$BATS_FILE_TMPDIR/h"; T=$BATS_TEST_TMPDIR; }

# check STATUS CAPTIONS-OR-CODES [MESSAGE] -- ARGS: captok's status, the captions and error codes in order, a word of stderr.
check() {
	local want=$1 texts=$2 message=
	shift 2
	[ "$1" = -- ] || { message=$1; shift; }
	shift
	run --separate-stderr captok --count "$@"
	got=$(echo "$output" | jq -r 'if .error then "!" + .error.code else .caption // empty end' | paste -sd'|')
	[ "$status" = "$want" ] && [ "$got" = "$texts" ] && [[ $stderr == *"$message"* ]] || {
		echo "status $status, want $want"; echo "got $got"; echo "stderr $stderr"; return 1; }
}

@test "text that is not UTF-8 is a bad record with its byte; the rest goes on" {
	printf 'good\nba\xffd\nagain\n' >"$T/l"
	check 1 'good|!not-utf8|again' 'line 2: byte 2:' -- "$T/l"
	[ "$(echo "$output" | jq -c 'select(.error) | [.id, .source.line, .error.offset]')" = '["2",2,2]' ]
	# jq -r writes the NUL itself, which the shell drops.
	check 1 "$(printf '\xef\xbb\xbfx')|ab|!not-utf8||!bad-json" 'bad.txt' -- text.tar
}

@test "a file in UTF-16 is told what it is" {
	check 1 '!not-utf8|!not-utf8' 'utf-16' -- <(printf 'one\ntwo' | iconv -t UTF-16BE | { printf '\xfe\xff'; cat; } | tr '\n' '\377' | sed 's/$/\n\xff/')
}

@test "an unknown character set is 2" {
	check 2 '' 'iconv -l' -- --encoding no-such <(echo x)
	check 1 'a|!not-utf8' 'not in the character set' -- --encoding ascii <(printf 'a\n\xe9\n')
}

@test "BOM, NUL, CR and nothing at all" {
	check 0 "$(printf '\xef\xbb\xbfx')" -- <(printf '\xef\xbb\xbfx\n')
	[ "$(printf 'a\0b\n' | captok --count | jq -c .caption)" = '"a\u0000b"' ]
	[ "$(printf 'a\rb\r\n' | captok --count | jq -c .caption)" = '"a\rb"' ]
	check 0 '' -- /dev/null
	: >"$T/empty"
	check 0 '' -- "$T/empty"
	mkdir "$T/d"
	check 0 '' -- "$T/d"
	[ "$(echo "$output" | jq -c .input.images)" = 0 ]
}

@test "a line of 100 MB does not break the stream" {
	long() { head -c 100000000 /dev/zero | tr '\0' a; }
	check 1 'x|!too-large|after' '--max-caption' -- <(echo x; long; printf '\nafter\n')
	check 1 'x|!too-large|after' '--max-caption' -- <(echo '{"text":"x"}'; printf '{"text":"'; long; printf '"}\n{"text":"after"}\n')
	check 1 'x|!too-large|after' '--max-caption' -- <(printf '{"a.png":{"caption":"x"},"b.png":{"caption":"'; long; printf '"},"c.png":{"caption":"after"}}')
}

@test "JSON that ends in the middle" {
	check 1 '!bad-json' 'ends in the middle' -- <(printf '{"caption":"a dog')
	check 1 'a|!bad-json|b' 'line 2: byte 13' -- <(printf '{"caption":"a"}\n{"caption":"b\n{"caption":"b"}\n')
	check 1 'a|!not-object|b' 'not a JSON object' -- <(printf '{"caption":"a"}\nnot JSON\n{"caption":"b"}\n')
	check 1 'a|b|!bad-json' 'closing }' -- <(printf '{"a.png":{"caption":"a"},"b.png":{"caption":"b"}')
}

@test "JSON 100,000 deep" {
	deep() { python3 -c 'print("[" * 100000 + "]" * 100000, end="")'; }
	check 1 '!too-deep|ok' 'nested' -- <(printf '{"caption":"x","y":'; deep; printf '}\n{"caption":"ok"}\n')
	check 1 'a|!too-deep|c' 'nested' -- <(printf '{"a.png":{"caption":"a"},"b.png":'; deep; printf ',"c.png":{"caption":"c"}}')
}

@test "deep JSON and long names are taken where the limit is raised" {
	printf '{"caption":"x","y":%s%s}\n' "$(printf '[%.0s' {1..200})" "$(printf ']%.0s' {1..200})" >"$T/deep"
	check 1 '!too-deep' '--max-depth' -- "$T/deep"
	check 0 'x' -- --max-depth 201 "$T/deep"
	check 1 '!too-deep' '--max-depth' -- --max-depth 200 "$T/deep"
	check 2 '' 'at most 1024' -- --max-depth 1025 "$T/deep"
	check 1 'latin|control|!name-too-long|ok' '--max-name' -- names.tar
	check 0 'latin|control|long|ok' -- --max-name 5004 names.tar
	check 1 'latin|!name-too-long|!name-too-long|ok' '--max-name' -- --max-name 8 names.tar
}

@test "links and ../ in a tar: names are labels, links are not followed" {
	check 1 'up|abs|!link|!link|its image is a link|in' 'links are not followed' -- links.tar
	[ "$(echo "$output" | jq -r '.source.member // empty' | paste -sd' ')" = '../up.txt /etc/abs.txt sym.txt hard.txt far.txt dir.txt/in.txt' ]
	[[ $output != *root:* ]]
}

@test "the same member twice: both come out and are named" {
	check 0 'one|two|b' -- dup.tar
	[ "$(echo "$output" | tail -1 | jq -c .input.collisions)" = '[["a.txt","a.txt"],["a.png","a.png"],["b.jpg","b.png"]]' ]
}

@test "names: not UTF-8, control bytes, too long" {
	check 1 'latin|control|!name-too-long|ok' '5004 bytes' -- names.tar
	[[ $stderr != *$'\x1b'* ]]
	[ "$(echo "$output" | head -1 | jq -r .id)" = 'caf%E9' ]
}

@test "zip with a wrong checksum or wrong sizes" {
	a='caption a caption a caption a caption a caption a caption a caption a caption a caption a '
	b=$(printf 'caption b %.0s' 1 2 3 4 5 6 7 8 9)
	check 0 "$a|$b" -- good.zip
	check 1 "!damaged-member|$b" 'CRC' -- crc.zip
	check 1 "!damaged-member|$b" 'wrong size' -- usize.zip
	check 1 "!too-large|$b" '--max-caption' -- usize_big.zip
	check 1 "!damaged-member|$b" 'wrong size' -- csize_big.zip
	check 2 '' 'damaged' -- csize.zip
	for z in crc usize usize_big csize_big csize; do
		run sh -c "captok --count <$z.zip | cat"
		run sh -c "cat $z.zip | captok --count"
		[ "$status" -eq 1 ] || [ "$status" -eq 2 ]
	done
	run captok --count encrypted.zip
	[ "$status" -ne 0 ]
	[[ $output == *ncrypt* ]]
}

@test "bombs: a member is capped, a stream is stopped" {
	check 1 '!too-large|fine' '--max-caption' -- bomb.zip
	check 2 '' '--max-ratio' -- bomb.tgz
	run --separate-stderr captok --count --max-ratio 2000 bomb.tgz
	[[ $stderr != *ratio* ]]
}

@test "bombs: --max-ratio is the limit of those who look at pictures, too" {
	captok --count --format jsonl --max-ratio 2000 bomb.tgz >"$BATS_TEST_TMPDIR/r.jsonl" || [ $? -eq 1 ] # it has no end mark
	run --separate-stderr capview --max-ratio 2000 -o "$BATS_TEST_TMPDIR/p.html" bomb.tgz <"$BATS_TEST_TMPDIR/r.jsonl"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	run --separate-stderr capview -o "$BATS_TEST_TMPDIR/p.html" bomb.tgz <"$BATS_TEST_TMPDIR/r.jsonl"
	[ "$status" -eq 2 ]
	[[ $stderr == *--max-ratio* ]]
}

@test "a sparse member of 8 GiB costs nothing" {
	x=$(head -c 700 /dev/zero | tr '\0' x)
	check 1 "!too-large|$x|$x|$x|$x" 'huge.txt' -- sparse.tar
}

@test "an archive in an archive is a member like any other" {
	check 0 'in a gz' -- nested.tgz
}

@test "an archive that is cut off anywhere is never taken for a whole one" {
	n=$(stat -c %s whole.tar)
	end=$(python3 -c 'import tarfile; t = tarfile.open("whole.tar"); m = t.getmembers()[-1]; print(m.offset_data + (m.size + 511) // 512 * 512)')
	for cut in 600 1000 $(seq 512 512 "$end") $((n / 2)); do
		for how in "captok --count cut.tar" "cat cut.tar | captok --count"; do
			head -c "$cut" whole.tar >cut.tar
			run sh -c "$how"
			[ "$status" -eq 1 ] || [ "$status" -eq 2 ] || { echo "cut at $cut, $how: status $status"; false; }
			[[ $output == *"cut off"* || $output == *"ends in the middle"* ]]
		done
	done
	rm -f cut.tar
}

@test "half of every container: what is there comes out, then the error, with the place" {
	gzip -kf whole.tar; xz -kf whole.tar; zstd -qkf whole.tar; bzip2 -kf whole.tar
	for f in whole.tar whole.tar.gz whole.tar.xz whole.tar.zst whole.tar.bz2 good.zip; do
		head -c $(($(stat -c %s $f) / 2)) $f >half
		run captok --count half
		[ "$status" -eq 1 ] || [ "$status" -eq 2 ] || { echo "$f: $status"; false; }
		run sh -c "captok --count <half"
		[ "$status" -eq 1 ] || [ "$status" -eq 2 ]
		run sh -c "cat half | captok --count"
		[ "$status" -eq 1 ] || [ "$status" -eq 2 ]
	done
	head -c 8000 whole.tar >half
	run --separate-stderr captok --count half
	[ "$status" -eq 2 ]
	[ "$(echo "$output" | jq -r .id | paste -sd' ')" = 's0 s1' ]
	[[ $stderr == *"byte 8000: "*"last member s2.jpg"* ]]
	rm -f half whole.tar.*
}

@test "a folder that cannot be read, and one that cannot be read inside" {
	mkdir -p "$T/d/closed" "$T/d/open"
	echo hidden >"$T/d/closed/a.txt"
	echo seen >"$T/d/open/b.txt"
	chmod 0 "$T/d/closed"
	me="setpriv --reuid=65534 --regid=65534 --clear-groups"
	[ "$(id -u)" -ne 0 ] && me=
	chmod 755 "$T" "$BATS_RUN_TMPDIR" 2>/dev/null || true
	if [ -n "$me" ] && ! $me sh -c "captok --version && ls '$T/d' && echo x | captok --count" >/dev/null 2>&1; then
		chmod 700 "$T/d/closed"
		skip "the other user cannot reach the tools"
	fi
	run --separate-stderr $me captok --count "$T/d"
	chmod_back() { chmod 700 "$T/d/closed"; }
	[ "$status" -eq 1 ] && [[ $stderr == *closed*ermission* ]] || { chmod_back; echo "$status $stderr"; false; }
	[ "$(echo "$output" | jq -r 'select(.caption).caption')" = seen ] || { chmod_back; false; }
	run $me captok --count "$T/d/closed"
	chmod_back
	[ "$status" -eq 2 ]
	[[ $output == *ermission* ]]
}

@test "a file that vanishes while the folder is read" {
	mkdir "$T/many"
	python3 -c '
import sys
for i in range(4000):
    open("%s/f%04d.txt" % (sys.argv[1], i), "w").write("a caption that is long enough to fill the pipe %d" % i)' "$T/many"
	# The pipe is full long before the last file is opened.
	captok --count -j 1 "$T/many" 2>"$T/err" | { read -r _; rm "$T/many/f3999.txt"; cat; } >"$T/out"
	grep -q 'f3999.txt.*No such file' "$T/err"
	[ "$(tail -2 "$T/out" | head -1 | jq -r '[.id, .error.code] | join(" ")')" = 'f3999 open' ]
}

@test "links in a circle and folders too deep end" {
	mkdir "$T/loop"
	ln -s . "$T/loop/self"
	ln -s a.txt "$T/loop/a.txt"
	echo x >"$T/loop/b.txt"
	check 1 '!link|x|!link' 'not followed' -- "$T/loop"
	d=$T/deep
	mkdir -p "$d/$(python3 -c 'print("/".join("x" * 80))')"
	check 1 '!too-deep' 'nested' -- "$d"
}

@test "no room for what has to wait: exit 2 that names TMPDIR" {
	python3 -c '
import io, tarfile
with tarfile.open("wait.tar", "w") as t:
    for i in range(30000):
        m = tarfile.TarInfo("%05d.txt" % i); m.size = 60
        t.addfile(m, io.BytesIO(b"c" * 60))'
	TMPDIR=/nonexistent/folder run captok --count wait.tar
	[ "$status" -eq 2 ]
	[[ $output == *TMPDIR* ]]
	rm -f wait.tar
}

@test "random bytes and flipped bits never crash" {
	python3 - <<'PY'
import random, subprocess, sys
random.seed(7)
said = 0
seeds = [open(n, "rb").read() for n in ("whole.tar", "good.zip", "links.tar", "nested.tgz", "dup.tar")]
seeds += [b'{"id":"a","caption":"x","source":{"path":"p","line":3},"captok":{"model":"sdxl"}}\n' * 3,
          b'{"a.png": {"caption": "x", "tags": "y"}, "b.png": {"tags": "z"}}']
for turn in range(150):
    d = bytearray(random.choice(seeds))
    for _ in range(random.choice((1, 3, 20))):
        d[random.randrange(len(d))] = random.randrange(256)
    if random.random() < 0.3:
        del d[random.randrange(len(d)):]
    p = subprocess.run(["captok", "--count", "-j", "1", "--encoder", "clip-l"], input=bytes(d), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said += bool(p.stdout or p.stderr)
    if p.returncode not in (0, 1, 2):
        open("crash.bin", "wb").write(d)
        sys.exit("turn %d: %d %s" % (turn, p.returncode, p.stderr[-300:]))
assert said > 100, said
PY
}
