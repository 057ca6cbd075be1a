#!/usr/bin/env python3
"""concurrency.py [FORM]: several `cappack --in-place --partial` at once on one tar, zip, JSON Lines, text and folder, each with records of its own
samples. Status 0 means that the run's captions are there, in the end, too; 2 that another run, or somebody's new file, was in the way and
nothing of it was written. Four ways to disturb them, all through tests/fault/fault.c:
  rounds   two and three runs at once, each waiting a while before a call drawn by lot
  pauses   one run stops before its n-th call, two others come and go, then it goes on
  kills    one run dies by SIGKILL before its n-th call while two others are at work; then each that was told no runs again
  strangers  `mv` or `>>` over the dataset during the fsync, and between the last look and the rename
TORTURE=short: fewer rounds and every 11th n. Ends with `N passed, N failed`."""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SHORT = os.environ.get("TORTURE") == "short"
ROUNDS = 2 if SHORT else 12
STEP = 11 if SHORT else 2
FORMS = ["tar", "zip", "jsonl", "dir"] if SHORT else ["tar", "tar.gz", "zip", "jsonl", "lines", "dir"]
EACH = 2  # samples of each writer
WRITERS = 3
HERE = os.path.dirname(os.path.abspath(__file__))
BUSY = ("another run is at work", "changed while it was read", "is not what it was", "was changed meanwhile")


def sample(i):
    return "s%02d" % i


class Set:
    """A dataset of one form in a folder of its own."""

    def __init__(self, form, where):
        self.form, self.where = form, where
        self.path = os.path.join(where, "set" if form == "dir" else "set." + form)
        self.n = EACH * WRITERS + 1  # the last one is nobody's

    def make(self):
        os.makedirs(self.where)
        d = os.path.join(self.where, "files")
        os.mkdir(d)
        for i in range(self.n):
            open("%s/%s.txt" % (d, sample(i)), "w").write("old %d\n" % i)
            open("%s/%s.png" % (d, sample(i)), "wb").write(b"png%d" % i * 300)
        names = sorted(os.listdir(d))
        if self.form == "dir":
            os.rename(d, self.path)
            return
        if self.form.startswith("tar"):
            subprocess.run(["tar", "-caf", self.path, "-C", d] + names, check=True)
        elif self.form == "zip":
            subprocess.run(["zip", "-qX", self.path] + names, cwd=d, check=True)
        elif self.form == "jsonl":
            open(self.path, "w").write("".join('{"id":"%s","caption":"old %d"}\n' % (sample(i), i) for i in range(self.n)))
        else:
            open(self.path, "w").write("".join("old %d\n" % i for i in range(self.n)))
        shutil.rmtree(d)

    def records(self, writer, text):
        out = []
        for i in range(writer * EACH, (writer + 1) * EACH):
            out.append(json.dumps({"id": str(i + 1) if self.form == "lines" else sample(i), "caption": "%s %d" % (text, i)}) + "\n")
        return "".join(out).encode()

    def captions(self):
        """All captions by number; None: not the dataset that it was, but for them."""
        if self.form == "jsonl":
            rows = [json.loads(line) for line in open(self.path)]
            return [r["caption"] for r in rows] if [r["id"] for r in rows] == [sample(i) for i in range(self.n)] else None
        if self.form == "lines":
            return open(self.path).read().splitlines()
        files = {}
        if self.form == "dir":
            for name in os.listdir(self.path):
                if ".captools-" not in name:
                    files[name] = open(os.path.join(self.path, name), "rb").read()
        else:
            names = subprocess.run(["bsdtar", "-tf", self.path], check=True, stdout=subprocess.PIPE).stdout.split()
            data = subprocess.run(["bsdtar", "-xOf", self.path], check=True, stdout=subprocess.PIPE).stdout
            if [n.decode() for n in names] != ["%s.%s" % (sample(i), e) for i in range(self.n) for e in ("png", "txt")]:
                return None
            for i in range(self.n):
                png = b"png%d" % i * 300
                if not data.startswith(png):
                    return None
                text, data = data[len(png):].split(b"\n", 1)
                files[sample(i) + ".txt"], files[sample(i) + ".png"] = text + b"\n", png
        if sorted(files) != sorted("%s.%s" % (sample(i), e) for i in range(self.n) for e in ("png", "txt")):
            return None
        if any(files[sample(i) + ".png"] != b"png%d" % i * 300 for i in range(self.n)):
            return None
        return [files[sample(i) + ".txt"].decode().rstrip("\n") for i in range(self.n)]

    def left(self):
        return [f for folder, d, fs in os.walk(self.where) for f in d + fs if ".captools-" in f]


