"""tars.py: tars for arrive_make.py and hostile_make.py, as no packer would write them."""
import io
import tarfile

PNG = b"\x89PNG not really"


def tar(name, members, mode="w", form=tarfile.GNU_FORMAT):
    """members: (name, content), or (name, target of the link, type)."""
    with tarfile.open(name, mode, format=form) as t:
        for n, data, *kind in members:
            i = tarfile.TarInfo(n)
            if kind:
                i.type, i.linkname = kind[0], data
                t.addfile(i)
            else:
                i.size = len(data)
                t.addfile(i, io.BytesIO(data))


def hole(name, size, at=0):
    """The header of a member that is nothing but a hole; the old GNU form, with its map (an end at byte `at` of no length) in the header."""
    h = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    h[156:157] = b"S"
    h[386:410] = b"%011o\0%011o\0" % (at, 0)
    h[483:495] = b"%011o\0" % size if size < 8 << 30 else b"\x80" + size.to_bytes(11, "big")
    h[148:156] = b"        "
    h[148:156] = b"%06o\0 " % sum(h)
    return bytes(h)
