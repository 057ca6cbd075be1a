"""peer.py NAME FILE: one peer over one corpus, single thread. Prints the processor seconds it spent reading and tokenising, start-up not counted, and
the number of tokens as a check. The peers' tokenizers are built from the same pinned packages as ours (build/fetch)."""
import gzip, json, os, sys, time
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
name, corpus = sys.argv[1], sys.argv[2]
fetch = os.path.join(os.environ["B"], "fetch")

def find(folder, ending):
    for base, _, files in os.walk(os.path.join(fetch, folder)):
        for f in files:
            if f.endswith(ending):
                return os.path.join(base, f)
    sys.exit(f"peer: no {ending} in build/fetch/{folder}")

def byte_alphabet():
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    rest = [b for b in range(256) if b not in keep]
    return [chr(b) for b in keep] + [chr(256 + i) for i in range(len(rest))]

def hf_clip():
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
    path = find("clip", "merges.txt")
    raw = gzip.open(path, "rt", encoding="utf-8").read() if path.endswith(".gz") else open(path, encoding="utf-8").read()
    merges = [tuple(l.split()) for l in raw.split("\n")[1:48894 + 1]]
    letters = byte_alphabet()
    vocab = {t: i for i, t in enumerate(letters + [l + "</w>" for l in letters] + ["".join(m) for m in merges])}
    vocab["<|startoftext|>"], vocab["<|endoftext|>"] = len(vocab), len(vocab) + 1
    t = Tokenizer(models.BPE(vocab, merges, unk_token="<|endoftext|>", end_of_word_suffix="</w>", continuing_subword_prefix=""))
    t.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), "removed", True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return t

def hf_file(folder):
    from tokenizers import Tokenizer
    return Tokenizer.from_file(find(folder, ".json"))

def timed(f):
    start = time.process_time()
    n = f()
    print(json.dumps({"seconds": time.process_time() - start, "tokens": n}))

def lines():
    with open(corpus, encoding="utf-8", newline="\n") as f:
        return f.read().split("\n")[:-1]

if name == "instant-clip":
    from instant_clip_tokenizer import Tokenizer as Instant
    t = Instant()
    timed(lambda: sum(len(t.encode(l)) for l in lines()))
elif name.startswith("hf-"):
    t = hf_clip() if name == "hf-clip" else hf_file(name[3:])
    timed(lambda: sum(len(e.ids) for e in t.encode_batch(lines(), add_special_tokens=False)))
elif name == "tiktoken-llama3":
    import tiktoken
    j = json.load(open(find("llama3", ".json"), encoding="utf-8"))
    back = {c: b for b, c in zip(list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256)), byte_alphabet())}
    rest = [b for b in range(256) if b not in back.values()]
    back.update({chr(256 + i): b for i, b in enumerate(rest)})
    ranks = {bytes(back[c] for c in k): v for k, v in j["model"]["vocab"].items()}
    t = tiktoken.Encoding("llama3", pat_str=r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
                          mergeable_ranks=ranks, special_tokens={})
    timed(lambda: sum(len(t.encode_ordinary(l)) for l in lines()))
elif name == "webdataset":
    import webdataset as wds
    t = hf_clip()
    ds = wds.WebDataset(corpus, shardshuffle=False).decode().to_tuple("txt")
    timed(lambda: sum(len(t.encode(s[0], add_special_tokens=False).ids) for s in ds))
else:
    sys.exit("peer: unknown " + name)
