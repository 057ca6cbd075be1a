#!/usr/bin/env python3
"""Writes lib/ftfy/ftfy_chars.inc: facts about characters that ftfy 6.3.1 relies on.

Run it where the package is installed (a virtual environment with `pip install ftfy==6.3.1`):
    python3 share/gen/ftfytables.py > lib/ftfy/ftfy_chars.inc

The classes (which characters are lower-case accented letters, currency signs, ...) are looked up one character at a time
with the regular expressions that the package builds of its category names (ftfy is by Robyn Speer, Apache-2.0); the
single-byte encodings and the width forms come from Python itself.
"""
import re
import unicodedata

from ftfy import badness, chardata

CLASSES = ["common", "c1", "bad", "law", "currency", "start_punctuation", "end_punctuation", "numeric", "kaomoji",
           "upper_accented", "lower_accented", "upper_common", "lower_common", "box"]
CLUES = ["utf8_first_of_2", "utf8_first_of_3", "utf8_first_of_4", "utf8_continuation", "utf8_continuation_strict"]
ENCODINGS = chardata.CHARMAP_ENCODINGS[1:]  # latin-1 needs no table


def main():
    sets = [re.compile("[" + badness.MOJIBAKE_CATEGORIES[n] + "]") for n in CLASSES]
    sets += [re.compile("[" + chardata.UTF8_CLUES[n] + "]") for n in CLUES]
    tables = [[bytes([b]).decode(e) for b in range(256)] for e in ENCODINGS]
    print("/* ftfy_chars.inc: made by share/gen/ftfytables.py, which says from what. Do not edit. */")
    print("/* code point, encodings that have it, classes, its byte in each encoding */")
    print("static const struct ftfy_char ftfy_chars[] = {")
    for c in range(0x80, 0x10000):
        if 0xD800 <= c < 0xE000:
            continue
        cls = sum(1 << i for i, s in enumerate(sets) if s.match(chr(c)))
        at = [t.index(chr(c)) if chr(c) in t else 0 for t in tables]
        enc = sum(1 << i for i, t in enumerate(tables) if chr(c) in t)
        if cls or enc:
            print("\t{0x%04x, 0x%03x, 0x%05x, {%s}}," % (c, enc, cls, ", ".join(map(str, at))))
    print("};\n")
    print("/* U+FF01 to U+FFEF: the standard-width form, 0 = stays, a second code point where there is one */")
    print("static const uint16_t ftfy_width[][2] = {")
    for c in range(0xFF01, 0xFFF0):
        wide = unicodedata.normalize("NFKC", chr(c))
        assert len(wide) <= 2
        pair = [ord(x) for x in wide] if wide != chr(c) else [0]
        print("\t{0x%04x, 0x%04x}, /* %04x */" % (pair[0], pair[1] if len(pair) > 1 else 0, c))
    print("};")


main()
