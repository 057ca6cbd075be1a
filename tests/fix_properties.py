"""fix_properties.py N [SEED]: capfix's promises over N captions each of generated tags, prose, hostile Unicode and mixtures of all (and the shared
sets where they are present), safe and unsafe, three profiles; over kinds of text whose structure no edit may break; and over broken UTF-8
as lines. Prints what broke and exits 1."""
import json, os, random, re, subprocess, sys

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
# Fragments of everything, put together with every separator: a caption that nobody wrote, and somebody will.
bits = """(:1.2)|(red apple:1.3)|(dog/cat:0.5)|((ball))|[[lamp]]|[cat]|{a/b}|{{c}}|(masterpiece:1.2)|(((|)))|\\(|\\)|<lora:add_detail:0.6>|<lora:|>|BREAK|AND|--ar 16:9|:d|^_^|>_<|\\o/|o_o|;)|:3|
"NO  PARKING , PLEASE"|'single , quoted'|“OPEN , now”|a sign that reads "two  red , dogs"|「引用」|一只狗|红色苹果|女の子|青い空|한국어|日本語，テキスト|😀|👩\u200d👩\u200d👧|🇩🇪|👍🏽|e\u0301\u0302|a\u0328|\u0300|क\u094dष|
\0|\x01|\x1b[31m|\x7f|\x85|\t|\n|\r\n|\u2028|\u200b|\u200d|\ufeff|\u00ad|\u202e|\u00a0|\u3000|\ufffd|ﬁ|ﬀ|Ａｐｐｌｅ|，|；|１２|Å|İ|ß|ς|Ꮳ|\U000e0041|
&amp;|&amp;amp;|&lt;b&gt;|<b>dog</b>|**bold**|# head|http://x.example/a_b?c=1|IMG_1234.jpg|[trigger]|TODO|score_9|rating:safe|source_anime|long_hair|_x_|a__b|__|no humans|no dog|without a hat|
apple|red apple|food|fruit|food focus|dog|golden retriever|animal|animal focus|1girl|2girls|solo|ohwx|two|three cats|7|1.5|white background|simple background|tongue out|tongue|katana|sword|
this image shows|the overall tone is calm.|possibly a bird|it appears to be|arafed|I'm sorry, but|highres|signature|masterpiece|in the upper left corner of the image|a photo of a cat on a table""".split("|")
seps = [", "] * 8 + [",", " , ", ",, ", ". ", " ", " ", "", "; ", "\n", "，", "! ", " | ", "_"]
def mixture():
    out = ""
    for _ in range(rnd.randrange(1, 22)):
        out += rnd.choice(bits) + rnd.choice(seps)
    return out if rnd.random() < 0.5 else out.rstrip(", ")
captions = [", ".join(rnd.choice(tags) for _ in range(rnd.randrange(1, 14))) for _ in range(n)]
captions += [prose() for _ in range(n)] + [hostile() for _ in range(n)] + [mixture() for _ in range(n)]
shared = os.environ.get("CAPTOOLS_SHARED")
if shared and os.path.isdir(shared + "/datasets/captions"):
    for f in sorted(os.listdir(shared + "/datasets/captions")):
        captions += open(f"{shared}/datasets/captions/{f}", encoding="utf-8").read().split("\n")[:300]
captions = [c for c in captions if c]
plain = {c for c in captions[:2 * n] if "[" not in c and "<" not in c}

def run(tool, *args, records):
    data = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode("utf-8", "surrogatepass")
    p = subprocess.run([tool, *args], input=data, capture_output=True)
    if p.returncode > 1:
        sys.exit(f"{tool} {args}: {p.returncode} {p.stderr[:500]}")
    return [json.loads(l) for l in p.stdout.split(b"\n") if l]

