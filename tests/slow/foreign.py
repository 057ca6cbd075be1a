#!/usr/bin/env python3
"""foreign.py DIR...: every archive below the DIRs (the unpacked sources of libarchive, CPython, Go, Rust's zip and tar crates, ...; .uu and
.base64 are decoded) through captok, from a file and a pipe, and through cappack into a tar, a zip, a folder and a copy.

No hang, no signal, status 0 only if every member that bsdtar finds arrived. Prints what was refused and why, and what did not hold; the
tools are taken from PATH. Where the data come from: SECURITY.md, Foreign archives."""
import base64
import binascii
import collections
import hashlib
import os
import re
import resource
import subprocess
import sys
import tempfile

ENDS = (".zip .tar .gz .tgz .7z .xz .bz2 .zst .lz .lzma .lz4 .lzo .z .jar .whl .egg .cpio .rar .cab .lzh .xar .iso .txz .tbz2 .lrz .grz "
        ".rpm .a .data .warc .mtree").split()


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 30, 2 << 30))


def run(args, stdin=subprocess.DEVNULL, seconds=60):
    try:
        p = subprocess.run(args, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds, preexec_fn=limit)
        return p.returncode, p.stdout, p.stderr.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return "hang", b"", ""


def uudecode(text):
    out = None
    for line in text.splitlines():
        if line.startswith(b"begin "):
            out = bytearray()
        elif out is not None and line.strip() == b"end":
            break
        elif out is not None and line:
            try:
                out += binascii.a2b_uu(line)
            except binascii.Error:  # some encoders pad
                out += binascii.a2b_uu(line[:(((line[0] - 32) & 63) * 4 + 5) // 3])
    return bytes(out or b"")


def files(roots):
    """Each different content once: (name, bytes)."""
    seen = set()
    for root in roots:
        for folder, _, names in sorted(os.walk(root)):
            for n in sorted(names):
                path, low = os.path.join(folder, n), n.lower()
                if os.path.islink(path) or not (low.endswith((".uu", ".base64")) or os.path.splitext(low)[1] in ENDS or n.startswith("exe_with")):
                    continue
                data = open(path, "rb").read()
                try:
                    data = uudecode(data) if low.endswith(".uu") else base64.b64decode(data) if low.endswith(".base64") else data
                except binascii.Error:
                    continue
                if data and hashlib.sha256(data).digest() not in seen:
                    seen.add(hashlib.sha256(data).digest())
                    yield n, data


def members(path):
    """How many files and links bsdtar finds; None: it cannot read all of it."""
    rc, out, _ = run(["bsdtar", "-cf", "-", "--format=mtree", "--options", "mtree:!all,type", "@" + path])
    lines = [x for x in out.split(b"\n") if x and not x.startswith(b"#")]
    return sum(1 for x in lines if not x.endswith(b"type=dir")) if rc in (0, 1) else None


def arrived(out):
    if os.path.isdir(out):
        return sum(len(f) for _, _, f in os.walk(out))
    return members(out)


def convert(path, to, out):
    how = {"copy": [], "dir": ["--to", "dir"]}.get(to, ["--to", "archive"])
    rc, _, err = run(["cappack", "--partial", *how, "-o", out, path])
    if rc not in (0, 1, 2):
        return err, "cappack to %s: %s" % (to, rc)
    if rc != 0:
        return err, "cappack to %s: status %d left %s" % (to, rc, out) if rc == 2 and os.path.exists(out) else None
    if to == "copy":
        same = os.path.isfile(out) and open(out, "rb").read() == open(path, "rb").read()
        return err, None if same else "a copy that nothing changed is another file"
    want, got = members(path), arrived(out)
    return err, "to %s: %s of %s members arrived, status 0" % (to, got, want) if want is not None and (got or 0) < want else None


def main():
    refused, bad, n = collections.defaultdict(list), [], 0
    for name, data in files(sys.argv[1:]):
        n += 1
        with tempfile.TemporaryDirectory() as t:
            path = os.path.join(t, "in")
            with open(path, "wb") as f:
                f.write(data)
            with open(path, "rb") as f:
                seen = [("file", run(["captok", "--count", "-j", "1", path])),
                        ("pipe", run(["sh", "-c", "cat | captok --count -j 1"], stdin=f))]
            bad += ["%s: captok, %s: %s" % (name, how, r[0]) for how, r in seen if r[0] not in (0, 1, 2)]
            if seen[0][1][0] == 2:
                why = re.sub(r"captok: \S+: (byte \d+: )?|, last member .*|\d+ bytes", "", seen[0][1][2].strip().split("\n")[-1])
                refused[why].append(name)
            for to, out in (("tar", "o.tar"), ("zip", "o.zip"), ("dir", "o"), ("copy", "copy")):
                err, trouble = convert(path, to, os.path.join(t, out))
                if trouble:
                    bad.append("%s: %s" % (name, trouble))
    for why, names in sorted(refused.items(), key=lambda x: -len(x[1])):
        print("%4d  %s  (%s%s)" % (len(names), why, ", ".join(names[:3]), ", ..." if len(names) > 3 else ""))
    print("%d files, %d refused by captok, %d did not hold" % (n, sum(map(len, refused.values())), len(bad)))
    print("\n".join(bad))
    sys.exit(bool(bad))


main()
