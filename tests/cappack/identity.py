#!/usr/bin/env python3
"""identity.py CASE: archives made by Python's tarfile and zipfile (and by zip, 7z and bsdtar where the case names them); each caption in turn gets a
new text through cappack; an independent reader then sees that one member's content changed and nothing else of any member.
Prints what differs; exit 0 if nothing does. Runs in the current folder."""
import io, json, os, random, struct, subprocess, sys, tarfile, zipfile

random.seed(7)
LENGTHS = [0, 1, 5, 511, 512, 513, 2000]


def records(path):
    out = subprocess.run(["cappack", "--partial", "-o", "-", "--to", "jsonl", path], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return [json.loads(line) for line in out.stdout.splitlines()]


def pack(args, recs):
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in recs)
    return subprocess.run(["cappack", *args], input=lines.encode(), capture_output=True)


def tar_members(path):
    with tarfile.open(path) as t:
        return [(m.name, m.mode, m.uid, m.gid, m.uname, m.gname, m.mtime, m.type, m.linkname,
                 {k: v for k, v in m.pax_headers.items() if k != "size"}, t.extractfile(m).read() if m.isreg() else None) for m in t]


def zip_members(path):
    with zipfile.ZipFile(path) as z:
        return [z.comment] + [(i.filename, i.date_time, i.compress_type, i.comment, i.extra, i.create_system, i.create_version, i.external_attr,
                               i.internal_attr, i.flag_bits, z.read(i)) for i in z.infolist()]


def expect(ok, *what):
    if not ok:
        print(*what)
        sys.exit(1)


def each_caption(path, members, exact=True):
    recs = records(path)
    expect(len(recs) > 2, "too few captions", recs)
    for k in range(len(recs)):
        edited = json.loads(json.dumps(recs))
        edited[k]["caption"] = "Z" * random.choice(LENGTHS) + "é"
        r = pack(["-o", "new", path], edited)
        expect(r.returncode == 0, "cappack", r.stderr)
        a, b = members(path), members("new")
        expect(len(a) == len(b), "another number of members")
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        expect(len(differ) == 1, "members that differ:", [(a[i], b[i]) for i in differ])
        old, new = a[differ[0]], b[differ[0]]
        expect(old[:-1] == new[:-1], "more than the content differs:", old, new)
        end = next(e for e in (b"\r\n", b"\n", b"") if old[-1].endswith(e))
        if old[0].endswith(".json"):
            was, now = json.loads(old[-1]), json.loads(new[-1])
            expect(now.pop("caption") == edited[k]["caption"] and was.pop("caption") is not None and was == now, "JSON:", new)
        else:
            expect(new[-1] == edited[k]["caption"].encode() + end, "content:", new)
        # And back: the same bytes again.
        again = records("new")
        for q in again:
            if q["id"] == edited[k]["id"]:
                q["caption"] = recs[k]["caption"]
        r = pack(["-o", "back", "new"], again)
        expect(r.returncode == 0, "cappack", r.stderr)
        if exact:
            expect(open("back", "rb").read() == open(path, "rb").read(), "not the same bytes after changing back")
        else:
            expect(members("back") == a, "not the same members after changing back")
    r = pack(["-o", "same", path], recs)
    expect(r.returncode == 0 and open("same", "rb").read() == open(path, "rb").read(), "unchanged, yet not the same bytes", r.stderr)


TEXTS = [b"plain", b"one break\n", b"dos break\r\n", b"two breaks\n\n", b"\xef\xbb\xbfbom\n"]


def make_tar(path, fmt, name):
    with tarfile.open(path, "w", format=fmt) as t:
        for i, text in enumerate(TEXTS):
            for ext, data in ((".png", bytes([i]) * (700 + i)), (".txt", "dög ".encode() + text)):
                m = tarfile.TarInfo(name(i) + ext)
                m.size, m.mode, m.uid, m.gid, m.uname, m.gname = len(data), 0o640 + i, 1000 + i, 7, "üser", "grp"
                m.mtime = 1700000000 + i + (0.5 if fmt == tarfile.PAX_FORMAT else 0)
                t.addfile(m, io.BytesIO(data))
        t.addfile(tarfile.TarInfo("empty folder/"))
        m = tarfile.TarInfo("a link")
        m.type, m.linkname = tarfile.SYMTYPE, "10_dog/0.png"
        t.addfile(m)


def short(i):
    return "10_dog/%04d" % i


def long(i):
    return "dir/" + "n" * 120 + "/" + "ü" * 30 + str(i)


def longer(i):
    return "/".join(["d%d" % i + "x" * 90] * 4) + "/f"


def base256(path):
    b = bytearray(open(path, "rb").read())
    at = 0
    while b[at]:
        size = int(b[at + 124:at + 135], 8)
        b[at + 124:at + 136] = b"\x80" + size.to_bytes(11, "big")
        b[at + 148:at + 156] = b" " * 8
        b[at + 148:at + 156] = b"%06o\0 " % sum(b[at:at + 512])
        at += 512 + (size + 511) // 512 * 512
    open(path, "wb").write(b)


def pax_sizes(path):
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as t:
        for i in range(3):
            data = b"cap %d\n" % i
            m = tarfile.TarInfo("s%d.txt" % i)
            m.size, m.pax_headers = len(data), {"size": str(len(data)), "comment": "a\nb=c"}
            t.addfile(m, io.BytesIO(data))
            m = tarfile.TarInfo("s%d.png" % i)
            m.size = 3
            t.addfile(m, io.BytesIO(b"png"))


