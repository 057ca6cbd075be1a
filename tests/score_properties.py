"""score_properties.py [PART...]: what a score promises, over captions of our own (tests/score_prose.txt), generated ones, and those of
CAPTOOLS_SHARED where that is: article, gaming, damage, alarms. Prints what was measured, exits 1 where a promise broke."""
import glob, json, os, random, re, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
share = os.path.join(here, "..", "share", "lexicon")
rnd = random.Random(11)
bad = 0

def lines(path):
    return [l for l in open(path, encoding="utf-8").read().split("\n") if l.strip() and not l.startswith("#")]

own = lines(os.path.join(here, "score_prose.txt"))
colour_set = []
shared = os.environ.get("CAPTOOLS_SHARED")
if shared and os.path.exists(shared + "/datasets/captions/t2i-color-train.txt"):
    colour_set = lines(shared + "/datasets/captions/t2i-color-train.txt")

def judge(captions, model, *args):
    data = "".join(json.dumps({"caption": c}) + "\n" for c in captions).encode()
    p = subprocess.run(["capscore", "-m", model, "--no-rule", "dataset", "--format", "jsonl", *args], input=data, capture_output=True)
    r = [json.loads(l)["capscore"] for l in p.stdout.split(b"\n") if b'"capscore"' in l]
    if p.returncode > 1 or len(r) != len(captions):
        sys.exit(f"capscore -m {model}: status {p.returncode}, {len(r)} of {len(captions)}: {p.stderr[:300]}")
    return r

def scores(captions, model, *args):
    return [r["score"] for r in judge(captions, model, *args)]

def broken(what, *more):
    global bad
    bad += 1
    if bad <= 25:
        print("  broken:", what, *more)

# ---------------------------------------------------------------- the article

S19 = "food, apple, no humans, food focus, white background, simple background, fruit, still life, realistic"
S25 = "A close up high definition photo of a realistic red apple, apple lit from above against a white background."
S28 = "no humans, animal focus, animal, tongue out, open mouth, tongue, whiskers, solo, realistic, black eyes"
S33 = "A photo of a golden retriever with a green ball in its mouth, mouth focus image with depth of field."

def article():
    for m in ("sdxl", "pony", "illustrious", "sd15", "flux-dev", "sd35", "qwen-image"):
        s = scores([S19, S25, S28, S33, "dog, ball"], m)
        print(f"article {m}: tagger {s[0]} {s[2]}, suggested {s[1]} {s[3]}, 'dog, ball' {s[4]}")
        if min(s[1], s[3]) < 85 or max(s[0], s[2], s[4]) > 45:
            broken("article", m, s)

# ---------------------------------------------------------------- gaming

def terms():
    return sorted({l.split("\t")[0] for f in glob.glob(share + "/*.tsv") for l in lines(f) if l.count("\t") and "{" not in l})

def by_class(*names):
    return sorted({l.split("\t")[0] for f in glob.glob(share + "/*.tsv") for l in lines(f) if l.split("\t")[1] in names and "{" not in l})

def tags(n):
    pool = by_class("light", "camera", "focus", "setting", "plain", "medium", "colour", "generic", "wearable", "place", "noun", "quality", "filler")
    return [", ".join(rnd.sample(pool, rnd.randrange(2, 12))) for _ in range(n)]

