"""truth.py [--small]: what the linter, the score and the parser say, against what people say: one row a measure, today's value and the bar.
The data are those of ../shared/truth (its README says who made them), or of CAPTOOLS_SHARED; with --small the captions in tests/truth (README.md
there), and only the direction is asked for. A row whose data or tool is absent says so. Exits 1 where a bar is missed."""
import json, os, re, shutil, subprocess, sys
import damage

here = os.path.dirname(os.path.abspath(__file__))
small = "--small" in sys.argv[1:]
truth = os.path.join(os.environ.get("CAPTOOLS_SHARED") or os.path.join(here, "..", "..", "..", "shared"), "truth")
MODELS = ("flux-dev", "qwen-image")
missed = 0

def load(name):
    """The records of a file, or None where it is absent."""
    if small:
        path = os.path.join(here, "iiw-" + name + ".jsonl")
        return [json.loads(l) for l in open(path, encoding="utf-8")] if os.path.exists(path) else None
    path = os.path.join(truth, name + ".jsonl.zst")
    if not os.path.exists(path) or not shutil.which("zstd"):
        return None
    return [json.loads(l) for l in subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout.decode().splitlines()]

def run(tool, captions, *args):
    data = "".join(json.dumps({"caption": c}) + "\n" for c in captions).encode()
    p = subprocess.run([tool, "--format", "jsonl", *args], input=data, capture_output=True)
    out = [json.loads(l)[tool] for l in p.stdout.splitlines() if b'"' + tool.encode() + b'":' in l]
    if p.returncode > 1 or len(out) != len(captions):
        sys.exit(f"{tool} {args}: status {p.returncode}, {len(out)} of {len(captions)}: {p.stderr[:300]}")
    return out

def judge(captions, model):
    return run("capscore", captions, "-m", model, "--no-rule", "dataset")

def row(what, value, bar="", held=None):
    """One line of the table. held: whether the value keeps the bar; None: the bar is not for this row."""
    global missed
    missed += held is False
    print(f"{what:58} {value:24} {bar:28}{'' if held is None else ' ok' if held else ' MISSED'}".rstrip(), flush=True)

def percent(n, of):
    return f"{100 * n / of:.1f}% of {of}"

# ---------------------------------------------------------------- people

def preference():
    pairs = load("human-preference")
    if pairs is None:
        return row("people's preference", "no data", ">= 90%")
    pairs = [(p["a"], p["b"], p["prefers_a"]["Comprehensiveness"] + p["prefers_a"]["Specificity"]) for p in pairs]
    pairs = [p for p in pairs if p[2]]
    for m in MODELS:
        a, b = ([r["score"] for r in judge([p[i] for p in pairs], m)] for i in (0, 1))
        side = sum((x > y) == (v > 0) and x != y for x, y, (_, _, v) in zip(a, b, pairs))
        ties = sum(x == y for x, y in zip(a, b))
        halves = [sum((x > y) == (v > 0) and x != y for x, y, (_, _, v) in list(zip(a, b, pairs))[k::2]) / len(pairs[k::2]) for k in (0, 1)]
        row(f"people's preference, {m}", percent(side, len(pairs)), ">= 90%", side >= 0.9 * len(pairs))
        row("  ties; even and odd pairs apart", f"{ties}; {100 * halves[0]:.0f}%, {100 * halves[1]:.0f}%")
    length = sum((len(x) > len(y)) == (v > 0) for x, y, v in pairs)
    row("  the length of the text alone, to compare", percent(length, len(pairs)))

TYPOGRAPHY = {"CAP104", "CAP122"} # punctuation and missing images: not what the captions say

def human_long():
    captions = load("human-long")
    if captions is None:
        return row("long captions of people", "no data", "<= 1% error, <= 10% warning")
    for m in MODELS:
        r = judge([c["caption"] for c in captions], m)
        codes = [[(f["code"], f["severity"]) for f in x["findings"] if f["code"] not in TYPOGRAPHY] for x in r]
        for severity, bar in (("error", 1), ("warning", 10)):
            n = sum(any(s in (severity, "error") for _, s in c) for c in codes)
            row(f"long captions of people, {m}: with {'an error' if severity == 'error' else 'a warning'}", percent(n, len(r)), f"<= {bar}%", n * 100 <= bar * len(r))
            by = {}
            for code in (k for c in codes for k, s in c if s == severity):
                by[code] = by.get(code, 0) + 1
            row("  by rule", " ".join(f"{k}:{v}" for k, v in sorted(by.items(), key=lambda x: -x[1])))
        mean = sum(x["score"] for x in r) / len(r)
        row(f"long captions of people, {m}: mean score", f"{mean:.1f}", ">= 88", mean >= 88)

# ---------------------------------------------------------------- fillers

# What captioning models add to a sentence when they have nothing more to tell; written from the names in SCENE.md, not from the linter's lists.
FILLER = re.compile(r"\b(?:add(?:s|ing)? (?:an?|the) (?:[a-z-]+ ){0,3}?(?:touch|pop|splash|element|sense|layer|hint|dash|burst)\b|(?:touch|pop|splash) of colou?r\b"
                    r"|enhanc(?:es|ing) (?:the|its|their)\b|complet(?:es|ing) the (?:scene|composition|picture|image|look|tableau)\b|evidencing\b|inviting (?:the|us|viewers)\b|testament to\b)", re.I)
SPEAKS = {"CAP047", "CAP048"} # the rules on captioners' boilerplate and on what is not visual

