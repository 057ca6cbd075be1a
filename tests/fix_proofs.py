# capfix held against captok, capscore and capscene from outside, on what each trainer feeds: python3 fix_proofs.py CAPTIONS [SEED]
# Sentences of ../shared/truth where it is there, and generated captions of several lines, JSON, tags and mixtures; all trainers, safe and
# unsafe. Prints what is broken and how much of what was looked at; exits 1 if anything is.
import json, os, random, re, subprocess, sys

n = int(sys.argv[1])
rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20)
tags = """apple|red apple|dog|golden retriever|animal|1girl|2girls|solo|no humans|smile|long_hair|red skirt|blue eyes|twintails|from above|looking at viewer|white background|
simple background|masterpiece|best quality|score_9|score_8_up|rating:safe|highres|signature|depth of field|soft lighting|close-up|outdoors|forest|grass|food|fruit|bow|red bow|
katana|sword|still life|realistic|(red fox:1.3)|((hat))|<lora:fox:0.8>|hatsune miku \\(vocaloid\\)|no hat|animal focus|a sign that reads "no  entry , here"|it’s|cafÃ©|&amp;|**bold**|crisp|detailed""".replace("\n", "").split("|")
openings = ["A red fox sits on a snowy field", "Two old boats lie on a grey beach", "A woman in a blue dress holds an umbrella", "This image shows a small dog on a lawn", "There is a tall tree beside the road",
            "The left wall is painted in blue, orange, and purple", "In the lower left corner of the frame, a red buoy floats", "A black cat rests beside a lamp", "The bridge is made of wood and has a simple, elegant design", "The overall impression is of a quaint, possibly residential building",
            "A professional, cinematic look with a natural palette", "Its smooth, glossy surface reflects a lamp"]
endings = ["", ", adding a touch of nature to the scene", ", enhancing the overall composition", ", soft light, close-up", " , in warm evening light", ", casting a long shadow", ", masterpiece"]
more = ["The overall mood is calm.", "It appears to be a windy day.", "Behind it stands a white house.", "Her face fills the bottom third of the frame.", "A crow flies  over the roof.", "The scene is bathed in soft light.",
        "The right wall has blocks of blue, off-white, orange, and purple.", "A red fox sits on a snowy field."]

def tag_list():
    return rnd.choice([", ", ", ", ",", " , "]).join(rnd.choice(tags) for _ in range(rnd.randrange(2, 14))) + rnd.choice(["", "", ",", " "])
def prose():
    return " ".join([rnd.choice(openings) + rnd.choice(endings) + "."] + [rnd.choice(more) for _ in range(rnd.randrange(0, 4))])
def mixed():
    return rnd.choice([prose() + " " + tag_list(), tag_list() + ". " + prose(), rnd.choice(openings) + ", " + tag_list()])
def lines():
    return rnd.choice(["\n", "\n", "\r\n", "\n\n"]).join(rnd.choice([tag_list, prose, mixed])() for _ in range(rnd.randrange(2, 5)))
def document():
    return json.dumps({"high_level_description": prose(), "style": {"lighting": rnd.choice(more), "tags": [tag_list(), 5, None, True]}, "elements": [{"desc": mixed(), "bbox": [1, 2, 3, 4]}]},
                      ensure_ascii=rnd.random() < 0.5, indent=rnd.choice([None, 1]))
def truth(name):
    path = os.path.join(os.environ.get("CAPTOOLS_SHARED") or "", "truth", name)
    if not os.path.exists(path):
        return []
    text = subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True).stdout.decode()
    return [json.loads(l)["caption"] for l in text.split("\n") if l]

captions = [make() for make in (tag_list, prose, mixed, lines, document) for _ in range(n)]
for name in ("human-long.jsonl.zst", "machine-long.jsonl.zst"):
    v = truth(name)
    captions += rnd.sample(v, min(n, len(v)))

def run(tool, *args, texts):
    data = "".join(json.dumps({"caption": c}, ensure_ascii=False) + "\n" for c in texts).encode()
    p = subprocess.run([tool, *args], input=data, capture_output=True)
    if p.returncode > 1:
        sys.exit(f"{tool} {args}: {p.returncode} {p.stderr[:500]}")
    return [r for r in map(json.loads, filter(None, p.stdout.split(b"\n"))) if "caption" in r]

bad = 0
def broken(what, *rest):
    global bad
    bad += 1
    if bad <= 12:
        print(what, *map(repr, rest))

def is_json(text):
    try:
        return isinstance(json.loads(text), (dict, list))
    except ValueError:
        return False
def shape(x):
    return {k: shape(v) for k, v in x.items()} if isinstance(x, dict) else [shape(v) for v in x] if isinstance(x, list) else type(x).__name__ if isinstance(x, str) else x

# Facts of a scene, each with the bytes that say it.
def facts(record):
    s = record["capscene"]
    name = [o["name"] for o in s["objects"]]
    for o in s["objects"]:
        if o["span"][1] > o["span"][0]:
            yield ("object", o["name"]), o["span"]
        for a in o.get("attributes", []):
            yield ("attribute", o["name"], a["name"]), a["span"]
    for r in s.get("relations", []):
        yield ("relation", name[r["subject"]], r["predicate"], name[r["object"]]), r["span"]
    for p in s.get("picture", []):
        if p["kind"] != "quality":
            yield ("picture", p["text"]), p["span"]
