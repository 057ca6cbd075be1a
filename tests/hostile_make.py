#!/usr/bin/env python3
"""hostile_make.py DIR: archives that nobody should make, for tests/hostile.bats."""
import gzip
import os
import struct
import sys
import tarfile
import zipfile

sys.dont_write_bytecode = True
from tars import PNG as P, hole, tar

os.makedirs(sys.argv[1], exist_ok=True)
os.chdir(sys.argv[1])

tar("links.tar", [
    ("../up.txt", b"up\n"), ("../up.png", P), ("/etc/abs.txt", b"abs"),
    ("sym.txt", "/etc/passwd", tarfile.SYMTYPE), ("sym.png", P), ("hard.txt", "../up.txt", tarfile.LNKTYPE),
    ("far.png", "/x.png", tarfile.SYMTYPE), ("far.txt", b"its image is a link"),
    ("fifo.txt", "", tarfile.FIFOTYPE), ("dir.txt", "", tarfile.DIRTYPE), ("dir.txt/in.txt", b"in"),
])
tar("dup.tar", [("a.png", P), ("a.txt", b"one"), ("a.txt", b"two"), ("a.png", P), ("b.png", P), ("b.jpg", P), ("b.txt", b"b")])
tar("names.tar", [("caf\udce9.txt", b"latin"), ("caf\udce9.png", P), ("esc\x1b[31m\n.txt", b"control"), ("x" * 5000 + ".txt", b"long"), ("ok.txt", b"ok")])
tar("text.tar", [("bom.txt", b"\xef\xbb\xbfx"), ("nul.txt", b"a\0b"), ("bad.txt", b"ab\xffc"), ("empty.txt", b""), ("worse.json", b'{"caption":'), ("worse.jpg", P)])
tar("whole.tar", [("s%d.%s" % (i, e), c * 700) for i in range(4) for e, c in (("jpg", b"\xff\xd8"), ("txt", b"x"))])
tar("nested.tgz", [("a.png", P), ("a.txt", b"in a gz"), ("b.tar", open("whole.tar", "rb").read())], "w:gz")

# A compressed tar whose image is nothing but zeros: 200 MB out of 200 kB.
i = tarfile.TarInfo("zeros.png")
i.size = 200 << 20
with gzip.open("bomb.tgz", "wb", 9) as f:
    f.write(i.tobuf(tarfile.GNU_FORMAT))
    for _ in range(200):
        f.write(bytes(1 << 20))

# A sparse member of 8 GiB.
with open("sparse.tar", "wb") as f:
    f.write(hole("huge.txt", (8 << 30) - 1, (8 << 30) - 1 - 512))
    f.write(open("whole.tar", "rb").read())

with zipfile.ZipFile("good.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for n, c in (("a.png", P * 9), ("a.txt", b"caption a " * 9), ("b.txt", b"caption b " * 9), ("b.png", P * 9)):
        z.writestr(n, c)
good = open("good.zip", "rb").read()


def patched(name, local, central, value):
    """good.zip with value at these places of a.txt's local and central header."""
    d = bytearray(good)
    for sig, skip, length, at in ((b"PK\3\4", 30, 26, local), (b"PK\1\2", 46, 28, central)):
        p = d.find(sig)
        while p >= 0:
            n = struct.unpack_from("<H", d, p + length)[0]
            if d[p + skip:p + skip + n] == b"a.txt":
                d[p + at:p + at + len(value)] = value
            p = d.find(sig, p + 4)
    open(name, "wb").write(d)


patched("crc.zip", 14, 16, b"\1\2\3\4")
patched("csize.zip", 18, 20, struct.pack("<I", 5))
patched("csize_big.zip", 18, 20, struct.pack("<I", 500000))
patched("usize.zip", 22, 24, struct.pack("<I", 7))
patched("usize_big.zip", 22, 24, struct.pack("<I", 0x7FFFFFFF))
patched("encrypted.zip", 6, 8, b"\1\0")
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.png", P)
    with z.open("a.txt", "w") as f:
        for _ in range(100):
            f.write(bytes(1 << 20))
    z.writestr("b.txt", "fine")