def make_zip(path, method):
    def stamp(i):
        return struct.pack("<HHBI", 0x5455, 5, 1, 1700000000 + i)

    with zipfile.ZipFile(path, "w", method) as z:
        z.comment = "the archive's cömment".encode()
        for i, text in enumerate(TEXTS):
            for ext, data in ((".jpg", bytes([i]) * 500), (".txt", "dög ".encode() + text)):
                m = zipfile.ZipInfo("10_dög/%d" % i + ext, (2020, 1, 2, 3, 4, 2 * i))
                m.compress_type, m.external_attr, m.comment, m.extra = method, 0o100640 << 16, b"its comment", stamp(i)
                z.writestr(m, data)
            text = json.dumps({"a": i, "caption": "Ünï", "b": [1, 2]}, ensure_ascii=bool(i % 2))
            z.writestr("w%d.json" % i, text)
            z.writestr("w%d.png" % i, b"xx")


class Pipe(io.RawIOBase):
    """A file that cannot seek: zipfile then writes data descriptors."""

    def __init__(self, f):
        self.f = f

    def writable(self):
        return True

    def seekable(self):
        return False

    def write(self, b):
        return self.f.write(b)


def zip_stream(path, wide):
    with open(path, "wb") as f, zipfile.ZipFile(Pipe(f), "w", zipfile.ZIP_DEFLATED) as z:
        for i in range(4):
            z.writestr("a/%d.png" % i, bytes([i]) * 100)
            with z.open("a/%d.txt" % i, "w", force_zip64=wide) as g:
                g.write(b"cap %d\n" % i)


def zip_wide(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for i in range(4):
            z.writestr("a/%d.png" % i, bytes([i]) * 100)
            with z.open("a/%d.txt" % i, "w", force_zip64=True) as g:
                g.write(b"cap %d\n" % i)


def zip_prefixed(path, counted):
    """A program in front of the zip, with offsets that count it or not."""
    make_zip("plain.zip", zipfile.ZIP_DEFLATED)
    stub = b"PK\5\6 is no end record here" + b"#" * 1000
    if counted:
        with open(path, "wb") as f:
            f.write(b"PK\3\4")  # the readers look at the first bytes
        with zipfile.ZipFile(path, "a") as z:
            for i in range(3):
                z.writestr("a/%d.png" % i, b"x")
                z.writestr("a/%d.txt" % i, b"cap %d\n" % i)
    else:
        open(path, "wb").write(b"PK\3\4" + stub + open("plain.zip", "rb").read())


def by_program(command):
    os.mkdir("files")
    for i in range(4):
        open("files/%d.txt" % i, "wb").write(TEXTS[i])
        open("files/%d.png" % i, "wb").write(os.urandom(300))
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)


def main(case):
    tars = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
    if case in tars:
        make_tar("t", tars[case], short)
        each_caption("t", tar_members)
        for name in (long, longer) if case != "ustar" else ():
            make_tar("t", tars[case], name)
            each_caption("t", tar_members)
    elif case == "tar-numbers":
        make_tar("t", tarfile.GNU_FORMAT, short)
        base256("t")
        each_caption("t", tar_members)
        pax_sizes("t")
        each_caption("t", tar_members)
    elif case == "tar-compressed":
        for fmt in ("gz", "xz", "bz2", "zst"):
            by_program("bsdtar -caf t.tar.%s -C files ." % fmt)
            recs = records("t.tar." + fmt)
            recs[1]["caption"] = "edited"
            expect(pack(["-o", "new.tar", "t.tar." + fmt], recs).returncode == 0, fmt)
            expect(pack(["-o", "new.tar." + fmt, "t.tar." + fmt], recs).returncode == 0, fmt)
            plain = {"gz": "gzip", "bz2": "bzip2", "zst": "zstd"}.get(fmt, fmt)
            tar = subprocess.run([plain, "-dc", "new.tar." + fmt], capture_output=True, check=True).stdout
            expect(tar == open("new.tar", "rb").read(), fmt, "another tar inside")
            subprocess.run(["rm", "-r", "files"], check=True)
    elif case == "zip":
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            make_zip("z.zip", method)
            each_caption("z.zip", zip_members)
    elif case == "zip-descriptors":
        for wide in (False, True):
            zip_stream("z.zip", wide)
            each_caption("z.zip", zip_members)
    elif case == "zip64":
        zip_wide("z.zip")
        each_caption("z.zip", zip_members)
    elif case == "zip-prefix":
        zip_prefixed("z.zip", False)
        each_caption("z.zip", zip_members)
        zip_prefixed("z.zip", True)
        each_caption("z.zip", zip_members)
    elif case == "zip-programs":
        for command in ("cd files && zip -q ../z.zip * && zip -qz ../z.zip <../files/0.txt", "cd files && zip -q -fd ../z.zip *",
                        "cd files && 7z a -tzip ../z.zip *", "cd files && bsdtar --format zip -cf ../z.zip *"):
            by_program(command)
            each_caption("z.zip", zip_members, exact=False)
            subprocess.run(["rm", "-r", "files", "z.zip"], check=True)


main(sys.argv[1])
