#!/usr/bin/env python3
"""growth.py [TOOL-WORD [SHAPE-WORD]]: shapes of captions and records x tools x sizes. Output and memory stay within 64 times the input plus a
constant, and CPU time grows as the input does. TORTURE=short runs two sizes and some tools, all
shapes in one process; a tool that misses is run shape by shape, so that what failed has a name. Ends with `N passed, N failed`."""
import json
import os
import re
import subprocess
import sys
import tempfile

TIMES = 64                # bytes of output for one byte of input and each encoder asked, of memory for one byte ...
PER_RECORD = 256          # ... plus this for a record that goes out: its keys, id and source
BATCH = 256 << 10         # ... and for one that is read along with the longest record: lib/run/run.c, BATCH_BYTES ...
MEMORY = 64 << 20         # ... plus what a tool takes for an empty caption, and this
# capfix tries edits one by one where together they break a promise, up to a bound (lib/fix/attempt.c, EFFORT): seconds for a caption.
TRIES = 5
# A quadratic tool needs 16 times the time for 4 times the input, a linear one 4 times; 9 is neither's.
STEP, MOST = 4, 9
NOISE = 0.15              # seconds of CPU time below which nothing is said about growth
ADDRESS_SPACE = 3 << 30   # ulimit -v: what grows beyond all bounds ends early
SHORT = os.environ.get("TORTURE") == "short"
# The first is the longest caption that capfix works on (lib/fix/fix.h), the second more than is judged of one (lib/parse/reader.h, SCENE_READ).
SIZES = [24 << 10, 96 << 10] if SHORT else [24 << 10, 96 << 10, 384 << 10]

# One piece each, repeated up to the size.
PIECES = {
    "commas": ",", "letters": "a", "tags of a letter": "a,", "words": "ab ", "digits": "1", "spaces": " ", "tabs": "\t",
    "newlines": "\n", "lines of a letter": "a\n", "CRLF": "a\r\n", "combining marks": "\u0301", "marks on letters": "e\u0301\u0323",
    "round brackets": "(", "closing brackets": ")", "pairs": "()", "square brackets": "[", "braces": "{", "choices": "{a|b}",
    "weights": "(a:1.2)", "weights that close": ":1.2)", "escaped brackets": "\\(", "backslashes": "\\", "quotes": '"',
    "single quotes": "'", "curly quotes": "\u201c", "quoted words": '"a" ', "guillemets": "\u00ab", "BREAK": " BREAK", "BREAK,": "BREAK,",
    "glued BREAK": "BREAK", "emoji": "\U0001F600", "joined emoji": "\U0001F469\u200d\U0001F3A8", "joiners": "\u200d", "flags": "\U0001F1E9",
    "a tag again": "1girl, ", "a sentence again": "A red apple lies on a table. ", "a clause again": "a dog on a lawn, ",
    "a sentence without end": "a dog and ", "prepositions": "of ", "articles": "the ", "with a": "with a ", "negations": "no hat, ",
    "without": "without ", "left of": "left of the ", "commas and blanks": ", ", "full stops": ".", "stops apart": ". ", "bangs": "!",
    "colons": ":", "semicolons": ";", "hyphens": "-", "hyphenated": "a-", "underscores": "_", "underscored": "a_", "pipes": "|",
    "kohya's separators": "|||", "secondary separators": ";;;", "less-than": "<", "markup": "<b>", "loras": "<lora:x:1>", "special tokens":
    "<|endoftext|>", "entities": "&amp;", "entities of entities": "&amp;amp;", "ampersands": "&", "mojibake": "\u00c3\u00a9", "deeper mojibake":
    "\u00c3\u0192\u00c2\u00a9", "cjk": "\u65e5", "hangul": "\ud55c", "jamo": "\u1112\u1161", "thai": "\u0e01\u0e33", "arabic": "\u0645", "ligature of 18":
    "\ufdfa", "full width": "\uff21", "zero width": "\u200b", "no-break blanks": "\u00a0", "BOM": "\ufeff", "NUL": "\0", "controls": "\x1b[1m",
    "bidi controls": "\u202e", "private use": "\ue000", "last planes": "\U000e0041", "capitals": "A", "mixed case": "aB", "dotted I": "\u0130",
    "final sigma": "\u03a3", "sharp s": "\u00df", "numbers": "1.5 ", "thousands": "1,", "urls": "http://a.b/c ", "file names": "img_001.png, ",
    "wildcards": "__a__ ", "counts": "2girls, ", "colours": "red and blue ", "quality": "masterpiece, ", "weighted quality": "(masterpiece:1.2), ",
    "hashes": "#", "at": "@a ", "stars": "*", "tildes": "~", "plus": "+", "equals": "=", "percent": "%s", "dollars": "$", "embeddings": "embedding:a ",
    "hearts": "<3 ", "faces": "^_^ ", "scores": "score_9, ", "years": "1990s ", "feels": "exuding a sense of calm, ", "maybe": "possibly a dog, ",
    "one after another": "a dog next to a cat next to ", "relatives": "which is a dog that ", "json": '{"a":', "lists": "[1,", "template": "<|im_end|>\n",
}