# What carries the picture, and no edit may take the last of. Seen from outside: whole words, less those that a negation, a weight
# or a narrower word ("retriever" for "dog") gives up. In mixtures words run together, so that only the plain sets are looked at.
carriers = set("red green blue white black golden small apple cat car house girl ball lamp table tree street wall river katana two three ohwx balls retriever".split())
def carried(text):
    text = re.sub(r"\b(no|without|not|never)\b\W+(\w+\W+)?\w+", " ", text.lower())
    words = set(re.findall(r"\w+", text))
    return words & carriers
# "wall" or "balls" may go for a thing that holds it.
def lost_words(before, after):
    text = after.lower()
    return {w for w in carried(before) if not re.search(r"\b%s" % re.escape(w.rstrip("s")), text)}

# Kinds of text in which a rule for words meets structure: lines, JSON, brackets that are no weights, lists that blanks part, lists inside
# sentences, counts that contradict, places in the frame. Each maker gives (caption, what must hold of (before, after, unsafe)).
def some(words, least=2, most=5):
    return rnd.sample(words, rnd.randrange(least, most + 1))
nouns = "dog apple car house girl ball lamp fox boat barn tractor bird chair table".split()
colours = "red green blue white black golden orange purple grey brown".split()
whole_tags = [t.strip() for t in tags if t.strip() and not set("([<\"") & set(t)]
def breaks(text):
    return re.split(r"\r\n|\n|\r", text)
def lines():
    parts = [rnd.choice(["%s, %s" % (rnd.choice(colours) + " " + rnd.choice(nouns), ", ".join(some(whole_tags, 1, 6))), prose(), ", ".join(some(whole_tags, 1, 4)) + rnd.choice(["", ",", " , "])])
             for _ in range(rnd.randrange(2, 5))]
    if rnd.random() < 0.5:
        parts.append(parts[0])
    def holds(a, b, unsafe):
        x, y = breaks(a), breaks(b)
        if unsafe: # may join them, and says so
            return True
        return len(x) == len(y) and all(bool(p.strip()) == bool(q.strip()) and not lost_words(p, q) for p, q in zip(x, y))
    return rnd.choice(["\n", "\n", "\r\n", "\n\n"]).join(parts), holds
def document(depth=0):
    leaf = lambda: rnd.choice([prose(), rnd.choice(tags), rnd.randrange(900), True, None, "a , b", "apple, apple"])
    if depth > 2 or (depth and rnd.random() < 0.4):
        return leaf()
    if rnd.random() < 0.7 or not depth:
        return {rnd.choice(nouns) + "_" + str(i): document(depth + 1) for i in range(rnd.randrange(1, 4))}
    return [document(depth + 1) for _ in range(rnd.randrange(0, 4))]
def shape(x): # edits are made inside string values
    return {k: shape(v) for k, v in x.items()} if isinstance(x, dict) else [shape(v) for v in x] if isinstance(x, list) else "text" if isinstance(x, str) else x
def json_text():
    return rnd.choice(["", " ", "\n"]) + json.dumps(document(), indent=rnd.choice([None, None, 2])), lambda a, b, unsafe: shape(json.loads(a)) == shape(json.loads(b))
def no_weight():
    n = lambda a, b: rnd.randrange(a, b)
    group = rnd.choice(["(%d:%02d)" % (n(0, 24), n(0, 60)), "(%d:%d)" % (n(1, 30), n(1, 30)), "(1:%d000)" % n(1, 90), "(%s %d:%d)" % (rnd.choice(["Mark", "John", "ratio", "score"]), n(1, 9), n(1, 40)),
                        "[%s]" % rnd.choice(["Ctrl", "OPEN", "annotated", "oil on canvas", "sic", "door creaks"]), "[%d]" % n(0, 99), "[%d, %d]" % (n(0, 9), n(0, 9)), "arr[%d]" % n(0, 9),
                        "(%d cm)" % n(1, 90), "(limited edition: %.1f l)" % (n(1, 30) / 10), "{B12, C}", "['a','b']", '"(SOLD:1.5)"', '"[OPEN]"', "[x+1](x-1)"])
    frame = rnd.choice(["a sign with the text %s above a red door", "a poster that shows %s in big letters", "A photo of a screen with %s on it, lit from below", "a %s sign on a wall" if group[0] == "[" else "a wall with %s on it"])
    return frame % group, lambda a, b, unsafe: group in b