# Rules that take a tag for another that says it, or one about the upload; and those that only write a word otherwise.
by_tag = {"redundant-hypernym", "duplicate-tag", "implied-tag", "generic-focus-tag", "meta-tag", "quality-tag-misuse", "markup-or-placeholder", "prompt-syntax", "encoding", "underscore-token", "unknown-to-encoder"}
spelt = {"costly-punctuation", "encoding", "markup-or-placeholder"}
def split_lines(text):
    return re.split(r"\r\n|\n|\r", text)
# The lines that are judged, each with where its bytes (and its end) stand in the caption: of JSON those of the string values, in which an escape is several bytes.
value = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')
escape = re.compile(r"\\u[dD][89abAB]..\\u....|\\u....|\\.|.", re.S)
def placed(text):
    if not is_json(text):
        at = 0
        for line in split_lines(text):
            at = text.index(line, at)
            start = len(text[:at].encode())
            yield line, range(start, start + len(line.encode()) + 1)
            at += len(line)
        return
    for v in value.finditer(text):
        if v.group(2): # a key
            continue
        at, line, where = len(text[:v.start(1)].encode()), "", []
        for e in escape.findall(v.group(1)):
            c = json.loads('"' + e + '"')
            if c in "\r\n":
                yield line, where + [at]
                line, where = "", []
            else:
                line, where = line + c, where + [at] * len(c.encode()) if len(e) > 1 else where + [*range(at, at + len(c.encode()))]
            at += len(e.encode())
        yield line, where + [at]
stray = re.compile(r",\s*,| ,|^[ ,]|[ ,]$|,\.|\( | \)|\(\)")
def sentences(record):
    out, at = {}, 0
    for w in record["capscene"]["words"]:
        text = record["caption"].encode()
        if re.search(rb"[.!?]\s", text[at:w["span"][0]] + b"x") or not out:
            out[w["span"][0]] = key = w["span"][0], []
        key[1].append(w)
        at = w["span"][0]
    return [v for _, v in out.values()]
def whole(words):
    subject = False
    for w in words:
        if subject and (w["tag"] == "AUX" or w.get("verb") == "Fin" or w.get("verb") == "fin"):
            return True
        subject |= w["tag"] in ("NOUN", "PROPN", "PRON", "NUM", "DET")
    return False