class Run:
    """A cappack with its records, perhaps disturbed."""

    def __init__(self, s, writer, fault=None, **env):
        e = dict(os.environ)
        if fault:
            e.update(LD_PRELOAD=SHIM, FAULT=fault, **env)
        self.s, self.writer = s, writer
        self.p = subprocess.Popen(["cappack", "--in-place", "--partial", s.path], env=e, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            self.p.stdin.write(s.records(writer, "new"))
            self.p.stdin.close()
        except BrokenPipeError:
            pass
        self.p.stdin = None

    def end(self):
        _, err = self.p.communicate(timeout=60)
        self.status, self.said = self.p.returncode, err.decode()
        return self


def judge(s, runs, killed=()):
    """What is wrong after these runs, or None."""
    try:
        now = s.captions()
    except (OSError, ValueError, subprocess.CalledProcessError) as e:
        return "cannot be read: %s" % e
    if now is None or len(now) != s.n:
        return "is another dataset"
    for r in runs:
        own = range(r.writer * EACH, (r.writer + 1) * EACH)
        new = [now[i] == "new %d" % i for i in own]
        old = [now[i] == "old %d" % i for i in own]
        if not all(a or b for a, b in zip(new, old)):
            return "writer %d: neither old nor new: %s" % (r.writer, now)
        if r in killed:
            if s.form != "dir" and any(new) and any(old):
                return "writer %d was killed and half of its captions are there" % r.writer
            continue
        if r.status == 0 and not all(new):
            return "writer %d: exit 0, and its captions are gone" % r.writer
        if r.status not in (0, 2):
            return "writer %d: status %d: %s" % (r.writer, r.status, r.said)
        if r.status == 2 and not any(b in r.said for b in BUSY):
            return "writer %d: %s" % (r.writer, r.said)
        if r.status == 2 and not all(old):
            return "writer %d: exit 2 (%s), and it has written" % (r.writer, r.said.strip())
    if now[-1] != "old %d" % (s.n - 1):
        return "a caption that no record names is another one"
    return None


def finish(s, runs):
    """Those that were told no run again, alone; then everything is new and nothing left behind."""
    again = [Run(s, r.writer).end() for r in runs if r.status != 0]
    for r in again:
        if r.status != 0:
            return "writer %d, run again alone: status %d: %s" % (r.writer, r.status, r.said)
    writers = {r.writer for r in runs}
    bad = judge(s, again)
    if bad:
        return bad
    now = s.captions()
    want = ["%s %d" % ("new" if i // EACH in writers else "old", i) for i in range(s.n)]
    if now != want:
        return "in the end: %s" % now
    return "left behind: %s" % s.left() if s.left() else None


def rounds(make, form):
    for writers in (2, 3):
        for n in range(ROUNDS):
            lot = random.Random("%s %d %d" % (form, writers, n))
            s = make(form)
            runs = [Run(s, w, "%s:%d:WAIT" % (lot.choice(["open", "lock", "sync", "rename", "unlink", "close", "write"]), lot.randint(1, 6)),
                        FAULT_WAIT=str(lot.randint(5, 80))) for w in range(writers)]
            for r in runs:
                r.end()
            yield "%d at once, round %d" % (writers, n), judge(s, runs) or finish(s, runs)


def wait_for(path, run):
    for _ in range(2000):
        if os.path.exists(path):
            return True
        if run.p.poll() is not None:
            return os.path.exists(path)
        time.sleep(0.002)
    return False


def pauses(make, form):
    n = 1
    while True:
        s = make(form)
        mark, go = s.where + ".mark", s.where + ".go"
        a = Run(s, 0, "any:%d:WAIT" % n, FAULT_MARK=mark, FAULT_GO=go)
        stopped = wait_for(mark, a)
        others = [Run(s, w).end() for w in (1, 2)] if stopped else []
        open(go, "w").close()
        a.end()
        yield "stopped before call %d" % n, judge(s, [a] + others) or finish(s, [a] + others)
        if not stopped:
            return
        n += STEP


def kills(make, form):
    n = 1
    while True:
        s = make(form)
        mark = s.where + ".mark"
        runs = [Run(s, 0, "any:%d:KILL" % n, FAULT_MARK=mark)] + [Run(s, w, "sync:1:WAIT", FAULT_WAIT="20") for w in (1, 2)]
        for r in runs:
            r.end()
        killed = runs[:1] if runs[0].status == -signal.SIGKILL else []
        yield "killed at call %d" % n, judge(s, runs, killed) or finish(s, runs)
        # The others may have been first: then it had nothing to be killed in.
        if not os.path.exists(mark) and runs[0].status == 0:
            return
        n += STEP
        if n > 400:
            return


def strangers(make, form):
    for kind, n in (("sync", 1), ("rename", 2 if form == "dir" else 1)):
        for how in ("mv", "append"):
            s = make(form)
            mark, go = s.where + ".mark", s.where + ".go"
            a = Run(s, 0, "%s:%d:WAIT" % (kind, n), FAULT_MARK=mark, FAULT_GO=go)
            stopped = wait_for(mark, a)
            target = os.path.join(s.path, sample(0) + ".txt") if form == "dir" else s.path
            if how == "mv":
                shutil.copy(target, s.where + ".new")
                open(s.where + ".new", "ab").write(b"by hand\n")
                os.rename(s.where + ".new", target)
            else:
                open(target, "ab").write(b"by hand\n")
            theirs = open(target, "rb").read()
            open(go, "w").close()
            a.end()
            bad = None
            if not stopped:
                bad = "was not stopped"
            elif open(target, "rb").read() != theirs:
                bad = "status %d, and what came by %s is gone" % (a.status, how)
            elif a.status != 2 or not any(b in a.said for b in BUSY):
                bad = "status %d: %s" % (a.status, a.said)
            elif s.left():
                bad = "left behind: %s" % s.left()
            yield "%s in front of its %s" % (how, kind), bad


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as tmp:
        global SHIM
        SHIM = tmp + "/fault.so"
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", SHIM, HERE + "/../fault/fault.c"], check=True)
        count = [0]

        def make(form):
            count[0] += 1
            s = Set(form, "%s/%d" % (tmp, count[0]))
            s.make()
            return s

        for form in [f for f in FORMS if len(sys.argv) < 2 or f == sys.argv[1]]:
            for way in (rounds, pauses, kills, strangers):
                before = (passed, failed)
                for name, bad in way(make, form):
                    passed += not bad
                    failed += bool(bad)
                    if bad:
                        print("not ok - %s: %s: %s" % (form, name, bad), flush=True)
                print("# %s, %s: %d held, %d not" % (form, way.__name__, passed - before[0], failed - before[1]), flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
