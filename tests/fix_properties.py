"""fix_properties.py N: capfix's promises over N captions each of generated tags, prose and hostile Unicode (and the shared sets where they are present),
safe and unsafe, three profiles. Prints what broke and exits 1."""
import json, os, random, subprocess, sys

n = int(sys.argv[1])
rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 5)
tags = """1girl solo long_hair blue eyes|red dress|no humans|simple background|white background|food focus|animal focus|apple|fruit|dog|animal|tongue|tongue out|
open mouth|closed mouth|masterpiece|best quality|score_9|score_8_up|rating:safe|highres|absurdres|sensitive|signature|watermark|depth of field|bokeh|close up|
close-up|closeup|from above|lit from above|soft lighting|golden hour|a photo of a cat|shirt|white shirt|bow|red bow|katana|sword|weapon|realistic|still life|:d|^_^|>_<|
(red apple:1.3)|((dog))|[cat]|<lora:x:1>|BREAK|hatsune miku \\(vocaloid\\)|ohwx|two dogs|three red balls|a sign that reads "no  parking , here"|it’s|“OPEN”|ﬁne art|
cafÃ©|&amp;|**bold**|TODO|arafed dog|this image shows a red apple on a table|the overall tone is humorous.|possibly a bird|no smoking sign|red orange|1.5|a,b|in the upper left corner of the image""".replace("\n", "").split("|")
def prose():
    a = rnd.choice("a the one two".split()), rnd.choice("red green small old golden".split()), rnd.choice("dog apple car house girl retriever ball lamp".split())
    b = rnd.choice("on under near with behind".split()), rnd.choice("a the".split()), rnd.choice("table tree street white wall river".split())
    tail = rnd.choice(["", ", lit from above", ", close up", ". The overall mood is calm.", " , by darius", ".  It is beautiful and stunning.", ", dog, animal"])
    return " ".join(a + b) + tail
def hostile():
    pool = [chr(rnd.randrange(0x20, 0x3000)) for _ in range(6)] + list("  ,,.;\n\t\u200b\u3000\ufeff\u00a0") + ["apple", "dog", "，", "é", "e\u0301", "😀", "\u202e", "｜"]
    return "".join(rnd.choice(pool) for _ in range(rnd.randrange(1, 30)))
captions = [", ".join(rnd.choice(tags) for _ in range(rnd.randrange(1, 14))) for _ in range(n)]
captions += [prose() for _ in range(n)] + [hostile() for _ in range(n)]
shared = os.environ.get("CAPTOOLS_SHARED")
if shared and os.path.isdir(shared + "/datasets/captions"):
    for f in sorted(os.listdir(shared + "/datasets/captions")):
        captions += open(f"{shared}/datasets/captions/{f}", encoding="utf-8").read().split("\n")[:300]
captions = [c for c in captions if c]

def run(tool, *args, records):
    data = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode("utf-8", "surrogatepass")
    p = subprocess.run([tool, *args], input=data, capture_output=True)
    if p.returncode > 1:
        sys.exit(f"{tool} {args}: {p.returncode} {p.stderr[:500]}")
    return [json.loads(l) for l in p.stdout.split(b"\n") if l]

bad = 0
def broken(what, *more):
    global bad
    bad += 1
    if bad <= 10:
        print(what, *map(repr, more))
for model in ("sdxl", "pony", "flux-dev"):
    before = [{"caption": c} for c in captions]
    s0 = run("capscore", "--model", model, "--format", "jsonl", records=before)
    t0 = run("captok", "--model", model, "--count", "--format", "jsonl", records=before)
    for how in ([], ["--unsafe"]):
        out = run("capfix", "--model", model, *how, records=before)
        again = run("capfix", "--model", model, *how, records=[{"caption": r["caption"]} for r in out])
        s1 = run("capscore", "--model", model, "--format", "jsonl", records=[{"caption": r["caption"]} for r in out])
        t1 = run("captok", "--model", model, "--count", "--format", "jsonl", records=[{"caption": r["caption"]} for r in out])
        if len(out) != len(captions):
            broken("records lost", len(out), len(captions))
        for c, r, r2, a, b, x, y in zip(captions, out, again, s0, s1, t0, t1):
            f = r["capfix"]
            if r2["caption"] != r["caption"]:
                broken("not idempotent", model, how, c, r["caption"], r2["caption"])
            if f["changed"] != (r["caption"] != c) or f["before"] != c:
                broken("changed lies", c, f)
            raw, at, made = c.encode(), 0, b""
            for e in f["edits"]:
                s, t = e["span"]
                if s < at or raw[s:t].decode() != e["old"]:
                    broken("edit overlaps or lies", c, e)
                made += raw[at:s] + e["new"].encode()
                at = t
            if (made + raw[at:]).decode() != r["caption"]:
                broken("edits do not replay", c, f["edits"], r["caption"])
            if b["capscore"]["score"] < a["capscore"]["score"] - 0.1:
                broken("score fell", model, how, c, r["caption"], a["capscore"]["score"], b["capscore"]["score"])
            for p, q in zip(x["captok"]["encoders"], y["captok"]["encoders"]):
                if q["tokens"] > p["tokens"]:
                    broken("tokens rose", model, how, c, r["caption"], p, q)
            if not how and any(e["safety"] != "safe" for e in f["edits"]):
                broken("unsafe edit without --unsafe", c, f["edits"])
print(f"{len(captions)} captions, 3 models, safe and unsafe: {bad} broken")
sys.exit(bad > 0)
