"""injection.py DIR [SEED]: names, ids, captions, members and arguments that would drive a terminal, a runner of workflows or a reader of
reports, through every tool and every format; the bytes that come out are scanned by what each channel obeys. Prints what broke, exits 1."""
import io, json, os, random, re, subprocess, sys, tarfile
import xml.etree.ElementTree as ElementTree

os.makedirs(sys.argv[1], exist_ok=True)
os.chdir(sys.argv[1])
rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 3)

# Pieces of attacks, as bytes: control sequences of one and two bytes, marks of direction, line breaks of all kinds, commands of GitHub's and
# Azure's runners behind blanks of all kinds, XML and HTML, broken UTF-8, and long characters around the sizes at which messages are cut.
attacks = [a.encode("utf-8", "surrogateescape") for a in (
    "\x1b]0;owned\x07", "\x1b[31m", "\x9b31m", "\x85", "\x7f", "\x08\x08", "\u202e", "\u2066", "\u200f", "\u061c", "\u2028", "\u2029",
    "\n::error::owned", "\r\n  ::set-output name=x::y", "::add-mask::x", "   ::warning file=x::y", "\u3000::stop-commands::t", "\t::debug::x",
    "\v::error::x", ":::error::x", "##[error]x", "##vso[task.complete]x", "\n##[group]x", "%0A::error::x", "]]>", "<script>alert(1)</script>",
    "\"><img src=x>", "&lt;", "\ufffe", "\ufeff", "\udcff", "\udce2\udc82", "\udced\udca0\udc80", "\udcf4\udc90\udc80\udc80")]
attacks += [b"x" * n + c.encode() * 120 for n in range(0, 4) for c in ("\u65e5", "\U0001f600")]
bases = [b"red dog, red dog, ", b"a photo of a cat on a table. ", b"", b"  ", b"masterpiece, (red apple:1.3), TODO, "]

def attack(n=2):
    return rnd.choice(bases) + b"".join(rnd.choice(attacks) for _ in range(rnd.randrange(1, n + 1))) + rnd.choice([b"", b", red dog", b" sits on a mat"])
def text(b):
    return b.decode("utf-8", "replace")

with open("records.jsonl", "wb") as f:
    for a in attacks + [attack(4) for _ in range(80)]:
        f.write(json.dumps({"id": text(a), "caption": text(attack(3)), text(a): text(a)}, ensure_ascii=rnd.random() < 0.5).encode("utf-8", "replace") + b"\n")
        f.write(b'{"id":' + json.dumps(text(a)).encode() + b',"caption":5}\n{"id":"' + re.sub(rb'[\x00-\x1f"\\]', b"", a) + b'","caption":"' + re.sub(rb'[\x00-\x1f"\\]', b"", a) + b'\n')
with open("lines.txt", "wb") as f:
    for a in attacks + [attack(4) for _ in range(80)]:
        f.write(a.replace(b"\n", b"\v") + b"\n")
def file_name(i, a):
    return b"%02d" % i + a.replace(b"/", b"_").replace(b"\0", b"_")[:200]
folder = b"set\x1b[31m\xff\n::error::owned"
os.makedirs(folder, exist_ok=True)
members = [(file_name(i, a) + end, data) for i, a in enumerate(attacks) for end, data in ((b".txt", attack(3)), (b".png", b"no picture"))]
members += [(b"lone " + file_name(0, a) + b".txt", b"x") for a in attacks[:12]] + [(b"bare " + file_name(1, a) + b".png", b"x") for a in attacks[12:24]]
for name, data in members:
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)
with tarfile.open("set.tar", "w", format=tarfile.GNU_FORMAT) as t:
    for name, data in members:
        i = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
        i.size = len(data)
        t.addfile(i, io.BytesIO(data))
with open(b"broken\x1b[2J\n::error::x.tar", "wb") as f:
    f.write(open("set.tar", "rb").read()[:700])

bad = 0
def broken(what, argv, line):
    global bad
    bad += 1
    if bad <= 15:
        print(what, [a if isinstance(a, str) else repr(a) for a in argv], repr(line)[:300])

drives = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
def runner(line):
    """What actions/runner takes for a command: `::name` behind white space (TryParseV2), `##[name` anywhere; Azure's `##vso[`."""
    return line.strip().startswith("::") or re.search(r"##\w*\[", line)
def as_text(out, argv):
    for line in out.split("\n"):
        if drives.search(line):
            broken("drives a terminal", argv, line)
        if runner(line):
            broken("is a command", argv, line)
def as_github(out, argv):
    for line in out.split("\n"):
        if line and not re.match(r"::(notice|warning|error) (file=[^:,]*)?[a-zA-Z0-9=,. -]*title=[^:]*::", line):
            broken("is no annotation", argv, line)
        if drives.search(line) or runner(line[2:]):
            broken("drives a log", argv, line)
def as_json_lines(out, argv):
    for line in out.split("\n"):
        try:
            line and json.loads(line)
        except ValueError as e:
            broken(f"no JSON: {e}", argv, line)
def as_json(out, argv):
    try:
        json.loads(out)
    except ValueError as e:
        broken(f"no JSON: {e}", argv, out[:200])
