"""captions.py: random captions for check-oracle.py: plain ones, and hostile Unicode of every kind that has broken a tokenizer."""
import glob
import random

WORDS = (
    "a the of with and red apple woman's dress 1girl solo long hair looking at viewer best quality masterpiece "
    "don't it's we'll I'd they've 35mm f/1.8 bokeh golden retriever green ball in its mouth close-up high-definition "
    "photo score_9 score_8_up source_anime rating_safe (masterpiece:1.2) [[blurry]] {{detailed}} <lora:x:0.8> BREAK "
    "AND hello_world CamelCaseWord ALLCAPS iPhone 3.14159 1,000,000 50% $9.99 #hashtag @user https://example.org/a?b=c&d "
    "^_^ :d >_< ;) ||| ;;; -- ... !? & &amp; &lt;b&gt; &#39; &eacute; &nbsp; C:\\dir\\x a/b and/or café naïve Ångström "
    "straße İstanbul ΣΊΣΥΦΟΣ ſhort 'ſ ﬁne ﬂow １ｇｉｒｌ，ｓｏｌｏ “OPEN” it’s woman’s cafÃ© â€œhiâ€ Ã©tÃ© ｶﾀｶﾅ 東京タワー 고양이 "
    "Привет мир שלום مرحبا नमस्ते สวัสดี 😀 👨‍👩‍👧‍👦 🇺🇳 ❤️ 👍🏽 ½ ² ™ ﷺ ㎏ Ⅷ ① ℃ Ω Å"
).split(" ")

SPECIAL = (
    "<|startoftext|> <|endoftext|> <|ENDOFTEXT|> <|EndOfText|> <pad> </s> <s> <unk> <bos> <eos> <extra_id_0> <extra_id_99> "
    "<extra_id_3 <0x41> <0xE2> <|im_start|> <|im_end|> <think> </think> <tool_response> <|begin_of_text|> <|eot_id|> "
    "<start_of_turn> <end_of_turn> [toxicity=0] <h1> </table> <unused7> ＜pad＞ ＜/s＞ <extra_id_ [web] [eod] ▁ ▁▁ ▁a a▁b <mask> "
    "<|image_pad|> <|vision_start|> [INST] [/INST] [IMG]"
).split(" ")

# Blocks from which a run of characters is drawn: scripts, marks, forms, controls, what is not assigned.
RANGES = (
    (0x00, 0x1F), (0x20, 0x7E), (0x7F, 0xA0), (0xA1, 0xFF), (0x100, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF),
    (0x400, 0x52F), (0x530, 0x5FF), (0x600, 0x6FF), (0x700, 0x8FF), (0x900, 0x97F), (0x980, 0xDFF), (0xE00, 0xEFF),
    (0xF00, 0xFFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1200, 0x139F), (0x13A0, 0x167F), (0x1680, 0x17FF),
    (0x1800, 0x1AFF), (0x1B00, 0x1CFF), (0x1D00, 0x1DFF), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x20CF),
    (0x20D0, 0x20FF), (0x2100, 0x214F), (0x2150, 0x22FF), (0x2300, 0x24FF), (0x2500, 0x27BF), (0x27C0, 0x2BFF),
    (0x2C00, 0x2DFF), (0x2E00, 0x2FFF), (0x3000, 0x303F), (0x3040, 0x30FF), (0x3100, 0x33FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA000, 0xABFF), (0xAC00, 0xD7FF), (0xE000, 0xF8FF), (0xF900, 0xFAFF), (0xFB00, 0xFDFF),
    (0xFE00, 0xFE0F), (0xFE10, 0xFE6F), (0xFE70, 0xFEFF), (0xFF00, 0xFFEF), (0xFFF0, 0xFFFF), (0x10000, 0x10FFF),
    (0x11000, 0x11FFF), (0x12000, 0x16FFF), (0x17000, 0x1AFFF), (0x1B000, 0x1BFFF), (0x1D000, 0x1D7FF),
    (0x1E000, 0x1EFFF), (0x1F000, 0x1F2FF), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1F64F), (0x1F680, 0x1FAFF),
    (0x20000, 0x3134F), (0xE0000, 0xE01EF), (0xF0000, 0x10FFFF), (0, 0x10FFFF),
)
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r", "\n\n", "\t\t", " \n ", "\u00a0", "\u2003", "\u3000", "\u2028", "\u200b", "\x85",
          "\x0b", "\x0c", "\x1c", "\x1f", "\ufeff", "\u202f", "\u180e", "\u200d", " \u0301"]
MARKS = "\u0300\u0301\u0308\u030a\u0323\u0327\u0338\u0345\u0483\u05b0\u064b\u093c\u094d\u0e31\u200d\ufe0f\ufe0e\u20e3\u1ab0\U0001f3fd"


def wordnet():
    """Glosses of WordNet where it is installed, as plain English."""
    out = []
    for name in sorted(glob.glob("/usr/share/wordnet/data.*")):
        with open(name, encoding="utf-8", errors="replace") as f:
            out += [line.split(" | ", 1)[1].strip() for line in f if " | " in line]
    return out


class Captions:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.plain = wordnet() or [" ".join(WORDS[:60])]

    def char(self, span):
        while True:
            c = self.r.randint(*span)
            if not 0xD800 <= c <= 0xDFFF:
                return chr(c)

    def run(self):
        span = self.r.choice(RANGES)
        return "".join(self.char(span) for _ in range(self.r.randint(1, 8)))

    def piece(self):
        r, k = self.r, self.r.random()
        if k < 0.30:
            return r.choice(WORDS)
        if k < 0.38:
            return r.choice(SPECIAL)
        if k < 0.62:
            return self.run()
        if k < 0.70:
            return r.choice(WORDS) + "".join(r.choice(MARKS) for _ in range(r.randint(1, 6)))
        if k < 0.74:
            return "".join(r.choice("abcAB12 '\u0130\u017f\u212a\u00df\u03a3") + r.choice(["", r.choice(MARKS)])
                           for _ in range(r.randint(1, 9)))
        if k < 0.78:
            return r.choice(["a", "A", "1", "!", "\u00e9", "\u4e2d", "\U0001f600", "\u0301", "\u2581", "="]) * r.randint(2, 60)
        if k < 0.84:
            words = r.choice(self.plain).split(" ")
            at = r.randrange(len(words))
            return " ".join(words[at:at + r.randint(1, 12)])
        if k < 0.88:
            return r.choice(["'s", "'S", "'ll", "'LL", "'Ve", "'\u017f", "\u2019t", "'re", "'d"])
        if k < 0.92:
            return str(r.randint(0, 10 ** r.randint(1, 12)))
        if k < 0.96:
            word = r.choice(WORDS)
            return r.choice([word.upper(), word.title(), word[::-1], word.swapcase()])
        try:  # mojibake
            return r.choice(WORDS).encode("utf-8").decode(r.choice(["cp1252", "latin-1", "cp1251", "macroman"]))
        except UnicodeDecodeError:
            return "\u00c3"

    def caption(self):
        r, k = self.r, self.r.random()
        if k < 0.25:
            return r.choice(self.plain)
        if k < 0.35:
            return ", ".join(r.choice(WORDS) for _ in range(r.randint(1, 30)))
        out = []
        for _ in range(r.randint(1, 14)):
            out.append(self.piece())
            out.append(r.choice(SPACES) if r.random() < 0.2 else " " if r.random() < 0.7 else "")
        return "".join(out)

    def take(self, n):
        return [self.caption() for _ in range(n)]
