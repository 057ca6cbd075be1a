"""bench.py [ROW...]: the table of `make bench`. Our side is always the whole process, start-up and JSON included, on one core (-j 1, pinned); the peer's
side is its reading and tokenising alone, start-up not counted, which favours the peer. Processor time on both sides, so that a busy machine does not
decide; ours and the peers in turn, RUNS times, the best of each. A peer whose ids differ from the reference's (tokenizers) is not counted."""
import json, os, random, re, subprocess, sys, tarfile, io, time
B = os.environ["B"]
here = os.path.dirname(os.path.abspath(__file__))
work = os.path.join(B, "bench")
bin_ = os.path.join(B, "bin")
only = sys.argv[1:]
rows = []
RUNS = int(os.environ.get("RUNS", 6))
one_core = {0}

def glosses():
    """Captions from WordNet's glosses: prose with quotes and rare words, a third of them made into tag lists."""
    out = []
    for part in ("noun", "verb", "adj", "adv"):
        with open(f"/usr/share/wordnet/data.{part}", encoding="utf-8", errors="replace") as f:
            out += [l.split(" | ", 1)[1].strip() for l in f if " | " in l]
    rnd = random.Random(7)
    rnd.shuffle(out)
    return [", ".join(re.findall(r"[a-z]{3,}", g)[:12]) or g if i % 3 == 0 else g for i, g in enumerate(out)]

def corpus(name, n):
    path = os.path.join(work, f"{name}.txt")
    if not os.path.exists(path):
        g = glosses()
        with open(path + ".new", "w", encoding="utf-8") as f:
            for i in range(n):
                f.write(g[i % len(g)] + "\n")
        os.rename(path + ".new", path)
    return path

def shard(size=300 << 20):
    path = os.path.join(work, "shard.tar")
    if not os.path.exists(path):
        g, rnd = glosses(), random.Random(8)
        noise, total = rnd.randbytes(1 << 20), 0
        with tarfile.open(path + ".new", "w", format=tarfile.USTAR_FORMAT) as t:
            i = 0
            while total < size:
                n = rnd.randrange(20_000, 60_000)
                at = rnd.randrange(0, len(noise) - n)
                for ext, data in ((".jpg", noise[at:at + n]), (".txt", g[i % len(g)].encode())):
                    m = tarfile.TarInfo(f"{i:08d}{ext}")
                    m.size = len(data)
                    t.addfile(m, io.BytesIO(data))
                    total += len(data) + 1024
                i += 1
        os.rename(path + ".new", path)
    return path

def whole(cmd):
    """(cpu seconds, wall seconds, peak KiB) of a whole process, output dropped; on one core unless it has -j2."""
    start = time.perf_counter()
    p = subprocess.Popen(cmd, stdout=subprocess.DEVNULL, preexec_fn=None if "-j2" in cmd else lambda: os.sched_setaffinity(0, one_core))
    _, status, use = os.wait4(p.pid, 0)
    if status:
        sys.exit(f"bench: {' '.join(cmd)}: status {status}")
    return use.ru_utime + use.ru_stime, time.perf_counter() - start, use.ru_maxrss