def blanks():
    glue = rnd.choice([" ", " ", " | "])
    words = some(["brown_hair", "red_skirt", "white_bow", "from_above", "hatsune_miku", "aqua_hair", "on_back", "1girl", "solo", "twintails"], 3, 6)
    text = glue.join(words + ["long_hair"])
    parts = lambda t: [w.replace("_", " ") for w in re.split(r", | \| | ", t) if w] if ", " not in t else [w.replace("_", " ") for w in t.split(", ")]
    # --unsafe makes a list with commas of it (CAP030), whole tag by whole tag.
    return text, lambda a, b, unsafe: parts(a) == parts(b) if unsafe and ", " in b else b.count("_") == a.count("_")
def listing():
    def sentence():
        c = some(colours, 3, 4)
        return "The %s %s has %s of %s, and %s." % (rnd.choice("left right old small".split()), rnd.choice("wall house car boat".split()), rnd.choice("blocks stripes parts".split()), ", ".join(c[:-1]), c[-1])
    text = " ".join(sentence() for _ in range(rnd.randrange(2, 4)))
    return text, lambda a, b, unsafe: a == b
def counted():
    a, b = rnd.choice([("1boy", "multiple boys"), ("1girl", "2girls"), ("1girl", "3girls"), ("2boys", "1boy")])
    v = some(["smile", "school uniform", "red hair", "white background", "mask"], 1, 4) + [a, b]
    rnd.shuffle(v)
    return ", ".join(v), lambda x, y, unsafe: a in y.split(", ") and b in y.split(", ")
def framed():
    place = lambda: rnd.choice(["center", "lower left corner", "upper right corner", "bottom third", "upper half", "foreground"]) + " of the " + rnd.choice(["image", "frame", "picture"])
    thing = lambda: "%s %s" % (rnd.choice(colours), rnd.choice(nouns))
    forms = [lambda: "In the %s is a %s." % (place(), thing()), lambda: "In the %s, a %s floats." % (place(), thing()), lambda: "The %s is a dark %s sky." % (place(), rnd.choice(colours)),
             lambda: "Her face fills the %s." % place(), lambda: "A %s stands in the %s beside a %s." % (thing(), place(), thing()), lambda: "It appears to be a %s." % thing()]
    sentences = [rnd.choice(forms)() for _ in range(rnd.randrange(1, 4))]
    # ... or without the whole adjunct in front: "In the lower left corner of the image, a ball floats."
    whole = sentences + [s.split(", ", 1)[1].capitalize() for s in sentences if ", " in s]
    return " ".join(sentences), lambda a, b, unsafe: all(x in (whole if unsafe else sentences) for x in re.findall(r"[^.]+\.|[^.]+$", b.replace(". ", ".")))
def late():
    v = some("white background|soft lighting|studio light|muted tones|clean layout|wide margins|flat colors|natural colors|earthy tones|soft shadows|pastel shades|even light|plain style|warm palette".split("|"), 12, 14)
    looks, things = ["glossy", "gourmet", "star", "noir", "surface modeling", "beautiful scenery", "a city", "reflective surface"], ["apple", "golden retriever", "an old fisherman"]
    named = rnd.choice([[], [rnd.choice(things)], some(things, 2, 3)])
    more = named + some(looks, 0, 2) + rnd.choice([[], ["1girl"]])
    for t in more:
        v.insert(rnd.randrange(9, len(v) + 1), t)
    leads = {"1girl"} if "1girl" in more else set(named) if len(named) == 1 else set()
    def holds(a, b, unsafe): # no other tag goes in front of those that stood there
        left, first = b.split(", "), b.split(", ")[0]
        return first in leads or first == next(t for t in a.split(", ") if t in left)
    return ", ".join(v), holds