def fillers():
    captions = load("machine-long")
    if captions is None:
        return row("fillers of a captioning model", "no data", ">= 90%")
    text = [c["caption"] for c in captions]
    found = all_ = 0
    missing = {}
    for c, r in zip(text, judge(text, "flux-dev")):
        said = [f["span"] for f in r["findings"] if f["code"] in SPEAKS]
        raw = c.encode()
        for m in FILLER.finditer(raw.decode("latin-1")):
            all_ += 1
            hit = any(a < m.end() and m.start() < b for a, b in said)
            found += hit
            if not hit:
                missing[m[0].lower()] = missing.get(m[0].lower(), 0) + 1
    row("fillers of a captioning model, found", percent(found, all_), ">= 90%", found >= 0.9 * all_)
    if missing:
        row("  missed most", ", ".join(k for k, _ in sorted(missing.items(), key=lambda x: -x[1])[:3]))
    human = load("human-long")
    if human:
        text = [c["caption"] for c in human]
        said = [c.encode()[f["span"][0]:f["span"][1]].decode() for c, r in zip(text, judge(text, "flux-dev")) for f in r["findings"] if f["code"] in SPEAKS and f["severity"] != "info"]
        row("  spoken of in long captions of people (judge them)", f"{len(said)}" + (": " + "; ".join(s[:40] for s in said[:6]) if said else ""))

# ---------------------------------------------------------------- damage

def damaged():
    captions = load("human-long")
    sets = [("short prose", [l for l in open(os.path.join(here, "..", "score_prose.txt"), encoding="utf-8").read().split("\n") if l.strip() and l[0] != "#"], ("flux-dev", "sdxl"))]
    if captions:
        sets.append(("long captions of people", [c["caption"] for c in captions], ("flux-dev",)))
    for name, text, models in sets:
        for m in models:
            before = [r["score"] for r in judge(text, m)]
            for kind, ways in damage.KINDS.items():
                bar = 90 if "colour" in kind else 95
                lower = up = n = 0
                for way in ways:
                    made = [(s, way(c)) for s, c in zip(before, text)]
                    made = [(s, d) for (s, d), c in zip(made, text) if d and d != c]
                    after = [r["score"] for r in judge([d for _, d in made], m)] if made else []
                    n += len(made)
                    lower += sum(y < x for (x, _), y in zip(made, after))
                    up += sum(y > x for (x, _), y in zip(made, after))
                if n:
                    row(f"damage, {name}, {m}: {kind}, lower", f"{percent(lower, n)}, {up} higher", f">= {bar}%", lower * 100 >= bar * n)

# ---------------------------------------------------------------- the article

TAGGER = ("food, apple, no humans, food focus, white background, simple background, fruit, still life, realistic",
          "no humans, animal focus, animal, tongue out, open mouth, tongue, whiskers, solo, realistic, black eyes")
SUGGESTED = ("A close up high definition photo of a realistic red apple, apple lit from above against a white background.",
             "A photo of a golden retriever with a green ball in its mouth, mouth focus image with depth of field.")

def article():
    for m in ("sdxl", "pony", "illustrious", "flux-dev", "qwen-image"):
        s = [r["score"] for r in judge([*SUGGESTED, *TAGGER, "dog, ball"], m)]
        row(f"the article, {m}: suggested; taggers; dog, ball", f"{s[0]} {s[1]}; {s[2]} {s[3]}; {s[4]}", ">= 85; <= 47; <= 47", min(s[:2]) >= 85 and max(s[2:]) <= 47)

# ---------------------------------------------------------------- the scene

def scene():
    script = os.path.join(here, "scene_f1.py")
    if not shutil.which("capscene"):
        return row("scene graphs, F1", "no capscene", ">= 0.84")
    verbs()
    if not os.path.exists(script) or load("scene-graphs") is None:
        return row("scene graphs, F1", "no data", ">= 0.84")
    p = subprocess.run([sys.executable, script, os.path.join(truth, "scene-graphs.jsonl.zst")], capture_output=True, text=True)
    f1 = re.findall(r"\b[01]\.\d+", p.stdout)
    row("scene graphs, F1", f1[-1] if f1 else "not told", ">= 0.84", bool(f1) and float(f1[-1]) >= 0.84)

def verbs():
    path = os.path.join(truth, "verbs.tsv")
    if not os.path.exists(path):
        return row("verbs missed; false verbs", "no data", "<= 12%; <= 2%")
    text = [l.split("\t") for l in open(path, encoding="utf-8").read().splitlines() if l.strip() and l[0] != "#"]
    miss = false = want_all = words = 0
    for (caption, verbs_), r in zip(text, run("capscene", [t[0] for t in text], "--tags")):
        raw = caption.encode()
        got = [raw[w["span"][0]:w["span"][1]].decode() for w in r["words"] if w["tag"] == "VERB"]
        want = verbs_.split()
        words += len(r["words"])
        want_all += len(want)
        for w in want:
            if w in got:
                got.remove(w)
            else:
                miss += 1
        false += len(got)
    row("verbs missed; false verbs, of all words", f"{percent(miss, want_all)}; {100 * false / words:.1f}%", "<= 12%; <= 2%", miss <= 0.12 * want_all and false <= 0.02 * words)

def main():
    if not small and not os.path.isdir(truth):
        print("check-truth: no", os.path.relpath(truth), "here; tests/truth/run --small takes the captions of tests/truth")
        return 0
    preference()
    human_long()
    if not small:
        fillers()
    damaged()
    article()
    if not small:
        scene()
        row("THumB's recall; held-out captions", "kept back")
        row("speed", "make bench")
    return 1 if missed else 0

if __name__ == "__main__":
    sys.exit(main())
