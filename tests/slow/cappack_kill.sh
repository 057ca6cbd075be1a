#!/bin/sh
# cappack_kill.sh: cappack --in-place killed at every call of every form, then 200 times at a random moment on a larger archive and folder. Not
# part of `make check`: minutes. tests/cappack_fault.bats does every third. BIN on PATH; a scratch folder is made under $TMPDIR.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
cc -O1 -shared -fPIC -o fault.so "$here/fault/fault.c" || exit 2
bad=0
for form in ${FORMS-tar tar.zst zip folder lines}; do
	for how in KILL EIO ENOSPC; do
		out=$("$here/fault/points.sh" "$dir/fault.so" $form any $how 1)
		echo "$form, $how: $(echo "$out" | tail -1) calls"
		[ "$(echo "$out" | wc -l)" -eq 1 ] || { echo "$out"; bad=1; }
	done
done
# At random times: a folder of 300 captions and a tar of it with some megabytes.
mkdir big
for i in $(seq 300); do
	echo "caption number $i" >"big/$i.txt"
	head -c 30000 /dev/zero >"big/$i.png"
done
tar -cf big.tar -C big .
cappack --partial -o - --to jsonl big </dev/null | sed 's/"caption":"/&new /' >r.jsonl
cp -a big big.new
cappack --in-place big.new <r.jsonl || exit 1
cp big.tar new.tar
cappack --in-place new.tar <r.jsonl || exit 1
n=0 old=0 new=0 mixed=0
while [ $n -lt 200 ]; do
	n=$((n + 1))
	rm -rf work
	mkdir work
	if [ $((n % 2)) -eq 0 ]; then cp big.tar work/x; want=new.tar; was=big.tar; else cp -a big work/x; want=big.new; was=big; fi
	(
		cappack --in-place work/x <r.jsonl >/dev/null 2>&1 &
		pid=$!
		sleep "$(awk -v s=$n 'BEGIN {srand(s); printf "%.4f", rand() * 0.06}')"
		kill -9 $pid
		wait $pid
	) 2>/dev/null
	if diff -r work/x $was >/dev/null; then
		old=$((old + 1))
	elif diff -r work/x $want >/dev/null; then
		new=$((new + 1))
	elif [ -d work/x ]; then
		mixed=$((mixed + 1))
		for f in $(ls work/x); do
			cmp -s "work/x/$f" "$was/$f" || cmp -s "work/x/$f" "$want/$f" || { echo "kill $n: $f is neither old nor new"; bad=1; }
		done
	else
		echo "kill $n: the archive is neither old nor new"
		bad=1
	fi
	cappack --in-place work/x <r.jsonl 2>/dev/null || { echo "kill $n: the next run fails"; bad=1; }
	diff -r work/x $want >/dev/null || { echo "kill $n: after the next run it is not the new one"; bad=1; }
	[ -z "$(find work -name '.*')" ] || { echo "kill $n: left behind: $(find work -name '.*')"; bad=1; }
done
echo "killed $n times at random: $old old, $new new, $mixed folders in between, finished or undone by the next run"
exit $bad
