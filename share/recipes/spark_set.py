#!/usr/bin/env python3
"""spark_set.py OUT SHARD...: the set's record of all shards together, on a Spark cluster: a task a shard leaves its state in OUT, the driver
merges the states in the order of the shards. The record is the very one of a single run. Shards and OUT lie where every worker sees them;
a state is written whole or not at all, so a task that dies is simply tried again. CAPSCORE_OPTIONS hold for every shard."""
import os
import shlex
import subprocess
import sys

from pyspark import SparkContext

OPTIONS = shlex.split(os.environ.get("CAPSCORE_OPTIONS", ""))


def judge(shard, out, options):
    state = os.path.join(out, os.path.basename(shard) + ".state")
    done = subprocess.run(["capscore", "-j", "1", "--quiet", "--format", "jsonl", *options, "--set-state", state, shard], stdout=subprocess.DEVNULL)
    if done.returncode not in (0, 1):  # 1: findings or bad records, which the state knows
        raise RuntimeError(f"capscore {shard}: exit status {done.returncode}")
    return state


def main():
    out, shards = sys.argv[1], sys.argv[2:]
    os.makedirs(out, exist_ok=True)
    sc = SparkContext.getOrCreate()
    options = OPTIONS
    states = sc.parallelize(shards, len(shards)).map(lambda s: judge(s, out, options)).collect()
    merged = subprocess.run(["capscore", "--merge", "--format", "jsonl", *states], stdout=subprocess.PIPE)
    if merged.returncode > 1:
        sys.exit(merged.returncode)
    print(merged.stdout.decode(), end="")


main()