# --max-tokens: of a sentence goes what tells nothing, whole; of a list first what tells nothing, and the subject and the lens never.
def sentences():
    cores = """The bridge is made of wood and has a simple, elegant design|The overall impression is of a quaint, possibly residential building|The impression is one of a smooth, uniform texture|
The water is calm, clear and cold|In the background, a tall, cylindrical object, possibly a tower, is visible|A professional, cinematic look with a natural color palette|Its smooth, glossy surface reflects the lamp|
The chair is a simple, elegant wooden chair|Crisp, detailed patterns cover the bark|She wears a red, highly detailed coat|The lake has calm, crystal-clear water|The bottle cap, a yellowish-orange disc, lies on the table|
The retriever's ears, long and floppy, frame its face|He holds a large, high-resolution poster|The sofa is red, with a soft, romantic pillow|A woman stands in a quiet, sunlit garden""".replace("\n", "").split("|")
    adjuncts = ["", "", ", adding a touch of elegance to the scene", ", enhancing the overall composition", ", creating a serene atmosphere"]
    v, may = [], []
    for core in some(cores, 2, 4):
        adjunct, notes = rnd.choice(adjuncts), some(["masterpiece", "best quality", "8k"], 1, 2) if rnd.random() < 0.3 else []
        v.append(core + (adjunct if not notes else "".join(", " + n for n in notes)) + ".")
        may += [core + x + "." for x in ([", " + ", ".join(p) if p else "" for p in ([], notes, notes[:1], notes[1:])] if notes else [adjunct, ""])]
    v.insert(rnd.randrange(1, len(v) + 1), "The overall mood is calm and serene.")
    may.append("The overall mood is calm and serene.")
    return " ".join(v), lambda a, b, unsafe: all(s in may for s in re.findall(r"[^.]+\.", b.replace(". ", "."))) and b.count(".") >= a.count(".") - 1
def ranked():
    subject = rnd.choice(["ancient chinese soldier", "office secretary anime", "an old fisherman", "red panda", "vintage typewriter", "misty harbor town"])
    idle = some(["masterpiece", "best quality", "8k", "highres", "stunning detail", "trending on artstation"], 2, 4)
    facts = some(["purple lightning", "leather armor", "wooden table", "rainy street", "white clothes", "game sprite", "cinematic purple smoke", "masterpiece of clockwork"], 2, 4)
    v = idle + facts + ["100mm macro", "3-point lighting"]
    rnd.shuffle(v)
    v.insert(rnd.choice([0, 0, len(v)]) if "soldier" in subject or "fisherman" in subject else 0, subject)
    def holds(a, b, unsafe):
        left = b.split(", ")
        return subject in left and "100mm macro" in left and "3-point lighting" in left and (all(f in left for f in facts) or not any(i in left for i in idle))
    return ", ".join(v), holds
makers = [late, lines, json_text, no_weight, blanks, listing, counted, framed]

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
            # A comma between tags of a list that had none may count (capfix(1)).
            commas = sum(e["new"].count(",") for e in f["edits"] if e["rule"] == "list-separator")
            if not commas and b["capscore"]["score"] < a["capscore"]["score"] - 0.1:
                broken("score fell", model, how, c, r["caption"], a["capscore"]["score"], b["capscore"]["score"])
            for p, q in zip(x["captok"]["encoders"], y["captok"]["encoders"]):
                if q["tokens"] > p["tokens"] + commas:
                    broken("tokens rose", model, how, c, r["caption"], p, q)
            if c in plain and lost_words(c, r["caption"]):
                broken("a word is lost", model, how, c, r["caption"], lost_words(c, r["caption"]))
            if not how and any(e["safety"] != "safe" for e in f["edits"]):
                broken("unsafe edit without --unsafe", c, f["edits"])
