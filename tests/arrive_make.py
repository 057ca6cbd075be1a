#!/usr/bin/env python3
"""arrive_make.py DIR: datasets of which a careless conversion loses a member, for tests/arrive.bats."""
import os
import struct
import sys
import tarfile
import zipfile

sys.dont_write_bytecode = True
from tars import PNG as P, hole, tar

os.makedirs(sys.argv[1], exist_ok=True)
os.chdir(sys.argv[1])
CAFE = ("caf\u00e9", "cafe\u0301")  # the same to the eye and after NFC


def put(name, data):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "wb") as f:
        f.write(data)


tar("cafe.tar", [(c + e, P if e == ".png" else c.encode()) for c in CAFE for e in (".png", ".txt")], form=tarfile.PAX_FORMAT)
tar("hidden.tar", [("a.png", P), ("a.txt", b"a"), (".hidden", b"h"), ("sub/.x/y.txt", b"y"), ("__MACOSX/._a.png", b"m"), (".DS_Store", b"d")], form=tarfile.PAX_FORMAT)
tar("bytes.tar", [("caf\udce9.png", P), ("caf\udce9.txt", b"latin"), ("caf\u00e9.txt", b"utf-8")])
tar("hard.tar", [("a.png", P), ("a.txt", b"a"), ("b.png", "a.png", tarfile.LNKTYPE), ("b.txt", b"b")], form=tarfile.PAX_FORMAT)
tar("special.tar", [("a.png", P), ("a.txt", b"a"), ("pipe", "", tarfile.FIFOTYPE)], form=tarfile.PAX_FORMAT)
tar("twice.tar", [("a.png", P), ("a.txt", b"one"), ("a.txt", b"two")], form=tarfile.PAX_FORMAT)

# A tar with a header in the middle whose checksum is wrong.
tar("damaged.tar", [("a.png", P), ("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")], form=tarfile.USTAR_FORMAT)
d = bytearray(open("damaged.tar", "rb").read())
d[4 * 512 + 3] ^= 1  # b.txt's name
put("damaged.tar", d)

# A sparse member that is nothing but a hole of 3,000 bytes; a hole of 60 GB.
tar("rest.tar", [("a.png", P), ("a.txt", b"a")])
for name, size in (("hole.tar", 3000), ("huge.tar", 60 << 30)):
    put(name, hole("hole.bin", size, min(size, (8 << 30) - 1)) + open("rest.tar", "rb").read())

for c in CAFE:
    for e in (".png", ".txt"):
        put("cafe.d/" + c + e, P if e == ".png" else c.encode())
for n in ("a.png", "a.txt", ".hidden", "sub/.x/y.txt", "__MACOSX/._a.png", ".DS_Store"):
    put("hidden.d/" + n, n.encode())

# Hugging Face's cache: the snapshot holds links, the files lie in blobs/.
os.makedirs("cache/snapshots/1")
put("cache/blobs/111", P)
put("cache/blobs/222", b"a caption\n")
for n, b in (("a.png", "111"), ("a.txt", "222")):
    os.symlink("../../blobs/" + b, "cache/snapshots/1/" + n)
put("inside/real/a.png", P)
put("inside/real/a.txt", b"a")
os.symlink("real/a.png", "inside/b.png")
os.symlink("real/a.txt", "inside/b.txt")

# A zip made on DOS: no slash, a backslash; one of Unix whose name has a backslash in it.
with zipfile.ZipFile("backslash.zip", "w") as z:
    for n, data in (("set\\a.png", P), ("set\\a.txt", b"a red apple")):
        i = zipfile.ZipInfo("x")
        i.filename, i.create_system = n, 0
        z.writestr(i, data)
with zipfile.ZipFile("backslash-unix.zip", "w") as z:
    for n, data in (("set\\a.png", P), ("set\\a.txt", b"a red apple")):
        i = zipfile.ZipInfo("x")
        i.filename, i.create_system = n, 3
        z.writestr(i, data)


def lying(name, size):
    """161 bytes that say they hold a file of so many."""
    n = b"a.png"
    x = struct.pack("<HHQQ", 1, 16, size, 0)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(n), len(x)) + n + x
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 0x032D, 45, 0, 0, 0, 33, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(n), len(x), 0, 0, 0,
                          0o100644 << 16, 0) + n + x
    put(name, local + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), len(local), 0))


lying("lies.zip", 4 << 30)
lying("lies-less.zip", 1000)