def unique(n):
    return "".join("tag%d, " % i for i in range(n // 8))


def names(n):
    """Words of letters that no dictionary has, each another one."""
    out, i = [], 0
    while sum(map(len, out[-1:])) + i * 7 < n:
        word, k = "", i * 2654435761 % 2**32
        for _ in range(6):
            word, k = word + "bdfgklmnprstvz"[k % 14] + "aeiou"[k // 14 % 5], k // 70
        out.append(word[:6])
        i += 1
    return " ".join(out)


WHOLE = {
    "tags all different": unique,
    "words all different": names,
    "one word and a list": lambda n: "a" * (n // 2) + ", a" * (n // 6),
    "a list and one word": lambda n: "a, " * (n // 6) + "a" * (n // 2),
    "nested brackets": lambda n: "(" * (n // 2) + "a" + ")" * (n // 2),
    "nested weights": lambda n: "(" * (n // 6) + "a" + ":1.1)" * (n // 6),
    "nested square brackets": lambda n: "[" * (n // 2) + "a" + "]" * (n // 2),
    "long quotation": lambda n: '"' + "a, " * (n // 3) + '"',
    "many quotes, one end": lambda n: '"a ' * (n // 3) + "\u201d",
    "one mark, many letters": lambda n: "a" * (n // 2) + "\u0301" * (n // 4),
    "sentence of n words": lambda n: "a " + "very " * (n // 5) + "red apple",
    "n ands": lambda n: "a photo of a cat" + " and a dog" * (n // 10),
    "tokens of one character": lambda n: "a " * 74 + "\U0001F9FF" * (n // 4),
}


def caption(shape, n):
    if shape in WHOLE:
        return WHOLE[shape](n)
    piece = PIECES[shape]
    return piece * (n // len(piece.encode()))


# Lines of JSON whose caption is short. An id of digits is that of a shape's caption.
RECORDS = {
    "deep member": lambda n: '{"caption":"a dog","id":"r","x":%s%s}' % ("[" * (n // 2), "]" * (n // 2)),
    "deep objects": lambda n: '{"caption":"a dog","id":"r","x":%s1%s}' % ('{"a":' * (n // 6), "}" * (n // 6)),
    "endless depth": lambda n: '{"caption":"a dog","id":"r","x":' + "[" * n,
    "wide member": lambda n: '{"caption":"a dog","id":"r","x":[%s1]}' % ("1," * (n // 2)),
    "many members": lambda n: '{"caption":"a dog","id":"r"%s}' % "".join(',"k%d":1' % i for i in range(n // 11)),
    "one member again": lambda n: '{"id":"r"%s}' % (',"caption":"a"' * (n // 14)),
    "escapes": lambda n: '{"id":"r","caption":"%s"}' % ("\\u0041" * (n // 6)),
    "long id": lambda n: '{"caption":"a dog, a cat","id":"%s"}' % ("i" * n),
    "id of controls": lambda n: '{"caption":"a dog, a cat","id":"%s"}' % ("\\u001b" * (n // 6)),
    "long source": lambda n: '{"caption":"a dog","id":"r","source":{"path":"%s","image":"a.png"}}' % ("p/" * (n // 2)),
    "long model": lambda n: '{"caption":"a dog","id":"r","model":"%s"}' % ("m" * n),
    "no JSON": lambda n: '{"caption":' + "x" * n,
}

SHAPES = list(PIECES) + list(WHOLE) + list(RECORDS)


def line(shape, i, n):
    """The record of a shape."""
    if shape in RECORDS:
        return RECORDS[shape](n).encode()
    return json.dumps({"id": str(i), "caption": caption(shape, n) if shape else ""}, ensure_ascii=False).encode()


# Name of the test: command line. Records come on standard input.
TOOLS = ["captok --count", "captok --ids --pieces", "captok --pieces --encoder t5", "captok --pieces --model flux-dev", "captok --pieces --model qwen-image",
         "captok --pieces --model lumina2", "captok --model sana", "captok --variant ftfy", "captok --pieces --model wan", "captok --pieces --model hidream", "captok --format text",
         "captok --pieces --trainer kohya:enable_wildcard", "captok --trainer kohya:shuffle_caption,keep_tokens=1", "captok --trainer onetrainer",
         "captok --trainer simpletuner", "captok --trainer ai-toolkit", "captok --trainer diffusion-pipe", "captok --trainer musubi",
         "capscore", "capscore --model flux-dev --style prose", "capscore --style tags --shuffle --trigger ohwx", "capscore --format text",
         "capscore --format github", "capscore --format sarif", "capscore --format junit", "capscore --verbose",
         "capfix", "capfix --unsafe", "capfix --fit", "capfix --fit --model flux-dev", "capfix --max-tokens 20", "capfix --order tags",
         "capfix --trigger ohwx --prune a", "capfix --diff", "capfix --ask",
         "capsplit --layout kohya-75", "capsplit --layout kohya-225", "capsplit --layout kohya-225-pad0", "capsplit --layout a1111",
         "capsplit --layout a1111-noemphasis", "capsplit --layout comfy", "capsplit --layout comfy-words", "capsplit --layout diffusion-pipe",
         "capsplit --by clause", "capsplit --by sentence", "capsplit --by tag", "capsplit --by line", "capsplit --pack", "capsplit --model flux-dev",
         "capsplit --model sana", "captok --pieces | capview", "capscore | capview", "capfix | capview",
         "captok --trainer kohya:enable_wildcard", "capscore --trainer kohya:enable_wildcard", "capscore --trainer onetrainer", "capscene",
         "capscene --format text", "capsee", "capgrep --word dog", "capfix --prune a", "capfix --replace a=b", "cappack -o - $GIVEN",
         "cappack -o - --to jsonl $GIVEN"]


QUICK = ["captok --ids --pieces", "captok --pieces --encoder t5", "captok --pieces --model flux-dev", "capscore", "capfix --fit", "capsplit --layout a1111",
         "capsplit --by tag", "capsplit --pack", "capsplit --model flux-dev", "capscore | capview", "capfix --prune a", "capscene", "cappack -o - $GIVEN"]


class Run:
    """One run of a command over captions: CPU seconds, bytes of its largest process, of its output, lines of it, status."""

    def __init__(self, command, shapes, n):
        body = b"".join(line(s, i, n) + b"\n" for i, s in enumerate(shapes))
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as given:
            given.write(body)
            given.flush()
            given.seek(0)
            stages = command.split(" | ")
            pipe = " | ".join("$MEASURED " + s + ("" if s.startswith(("capview", "cappack")) else " -j 1") for s in stages)
            script = "ulimit -v %d; %s" % (ADDRESS_SPACE >> 10, pipe)
            with tempfile.TemporaryFile() as said:
                p = subprocess.Popen(["bash", "-o", "pipefail", "-c", script], stdin=given, stdout=subprocess.PIPE, stderr=said,
                                     env=dict(ENV, GIVEN=given.name))
                self.read(p.stdout)
                self.status = p.wait()
                said.seek(0)
                words = said.read().decode(errors="replace").split("\n")
        self.given, self.encoders = len(body), 1
        self.each = [len(x) for x in body.split(b"\n")]
        self.longest = max(self.each)
        figures = [w.split()[1:] for w in words if w.startswith("measured ")]
        self.error = [w for w in words if not w.startswith("measured ")][:3]
        self.seconds = sum(float(w[0]) for w in figures)
        self.memory = max(int(w[1]) for w in figures)

    def read(self, out):
        """Counts bytes and lines: of all, and of those that name the record of a shape."""
        self.lines = self.out = 0
        self.of = {}
        for x in out:
            self.lines, self.out = self.lines + 1, self.out + len(x)
            m = re.match(rb'\{"id":"(\d+)["/]', x)
            if m:
                n = self.of.setdefault(int(m[1]), [0, 0])
                n[0], n[1] = n[0] + len(x), n[1] + 1

    def too_much(self):
        """The index of a record of which more came out than may, or of all (-1); else None. One among many is lost in the sum."""
        for i, given, (out, lines) in [(-1, self.given, (self.out, self.lines))] + [(i, self.each[i], n) for i, n in self.of.items()]:
            if out > TIMES * self.encoders * given + PER_RECORD * lines + (1 << 20):
                return i
        return None


def encoders_of(command):
    """How many encoders captok asks."""
    p = subprocess.run(command.split(" | ")[0].split() + ["--format", "jsonl"], input=b'{"caption":"a"}\n', capture_output=True)
    return len(json.loads(p.stdout)["captok"]["encoders"])


def faults(command, shapes, idle):
    """What is wrong with a command over these shapes, as lines."""
    runs, bad = [], []
    for n in SIZES:
        r = Run(command, shapes, n)
        r.encoders = idle.encoders
        runs.append(r)
        i = r.too_much()
        # As grep's, capgrep's 2 is also for a bad record and for a caption that is too long to try patterns on.
        if r.status not in (0, 1) and not (r.status == 2 and command.startswith("capgrep")):
            bad.append("%d bytes: status %d %s" % (n, r.status, r.error))
        if i is not None:
            bad.append("%d bytes: output is %.1f times the input" % (n, r.of[i][0] / r.each[i] if i >= 0 else r.out / r.given))
        if r.memory > idle.memory + TIMES * min(r.given, r.longest + BATCH) + MEMORY:
            bad.append("%d bytes: %d MiB of memory" % (n, r.memory >> 20))
        if bad:
            return bad
    for a, b in zip(runs, runs[1:]):
        x, y = a.seconds - idle.seconds, b.seconds - idle.seconds
        if "capfix" in command:
            y -= TRIES if len(shapes) == 1 else TRIES * len(shapes) / 20  # one shape in twenty makes it try
        if y > NOISE and y > MOST * b.given / (STEP * a.given) * max(x, NOISE / STEP):
            bad.append("%d to %d bytes: %.2f s to %.2f s" % (a.given, b.given, x, y))
    return bad


def main():
    tools = [t for t in TOOLS if (sys.argv[1] in t if len(sys.argv) > 1 else not SHORT or t in QUICK)]
    shapes = [s for s in SHAPES if len(sys.argv) < 3 or sys.argv[2] in s]
    passed = failed = 0
    for command in tools:
        idle = Run(command, [""], 0)
        if "is not there" in "".join(idle.error):  # a vocabulary whose licence is the user's to accept
            print("ok - %s # skip no vocabulary" % command, flush=True)
            continue
        if command.startswith("captok"):  # each encoder says what it sees
            idle.encoders = encoders_of(command)
        apart = [[s] for s in shapes]
        groups = [shapes] if SHORT else apart
        bad = 0
        for group in groups:
            wrong = faults(command, group, idle)
            bad += bool(wrong)
            if wrong:
                print("not ok - %s: %s: %s" % (command, group[0] if len(group) == 1 else "all shapes", "; ".join(wrong)), flush=True)
        for group in apart if bad and SHORT else []:
            wrong = faults(command, group, idle)
            if wrong:
                print("# %s: %s" % (group[0], "; ".join(wrong)), flush=True)
        if not bad:
            print("ok - %s" % command, flush=True)
        passed += len(groups) - bad
        failed += bad
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


HOLD = tempfile.TemporaryDirectory()
ENV = dict(os.environ, MEASURED=HOLD.name + "/measured")
subprocess.run(["cc", "-O1", "-o", ENV["MEASURED"], os.path.dirname(os.path.abspath(__file__)) + "/measured.c"], check=True)
if __name__ == "__main__":
    sys.exit(main())
