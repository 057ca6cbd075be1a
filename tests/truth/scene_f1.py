#!/usr/bin/env python3
"""scene_f1.py [--errors N] [FILE]: the F1 of capscene's graphs against FACTUAL's (../shared/truth/scene-graphs.jsonl.zst, or FILE).

Per caption, over the tuples (object), (object, attribute), (subject, predicate, object), then the mean. Lemmas; the number of
nouns is not compared, because the graphs keep plurals; a compound is right as "train track" or as "track" (SCENE.md).
--half dev|test: a random half of the captions, the same every time: errors are read in dev only."""
import collections, json, os, random, re, subprocess, sys

PLURAL = {"men": "man", "women": "woman", "people": "person", "feet": "foot", "teeth": "tooth", "leaves": "leaf", "shelves": "shelf", "children": "child",
          "geese": "goose", "mice": "mouse", "loaves": "loaf", "knives": "knife", "wolves": "wolf", "halves": "half", "scarves": "scarf", "calves": "calf"}


def singular(word):
    if word in PLURAL:
        return PLURAL[word]
    for suffix, new in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("tatoes", "tato"), ("matoes", "mato")):
        if word.endswith(suffix) and len(word) > len(suffix) + 1:
            return word[: -len(suffix)] + new
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def noun(name):
    *rest, last = name.replace("-", " ").split() or [""]
    return " ".join([*map(singular, rest), singular(last)])


def same(a, b):
    """Compounds are right whole or as their heads."""
    return a == b or a.endswith(" " + b) or b.endswith(" " + a)


def gold(graph):
    out = set()
    for m in re.findall(r"\( (.*?) \)", graph):
        t = [x.strip() for x in m.split(" , ")]
        out.add((noun(t[0]),))
        if len(t) == 3 and t[1] == "is":
            out.add((noun(t[0]), "is", t[2].replace("-", " ")))
        elif len(t) == 3:
            out.add((noun(t[2]),))
            out.add((noun(t[0]), t[1], noun(t[2])))
    return out


def ours(scene):
    names, out = [noun(o["name"]) for o in scene["objects"]], set()
    for o, name in zip(scene["objects"], names):
        if o.get("implicit"):
            continue
        out.add((name,))
        for a in o["attributes"]:
            out.add((name, "is", a["name"].replace("-", " ")))
    for r in scene["relations"]:
        out.add((names[r["subject"]], r["predicate"], names[r["object"]]))
    return out


def match(a, b):
    if len(a) != len(b) or not same(a[0], b[0]):
        return False
    return len(a) == 1 or (a[1] == b[1] and (a[2] == b[2] if a[1] == "is" else same(a[2], b[2])))


def f1(g, o):
    left, hits = list(g), 0
    for t in sorted(o):
        m = next((x for x in sorted(left) if match(t, x)), None)
        if m:
            left.remove(m)
            hits += 1
    extra = [t for t in o if not any(match(t, x) for x in g)]
    return (2 * hits / (len(g) + len(o)) if g or o else 1), left, extra


def half(rows, which):
    order = list(range(len(rows)))
    random.Random(19).shuffle(order)
    cut = len(order) // 2
    return [rows[i] for i in sorted(order[:cut] if which == "dev" else order[cut:])]


def main():
    args, errors, which = sys.argv[1:], 0, None
    while args and args[0].startswith("--"):
        errors, which = (int(args[1]), which) if args[0] == "--errors" else (errors, args[1])
        args = args[2:]
    path = args[0] if args else "../shared/truth/scene-graphs.jsonl.zst"
    if not os.path.exists(path):
        return print("scene_f1: no", path)
    text = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout if path.endswith(".zst") else open(path, "rb").read()
    rows = [json.loads(line) for line in text.splitlines()]
    rows = half(rows, which) if which else rows
    feed = "".join(json.dumps({"caption": r["caption"]}) + "\n" for r in rows)
    run = subprocess.run(["capscene", "-f", "jsonl", "-"], input=feed, text=True, capture_output=True, check=True).stdout
    total, kinds, seen = 0, collections.Counter(), []
    for r, line in zip(rows, run.splitlines()):
        v, missed, extra = f1(gold(r["graph"]), ours(json.loads(line)["capscene"]))
        total += v
        for sign, ts in (("missed", missed), ("extra", extra)):
            for t in ts:
                kinds[sign, "object" if len(t) == 1 else "attribute" if t[1] == "is" else "relation"] += 1
        seen.append((v, r, missed, extra))
    if errors:
        for v, r, missed, extra in random.Random(errors).sample([x for x in seen if x[0] < 1], min(errors, 400)):
            print(f"{v:.2f} {r['caption']}\n      missed {missed}\n      extra {extra}")
    print(f"captions {len(rows)}  F1 {total / len(rows):.4f}  " + "  ".join(f"{a} {b} {n}" for (a, b), n in sorted(kinds.items())))


main()