def as_xml(out, argv):
    if re.search("[\x7f-\x9f]", out):
        broken("C1 in XML", argv, "")
    try:
        ElementTree.fromstring(out)
    except ElementTree.ParseError as e:
        broken(f"no XML: {e}", argv, out[:200])
def as_page(out, argv):
    if "<script>alert" in out or "<img src=x" in out:
        broken("a page that runs it", argv, "")

def run(scan, *argv, data=b""):
    p = subprocess.run(argv, input=data, capture_output=True)
    if p.returncode not in (0, 1, 2):
        broken(f"status {p.returncode}", argv, p.stderr)
    for name, stream in (("standard output", p.stdout), ("standard error", p.stderr)):
        try:
            stream.decode()
        except UnicodeDecodeError as e:
            broken(f"{name} is no UTF-8: {e}", argv, stream[max(0, e.start - 60):e.start + 20])
            continue
        if name == "standard error":
            as_text(stream.decode(), argv)
        elif p.returncode < 2:
            scan(stream.decode(), argv)
    return p

def works(scan, *argv, data=b""): # ... and says something: a wrong option would pass every scan
    p = run(scan, *argv, data=data)
    if p.returncode == 2 or not p.stdout:
        broken(f"status {p.returncode}, {len(p.stdout)} bytes", argv, p.stderr)
    return p

inputs = [["records.jsonl"], ["--from", "lines", "lines.txt"], [folder], ["set.tar"]]
formats = [("captok", [], as_json_lines), ("captok", ["--format", "text"], as_text), ("captok", ["--pieces", "--count"], as_json_lines),
           ("capscore", ["--format", "jsonl"], as_json_lines), ("capscore", ["--format", "text"], as_text), ("capscore", ["--format", "github"], as_github),
           ("capscore", ["--format", "sarif"], as_json), ("capscore", ["--format", "junit"], as_xml), ("capscore", ["--format", "text", "--summary"], as_text),
           ("capscore", ["--format", "jsonl", "--summary"], as_json_lines), ("capfix", [], as_json_lines), ("capfix", ["--unsafe", "--diff"], as_text),
           ("capfix", ["--ask"], as_json_lines), ("capfix", ["--edits-only"], as_json_lines), ("capsplit", ["--by", "clause"], as_json_lines),
           ("capsplit", ["--by", "window"], as_json_lines)]
formats += [("capscene", [], as_json_lines), ("capscene", ["--format", "text"], as_text), ("capsee", ["--format", "jsonl"], as_json_lines), ("capsee", ["--format", "text"], as_text),
            ("capsee", ["--format", "github"], as_github), ("capsee", ["--format", "sarif"], as_json), ("capsee", ["--format", "junit"], as_xml)]
for given in inputs:
    for tool, options, scan in formats:
        (run if tool == "capsee" and scan == as_github else works)(scan, tool, *options, *given) # lines have no pictures to annotate
    run(as_text, "capview", "-o", "page.html", *given[:1 if given[0] in (folder, "set.tar") else 0], data=run(as_json_lines, "capscore", "--format", "jsonl", *given).stdout)
    as_page(open("page.html", encoding="utf-8").read(), given)
for dataset in (folder, b"set.tar"):
    fixed = works(as_json_lines, "capfix", "--unsafe", dataset).stdout
    works(as_text, "cappack", "--in-place", "--partial", "--dry-run", dataset, data=fixed)
    run(as_text, "cappack", "--in-place", dataset, data=open("records.jsonl", "rb").read())
# Arguments and files of settings come from other people's repositories, too.
for a in attacks:
    a = a.replace(b"\0", b"")
    if b"\xff" in a: # an argument that is no UTF-8 becomes no part of a caption
        run(as_json_lines, "capfix", b"--trigger", a, "lines.txt")
        run(as_json_lines, "capscore", "--format", "jsonl", b"--trigger", a, "lines.txt")
        run(as_json_lines, "captok", b"--trainer", b"ai-toolkit:trigger_word=" + a, "lines.txt")
    for argv in (["captok", a + b".none"], ["captok", b"--model", a], ["captok", b"--" + a], ["captok", b"--from", a, "lines.txt"], ["capscore", b"--rule", a, "lines.txt"],
                 ["capscore", b"--explain", a], ["capfix", b"--direction", a, "lines.txt"], ["cappack", b"-o", a + b"/x/y", "set.tar"], ["capview", b"-o", a + b"/x/y", "lines.txt"]):
        run(as_text, *argv)
    with open("settings", "wb") as f:
        f.write(a + b" = " + a + b"\n[" + a + b"]\nrule = " + a + b"\n")
    run(as_text, "capscore", "--config", "settings", "--format", "text", "lines.txt")
    run(as_text, "capfix", "--direction", "settings", "--diff", "lines.txt")
for name in os.listdir(b"."):
    if name.startswith(b"broken"):
        run(as_json_lines, "captok", name)
print(f"{len(attacks)} attacks x {len(inputs)} inputs x {len(formats)} formats: {bad} broken")
sys.exit(bad > 0)
