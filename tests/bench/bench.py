"""bench.py [ROW...]: the table of `make bench`. Our side is always the whole process, start-up and JSON included, on one core (-j 1, pinned); the peer's
side is its reading and tokenising alone, start-up not counted, which favours the peer. Processor time on both sides, so that a busy machine does not
decide; pairs A B A B..., the median of the pairs' ratios."""
import json, os, random, re, resource, statistics, subprocess, sys, tarfile, io, time
B = os.environ["B"]
here = os.path.dirname(os.path.abspath(__file__))
work = os.path.join(B, "bench")
bin_ = os.path.join(B, "bin")
only = sys.argv[1:]
rows = []
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
    """(cpu seconds, wall seconds, peak KiB) of a whole process on one core, output read and dropped."""
    start = time.perf_counter()
    p = subprocess.Popen(cmd, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, one_core))
    _, status, use = os.wait4(p.pid, 0)
    if status:
        sys.exit(f"bench: {' '.join(cmd)}: status {status}")
    return use.ru_utime + use.ru_stime, time.perf_counter() - start, use.ru_maxrss

def peer(name, path):
    out = subprocess.run([sys.executable, os.path.join(here, "peer.py"), name, path], capture_output=True, text=True, env=dict(os.environ),
                         preexec_fn=lambda: os.sched_setaffinity(0, one_core))
    if out.returncode:
        print(f"bench: {name} cannot run here: {out.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(out.stdout)

def row(title, ours, other, label, pairs=5, want="", unit=1, unit_name="", wall=False):
    key = title.split(":")[0]
    if only and not any(o in title for o in only):
        return
    a, b, memory = [], [], 0
    whole(ours)  # warm
    for _ in range(pairs):
        cpu, w, rss = whole(ours)
        a.append(w if wall else cpu)
        memory = max(memory, rss)
        o = other()
        if o is None:
            return
        b.append(o)
    ratio = statistics.median(y / x for x, y in zip(a, b))
    rate = f"{unit / statistics.median(a):,.0f} {unit_name}/s" if unit_name else f"{statistics.median(a):.3f} s"
    theirs = f"{unit / statistics.median(b):,.0f} {unit_name}/s" if unit_name else f"{statistics.median(b):.3f} s"
    rows.append((title, rate, label, theirs, f"{ratio:.1f}x" if ratio >= 1 else f"{ratio:.2f}x", want, f"{memory / 1024:.0f} MiB"))
    print("  ".join(rows[-1]), flush=True)

def tool(name):
    return os.path.join(bin_, name)

def have(vocab):
    return os.path.exists(os.path.join(B, "share/encoders", vocab + ".vocab"))

N = 600_000
small, big = corpus("c60k", 60_000), corpus("c600k", N)
count = lambda enc, path: [tool("captok"), "-j1", "--count", "--encoder", enc, path]
def against(name, path, scale=1):
    def run():
        r = peer(name, path)
        return r and r["seconds"] * scale
    return run

row("CLIP, captok --count", count("clip-l", big), against("instant-clip", big), "instant-clip-tokenizer", 5, "5x", N, "captions")
row("CLIP, captok --count", count("clip-l", big), against("hf-clip", small, N / 60_000), "tokenizers", 3, "60x", N, "captions")
row("T5, captok --count", count("t5", big), against("hf-t5", small, N / 60_000), "tokenizers", 3, "25x", N, "captions")
if have("llama3"):
    row("Llama 3, captok --count", count("llama3", big), against("tiktoken-llama3", small, N / 60_000), "tiktoken", 3, "4x", N, "captions")
    row("Llama 3, captok --count", count("llama3", big), against("hf-llama3", small, N / 60_000), "tokenizers", 3, "25x", N, "captions")
tar = None
if not only or any("tar" in o for o in only):
    tar = shard()
    row("300 MB WebDataset tar, captok --count", [tool("captok"), "-j1", "--count", "--model", "sdxl", tar], against("webdataset", tar), "webdataset + tokenizers", 3, "8x")
    row("300 MB WebDataset tar, captok --count", [tool("captok"), "-j1", "--count", "--model", "sdxl", tar],
        lambda: whole(["bsdtar", "-xOf", tar, "*.txt"])[0], "bsdtar -xOf '*.txt'", 7, "at least 0.5x")
one = os.path.join(work, "one.jsonl")
with open(one, "w") as f:
    f.write('{"caption":"a red apple"}\n')
row("start-up, one caption", [tool("captok"), "-j1", "--count", "--model", "sdxl", one], lambda: whole(["jq", ".", one])[0], "jq .", 21, "at least 0.5x")
# The figures are for the caption rules; the second row has the rules over the whole set, too.
row("capscore, all caption rules", [tool("capscore"), "-j1", "--no-rule", "dataset", "--format", "jsonl", big], lambda: whole(count("clip-l", big))[0],
    "captok --count", 5, "at least 0.25x", N, "captions")
row("capscore, dataset rules too", [tool("capscore"), "-j1", "--format", "jsonl", big], lambda: whole(count("clip-l", big))[0], "captok --count", 3, "", N, "captions")

table = ["| what | captools | against | its figure | ratio | wanted | peak memory |", "|---|---|---|---|---|---|---|"]
table += ["| " + " | ".join(r) + " |" for r in rows]
print("\n" + "\n".join(table))
if os.environ.get("BENCH_WRITE"):
    readme = os.path.join(here, "../../README.md")
    text = open(readme).read()
    begin, end = "<!-- bench begin -->", "<!-- bench end -->"
    head, rest = text.split(begin, 1)
    open(readme, "w").write(head + begin + "\n" + "\n".join(table) + "\n" + end + rest.split(end, 1)[1])