def gaming():
    full = bool(os.environ.get("CAPTOOLS_FULL"))
    words, models = terms(), ("sdxl", "pony", "illustrious", "sd15", "flux-dev", "sd35", "qwen-image") if full else ("sdxl", "pony", "flux-dev")
    for m in models:
        # A term appended a second time never raises the score.
        captions = [S19, S25, S28, S33, "dog, ball"] + rnd.sample(own, 20) + (rnd.sample(colour_set, 20) if colour_set else []) + tags(40)
        pairs = [(c, t) for c in captions for t in (words if full else rnd.sample(words, 15))]
        once = [c.rstrip(".") + ", " + t for c, t in pairs]
        a, b = scores(once, m), scores([x + ", " + t for x, (c, t) in zip(once, pairs)], m)
        for x, y, c, (_, t) in zip(a, b, once, pairs):
            if y > x:
                broken("a second time raises", m, x, y, repr(c), repr(t))
        # Piles of bare terms stay 15 below what the article suggests.
        least = min(scores([S25, S33], m))
        piles = []
        for _ in range(300):
            pile = rnd.sample(by_class("light"), 4) + rnd.sample(by_class("camera"), 2) + rnd.sample(by_class("focus"), 2) + rnd.sample(by_class("colour"), 2) + \
                rnd.sample(by_class("setting", "plain"), 1) + rnd.sample(by_class("quality"), rnd.randrange(1, 4)) + ["apple", "photo"]
            rnd.shuffle(pile)
            piles.append(", ".join(pile))
        top = scores(piles, m)
        print(f"gaming {m}: suggested from {least}, piles of bare terms up to {max(top)}")
        for s, c in zip(top, piles):
            if s > least - 15:
                broken("a pile of terms instead of a caption", m, s, least, repr(c))
        repeats(m, 40 if full else 12)
        details(m)
        # The order of bare tags never changes the description.
        sets = tags(300)
        other = [", ".join(rnd.sample(c.split(", "), c.count(", ") + 1)) for c in sets]
        for a, b, c, d in zip(judge(sets, m), judge(other, m), sets, other):
            if a["style"] == b["style"] == "tags" and a["description"] != b["description"] and not clause(a) and not clause(b):
                broken("order changes the description", m, a["description"], b["description"], repr(c), repr(d))
        # Empty and trigger-only captions are low.
        low = ["", " ", ",", "...", "dog", "ohwx", "ohwx dog", "photo", "a photo", "masterpiece", "1girl", "image"]
        s = scores(low, m, "--trigger", "ohwx", "--trigger-only")
        print(f"gaming {m}: empty {s[0]}, trigger only {s[5]}, at most {max(s)}")
        if max(s) > 45 or s[0] > 25:
            broken("empty or trigger-only", m, s)

def repeats(m, n):
    """What is said again, in other letters, in the plural, with or without a comma, never raises; a thing in a thousand may be read as a new
    one ("score_6" and "score"); so may 5 in a thousand where a tagger reads the old words anew ("... a white background from above against a")."""
    pairs = []
    for c in [S19, S25, S28, S33, "dog, ball"] * 3 + rnd.sample(own, n * 2) + (rnd.sample(colour_set, n) if colour_set else []) + tags(n * 5):
        c = c.rstrip(". ")
        for join in (", ", " ", ". ", " and ", "\n"):
            for _ in range(3):
                w = c.split()
                i = rnd.randrange(len(w))
                t = rnd.choice([w[i], rnd.choice(c.split(", ")), " ".join(w[i:i + rnd.randrange(2, 5)])]).strip(",. ")
                if len(t) > 4 and t[-1].isalpha() and t[-1] not in "sy" and rnd.random() < 0.3:
                    t += "s"
                pairs.append((c, c + join + rnd.choice([t, t, t.upper(), t.title()])))
            pairs.append((c, c + join + c))
    up = [(x, y, b) for x, y, (_, b) in zip(scores([a for a, _ in pairs], m), scores([b for _, b in pairs], m), pairs) if y > x]
    print(f"gaming {m}: {len(up)} of {len(pairs)} repeats raise")
    if len(up) > len(pairs) / 200:
        broken("repeats raise", m, len(up), len(pairs), up[:4])

DETAILS = [", wearing a blue coat", ", from above", ", soft light from a window", ", at dusk", ", on a wooden table", " beside a blue bicycle", ", holding a green cup",
           ", in a dark forest", ", seen from behind", ", with a white collar", ", under an old tree", ", close-up", ", a small brown bird on the roof"]
