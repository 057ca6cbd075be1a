"""Every term by which a lexicon says how a picture looks, what made it, how it is lit, framed or felt, as a tag in a list: no safe edit takes it.

The lexicon's files are read here once more, without the tool's loader: a row that calls a word of look a quality word, or upload data,
contradicts another row or this test. usage: look_stays.py CAPFIX LEXICON..."""
import itertools, json, re, subprocess, sys

LOOK = {"colour", "material", "hue", "light", "camera", "focus", "setting", "plain", "medium", "genre", "photolike", "drawn", "flat", "look", "pose", "reltag",
        "part", "hide", "place", "person", "noun", "wearable"}
MODELS = "sdxl", "illustrious", "pony", "flux-dev"


def rows(paths):
    for path in paths:
        for line in open(path, encoding="utf-8"):
            col = line.rstrip("\n").split("\t")
            if line.startswith("#") or len(col) < 2:
                continue
            parts = re.split(r"\{([^}]*)\}", col[0])
            for choice in itertools.product(*[p.split("|") if i % 2 else [p] for i, p in enumerate(parts)]):
                yield "".join(choice), col[1]


def main(capfix, *paths):
    classes = {}
    for term, cls in rows(paths):
        classes.setdefault(term.lower(), set()).add(cls)
    looks = {t for t, c in classes.items() if c & LOOK}
    held = lambda t: any(" ".join(w) in looks for w in runs(t.split()))
    terms = sorted(t for t in classes if held(t) and len(t) > 1)
    lines = "".join(f"teapot, {t}, wheelbarrow\n" for t in terms)
    bad = 0
    for model in MODELS:
        out = subprocess.run([capfix, "--from", "lines", "--model", model], input=lines, capture_output=True, text=True, check=True).stdout
        for term, record in zip(terms, map(json.loads, out.splitlines()), strict=True):
            after = record["caption"].replace("-", " ").replace("_", " ").lower()
            if term.replace("-", " ").replace("_", " ") not in after:
                bad += 1
                print(f'{model}: "{term}" ({", ".join(sorted(classes[term]))}) goes: {record["caption"]}')
    print(f"{len(terms)} terms, {bad} go")
    return bad > 0 or len(terms) < 1000


def runs(words):
    for i in range(len(words)):
        for k in range(i + 1, len(words) + 1):
            yield words[i:k]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
