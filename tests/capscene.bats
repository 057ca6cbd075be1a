#!/usr/bin/env bats
# capscene: records with scene graphs, the form for people, what the parser owes to people's graphs.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	shared=${CAPTOOLS_SHARED:-$BATS_TEST_DIRNAME/../../shared}
}

@test "a record gets its scene graph, and an older one goes" {
	echo '{"id":"x","caption":"a red ball","capscene":{"old":1},"n":1.50}' >r
	[ "$(capscene r)" = '{"id":"x","caption":"a red ball","source":{"path":"r","line":1},"n":1.50,"capscene":{"objects":[{"name":"ball","head":"ball","span":[6,10],"count":1,"attributes":[{"name":"red","kind":"colour","span":[2,5]}]}],"relations":[],"picture":[],"empty":[],"facts":2}}' ]
}

@test "--tags adds words with part of speech and lemma" {
	[ "$(echo 'two geese fly' | capscene --tags | jq -c '[.capscene.words[] | [.tag, .lemma]]')" = '[["NUM","two"],["NOUN","goose"],["VERB","fly"]]' ]
}

@test "every span is bytes of the caption, beyond ASCII, too" {
	printf '%s\n' '{"caption":"Ein “naïve” café’s sign: «OPEN», a crème brûlée on a table — très bon"}' '{"caption":"猫 a cat 🐈 on a mat, blurry background"}' >odd
	[ "$(capscene odd | wc -l)" -eq 2 ]
	capscene --tags odd | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line); b, s = r["caption"].encode(), r["capscene"]
    for x in s["objects"] + s["relations"] + s["picture"] + s["empty"] + s["words"] + [a for o in s["objects"] for a in o["attributes"]]:
        b[x["span"][0]:x["span"][1]].decode()
        assert x["span"][0] < x["span"][1] <= len(b), x'
}

@test "the form for people underlines nothing where no colour is, and no caption drives the terminal" {
	run -0 capscene -f text <<<'{"caption":"a red\u001b[31m ball on a lawn"}'
	[[ $output == *"on lawn"* ]]
	[[ $output != *$'\033'* ]]
}

@test "a bad record is reported and the stream goes on" {
	printf '%s\n' '{"caption":"a cat"}' '{"caption":1' '{"caption":"a dog"}' >mixed
	run -1 --separate-stderr capscene mixed
	[ "$(echo "$output" | jq -c '.capscene.objects[0].name? // .error.code' | wc -l)" = 3 ]
}

@test "a caption of a million words takes no more than its share of time and memory" {
	yes 'a red cat, a dog and it' | head -200000 | paste -sd' ' | jq -Rc '{caption: .}' >long
	[ "$(capscene long | jq '.capscene.facts > 0')" = true ]
}

@test "scene graphs agree with people's: F1 of 0.84 or more" {
	[ -f "$shared/truth/scene-graphs.jsonl.zst" ] || skip "no ../shared"
	run "$BATS_TEST_DIRNAME/truth/scene_f1.py" "$shared/truth/scene-graphs.jsonl.zst"
	echo "$output"
	[ "$(awk '{print ($4 >= 0.84)}' <<<"$output")" = 1 ]
}

@test "of verbs that are also nouns at most 12% are missed, and at most 2% of other words are taken for verbs" {
	[ -f "$shared/truth/verbs.tsv" ] || skip "no ../shared"
	grep -v '^#' "$shared/truth/verbs.tsv" | cut -f1 | capscene --tags | python3 -c '
import collections, json, sys
want = [l.rstrip("\n").split("\t")[1].split() for l in open(sys.argv[1]) if l[0] != "#"]
missed = false = verbs = others = 0
for line, v in zip(sys.stdin, want):
    r = json.loads(line); b = r["caption"].encode()
    words = [(b[w["span"][0]:w["span"][1]].decode(), w["tag"]) for w in r["capscene"]["words"]]
    got, v = collections.Counter(w for w, t in words if t == "VERB"), collections.Counter(v)
    missed += sum((v - got).values()); false += sum((got - v).values()); verbs += sum(v.values()); others += len(words) - sum(v.values())
print(missed, "of", verbs, "missed,", false, "of", others, "false")
assert verbs and others and missed <= 0.12 * verbs and false <= 0.02 * others' "$shared/truth/verbs.tsv"
}

@test "of a text that is no caption the first 64 KB are read, and the record and the list say how much" {
	jq -nc '{id: "a", caption: ("a red dog on a lawn. " * 4000)}, {id: "b", caption: ("a red dog on a lawn. " * 3000)}' >r
	capscene r >out
	[ "$(jq -c 'select(.capscene) | [.id, .capscene.read]' out)" = '["a",65534]
["b",null]' ]
	[ "$(jq 'select(.id == "a") | .capscene.objects[-1].span[1] <= 65534' out)" = true ]
	capscene --format text r | grep -c 'in the first 65534 bytes; no more is read$' | grep -qx 1
	python3 "$BATS_TEST_DIRNAME/schema_check.py" "$BATS_TEST_DIRNAME/../share/schema/record.schema.json" <out
}

@test "one fact is no facts" {
	[[ $(echo "a cat" | capscene -f text) == *"  1 fact" ]]
	[[ $(echo "a red cat" | capscene -f text) == *"  2 facts" ]]
}
