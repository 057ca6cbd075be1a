"""schema_check.py SCHEMA [POINTER] <RECORDS: checks JSON lines by the schema at POINTER (#, or #/$defs/NAME), with what of JSON Schema
share/schema uses, and no package; a keyword it does not know is an error. Members that the schema does not name are errors as well inside the tools' own keys."""
import json, re, sys

root = json.load(open(sys.argv[1], encoding="utf-8"))
KNOWN = {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "propertyNames", "items",
         "minItems", "maxItems", "enum", "const", "pattern", "minimum", "maximum", "anyOf", "oneOf", "allOf", "not"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
OWN = {"captok", "capscene", "capscore", "capfix", "capsplit", "capsee", "dataset"}

def has_type(v, t):
    if t == "integer":
        return isinstance(v, int) and not isinstance(v, bool)
    if t == "number":
        return isinstance(v, (int, float)) and not isinstance(v, bool)
    return isinstance(v, TYPES[t])

def at(ref):
    s = root
    for part in ref.lstrip("#").strip("/").split("/"):
        s = s[part] if part else s
    return s

def check(v, s, where, own=False):
    if s is True:
        return []
    if s is False:
        return [f"{where}: not allowed"]
    e = [f"{where}: keyword {k} is not known to this check" for k in s if k not in KNOWN]
    if "$ref" in s:
        e += check(v, at(s["$ref"]), where, own)
    if "type" in s and not any(has_type(v, t) for t in (s["type"] if isinstance(s["type"], list) else [s["type"]])):
        return e + [f"{where}: {json.dumps(v)[:60]} is no {s['type']}"]
    if "enum" in s and v not in s["enum"] or "const" in s and v != s["const"]:
        e.append(f"{where}: {json.dumps(v)[:60]} is not among those named")
    if isinstance(v, str) and "pattern" in s and not re.search(s["pattern"], v):
        e.append(f"{where}: {v[:60]!r} is not like {s['pattern']}")
    if has_type(v, "number"):
        if v < s.get("minimum", v) or v > s.get("maximum", v):
            e.append(f"{where}: {v} is out of bounds")
    if isinstance(v, list):
        if not s.get("minItems", 0) <= len(v) <= s.get("maxItems", len(v)):
            e.append(f"{where}: {len(v)} items")
        for i, x in enumerate(v):
            e += check(x, s.get("items", True), f"{where}[{i}]", own)
    if isinstance(v, dict):
        e += [f"{where}: no {k}" for k in s.get("required", ()) if k not in v]
        named = s.get("properties", {})
        for k, x in v.items():
            e += check(k, s.get("propertyNames", True), f"{where}: name of {k}")
            if k in named:
                e += check(x, named[k], f"{where}.{k}", own or k in OWN)
            elif "additionalProperties" in s:
                e += check(x, s["additionalProperties"], f"{where}.{k}", own)
            elif own and named:
                e.append(f"{where}.{k}: the schema does not name it")
    for kind, good in (("anyOf", lambda n: n >= 1), ("oneOf", lambda n: n == 1)):
        if kind in s:
            tries = [check(v, x, where, own) for x in s[kind]]
            if not good(sum(not t for t in tries)):
                e += min(tries, key=len) or [f"{where}: fits more than one"]
    for x in s.get("allOf", ()):
        e += check(v, x, where, own)
    if "not" in s and not check(v, s["not"], where):
        e.append(f"{where}: fits what it must not")
    return e

bad = n = 0
for line in sys.stdin.buffer:
    n += 1
    for problem in check(json.loads(line), at(sys.argv[2] if len(sys.argv) > 2 else "#"), f"record {n}")[:3]:
        bad += 1
        if bad <= 20:
            print(problem)
print(f"{n} records, {bad} problems")
sys.exit(bad > 0 or n == 0)