kinds = [(m.__name__,) + m() for m in makers for _ in range(n // 2)]
for model in ("sdxl", "pony", "flux-dev"):
    records = [{"caption": c} for _, c, _ in kinds]
    for how in ([], ["--unsafe"], ["--trigger", "ohwx"]):
        for (kind, c, holds), r in zip(kinds, run("capfix", "--model", model, *how, records=records)):
            text = r["caption"].removeprefix("ohwx, ") if how[:1] == ["--trigger"] and "ohwx" not in c else r["caption"]
            if not holds(c, text, how == ["--unsafe"]):
                broken(kind, model, how, c, r["caption"])
    for (kind, c, _), r in zip(kinds, run("capscore", "--model", model, "--format", "jsonl", records=records)):
        if kind == "no_weight" and any(f["code"] == "CAP015" for f in r["capscore"]["findings"]):
            broken("called a weight", model, c)
cuts = [(m.__name__,) + m() for m in (sentences, ranked) for _ in range(n // 2)]
for model in ("sdxl", "flux-dev"):
    for (kind, c, holds), r in zip(cuts, run("capfix", "--model", model, "--max-tokens", rnd.choice("8 12 16".split()), records=[{"caption": c} for _, c, _ in cuts])):
        if not holds(c, r["caption"], True):
            broken(kind, model, c, r["caption"], r["capfix"]["lost"])
# ... and what is a weight goes: in a tag list, for a model that only CLIP reads; elsewhere it stays.
weights = ["%s, (%s:%s), %s" % (rnd.choice(nouns), rnd.choice(["smile", "hat", "snow"]), rnd.choice(["0.05", "0.8", "1.3", "3"]), rnd.choice(["grass", "forest"])) for _ in range(n // 2)]
for model, goes in (("sdxl", True), ("pony", True), ("flux-dev", False)):
    for c, r in zip(weights, run("capfix", "--model", model, records=[{"caption": c} for c in weights])):
        if ("(" not in r["caption"]) != goes:
            broken("a weight", model, c, r["caption"])
# Broken UTF-8 as lines: each is named, nothing else changes, the others are fixed as if they stood alone.
def junk():
    parts = [rnd.choice(bits).encode("utf-8", "surrogatepass").replace(b"\n", b" ").replace(b"\r", b" ") for _ in range(rnd.randrange(1, 6))]
    parts.insert(rnd.randrange(len(parts) + 1), rnd.choice([b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\x80", b"caf\xe9"]))
    return b", ".join(parts)
lines = [junk() if rnd.random() < 0.5 else rnd.choice(captions).replace("\n", " ").replace("\r", " ").encode("utf-8", "surrogatepass") for _ in range(n)]
def valid(b):
    try:
        b.decode()
        return True
    except UnicodeDecodeError:
        return False
p = subprocess.run(["capfix", "--unsafe", "--from", "lines", "-"], input=b"\n".join(lines) + b"\n", capture_output=True)
out = {json.loads(l)["source"]["line"]: json.loads(l) for l in p.stdout.split(b"\n") if l}
good = [l.decode() for l in lines if l.strip() and valid(l)]
alone = iter(run("capfix", "--unsafe", records=[{"caption": c} for c in good]))
for i, l in enumerate(lines, 1):
    if i not in out:
        if l.strip():
            broken("a line is gone", i, l)
    elif not valid(l):
        if "error" not in out[i]:
            broken("broken UTF-8 is no error", l, out[i])
    elif l.strip() and out[i].get("caption") != next(alone)["caption"]:
        broken("a line is fixed otherwise than alone", l, out[i])
if p.returncode != (0 if all(valid(l) for l in lines) else 1):
    broken("status", p.returncode)
print(f"{len(captions) + len(kinds)} captions, 3 models, safe and unsafe: {bad} broken")
sys.exit(bad > 0)
