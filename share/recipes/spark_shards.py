#!/usr/bin/env python3
"""spark_shards.py OUT SHARD...: fixes tar shards on a Spark cluster, a task a shard. Shards and OUT lie where every worker sees them.
cappack writes a whole archive or none, so a task that dies is simply tried again (spark.task.maxFailures)."""
import os
import subprocess
import sys

from pyspark import SparkContext, TaskContext


def fix(shard, out):
    to = os.path.join(out, os.path.basename(shard))
    records = subprocess.run(["capfix", "-j", "1", "--quiet", shard], stdout=subprocess.PIPE)
    if records.returncode > 1:
        raise RuntimeError(f"capfix {shard}: exit status {records.returncode}")
    subprocess.run(["cappack", "--quiet", "-o", to, shard], input=records.stdout, check=True)
    return to, TaskContext.get().attemptNumber()


def main():
    out, shards = sys.argv[1], sys.argv[2:]
    os.makedirs(out, exist_ok=True)
    sc = SparkContext.getOrCreate()
    for to, attempt in sc.parallelize(shards, len(shards)).map(lambda s: fix(s, out)).collect():
        print(to, f"attempt {attempt + 1}", sep="\t")


main()
