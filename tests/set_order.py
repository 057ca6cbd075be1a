#!/usr/bin/env python3
"""set_order.py: prints capscore's dataset record of one set for shuffles of its records and -j 1..8, if it is not the same for all.
What says "earlier" may differ (near-identical captions)."""
import json
import random
import subprocess
import sys

COLOURS = ["gray", "grey", "Gray", "red", "blue", "Grey"]
THINGS = ["cat", "cats", "dog", "Dogs", "close-up", "close up", "closeup", "lamp", "don't walk sign", "don\u2019t walk sign", "long_hair",
          "long hair", "ohwx", "masterpiece", "depth of field", "bokeh", "t-shirt", "t shirt"]
MODELS = ["sdxl", "flux-dev", "sd15"]


def records(r):
    out = []
    for i in range(120):
        n = r.randrange(1, 6)
        tags = [r.choice(["", r.choice(COLOURS) + " "]) + r.choice(THINGS) for _ in range(n)]
        if i % 3 == 0:
            tags += ["dog", "ball"] if i % 2 else ["ball", "dog"]
        text = ", ".join(tags) if i % 5 else "A %s sits next to a %s in the %s light." % (tags[0], tags[-1], r.choice(COLOURS))
        if i % 17 == 0:
            text = ""
        if i % 11 == 0:
            text = "a gray cat, a grey dog"
        if i % 29 == 0:
            text = ", ".join(r.choice(THINGS) for _ in range(60))
        out.append({"id": "s%d" % i, "caption": text, "captok": {"model": r.choice(MODELS)}})
    return out


def dataset(rows, jobs):
    text = "".join(json.dumps(x) + "\n" for x in rows)
    p = subprocess.run(["capscore", "--trigger", "ohwx", "-j", str(jobs)], input=text, capture_output=True, text=True)
    last = json.loads(p.stdout.rstrip("\n").rsplit("\n", 1)[1])
    last["dataset"]["findings"] = [f for f in last["dataset"]["findings"] if "earlier" not in f["message"]]
    return json.dumps(last, indent=1)  # the order of members counts


def main():
    wrong = 0
    for seed in range(8):
        r = random.Random(seed)
        rows = records(r)
        first = dataset(rows, 1)
        for jobs in range(1, 9):
            r.shuffle(rows)
            other = dataset(rows, jobs)
            if other != first:
                wrong += 1
                a, b = first.split("\n"), other.split("\n")
                print("seed %d, -j %d:" % (seed, jobs), [(x, y) for x, y in zip(a, b) if x != y][:4])
        for f in json.loads(first)["dataset"]["findings"]:
            if f["code"] == "CAP085":
                forms = f["message"].split(": ", 1)[1].split(", ")
                names = [x.rsplit(" ", 1)[0] for x in forms]
                if len(set(names)) != len(names):
                    wrong += 1
                    print("seed %d: a form twice: %s" % (seed, f["message"]))
    return wrong > 0


sys.exit(main())
