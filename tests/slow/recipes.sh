#!/bin/sh
# tests/slow/recipes.sh (make check-recipes): the recipes that need large downloads: Apache Spark (PyPI's pyspark, Java) with two workers and a
# task that fails once, and parquet (pyarrow). TAP. CAPTOOLS_SPARK is a virtual environment that has both; else one is made in $B/spark.
set -u
cd "$(dirname "$0")/../.." || exit 2
B=$(cd "${B:-build}" && pwd) || exit 2
recipes=$PWD/share/recipes
PATH=$B/bin:$PATH
export PATH LC_ALL=C.UTF-8
command -v java >/dev/null || { echo "ok 1 - Spark # skip no java"; echo 1..1; exit 0; }
venv=${CAPTOOLS_SPARK:-$B/spark}
if ! "$venv/bin/python" -c 'import pyspark, pyarrow' 2>/dev/null; then
	python3 -m venv "$venv" && "$venv/bin/python" -m pip install -q --disable-pip-version-check pyspark pyarrow ||
		{ echo "ok 1 - Spark # skip pyspark could not be installed"; echo 1..1; exit 0; }
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
result() { # result STATUS NAME
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else
		echo "not ok $n - $2"
		tail -40 "$tmp/log" | sed 's/^/# /'
	fi
}
# Shards with captions to mend, and the same as records.
cp -r share/demo/dataset "$tmp/one"
chmod -R u+w "$tmp/one"
mkdir "$tmp/shards" "$tmp/alone" "$tmp/bin"
for i in 1 2 3 4 5 6; do
	echo "food, apple, number $i" >"$tmp/one/apple_01.txt"
	bsdtar -cf "$tmp/shards/$i.tar" -C "$tmp/one" .
	capfix "$tmp/shards/$i.tar" | cappack --quiet -o "$tmp/alone/$i.tar" "$tmp/shards/$i.tar"
done
awk 'BEGIN {for (i = 0; i < 4000; i++) printf "{\"id\":\"%d\",\"caption\":\"food, apple, number %d, white background, simple background\"}\n", i, i}' >"$tmp/records.jsonl"
capscore -j 1 --model sdxl "$tmp/records.jsonl" | grep -v '^{"dataset":' | jq -cS 'del(.source)' | sort >"$tmp/alone.jsonl"

# Two workers of a core each; the drivers' and workers' Python is the environment's.
export SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="$venv/bin/python" PYSPARK_DRIVER_PYTHON="$venv/bin/python" PYTHONDONTWRITEBYTECODE=1
SPARK_HOME=$("$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME SPARK_WORKER_DIR="$tmp/work" SPARK_LOCAL_DIRS="$tmp/local"
spark() { "$SPARK_HOME/bin/spark-submit" --master 'local-cluster[2,1,1024]' --conf spark.ui.enabled=false --conf spark.task.maxFailures=4 "$@" >"$tmp/out" 2>"$tmp/log"; }

# The tools of the tasks: they note which worker called, and the first call for shard 3 kills its task.
cat >"$tmp/bin/capfix" <<END
#!/bin/sh
# An executor's folder ends in its number.
pwd >>"$tmp/where"
case \$* in *"/3.tar"*) if mkdir "$tmp/failed" 2>/dev/null; then kill -9 \$PPID; exit 137; fi ;; esac
exec "$B/bin/capfix" "\$@"
END
chmod +x "$tmp/bin/capfix"
PATH=$tmp/bin:$PATH spark "$recipes/spark_shards.py" "$tmp/out.d" "$tmp"/shards/*.tar
result $? "spark_shards.py ends well although a task was killed"
[ -d "$tmp/failed" ] && grep -q '/3.tar	attempt [2-9]' "$tmp/out"
result $? "the killed task was tried again"
(for s in "$tmp"/alone/*.tar; do cmp "$s" "$tmp/out.d/${s##*/}" || exit 1; done)
result $? "its shards are byte for byte those of one machine"
[ "$(sort -u "$tmp/where" | wc -l)" -ge 2 ]
result $? "two workers took part: $(sort "$tmp/where" | uniq -c | awk '{sub(".*/", "", $2); printf "%s of executor %s, ", $1, $2}')"

cat >"$tmp/bin/capscore" <<END
#!/bin/sh
if mkdir "$tmp/failed-line" 2>/dev/null; then exit 2; fi
exec "$B/bin/capscore" "\$@"
END
chmod +x "$tmp/bin/capscore"
PATH=$tmp/bin:$PATH PARTITIONS=4 spark "$recipes/spark_lines.py" "$tmp/records.jsonl" "$tmp/lines.d"
result $? "spark_lines.py ends well although a tool failed once"
[ -d "$tmp/failed-line" ] && cat "$tmp"/lines.d/part-* | jq -cS 'del(.source)' | sort | cmp - "$tmp/alone.jsonl"
result $? "its $(cat "$tmp"/lines.d/part-* | wc -l) records are those of one machine"

# The set of 100 shards: the record of one run, though a task is killed.
mkdir "$tmp/set"
awk -v to="$tmp/set" 'BEGIN {srand(3); for (i = 0; i < 3000; i++) {c = "ohwx woman in a red scarf"; for (k = 0; k < 9; k++) c = c " w" int(rand() * 700); print c >(to "/" i % 100 ".txt")}}'
cat >"$tmp/bin/capscore" <<END
#!/bin/sh
case \$* in *"/42.txt"*) if mkdir "$tmp/failed-set" 2>/dev/null; then kill -9 \$PPID; exit 137; fi ;; esac
exec "$B/bin/capscore" "\$@"
END
CAPSCORE_OPTIONS='--trigger ohwx --purpose character --from lines' PATH=$tmp/bin:$PATH spark "$recipes/spark_set.py" "$tmp/states" "$tmp"/set/*.txt
result $? "spark_set.py ends well although a task was killed"
"$B/bin/capscore" --trigger ohwx --purpose character --from lines "$tmp"/set/*.txt | tail -1 >"$tmp/set.json"
[ -d "$tmp/failed-set" ] && [ "$(ls "$tmp/states" | wc -l)" -eq 100 ] && cmp "$tmp/out" "$tmp/set.json"
result $? "the record of 100 shards' states is that of one run"

# The two lines for parquet, as the recipes' README has them.
cd "$tmp" || exit 2
PATH=$venv/bin:$PATH
python3 -c 'import pyarrow as a, pyarrow.parquet as q; q.write_table(a.table({"image": ["1.png", "2.png"], "text": ["food, apple", "a dog asleep"], "n": [1, 2]}), "data.parquet")'
awk '/^```sh$/ {on = 1; next} /^```$/ {on = 0} on' "$recipes/README.md" >parquet.sh
bash -eo pipefail parquet.sh >"$tmp/log" 2>&1
result $? "parquet in and out"
[ "$(python3 -c 'import pyarrow.parquet as q; print(q.read_table("fixed.parquet").to_pydict())')" = "{'image': ['1.png', '2.png'], 'text': ['apple', 'a dog asleep'], 'n': [1, 2]}" ]
result $? "only the captions have changed"
echo "1..$n"