trainers = [None, "kohya", "kohya:enable_wildcard", "onetrainer", "simpletuner", "ai-toolkit", "musubi", "diffusion-pipe"]
looked = made = 0
for model in ("sdxl", "flux-dev"):
    for trainer in trainers:
        t = ["--trainer", trainer] if trainer else []
        scores = run("capscore", "-m", model, *t, "--format", "jsonl", texts=captions)
        fed = run("captok", "-m", model, *t, "--count", "--format", "jsonl", texts=captions)
        for how in ([], ["--unsafe"]):
            out = run("capfix", "-m", model, *t, *how, texts=captions)
            after = [r["caption"] for r in out]
            again = run("capfix", "-m", model, *t, *how, texts=after)
            scores2 = run("capscore", "-m", model, *t, "--format", "jsonl", texts=after)
            fed2 = run("captok", "-m", model, *t, "--count", "--format", "jsonl", texts=after)
            looked += len(captions)
            for c, r, r2, s, s2, f, f2 in zip(captions, out, again, scores, scores2, fed, fed2):
                x, at, replay, raw = r["capfix"], 0, b"", c.encode()
                d = r["caption"]
                for e in x["edits"]:
                    made += 1
                    replay += raw[at:e["span"][0]] + e["new"].encode()
                    at = e["span"][1]
                    if raw[e["span"][0]:at].decode() != e["old"] or (not how and e["safety"] != "safe"):
                        broken("edit", model, trainer, how, c, e)
                if (replay + raw[at:]).decode() != d:
                    broken("replay", model, trainer, how, c, d)
                if r2["caption"] != d:
                    broken("not idempotent", model, trainer, how, c, d, r2["caption"])
                if is_json(c) and (not is_json(d) or shape(json.loads(c)) != shape(json.loads(d))):
                    broken("json", model, trainer, how, c, d)
                if c == d:
                    continue
                # A comma between tags of a list that had none may count (capfix(1)).
                commas = sum(e["new"].count(",") for e in x["edits"] if e["rule"] == "list-separator")
                for p, q in zip(f["captok"]["encoders"], f2["captok"]["encoders"]):
                    if q["tokens"] > p["tokens"] + commas:
                        broken("fed tokens", model, trainer, how, c, d, p["tokens"], q["tokens"])
                p, q = s["capscore"].get("texts"), s2["capscore"].get("texts")
                pairs = zip(p, q) if p and q and len(p) == len(q) else [(s["capscore"], s2["capscore"])]
                for a, b in pairs:
                    if not commas and b["score"] < a["score"] - 0.1:
                        broken("score", model, trainer, how, c, d, a["score"], b["score"])
                v, w = split_lines(c), split_lines(d)
                if not how and (len(v) != len(w) or any(bool(a.strip()) != bool(b.strip()) for a, b in zip(v, w))):
                    broken("lines", model, trainer, how, c, d)
                if not is_json(c) and len(stray.findall(d)) > len(stray.findall(c)):
                    broken("stray", model, trainer, how, c, d)
            # Facts and sentences, line by line.
            pairs = []
            for i, (c, d) in enumerate(zip(captions, after)):
                if c != d:
                    v, w = list(placed(c)), list(placed(d))
                    if is_json(c) and len(v) != len(w):
                        broken("lines of values", model, trainer, how, c, d)
                    if len(v) == len(w):
                        pairs += [(i, a, b, at) for (a, at), (b, _) in zip(v, w) if a != b and a.strip() and b.strip()]
                    if is_json(c) and any(bool(a.strip()) != bool(b.strip()) or len(stray.findall(b)) > len(stray.findall(a)) for (a, _), (b, _) in zip(v, w)):
                        broken("a value emptied, or stray", model, trainer, how, c, d)
            if not pairs:
                continue
            before = run("capscene", "--tags", texts=[p[1] for p in pairs])
            behind = run("capscene", "--tags", texts=[p[2] for p in pairs])
            for (i, a, b, where), p, q in zip(pairs, before, behind):
                edits = [e for e in out[i]["capfix"]["edits"] if where[0] <= e["span"][0] <= where[-1]]
                if any(e["rule"] in spelt for e in edits): # another mark, another parse: nothing is taken
                    continue
                left = {k for k, _ in facts(q)}
                for k, span in facts(p):
                    start, end = where[span[0]], where[span[1]]
                    inside = [e for e in edits if e["span"][0] < end and start < e["span"][1]]
                    if k in left or not (inside or any(e["rule"] not in by_tag and e["rule"] != "punctuation-spacing" and e["rule"] != "costly-punctuation" for e in edits)):
                        continue
                    if inside and all(e["rule"] in by_tag or e["safety"] == "unsafe" for e in inside):
                        continue
                    if how and k[0] != "picture" and not inside:
                        continue
                    # "miku \\(vocaloid\\)" without its escapes: the word stands, and is read as what it qualifies.
                    if any(e["rule"] == "underscore-token" and e["span"][0] <= end and start <= e["span"][1] for e in edits):
                        continue
                    broken("fact lost", model, trainer, how, k, a, b)
                if sum(map(whole, sentences(q))) < sum(map(whole, sentences(p))) and not any(e["rule"] in ("boilerplate-lead", "hedged-or-non-visual", "duplicate-tag") for e in edits):
                    broken("a sentence lost its verb", model, trainer, how, a, b)
# --max-tokens and --fit lose what they are asked to lose, and leave no stump: each sentence that is new has the verb that its words had, and nothing in it waits
# for a word that is gone ("has a simple,", "is of a", "its smooth,").
waits = ("DET", "ADP", "AUX", "CCONJ", "SCONJ", "PART")
def ends(record):
    """Of each phrase, to the next mark, the last words with the one in front of them."""
    text, v = record["caption"].encode(), record["capscene"]["words"]
    for i, w in enumerate(v):
        if w["tag"] != "PUNCT" and (i + 1 == len(v) or v[i + 1]["tag"] == "PUNCT"):
            front = v[i - 1] if i and v[i - 1]["tag"] != "PUNCT" else None
            yield tuple(text[x["span"][0]:x["span"][1]].lower() for x in (front, w) if x), w["tag"] in waits or (w["tag"] == "ADJ" and front and front["tag"] in ("DET", "ADP", "NUM"))
for model in ("sdxl", "flux-dev"):
    for how in (["--max-tokens", "15"], ["--fit"]):
        out = run("capfix", "-m", model, *how, texts=captions)
        pairs = [(c, r["caption"]) for c, r in zip(captions, out) if any(e["rule"] == "fit" for e in r["capfix"]["edits"]) and not is_json(c) and len(split_lines(c)) == 1]
        leads = {r["caption"] for r in out if any(e["rule"] == "boilerplate-lead" for e in r["capfix"]["edits"])}
        for (a, b), p, q in zip(pairs, run("capscene", "--tags", texts=[p[0] for p in pairs]), run("capscene", "--tags", texts=[p[1] for p in pairs])):
            made += 1
            known = {words for words, _ in ends(p)}
            for words, open_end in ends(q):
                if open_end and words not in known and words[-1] != b"'s": # "it’s" is written "it's"
                    broken("a stump", model, how, words, a, b)
            if sum(not whole(s) for s in sentences(q)) > sum(not whole(s) for s in sentences(p)) and q["caption"] not in leads:
                broken("a cut sentence has no verb", model, how, a, b)
print(f"{looked} captions looked at, {made} edits: {bad} broken")
sys.exit(bad > 0 or made == 0)
