"""reference.py KIND FILE: the reference tokenizers, in a virtual environment of their own (check-oracle.py starts it). Reads one JSON string
a line, writes one JSON list of ids a line. KIND: fast (the Rust library `tokenizers` on a tokenizer.json), qwen2 (the same less the four
tokens that Qwen3 added), ftfy (transformers' slow CLIPTokenizer), openai (the steps of OpenAI's own code around the same BPE), byt5
(transformers' ByT5Tokenizer, FILE -); newer (no FILE) lists characters too new for this Python."""
import html
import json
import os
import sys
import tempfile

os.environ["TOKENIZERS_PARALLELISM"] = "false"
BATCH = 1000


def fast(path, drop=()):
    import tokenizers

    with open(path, encoding="utf-8") as f:
        doc = json.load(f)
    doc["added_tokens"] = [t for t in doc["added_tokens"] if t["id"] not in drop]
    tokenizer = tokenizers.Tokenizer.from_str(json.dumps(doc))
    return lambda captions: [e.ids for e in tokenizer.encode_batch(captions)]


def slow(path, openai):
    """vocab.json and merges.txt out of the tokenizer.json: what the slow class reads."""
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    import ftfy
    import regex
    from transformers import CLIPTokenizer

    with open(path, encoding="utf-8") as f:
        model = json.load(f)["model"]
    with tempfile.TemporaryDirectory() as d:
        with open(os.path.join(d, "vocab.json"), "w", encoding="utf-8") as f:
            json.dump(model["vocab"], f)
        with open(os.path.join(d, "merges.txt"), "w", encoding="utf-8") as f:
            f.write("#version: 0.2\n" + "".join(" ".join(m) + "\n" for m in model["merges"]))
            # The class reads at most 48,894 merges behind the header and drops the last two lines of the published file.
            f.write("\n\n")
        tokenizer = CLIPTokenizer(os.path.join(d, "vocab.json"), os.path.join(d, "merges.txt"))
    assert tokenizer.fix_text is ftfy.fix_text
    assert len(tokenizer.bpe_ranks) == len(model["merges"]), len(tokenizer.bpe_ranks)

    def by_openai(text):
        # openai/CLIP clip/simple_tokenizer.py: basic_clean, whitespace_clean, lower, then the pattern and the BPE.
        text = html.unescape(html.unescape(ftfy.fix_text(text))).strip()
        text = regex.sub(r"\s+", " ", text).strip().lower()
        ids = []
        for token in regex.findall(tokenizer.pat, text):
            token = "".join(tokenizer.byte_encoder[b] for b in token.encode("utf-8"))
            ids += [tokenizer.encoder[t] for t in tokenizer.bpe(token).split(" ")]
        return [tokenizer.bos_token_id] + ids + [tokenizer.eos_token_id]

    one = by_openai if openai else lambda text: tokenizer(text)["input_ids"]
    return lambda captions: [one(c) for c in captions]


def byt5():
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    from transformers import ByT5Tokenizer

    tokenizer = ByT5Tokenizer()
    # The class leaves out the </s> behind a text that ends with one. No pipeline gives it such a text: each quoted one ends with `". `.
    return lambda captions: [tokenizer.convert_tokens_to_ids(tokenizer.tokenize(c)) + [tokenizer.eos_token_id] for c in captions]


def newer():
    """Characters that the libraries here lower-case or order among other marks and this Python does not know. The slow tokenizers go
    by Python; `tokenizers` and regex each bring a Unicode of their own."""
    import unicodedata
    from tokenizers.normalizers import Lowercase

    lower = Lowercase().normalize_str
    try:
        import regex
        mark = regex.compile(r"\P{CCC=0}").match
    except ImportError:
        mark = None

    def unknown(c):
        return c.lower() == c != lower(c) or mark and unicodedata.category(c) == "Cn" and mark(c)

    return [c for c in map(chr, range(0x80, 0x110000)) if not "\ud800" <= c <= "\udfff" and unknown(c)]


def main():
    if sys.argv[1] == "newer":
        print(json.dumps(newer()))
        return
    kind, path = sys.argv[1:3]
    if kind == "byt5":
        encode = byt5()
    elif kind in ("ftfy", "openai"):
        encode = slow(path, kind == "openai")
    else:
        encode = fast(path, range(151665, 151669) if kind == "qwen2" else ())
    batch = []

    def flush():
        for ids in encode(batch):
            sys.stdout.write(json.dumps(ids) + "\n")
        batch.clear()

    for line in sys.stdin:
        batch.append(json.loads(line))
        if len(batch) == BATCH:
            flush()
    flush()


if __name__ == "__main__":
    main()
