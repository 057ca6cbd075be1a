#!/usr/bin/env python3
"""Writes lib/ftfy/html_entities.inc from Python's own html.entities.html5 (the table of the HTML standard).

    python3 share/gen/htmlentities.py > lib/ftfy/html_entities.inc

Two lists, each sorted by name: the entities that html.unescape knows, and the upper-case spellings that ftfy reads
besides (a name in lower case whose upper case means nothing to html.unescape stands for the upper case of its text).
"""
import html
import html.entities


def table(name, entries):
    names = sorted(entries)
    print("static const char %s_names[] =" % name)
    offsets, at = [], 0
    for n in names:
        offsets.append(at)
        at += len(n) + 1
    for i in range(0, len(names), 8):
        print('\t"' + "".join(n + "\\0" for n in names[i:i + 8]) + '"')
    print("\t;\nstatic const struct html_entity %s[] = {" % name)
    row = []
    for n, o in zip(names, offsets):
        text = [ord(c) for c in entries[n]] + [0, 0]
        assert len(entries[n]) <= 3
        row.append("{%d, {0x%x, 0x%x, 0x%x}}," % (o, *text[:3]))
    for i in range(0, len(row), 4):
        print("\t" + " ".join(row[i:i + 4]))
    print("};\n")


def main():
    html5 = html.entities.html5
    upper = {}
    for name, text in html5.items():
        if name.endswith(";") and name == name.lower() and html.unescape("&" + name.upper()) == "&" + name.upper():
            upper[name.upper()] = text.upper()
    print("/* html_entities.inc: made by share/gen/htmlentities.py, which says from what. Do not edit. */")
    table("html5", html5)
    table("upper", upper)


main()