STARTS = ["car on street", "a dog", "dog on sofa", "a woman with an umbrella", "red car", "a cat on a mat", "a man riding a horse", "two boats on a lake", "cat",
          "a bowl of fruit on a table", "woman in red dress", "a red car parked on a street", "an old house by the sea"]

def details(m):
    """One more true detail costs nothing, or a few points where it changes the style. The tagger misreads 1 of the 169 ("an umbrella, close-up")."""
    pairs = [(c, c + d) for c in STARTS for d in DETAILS]
    cost = [(x - y, b) for x, y, (_, b) in zip(scores([a for a, _ in pairs], m), scores([b for _, b in pairs], m), pairs)]
    print(f"gaming {m}: of {len(cost)} details {sum(c > 0 for c, _ in cost)} cost, at most {max(cost)[0]:.1f}")
    if sum(c > 3 for c, _ in cost) > len(cost) / 100 or sum(c > 0 for c, _ in cost) > len(cost) / 16:
        broken("a detail costs", m, sorted(cost)[-3:])

def clause(r):
    return any(s.get("clause") for s in r["slots"].values())

# ---------------------------------------------------------------- damage

COLOURS = ("red|green|blue|yellow|orange|purple|pink|brown|black|white|grey|gray|golden|gold|silver|beige|teal|turquoise|cyan|magenta|maroon|navy|"
           "violet|crimson|scarlet|tan|cream|ivory|lavender|olive|blond|blonde|emerald|amber|copper|bronze")
FUNCTION = set("""a an the and or of on in at with by to from for near under over behind beside between into onto its his her their is are was were has
have it that this there which who while as next up down out off through across along around above below against inside outside towards toward about be
been being some two three one""".split())
ARTICLES = ("a", "an", "the")

def words_of(c): return re.findall(r"[A-Za-z0-9'-]+", c)
def bare(c): return c.rstrip(" .!?,")
def content(c): return [w for w in words_of(c) if w.lower() not in FUNCTION]
def last_clause(c): return [x for x in re.split(r"[,.;]\s*", bare(c)) if x][-1]

def phrases(c, articles=False):
    out, now = [], []
    for w in re.findall(r"[A-Za-z0-9'-]+|[.,;!?]", c):
        if not w[0].isalnum() or (w.lower() in FUNCTION and not (articles and w.lower() in ARTICLES)):
            out.append(" ".join(now))
            now = []
        else:
            now.append(w)
    return [p for p in out + [" ".join(now)] if p and p.lower() not in ARTICLES]

