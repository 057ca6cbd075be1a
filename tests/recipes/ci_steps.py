#!/usr/bin/env python3
"""ci_steps.py FILE: a local stand-in for a CI runner: the steps of a GitHub workflow (`run:`) or a GitLab job (`script:`) as one runs them: each
GitHub step in its own `bash -eo pipefail`, all GitLab lines in one; the file's variables where the environment has none. Steps that
`uses:` an action are named and left out. Ends with the first failing step's status; `if: always()` steps run all the same."""
import os
import re
import subprocess
import sys


def indent(line):
    return len(line) - len(line.lstrip(" "))


def scalar(lines, i, text):
    """The value that begins at line i: the rest of its line, or a `|` block below it."""
    if text != "|":
        return text
    block, base = [], None
    for line in lines[i + 1:]:
        if line.strip() and base is None:
            base = indent(line)
        if line.strip() and indent(line) < base:
            break
        block.append(line[base:] if base else "")
    return "\n".join(block)


def variables(lines, key):
    env, inside = {}, False
    for line in lines:
        if not line.startswith(" "):
            inside = line == f"{key}:"
        elif inside and (m := re.match(r"  (\w+): (.*)", line)):
            env[m[1]] = m[2]
    return env


def github(lines):
    steps, inside = [], False
    for i, line in enumerate(lines):
        if line.strip() == "steps:":
            inside = True
        elif inside and (m := re.match(r"\s+- (\w[\w-]*): ?(.*)", line)):
            steps.append({m[1]: scalar(lines, i, m[2])})
        elif inside and steps and (m := re.match(r"        (\w[\w-]*): ?(.*)", line)):
            steps[-1][m[1]] = scalar(lines, i, m[2])
    return steps


def gitlab(lines):
    script, inside = [], False
    for line in lines:
        if line.strip() == "script:":
            inside = True
        elif inside and line.startswith("    - "):
            script.append(line[6:])
        elif inside:
            break
    return [{"name": "script", "run": "\n".join(script)}]


def main():
    lines = [line for line in open(sys.argv[1], encoding="utf-8").read().split("\n") if not line.startswith("#")]
    is_github = any(line == "on: [push, pull_request]" for line in lines)
    env = {**variables(lines, "env" if is_github else "variables"), **os.environ}
    steps = github(lines) if is_github else gitlab(lines)
    if not any("run" in s for s in steps):
        sys.exit("ci_steps.py: no step to run")
    status = 0
    for s in steps:
        if status and s.get("if") != "always()":
            continue
        if "run" not in s:
            print("## left out:", s.get("uses"), flush=True)
        else:
            print("## step:", s.get("name", s["run"]), flush=True)
            status = status or subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s["run"]], env=env).returncode
    sys.exit(status)


main()
