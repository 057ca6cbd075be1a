"""check-oracle.py --captok BIN [--n N] [--seed S] [--encoder NAME]...: captok against the live reference on new random captions, hostile Unicode
included (captions.py). Sets up two virtual environments under --work (two, because transformers 4.54.1 refuses a current `tokenizers`): about
44 MB of downloads, 330 MB on disk, no torch. Reference files: the tokenizer.json of each encoder as NAME.json or NAME.json.zst under
$CAPTOOLS_SHARED/encoders, ../shared/encoders, or --files DIR; else what the build has fetched; else a package of SOURCES beside this script.
An encoder without one is skipped and said so. Ends with status 1 when any id differs.
--cases FILE: instead, give the unit tests' own cases (TOK_SP_DUMP=1 build/unit/tok_sp) to the reference."""
import argparse
import json
import os
import subprocess
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
import captions  # noqa: E402

FAST = ["tokenizers==0.23.3"]
SLOW = ["transformers==4.54.1", "ftfy==6.3.1"]

# captok's encoder (None: it reads the reference's own file, as --encoder FILE) and variant, the kind of reference, its file.
PAIRS = {
    "clip": ("clip-l", "fast", "fast", "clip"),
    "clip_ftfy": ("clip-l", "ftfy", "ftfy", "clip"),
    "clip_openai": ("clip-l", "openai", "openai", "clip"),
    "t5": ("t5", None, "fast", "t5"),
    "umt5": ("umt5", None, "fast", "umt5"),
    "llama3": ("llama3", None, "fast", "llama3_1"),
    "qwen2": ("qwen2", None, "qwen2", "qwen3"),
    "qwen3": ("qwen3", None, "fast", "qwen3"),
    "gemma2": ("gemma2", None, "fast", "gemma2"),
    "pile-t5": ("pile-t5", None, "fast", "pile-t5"),
    "gemma3": ("gemma3", None, "fast", "gemma3"),
    "mistral": ("mistral", "fast", "fast", "mistral"),
    "mistral_tekken": ("mistral", "tekken", "fast", "mistral_tekken"),
    "byt5": ("byt5", None, "byt5", None),
    "o200k": (None, None, "fast", "gpt4o"),
    "deepseek": (None, None, "fast", "deepseek_v3"),
    "qwen35": (None, None, "fast", "qwen35"),
    "nfkc": (None, None, "fast", "nfkc"),
}
CONTRACTIONS, SPACES = "(?i:'s|'t|'re|'ve|'m|'ll|'d)", r"\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + SPACES
QWEN35 = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|" + SPACES
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
TEKKEN = (r"[^\r\n\p{L}\p{N}]?" + UPPER + "*" + LOWER + r"+|[^\r\n\p{L}\p{N}]?" + UPPER + "+" + LOWER +
          r"*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|" + SPACES)


def split_by(regex):
    return {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]}


# Files that are made of another one: Qwen 3.5's pattern and NFKC on Qwen3's vocabulary, as no package ships such a file.
MADE = {
    "qwen35": ("qwen3", {"pre_tokenizer": split_by(QWEN35)}),
    "nfkc": ("qwen3", {"normalizer": {"type": "NFKC"}}),
}


