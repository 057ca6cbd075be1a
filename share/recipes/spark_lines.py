#!/usr/bin/env python3
"""spark_lines.py IN OUT: records (JSON Lines with an id) through a captool by RDD.pipe, in Apache Spark. TOOL says which; -j 1, because Spark
gives the cores. Every tool but capscore writes a record for a record; capscore's one about the set, per partition, is left out here.

The tools have to be on the workers' PATH: ship the wheel's virtual environment with --archives, or install the .deb on the image."""
import os
import sys

from pyspark import SparkContext


def main():
    source, to = sys.argv[1:]
    tool = os.environ.get("TOOL", "capscore -j 1 --from jsonl --model sdxl")
    sc = SparkContext.getOrCreate()
    records = sc.textFile(source, int(os.environ.get("PARTITIONS", "4")))
    # checkCode: a tool that fails is a task that fails, and is tried again. Exit status 1 means bad records: it is no failure.
    out = records.pipe(f'sh -c "{tool} || [ \\$? -eq 1 ]"', env=dict(os.environ), checkCode=True)
    out.filter(lambda line: not line.startswith('{"dataset":')).saveAsTextFile(to)


main()
