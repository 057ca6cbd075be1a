#!/usr/bin/env python3
"""measure.py COMMAND: runs it by sh; prints seconds, MiB of its largest process, status."""
import resource
import subprocess
import sys
import time

start = time.monotonic()
status = subprocess.call(["sh", "-c", sys.argv[1]])
print("%.1f %d %d" % (time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, status))