def every(c, n): return ", ".join(" ".join(words_of(c)[i:i + n]) for i in range(0, len(words_of(c)), n)).lower()
def middle(c, x):
    w = c.split()
    return " ".join(w[:len(w) // 2]) + ", " + x + ", " + " ".join(w[len(w) // 2:])
def without_colours(c): return re.sub(r"\s+", " ", re.sub(rf"\b({COLOURS})\b", "", c, flags=re.I)).strip()

TAGIFY = {
    "phrases": lambda c: ", ".join(phrases(c)).lower(), "phrases as written": lambda c: ", ".join(phrases(c)),
    "phrases with articles": lambda c: ", ".join(phrases(c, True)), "content words": lambda c: ", ".join(content(c)).lower(),
    "no colours": lambda c: ", ".join(w for w in content(c) if not re.fullmatch(COLOURS, w, re.I)).lower(),
    "all words": lambda c: ", ".join(words_of(c)).lower(), "underscores": lambda c: ", ".join(p.replace(" ", "_") for p in phrases(c)).lower(),
    "sorted": lambda c: ", ".join(sorted(set(content(c)))).lower(), "last words": lambda c: ", ".join(p.split()[-1] for p in phrases(c)).lower(),
    "no blanks": lambda c: ",".join(phrases(c)).lower(), "twos": lambda c: every(c, 2), "threes": lambda c: every(c, 3),
    "no commas either": lambda c: " ".join(content(c)).lower(), "reversed": lambda c: ", ".join(reversed(phrases(c))).lower(),
    "bigrams": lambda c: ", ".join(" ".join(content(c)[i:i + 2]) for i in range(max(1, len(content(c)) - 1))).lower(),
    "joined by and": lambda c: " and ".join(phrases(c)).lower(),
}
FILLERS = ["masterpiece, best quality", "simple background, no humans", "no humans, simple background, solo, animal focus, realistic",
           "highly detailed", "realistic", "highres, absurdres", "masterpiece", "best quality, highly detailed", "beautiful, stunning", "high quality",
           "object focus", "still life, realistic", "no humans", "simple background", "general, safe", "amazing, perfect", "professional, detailed",
           "food focus", "vibrant colors", "detailed, scene", "solo", "still life", "animal focus", "indoors", "outdoors, day", "nice image", "stock photo",
           "looking at viewer", "no text, no watermark", "good picture, clear", "1image, nice"]
IDLE = ["What a wonderful way to spend a day.", "The story behind it remains a mystery.", "It makes one think of simpler times.",
        "You can tell how much thought went into it.", "A reminder of how precious life can be.", "Such scenes are rarely seen these days."]
FILL = {**{"idle: " + f: lambda c, f=f: bare(c) + ". " + f for f in IDLE}, **{"behind: " + f: lambda c, f=f: bare(c) + ", " + f for f in FILLERS}, **{"in front: " + f: lambda c, f=f: f + ", " + c for f in FILLERS},
        **{"in between: " + f: lambda c, f=f: middle(c, f) for f in FILLERS},
        "sentences": lambda c: bare(c) + ". Simple background. No humans.", "quality sentence": lambda c: bare(c) + ". The image is high quality and highly detailed.",
        "mood": lambda c: bare(c) + ". The overall mood is calm and peaceful.", "lead": lambda c: "The image shows " + c[0].lower() + c[1:],
        "beautiful": lambda c: bare(c) + ". It is a beautiful and amazing picture.", "very nice": lambda c: bare(c) + ". This is a very nice picture.",
        "looks great": lambda c: bare(c) + ". Everything looks great and clear.", "nobody": lambda c: bare(c) + ". There are no people in this image.",
        "we see": lambda c: "Here we see " + c[0].lower() + c[1:]}
LOOP = {
    "twice": lambda c: c + " " + c, "twice with comma": lambda c: bare(c) + ", " + c, "twice with period": lambda c: bare(c) + ". " + c,
    "twice on lines": lambda c: c + "\n" + c, "five times": lambda c: " ".join([c] * 5), "last clause three times": lambda c: bare(c) + (", " + last_clause(c)) * 3,
    "last clause twice": lambda c: bare(c) + (", " + last_clause(c)) * 2,
    "last three words to 100": lambda c: bare(c) + " " + " ".join((words_of(c)[-3:] * 40)[:max(12, 100 - len(words_of(c)))]),
    "last four words": lambda c: bare(c) + (" " + " ".join(words_of(c)[-4:])) * 3, "last word to 100": lambda c: bare(c) + (" " + words_of(c)[-1]) * max(9, 100 - len(words_of(c))),
    "last word": lambda c: bare(c) + (" " + words_of(c)[-1]) * 5, "each word": lambda c: " ".join(w + " " + w for w in c.split()),
    "first half": lambda c: bare(c) + " " + " ".join(words_of(c)[:max(3, len(words_of(c)) // 2)]), "and": lambda c: bare(c) + (" and " + " ".join(words_of(c)[-3:])) * 4,
}
PROMPTS = ["8k, trending on artstation", "(masterpiece:1.2)", "<lora:x:1>", "score_9, score_8_up, score_7_up", "--ar 16:9 --v 5", "unreal engine, octane render, 8k uhd",
           "((best quality))", "ultra realistic, hyperdetailed", "award winning photography", "BREAK", "[bad anatomy]", "intricate details, sharp focus, 8k",
           "HDR, UHD, 4K", "by greg rutkowski, trending on artstation", "highly detailed, sharp focus, cinematic lighting, 8k, artstation hq",
           "embedding:easynegative", "masterpiece, best quality, ultra-detailed, 8k, RAW photo", "hyperrealistic, photorealistic, 8k resolution",
           "(best quality, masterpiece:1.3), <lora:add_detail:0.8>", "cinematic, dramatic lighting, volumetric lighting, ray tracing", "4k", "trending on artstation",
           "ultra hd, vivid colors", "insanely detailed, photorealism", "DSLR, 8k uhd, film grain, Fujifilm XT3", "8k", "{masterpiece}", "(apple:1.2)", "[dog]",
          "by greg rutkowski", "unreal engine", "hyperrealistic", "high resolution", "shot on Canon EOS R5", "nikon d850", "raw photo",
          "octane render, concept art", "kodak portra 400", "Negative prompt: bad hands", "--v 6"]
JUNK = {**{"behind: " + j: lambda c, j=j: bare(c) + ", " + j for j in PROMPTS}, **{"in front: " + j: lambda c, j=j: j + ", " + c for j in PROMPTS},
        **{"no comma: " + j: lambda c, j=j: bare(c) + " " + j for j in PROMPTS}, **{"in between: " + j: lambda c, j=j: middle(c, j) for j in PROMPTS},
        "weight on all": lambda c: "(" + bare(c) + ":1.3)", "weight on a word": lambda c: re.sub(r"\b(\w{4,})\b", r"(\1:1.2)", c, count=1), "brackets": lambda c: "((" + bare(c) + "))"}
STRIP = {"away": without_colours, "colored": lambda c: re.sub(rf"\b({COLOURS})\b", "colored", c, flags=re.I)}
# Pony was trained with these: there they are no damage.
TRAINED = {"pony": ("score_9",)}

def damage():
    models = ("sdxl", "sd15", "flux-dev", "pony", "qwen-image") if os.environ.get("CAPTOOLS_FULL") else ("sdxl", "flux-dev", "pony")
    for name, captions in (("own", own), ("t2i-color-train", colour_set if os.environ.get("CAPTOOLS_FULL") else colour_set[::20])):
        for m in models if captions else ():
            before = dict(zip(captions, scores(captions, m)))
            for kind, ways, bar in (("tagify", TAGIFY, 95), ("fill", FILL, 95), ("loop", LOOP, 95), ("junk", JUNK, 95), ("strip colours", STRIP, 90)):
                made = [(w, c, f(c)) for w, f in ways.items() for c in captions if not any(t in w for t in TRAINED.get(m, ()))]
                made = [x for x in made if x[1] != x[2] and x[2].strip()]
                after = scores([d for _, _, d in made], m)
                lower = sum(s < before[c] for (_, c, _), s in zip(made, after))
                least = {}
                for (w, c, _), s in zip(made, after):
                    n = least.setdefault(w, [0, 0])
                    n[0] += s < before[c]
                    n[1] += 1
                worst = min(least, key=lambda w: least[w][0] / least[w][1])
                print(f"damage {name} {m}: {kind} lowers {100 * lower / len(made):.1f}% of {len(made)}; least '{worst}' {100 * least[worst][0] / least[worst][1]:.1f}%")
                if lower * 100 < len(made) * bar:
                    broken("damage", name, m, kind)

# ---------------------------------------------------------------- false alarms

def alarms():
    never = {"CAP060", "CAP062", "CAP063", "CAP015", "CAP102"}
    for m in ("sdxl", "pony", "flux-dev"):
        n = 0
        for c, r in zip(own + colour_set, judge(own + colour_set, m)):
            for f in r["findings"]:
                if f["code"] in never and f["severity"] == "error":
                    n += 1
                    broken("a false alarm", m, f["code"], repr(c), f["message"])
        print(f"alarms {m}: {n} errors of CAP060, 062, 063, 015, 102 on {len(own + colour_set)} captions")

for part in sys.argv[1:] or ("article", "gaming", "damage", "alarms"):
    globals()[part]()
print(f"{bad} broken")
sys.exit(bad > 0)
