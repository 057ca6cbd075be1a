"""peer.py NAME ENCODER FILE: one peer over a file of lines, single thread. Prints as JSON the processor seconds that it spent reading and tokenising,
start-up not counted, the number of tokens, and a digest of the ids of some lines, by which bench.py tells a peer that is exact from one that is not.
Tokenizers are built from the same pinned packages as ours (build/fetch); each peer is called the way its manual says is fastest."""
import contextlib, gzip, hashlib, json, os, re, sys, time
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
B = os.environ["B"]
SAMPLE = 5000  # lines whose ids are compared
LLAMA = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN = LLAMA.replace(r"\p{N}{1,3}", r"\p{N}")
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"

def find(folder, ending):
    for base, _, files in os.walk(os.path.join(B, "fetch", folder)):
        for f in files:
            if f.endswith(ending):
                return os.path.join(base, f)
    sys.exit(f"peer: no {ending} in build/fetch/{folder}")

def byte_alphabet():
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    rest = [b for b in range(256) if b not in keep]
    return keep + rest, [chr(b) for b in keep] + [chr(256 + i) for i in range(len(rest))]

def merges_of(folder):
    path = find(folder, "merges.txt")
    raw = gzip.open(path, "rt", encoding="utf-8").read() if path.endswith(".gz") else open(path, encoding="utf-8").read()
    return [tuple(l.split()) for l in raw.split("\n") if l and not l.startswith(("#version", '"bpe'))]

def hf_clip():
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
    merges, letters = merges_of("clip")[:48894], byte_alphabet()[1]
    vocab = {t: i for i, t in enumerate(letters + [l + "</w>" for l in letters] + ["".join(m) for m in merges])}
    vocab["<|startoftext|>"], vocab["<|endoftext|>"] = len(vocab), len(vocab) + 1
    t = Tokenizer(models.BPE(vocab, merges, unk_token="<|endoftext|>", end_of_word_suffix="</w>", continuing_subword_prefix=""))
    t.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(CLIP), "removed", True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return t

def hf_qwen3():
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    merges, letters = merges_of("qwen3"), byte_alphabet()[1]
    vocab = {t: i for i, t in enumerate(letters + ["".join(m) for m in merges])}
    t = Tokenizer(models.BPE(vocab, merges))
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(QWEN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    return t

def hf(encoder):
    from tokenizers import Tokenizer
    made = {"clip": hf_clip, "qwen3": hf_qwen3}.get(encoder)
    return made() if made else Tokenizer.from_file(find(encoder, ".json"))

def as_json(encoder):
    """The path of a tokenizer.json, for the peers that read one."""
    if encoder not in ("clip", "qwen3"):
        return find(encoder, ".json")
    path = os.path.join(B, "bench", encoder + ".json")
    if not os.path.exists(path):
        hf(encoder).save(path)
    return path

def ranks(encoder):
    back = dict(zip(byte_alphabet()[1], byte_alphabet()[0]))
    vocab = json.load(open(as_json(encoder), encoding="utf-8"))["model"]["vocab"]
    return {bytes(back[c] for c in k): v for k, v in vocab.items()}

# A peer: encoder -> (lines -> lists of ids, path -> number of tokens).
def lines(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        return f.read().split("\n")[:-1]

def simple(ids):
    return ids, lambda path: sum(map(len, ids(lines(path))))

def tokenizers(encoder):
    t = hf(encoder)
    return simple(lambda v: [e.ids for e in t.encode_batch(v, add_special_tokens=False)])

def instant_clip_tokenizer(_):
    from instant_clip_tokenizer import Tokenizer
    t = Tokenizer()
    return simple(lambda v: [t.encode(x) for x in v])

def tiktoken(encoder):
    import tiktoken as lib
    t = lib.Encoding(encoder, pat_str=LLAMA if encoder == "llama3" else QWEN, mergeable_ranks=ranks(encoder), special_tokens={})
    return simple(lambda v: [t.encode_ordinary(x) for x in v])

def gigatoken(encoder):
    import gigatoken as lib
    t = lib.Tokenizer(as_json(encoder))
    return lambda v: t.encode_batch_list(v, parallel=False), \
        lambda path: len(t.encode_files(lib.TextFileSource([path], separator=b"\n"), parallel=False).layout.content)

def tokie(encoder):
    import tokie as lib
    t = lib.Tokenizer.from_json(as_json(encoder))
    return lambda v: [e.ids for e in t.encode_batch(v, add_special_tokens=False)], lambda path: sum(t.count_tokens_batch(lines(path)))

def quicktok(encoder):
    import quicktok as lib
    t = lib.get_encoding(encoder)
    return lambda v: [t.encode(x) for x in v], lambda path: len(t.encode_batch(lines(path), 1)[0])

def webdataset(_):
    import webdataset as lib
    t = hf_clip()
    def read(path):
        shard = lib.WebDataset(path, shardshuffle=False).decode().to_tuple("txt")
        return sum(len(t.encode(s[0], add_special_tokens=False).ids) for s in shard)
    return None, read

def webdataset_alone(_):
    """The samples as they come, nothing decoded."""
    import webdataset as lib
    return None, lambda path: sum(1 for _ in lib.WebDataset(path, shardshuffle=False))

def pil(_):
    import tarfile
    from PIL import Image
    def sizes(path):
        with tarfile.open(path) as t:
            return sum(Image.open(t.extractfile(m)).size[0] for m in t)
    return None, sizes

def cleanvision(_):
    from cleanvision import Imagelab
    def issues(path):
        with contextlib.redirect_stdout(sys.stderr):
            lab = Imagelab(data_path=path)
            lab.find_issues(n_jobs=1, verbose=False)
        return len(lab.issues)
    return None, issues

def imagededup(_):
    """Its hashes only; the neural half, which wants torch at import, is not asked for."""
    import importlib.util, types
    if not importlib.util.find_spec("torch"):
        class Nothing(types.ModuleType):
            __path__ = []
            def __getattr__(self, name):
                return type(name, (), {}) if name[0] != "_" else None
        for m in ("torch", "torch.nn", "torch.utils", "torch.utils.data", "torchvision", "torchvision.models", "torchvision.transforms",
                  "torchvision.models.vision_transformer"):
            sys.modules[m] = Nothing(m)
    from imagededup.methods import DHash, PHash
    def pairs(path):
        return sum(len(h().find_duplicates(image_dir=path, max_distance_threshold=6, num_enc_workers=0, num_dist_workers=0)) for h in (PHash, DHash))
    return None, pairs

name, encoder, corpus = sys.argv[1:4]
ids, count = globals()[name.split("-v1")[0].replace("-", "_")](encoder)
digest = None
if ids:
    digest = hashlib.sha256(json.dumps([[int(i) for i in x] for x in ids(lines(corpus)[:SAMPLE])]).encode()).hexdigest()
start = time.process_time()
n = count(corpus)
print(json.dumps({"seconds": time.process_time() - start, "tokens": n, "ids": digest}))
