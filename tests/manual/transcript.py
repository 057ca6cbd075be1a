#!/usr/bin/env python3
"""transcript.py [--bless] PAGE: runs the shell sessions of a manual page (or of a Markdown file) and compares.

A literal block (```console) that has a line `$ COMMAND` is part of the one session of the page: commands (continued by `> ` lines), each followed by what it
prints. All run in one bash, in the folder this was started in. A line `...` stands for any lines. With --bless the page gets
what was really printed, but for blocks that have a `...`. TAP on standard output."""
import os
import re
import shutil
import subprocess
import sys


MARKDOWN = sys.argv[-1].endswith(".md")


def plain(line):
    if MARKDOWN:
        return line
    return line.replace("\\&", "").replace("\\-", "-").replace("\\(aq", "'").replace("\\(dq", '"').replace("\\e", "\\")


def written(line):
    if MARKDOWN:
        return line
    line = line.replace("\\", "\\e")
    return "\\&" + line if line[:1] in (".", "'") else line


def steps(lines):
    """[(first line of the output, line behind it, command, output)] of all sessions of a page."""
    found, inside, block = [], False, []
    for i, line in enumerate(lines + [".Ed"]):
        if line.startswith((".Bd -literal", "```console")):
            inside, block = True, []
        elif inside and (line.startswith(".Ed") or line == "```"):
            if any(text.startswith("$ ") for _, text in block):
                found += session(block)
            inside = False
        elif inside:
            block.append((i, plain(line)))
    return found


def session(block):
    out, n = [], 0
    while n < len(block):
        if not block[n][1].startswith("$ "):
            sys.exit(f"line {block[n][0] + 1}: a session begins with a command")
        command, n = block[n][1][2:], n + 1
        while n < len(block) and block[n][1].startswith("> "):
            command, n = command + "\n" + block[n][1][2:], n + 1
        first = n
        while n < len(block) and not block[n][1].startswith("$ "):
            n += 1
        at = block[first - 1][0] + 1
        out.append((at, at + n - first, command, [text for _, text in block[first:n]]))
    return out


def matches(want, got):
    """want's `...` stands for any lines."""
    if not want:
        return not got
    if want[0] == "...":
        return any(matches(want[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and want[0] == got[0] and matches(want[1:], got[1:])


def main():
    if not shutil.which("captok"):
        sys.exit("transcript.py: the tools are not on PATH")
    bless, page = sys.argv[1] == "--bless", sys.argv[-1]
    lines = open(page, encoding="utf-8").read().split("\n")
    todo = steps(lines)
    mark = "@@@ a step ends @@@"
    script = "".join(f"{command}\nprintf '\\n%s\\n' '{mark}'\n" for _, _, command, _ in todo)
    env = {k: v for k, v in os.environ.items() if not k.startswith("CAPTOOLS_")} | {"COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(["bash"], input=script.encode(), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode()
    outputs = ran.split(f"\n{mark}\n")
    bad = len(outputs) != len(todo) + 1
    if bad:
        print(f"not ok - {page}: the session broke off")
    for n, ((first, last, command, want), text) in reversed(list(enumerate(zip(todo, outputs)))):
        got = text.rstrip("\n").split("\n") if text.strip("\n") else []
        if bless:
            if "..." not in want:
                lines[first:last] = [written(line) for line in got]
            continue
        good = matches(want, got)
        bad |= not good
        title = re.sub(r"\s+", " ", command.replace("#", ""))[:80]
        print(f"{'ok' if good else 'not ok'} {n + 1} - {title}")
        if not good:
            print("".join(f"# expected: {line}\n" for line in want) + "".join(f"# printed:  {line}\n" for line in got), end="")
    if bless:
        open(page, "w", encoding="utf-8").write("\n".join(lines))
    sys.exit(bad)


main()
