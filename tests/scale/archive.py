#!/usr/bin/env python3
"""archive.py FILE GB [PAIRS]: a tar of images with captions: GB times 100 images of 10 MiB that are holes in the file, or PAIRS small ones."""
import sys
import tarfile

gb, pairs = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
size = 10 << 20 if gb else 8
with open(sys.argv[1], "wb") as f:
    def member(name, data, n):
        i = tarfile.TarInfo(name)
        i.size = n
        f.write(i.tobuf(tarfile.USTAR_FORMAT))
        f.write(data)
        f.seek(n - len(data) + -n % 512, 1)

    for k in range(pairs or gb * 100):
        member("%03d/%07d.png" % (k // 10000, k), b"\x89PNG\r\n\x1a\n", size)
        text = b"a photo of a red apple on a wooden table, frame %d\n" % k
        member("%03d/%07d.txt" % (k // 10000, k), text, len(text))
    f.write(bytes(1024))