def environment(work, name, packages):
    """The python of a virtual environment with these packages; made on first use."""
    venv = os.path.join(work, name)
    python, ready = os.path.join(venv, "bin", "python"), os.path.join(venv, "ready")
    want = " ".join(packages)
    if not os.path.exists(ready) or open(ready, encoding="ascii").read() != want:
        print(f"check-oracle: setting up {name} with {want}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages], check=True)
        with open(ready, "w", encoding="ascii") as f:
            f.write(want)
    return python


def write(work, name, doc):
    path = os.path.join(work, name + ".json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(doc, f)
    return path


def mistral(folder, regex):
    """The Hub's tokenizer.json of Mistral Small 3.1, from its two parts: ids below 1000 are its control tokens."""
    with open(os.path.join(folder, "vocab.json"), encoding="utf-8") as f:
        vocab = json.load(f)
    with open(os.path.join(folder, "merges.txt"), encoding="utf-8") as f:
        merges = [m.split(" ") for m in f.read().split("\n") if m and not m.startswith("#version")]
    control = sorted((i, t) for t, i in vocab.items() if i < 1000)
    flags = {k: False for k in ("single_word", "lstrip", "rstrip", "normalized")}
    bos = {"SpecialToken": {"id": "<s>", "type_id": 0}}
    return {
        "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "pre_tokenizer": split_by(regex), "decoder": None,
        "added_tokens": [{"id": i, "content": t, "special": True, **flags} for i, t in control],
        "post_processor": {"type": "TemplateProcessing", "single": [bos, {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
                           "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
                  "fuse_unk": False, "byte_fallback": False, "ignore_merges": True, "vocab": vocab, "merges": merges},
    }


def built_file(fetched, name, work):
    """From what the build has fetched, or from a package that only this test needs; None when there is neither."""
    path = os.path.join(fetched, name, "tokenizer.json")
    if os.path.exists(path):
        return path
    parts = os.path.join(fetched, "mistral")
    if name.startswith("mistral") and os.path.exists(os.path.join(parts, "merges.txt")):
        return write(work, name, mistral(parts, TEKKEN if name.endswith("tekken") else LLAMA3))
    table = os.path.join(here, "SOURCES")
    with open(table, encoding="ascii") as f:
        if not any(line.startswith(name + " ") for line in f):
            return None
    subprocess.run([os.path.join(here, "../../share/encoders/fetch"), name, work, table], check=True)
    return os.path.join(work, name, "tokenizer.json")


def reference_file(dirs, fetched, name, work):
    """The path of NAME.json, unpacked or made if need be; None when nobody has it."""
    if name in MADE:
        base, change = MADE[name]
        path = reference_file(dirs, fetched, base, work)
        if path:
            with open(path, encoding="utf-8") as f:
                path = write(work, name, {**json.load(f), **change})
        return path
    for d in dirs:
        path = os.path.join(d, name + ".json")
        if os.path.exists(path):
            return path
        if os.path.exists(path + ".zst"):
            out = os.path.join(work, name + ".json")
            if not os.path.exists(out):
                subprocess.run(["zstd", "-dqf", path + ".zst", "-o", out], check=True)
            return out
    return built_file(fetched, name, work)


def lines(cmd, data):
    p = subprocess.run(cmd, input=data, capture_output=True)
    if p.returncode:
        sys.exit(f"check-oracle: {' '.join(cmd)}: status {p.returncode}: {p.stderr.decode(errors='replace')[-2000:]}")
    return p.stdout.splitlines()


def by_captok(binary, encoder, variant, texts):
    data = "".join(json.dumps({"caption": c}) + "\n" for c in texts).encode()
    cmd = [binary, "--encoder", encoder, "--ids", "--from", "jsonl", "-j", "1"] + (["--variant", variant] if variant else [])
    out = []
    for line in lines(cmd, data):
        r = json.loads(line)
        out.append(r["captok"]["encoders"][0]["ids"] if "captok" in r else r.get("error"))
    return out


def known(binary, encoder):
    """Whether the encoder's vocabulary is built."""
    p = subprocess.run([binary, "--encoder", encoder, "--count"], input=b"a\n", capture_output=True)
    return p.returncode == 0


def show(text, want, have):
    at = next((i for i, (a, b) in enumerate(zip(want, have)) if a != b), min(len(want), len(have)))
    print(f"  {ascii(text)}\n    from token {at}: reference {want[at:at + 12]}, captok {have[at:at + 12]}")


def compare(a, subjects, too_new):
    source = captions.Captions(a.seed)
    missed, seen, done, start = {k: 0 for k in subjects}, {k: 0 for k in subjects}, 0, time.time()
    while done < a.n:
        texts = source.take(min(a.chunk, a.n - done))
        everything = texts
        for key, (encoder, variant, python, kind, path) in subjects.items():
            texts = everything
            if kind in ("ftfy", "openai"):  # these lower-case as the running Python does
                texts = [c.translate(too_new) for c in everything]
            data = "".join(json.dumps(c) + "\n" for c in texts).encode()
            have = by_captok(a.captok, encoder, variant, texts)
            want = [json.loads(x) for x in lines([python, os.path.join(here, "reference.py"), kind, path], data)]
            if not len(have) == len(want) == len(texts):
                sys.exit(f"check-oracle: {key}: {len(texts)} captions, {len(want)} from the reference, {len(have)} from captok")
            for text, w, h in sorted(zip(texts, want, have), key=lambda t: len(t[0])):
                if w != h:
                    if missed[key] < a.show:
                        print(f"{key} differs:")
                        show(text, w, h or [])
                    missed[key] += 1
            seen[key] += len(texts)
        done += len(everything)
        print(f"{done} of {a.n} captions, {sum(missed.values())} differ, {time.time() - start:.0f} s", file=sys.stderr)
    for key in subjects:
        print(f"{key}: {seen[key] - missed[key]} of {seen[key]}")
    return sum(missed.values())


def cases(a, python):
    """Lines `#case [JSON, TEXT, IDS]` of the unit tests."""
    rows, bad = {}, 0
    with open(a.cases, encoding="utf-8") as f:
        for line in f:
            if line.startswith("#case "):
                doc, text, ids = json.loads(line[6:])
                for key in ("truncation", "padding", "normalizer", "pre_tokenizer", "post_processor", "decoder"):
                    doc.setdefault(key, None)
                doc = {"version": "1.0", "added_tokens": [], **doc}
                rows.setdefault(json.dumps(doc), []).append((text, ids))
    path = os.path.join(a.work, "case.json")
    for doc, tests in rows.items():
        with open(path, "w", encoding="utf-8") as f:
            f.write(doc)
        data = "".join(json.dumps(t) + "\n" for t, _ in tests).encode()
        for (text, ids), line in zip(tests, lines([python, os.path.join(here, "reference.py"), "fast", path], data)):
            want = " ".join(map(str, json.loads(line)))
            if want != ids:
                bad += 1
                print(f"{ascii(text)}: the test expects {ids}, the reference gives {want}")
    print(f"{sum(map(len, rows.values()))} cases, {bad} differ")
    return bad


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--captok", default="build/bin/captok")
    p.add_argument("--n", type=int, default=10000)
    p.add_argument("--seed", type=int, default=int(time.time()))
    p.add_argument("--chunk", type=int, default=5000)
    p.add_argument("--show", type=int, default=5)
    p.add_argument("--work", default="build/oracle")
    p.add_argument("--files", action="append", default=[])
    p.add_argument("--by-file", action="store_true", help="let captok read the reference's files, too, not its own vocabularies")
    p.add_argument("--encoder", action="append", choices=sorted(PAIRS), default=[])
    p.add_argument("--cases")
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    fast = environment(a.work, "fast", FAST)
    if a.cases:
        return cases(a, fast) > 0
    fetched = os.path.join(os.path.dirname(a.captok), "..", "fetch")
    dirs = a.files + [os.path.join(d, "encoders") for d in (os.environ.get("CAPTOOLS_SHARED"), "../shared") if d]
    subjects = {}
    for key in a.encoder or PAIRS:
        encoder, variant, kind, name = PAIRS[key]
        path = reference_file(dirs, fetched, name, a.work) if name else "-"
        if not path:
            print(f"{key}: skipped, no {name}.json in {' '.join(dirs + [fetched])}")
            continue
        if not encoder:
            encoder = path
        elif a.by_file and kind == "fast" or not known(a.captok, encoder):
            encoder = f"{encoder}={path}"
        python = environment(a.work, "slow", SLOW) if kind in ("ftfy", "openai", "byt5") else fast
        subjects[key] = (encoder, variant, python, kind, path)
    too_new = {}
    if {"clip_ftfy", "clip_openai"} & set(subjects):
        for python in (fast, environment(a.work, "slow", SLOW)):
            too_new |= {ord(c): "x" for c in json.loads(lines([python, os.path.join(here, "reference.py"), "newer"], b"")[0])}
    if too_new:
        print(f"clip_ftfy, clip_openai: without {len(too_new)} characters that Python {sys.version.split()[0]} is too old to lower-case or to order")
    print(f"seed {a.seed}", flush=True)
    return not subjects or compare(a, subjects, too_new) > 0


if __name__ == "__main__":
    sys.exit(main())
