#!/usr/bin/env python3
"""forms_make.py DIR: one small dataset (a.png, a.txt "a red apple") in every container that is read, and in those that are only named."""
import bz2
import gzip
import io
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import zipfile

os.makedirs(sys.argv[1] + "/read", exist_ok=True)
os.makedirs(sys.argv[1] + "/named", exist_ok=True)
os.chdir(sys.argv[1])
MEMBERS = [("a.png", b"\x89PNG not really"), ("a.txt", b"a red apple\n")]


def tar():
    b = io.BytesIO()
    with tarfile.open(fileobj=b, mode="w") as t:
        for name, data in MEMBERS:
            i = tarfile.TarInfo(name)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))
    return b.getvalue()


def zipped(comment=b""):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in MEMBERS:
            z.writestr(name, data)
        z.comment = comment
    return b.getvalue()


def zip64(z, shift=0):
    """The same zip with a zip64 end record, as writers of streams make it for few members, too; shift: bytes in front that are counted."""
    end = z.rindex(b"PK\5\6")
    n, size, at = struct.unpack_from("<HII", z, end + 10)
    if shift:
        z = bytearray(z)
        for i in range(n):
            p = at if i == 0 else p + 46 + sum(struct.unpack_from("<HHH", z, p + 28))
            struct.pack_into("<I", z, p + 42, struct.unpack_from("<I", z, p + 42)[0] + shift)
    e64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, n, n, size, at + shift)
    loc = struct.pack("<IIQI", 0x07064B50, 0, end + shift, 1)
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return bytes(z[:end]) + e64 + loc + tail


def packed(*command):
    return subprocess.run(command, input=TAR, stdout=subprocess.PIPE, check=True).stdout


def put(name, data):
    with open(name, "wb") as f:
        f.write(data)


TAR, ZIP = tar(), zipped()
ELF = b"\x7fELF" + bytes(range(256)) * 16
SKIP = struct.pack("<II", 0x184D2A50, 5) + b"seek!"
zst = packed("zstd", "-qc")
put("read/plain.tar", TAR)
put("read/gz.tar.gz", gzip.compress(TAR))
put("read/two-gz.tar.gz", gzip.compress(TAR[:700]) + gzip.compress(TAR[700:]))
put("read/bz2.tar.bz2", bz2.compress(TAR))
put("read/xz.tar.xz", lzma.compress(TAR))
put("read/zst.tar.zst", zst)
put("read/skippable-first.tar.zst", SKIP + zst)
put("read/skippable-last.tar.zst", zst + SKIP)
put("read/plain.zip", ZIP)
put("read/comment.zip", zipped(b"a comment " * 100))
put("read/spanned-marker.zip", b"PK\7\10" + ZIP)
put("read/behind-a-program.zip", ELF + ZIP)
put("read/behind-a-script.zip", b"#!/bin/sh\nunzip -p $0 a.txt\nexit\n" + ZIP)
put("read/behind-zeros.zip", bytes(4096) + ZIP)
put("read/behind-text.zip", b"one line\nanother line\n" * 100 + ZIP)
put("read/zip64.zip", zip64(ZIP))
put("read/zip64-behind-a-program.zip", ELF + zip64(ZIP, len(ELF)))

put("named/a.tar.lzma", lzma.compress(TAR, format=lzma.FORMAT_ALONE))
# What the programs write of an empty input; where a program is missing, its form's first bytes stand here, from its specification.
put("named/a.tar.lz", b"LZIP\1\x0c" + b"\0\x83\xff\xfb\xff\xff\xc0" + bytes(16))
put("named/a.tar.lz4", b"\x04\x22\x4d\x18\x64\x40\xa7\0\0\0\0\5\x5d\xcc\2")
put("named/legacy.lz4", b"\x02\x21\x4c\x18" + struct.pack("<I", 5) + b"\x40abcd")
put("named/a.tar.lzo", b"\x89LZO\0\r\n\x1a\n\x10\x30" + bytes(40))
put("named/a.tar.Z", b"\x1f\x9d\x90" + bytes(range(128, 160)))
put("named/a.rar", b"Rar!\x1a\7\1\0" + bytes(40))
put("named/a.cpio", b"070701" + b"0" * 104 + b"TRAILER!!!\0")
put("named/a.parquet", b"PAR1\x15\4\0\0")
put("named/program", ELF)
put("named/disk.iso", bytes(32768) + b"\1CD001\1" + bytes(4000))

# A gzip in a gzip in ...: what contains itself looks like this and has no end.
deep = TAR
for depth in range(200):
    deep = gzip.compress(deep)
    if depth in (1, 199):
        put("deep-%d.tar.gz" % (depth + 1), deep)
