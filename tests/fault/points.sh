#!/bin/sh
# points.sh SHIM FORM KIND HOW STEP: cappack --in-place on a small dataset of that form (tar, tar.zst, zip, folder, lines), with a fault (fault.c) at
# every STEP-th call of KIND. After each: an archive is the old or the new one, each file of a folder the old or the new one;
# an error was said; the next run, undisturbed, ends with the new dataset and leaves nothing behind.
# Prints what is wrong; the last line is the number of faults that struck. Runs in the current folder.
shim=$1 form=$2 kind=$3 how=$4 step=$5
rm -rf d old new work mark
mkdir d
for i in 1 2 3 4; do
	printf 'cap %s\n' $i >d/$i.txt
	head -c 3000 /dev/zero >d/$i.png
done
cp d/1.png d/alone.png
case $form in
tar) tar -cf old -C d . ;;
tar.zst) bsdtar -caf old.tar.zst -C d . && mv old.tar.zst old ;;
zip) (cd d && zip -q ../old.zip ./*) && mv old.zip old ;;
folder) cp -a d old ;;
lines) cat d/*.txt >old ;;
esac
cappack --partial -o - --to jsonl old </dev/null | sed 's/"caption":"/&new /' >r.jsonl
[ "$form" = lines ] || echo '{"id":"alone","caption":"added"}' >>r.jsonl
cp -a old new
cappack --in-place new <r.jsonl || { echo "does not even work undisturbed"; exit 1; }
n=$step struck=0
while :; do
	rm -rf work mark
	mkdir work
	cp -a old work/x
	# In a shell of its own, whose word about the killed child goes nowhere.
	(FAULT=$kind:$n:$how FAULT_MARK=mark LD_PRELOAD=$shim cappack --in-place work/x <r.jsonl 2>err; echo $? >status) 2>/dev/null
	[ -e mark ] || break
	struck=$((struck + 1))
	status=$(cat status)
	at="$form, call $n of $kind, $how"
	if [ -d work/x ]; then
		for f in $(ls work/x); do
			cmp -s "work/x/$f" "old/$f" || cmp -s "work/x/$f" "new/$f" || echo "$at: $f is neither old nor new"
		done
	else
		cmp -s work/x old || cmp -s work/x new || echo "$at: neither old nor new"
	fi
	if [ "$how" != KILL ]; then
		[ "$status" -le 2 ] || echo "$at: status $status"
		[ "$status" -ne 2 ] || [ -s err ] || echo "$at: failed without a word"
		[ "$status" -ne 2 ] || grep -q 'work/x\|standard output' err || echo "$at: the message names no file: $(cat err)"
		[ "$status" -ne 0 ] || diff -r work/x new >/dev/null || echo "$at: status 0, and not the new one"
	fi
	cappack --in-place work/x <r.jsonl >/dev/null 2>err || echo "$at: the next run fails: $(cat err)"
	diff -r work/x new >/dev/null || echo "$at: after the next run it is not the new one"
	[ -z "$(find work -name '.*')" ] || echo "$at: left behind: $(find work -name '.*' | tr '\n' ' ')"
	n=$((n + step))
done
echo "$struck"