def peer(name, encoder, path):
    """What peer.py says of a peer, or None where it cannot run."""
    out = subprocess.run([sys.executable, os.path.join(here, "peer.py"), name, encoder, path], capture_output=True, text=True,
                         preexec_fn=lambda: os.sched_setaffinity(0, one_core))
    if out.returncode:
        print(f"bench: {name} cannot run {encoder} here: {out.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(out.stdout)

def turns(title, ours, others, unit=0, runs=RUNS, clock="cpu"):
    """One run of ours, then one of each other, so many times; the best of each counts. others: (label, function -> seconds or None, wanted)."""
    if only and not any(o in title for o in only):
        return
    best, memory = {}, 0
    inexact.clear()
    whole(ours)  # warm
    for _ in range(runs):
        cpu, wall, rss = whole(ours)
        took = cpu if clock == "cpu" else wall
        best[None] = min(took, best.get(None, took))
        memory = max(memory, rss)
        for label, run, _ in others:
            took = run()
            if took:
                best[label] = min(took, best.get(label, took))
    say = lambda seconds: f"{unit / seconds:,.0f} captions/s" if unit else f"{seconds:.3f} s"
    for label, _, want in others:
        if label not in best:
            continue
        ratio = best[label] / best[None]
        shown = f"{ratio:.1f}x" if ratio >= 1 else f"{ratio:.2f}x"
        if label in inexact:
            shown, want = "not counted: its ids differ", ""
        rows.append((title, say(best[None]), label, say(best[label]), shown, want, f"{memory / 1024:.0f} MiB"))
        print("  ".join(rows[-1]), flush=True)

def tool(name):
    return os.path.join(bin_, name)

def have(vocab):
    return os.path.exists(os.path.join(B, "share/encoders", vocab + ".vocab"))

N = 600_000
small, big = corpus("c60k", 60_000), corpus("c600k", N)

def count(encoder, *more, path=big, jobs=1):
    return [tool("captok"), f"-j{jobs}", "--encoder", encoder, *(more or ("--count",)), path]

inexact, reference = set(), {}  # labels of peers in this row; the digest of an encoder's ids by the reference

def exact(label, encoder, said):
    if encoder not in reference:
        reference[encoder] = (peer("tokenizers", encoder, small) or {"ids": None})["ids"]
    if said["ids"] != reference[encoder]:
        inexact.add(label)

def peers(encoder, wanted):
    """Slow ones get a tenth of the captions."""
    def run(label, path, scale):
        def once():
            said = peer(label, encoder, path)
            if said is None:
                return None
            exact(label, encoder, said)
            return said["seconds"] * scale
        return once
    return [(label, run(label, *((small, N / 60_000) if label in ("tokenizers", "tiktoken") else (big, 1))), want) for label, want in wanted.items()]

ours = lambda *cmd: lambda: whole(list(cmd))[0]
turns("CLIP, captok --count", count("clip-l"), peers("clip", {"tokenizers": "60x", "instant-clip-tokenizer": "5x", "tokie": ""}), N)
turns("T5, captok --count", count("t5"), peers("t5", {"tokenizers": "25x", "tokie": "4x"}), N)
BPE = {"gigatoken": "1.2x", "quicktok-v1": "", "tokie": "", "tiktoken": "4x", "tokenizers": "25x"}
turns("Qwen3, captok --count", count("qwen3"), peers("qwen3", BPE), N)
if have("llama3"):
    turns("Llama 3, captok --count", count("llama3"), peers("llama3", BPE), N)
turns("CLIP, captok --ids", count("clip-l", "--ids"), [("captok --count", ours(*count("clip-l")), "at least 0.5x")], N)
if not only or any(o in "CLIP, captok -j2 (wall)" for o in only):
    huge = corpus("c3000k", 5 * N)  # 216 MB: what a run does once (two threads fill two caches of words) is a fifth of 43 MB
    turns("CLIP, captok -j2 (wall)", count("clip-l", jobs=2, path=huge), [("captok -j1", lambda: whole(count("clip-l", path=huge))[1], "1.8x")], 5 * N,
          clock="wall")
def samples(n):
    """A tar of n samples, a small image and a caption each."""
    path = os.path.join(work, f"samples{n}.tar")
    if not os.path.exists(path):
        g, rnd = glosses(), random.Random(11)
        noise = rnd.randbytes(1 << 16)
        with tarfile.open(path + ".new", "w", format=tarfile.USTAR_FORMAT) as t:
            for i in range(n):
                at = rnd.randrange(0, len(noise) - 512)
                for ext, data in ((".jpg", noise[at:at + rnd.randrange(256, 512)]), (".txt", g[i % len(g)].encode())):
                    m = tarfile.TarInfo(f"{i:08d}{ext}")
                    m.size = len(data)
                    t.addfile(m, io.BytesIO(data))
        os.rename(path + ".new", path)
    return path

MANY = int(os.environ.get("SAMPLES", 1_000_000))
if not only or any("samples" in o for o in only):
    many = samples(MANY)
    most = f"--max-members {2 * MANY}"  # two a sample; the default is a million
    pipe = f"captok -j1 --count {most} $1 | capscore -j1 --format jsonl | capfix -j1 | cappack -q {most} -o $1.out $1"
    turns(f"a tar of {MANY:,} samples, captok, capscore, capfix, cappack", ["env", f"PATH={bin_}:{os.environ['PATH']}", "sh", "-c", pipe, "-", many],
          [("webdataset alone, read", lambda: (peer("webdataset-alone", "-", many) or {}).get("seconds"), "")], MANY, runs=min(RUNS, 2))
    os.remove(many + ".out")
if not only or any("tar" in o for o in only):
    tar = shard()
    turns("300 MB WebDataset tar, captok --count", [tool("captok"), "-j1", "--count", "--model", "sdxl", tar],
          [("webdataset + tokenizers", lambda: (peer("webdataset", "clip", tar) or {}).get("seconds"), "8x"),
           ("bsdtar -xOf '*.txt'", ours("bsdtar", "-xOf", tar, "*.txt"), "at least 0.5x")])

def drawn(n, sides):
    """Pictures of noise of three formats, n of them, as (name, bytes)."""
    from PIL import Image
    rnd = random.Random(9)
    for i in range(n):
        im = Image.effect_noise((rnd.randrange(8, 24), rnd.randrange(8, 24)), 90).convert("RGB").resize((rnd.randrange(*sides), rnd.randrange(*sides)))
        kind, b = ("jpeg", "png", "webp")[i % 3], io.BytesIO()
        im.save(b, kind)
        yield f"{i:06d}.{kind}", b.getvalue()

def pictures_tar(n=100_000):
    path = os.path.join(work, "pictures.tar")
    if not os.path.exists(path):
        made, rnd = list(drawn(180, (96, 320))), random.Random(10)
        with tarfile.open(path + ".new", "w", format=tarfile.USTAR_FORMAT) as t:
            for i in range(n):
                name, data = rnd.choice(made)
                m = tarfile.TarInfo(f"{i:06d}.{name.split('.')[1]}")
                m.size = len(data)
                t.addfile(m, io.BytesIO(data))
        os.rename(path + ".new", path)
    return path

def pictures_folder(n=100):
    path = os.path.join(work, "pictures")
    if not os.path.isdir(path):
        os.makedirs(path + ".new", exist_ok=True)
        for name, data in drawn(n, (700, 1400)):
            with open(os.path.join(path + ".new", name), "wb") as f:
                f.write(data)
        os.rename(path + ".new", path)
    return path

def seconds(name, path):
    return lambda: (peer(name, "-", path) or {}).get("seconds")

if not only or any("pictures" in o for o in only):
    many, folder = pictures_tar(), pictures_folder()
    turns("headers of 100,000 pictures in a tar, capsee", [tool("capsee"), "-j1", many],
          [("bsdtar -tf", ours("bsdtar", "-tf", many), "at least 0.5x"), ("PIL Image.open", seconds("pil", many), "50x")], runs=3)
    turns("100 pictures, capsee --pixels", [tool("capsee"), "-j1", "--pixels", folder],
          [("cleanvision", seconds("cleanvision", folder), ""), ("imagededup PHash and DHash", seconds("imagededup", folder), ""),
           ("both", lambda: (lambda a, b: a and b and a + b)(seconds("cleanvision", folder)(), seconds("imagededup", folder)()), "10x")], runs=2)
one = os.path.join(work, "one.jsonl")
with open(one, "w") as f:
    f.write('{"caption":"a red apple"}\n')
turns("start-up, one caption", [tool("captok"), "-j1", "--count", "--model", "sdxl", one], [("jq .", ours("jq", ".", one), "at least 0.5x")], runs=21)
# The figures are for the caption rules; the second row has the rules over the whole set, too.
judge = [tool("capscore"), "-j1", "--format", "jsonl"]
clip = peers("clip", {"tokenizers": "6x"})
turns("capscore, all caption rules", [*judge, "--no-rule", "dataset", big], clip + [("captok --count", ours(*count("clip-l")), "at least 0.25x")], N)
turns("capscore, dataset rules too", [*judge, big], [("captok --count", ours(*count("clip-l")), "")], N)
turns("capscene", [tool("capscene"), "-j1", big], clip, N)

table = ["| what | captools | against | its figure | ratio | wanted | peak memory |", "|---|---|---|---|---|---|---|"]
table += ["| " + " | ".join(r) + " |" for r in rows]
print("\n" + "\n".join(table))
if os.environ.get("BENCH_WRITE"):
    readme = os.path.join(here, "../../README.md")
    text = open(readme).read()
    begin, end = "<!-- bench begin -->", "<!-- bench end -->"
    head, rest = text.split(begin, 1)
    open(readme, "w").write(head + begin + "\n" + "\n".join(table) + "\n" + end + rest.split(end, 1)[1])
