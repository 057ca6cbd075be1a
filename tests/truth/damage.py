"""damage.py: ways to make a caption worse that keep its topic, for truth.py: kind -> functions from a caption to a damaged one ('' where there is nothing to damage)."""
import re

COLOURS = ("red|green|blue|yellow|orange|purple|pink|brown|black|white|grey|gray|golden|gold|silver|beige|teal|turquoise|cyan|magenta|maroon|navy|"
           "violet|crimson|scarlet|tan|cream|ivory|lavender|olive|blond|blonde|emerald|amber|copper|bronze")
FUNCTION = set("""a an the and or of on in at with by to from for near under over behind beside between into onto its his her their is are was were has
have it that this there which who while as next up down out off through across along around above below against inside outside towards toward about be
been being some two three one""".split())
IDLE = ("What a wonderful way to spend a day.", "The story behind it remains a mystery.", "It makes one think of simpler times.",
        "You can tell how much thought went into it.", "A reminder of how precious life can be.", "Such scenes are rarely seen these days.",
        "The overall mood is calm and peaceful.", "The composition invites the viewer to reflect on the beauty of the moment.")

def sentences(c):
    """Each with the white space behind it, so that line breaks are no damage and their loss none either."""
    return re.findall(r"\S.*?(?:[.!?]\s+(?=[A-Z\"'])|$)", c.strip(), re.S)

def phrases(c):
    out, now = [], []
    for w in re.findall(r"[A-Za-z0-9'-]+|[.,;!?]", c):
        if not w[0].isalnum() or w.lower() in FUNCTION:
            out.append(" ".join(now))
            now = []
        else:
            now.append(w)
    return [p for p in out + [" ".join(now)] if p]

def half(keep):
    """Every second sentence, or clause where there is one sentence only."""
    def drop(c):
        s = sentences(c)
        if len(s) > 1:
            return "".join(s[keep::2]).strip()
        return ""
    return drop

def idle(n):
    def add(c):
        return " ".join([c, *(IDLE[(len(c) + i) % len(IDLE)] for i in range(n))])
    return add

def amid(c):
    s = sentences(c)
    return "".join([*s[:len(s) // 2], IDLE[len(c) % len(IDLE)] + " ", *s[len(s) // 2:]])

def loop(n):
    def again(c):
        return " ".join([c, *[sentences(c)[-1]] * n])
    return again

def colourless(c): return re.sub(rf"\b({COLOURS})\b ?", "", c, flags=re.I).strip()

KINDS = {
    "half the sentences dropped": (half(0), half(1)),
    "idle sentences added": (idle(1), idle(3), amid),
    "a sentence looped": (loop(1), loop(3), lambda c: c + " " + c),
    "tagified": (lambda c: ", ".join(phrases(c)).lower(), lambda c: ", ".join(p.split()[-1] for p in phrases(c)).lower()),
    "colours stripped": (colourless,),
}
