#!/usr/bin/env bats
# capfix: the article's captions, promises as properties, diff, direction, what the user asks for by name.

setup() {
	cd "$BATS_TEST_TMPDIR"
	apple='food, apple, no humans, fruit, white background, simple background, food focus, still life, realistic'
	dog='no humans, animal focus, realistic, animal, tongue, whiskers, tongue out, solo, black eyes, open mouth'
	cat >direction.jsonl <<-'J'
	{"id":"dog_*","medium":"photo","subject":"golden retriever","relation":"with a green ball in its mouth","extra":"mouth focus image","focus":"depth of field","must":["golden retriever","green ball|ball","in its mouth|mouth hold"],"must_not":["tongue out"]}
	{"id":"apple_*","camera":"close up","quality":"high definition","medium":"photo","style":"realistic","colour":"red","subject":"apple","lighting":"lit from above","background":"white background"}
	J
}

fixed() { jq -nc --arg c "$1" '{caption: $c}' | capfix "${@:2}" | jq -r .caption; }

@test "the apple, safe and unsafe" {
	[ "$(fixed "$apple")" = 'apple, no humans, white background, still life, realistic' ]
	[ "$(fixed "$apple" --unsafe)" = 'apple, white background, still life, realistic' ]
}

@test "the dog: only tongue goes, nothing is invented, a person is asked" {
	[ "$(fixed "$dog")" = 'no humans, animal focus, realistic, animal, whiskers, tongue out, solo, black eyes, open mouth' ]
	[ "$(fixed "$dog" --unsafe)" = 'realistic, animal, whiskers, tongue out, solo, black eyes, open mouth' ]
	open=$(echo "$dog" | capfix | jq -c '[.capfix.open[].rule]')
	for rule in subject-missing-or-generic missing-colour missing-lighting missing-camera-distance verify-pair; do
		[[ $open == *"\"$rule\""* ]]
	done
}

@test "--compose writes the article's sentences byte for byte" {
	printf '{"id":"apple_1","caption":"apple"}\n{"id":"dog_1","caption":"dog"}\n{"id":"cat_1","caption":"a cat"}\n' |
		capfix --compose --direction direction.jsonl | jq -r .caption >out
	printf '%s\n' 'A close up high definition photo of a realistic red apple, apple lit from above against a white background.' \
		'A photo of a golden retriever with a green ball in its mouth, mouth focus image with depth of field.' 'a cat' | diff - out
}

@test "--compose: the apple and the dog of share/demo, from the direction file beside them" {
	demo=$BATS_TEST_DIRNAME/../share/demo
	capfix --compose --direction "$demo/direction.jsonl" "$demo/dataset" | jq -r 'select(.id == "apple_01" or .id == "dog_01").caption' >out
	printf '%s\n' 'A close up high definition photo of a realistic red apple, apple lit from above against a white background.' \
		'A photo of a golden retriever with a green ball in its mouth, mouth focus image with depth of field.' | cmp - out
}

@test "edits carry rule, span, old, new, safety, and replay" {
	echo "$apple" | capfix >r
	jq -e '.capfix | .changed and (.edits | length == 4) and all(.edits[]; .rule and .safety and (.span | length == 2))' r
	[ "$(jq -c '[.capfix.edits[] | select(.rule == "generic-focus-tag") | [.span, .old, .new, .safety]]' r)" = '[[[68,80],"food focus, ","","safe"]]' ]
}

@test "what needs no fix stays byte for byte, and says so" {
	printf '{"caption":"A photo of a golden retriever with a green ball in its mouth.","capscore":{"x":1}}\n' >r
	capfix r >out
	jq -e '(.capfix.changed == false) and (.capfix.edits == []) and (.capscore.x == 1)' out
}

@test "a changed caption takes captok and capscore away, an earlier capfix is replaced" {
	printf '{"caption":"apple, apple","captok":{},"capscore":{},"capfix":{"model":"pony"},"k":1}\n' | capfix >out
	jq -e '(has("captok") or has("capscore") | not) and .k == 1 and .capfix.model == "pony"' out
	[ "$(grep -o '"capfix"' out | wc -l)" -eq 1 ]
}

@test "kaomoji, names, parentheses and quoted text are left alone" {
	for c in 'a girl with a sign that reads "no  smoking , please"' '1girl, :d, ^_^, >_<, smile' 'hatsune miku \(vocaloid\), solo' 'saber (fate/stay night), sword'; do
		out=$(fixed "$c")
		case $c in
		*miku*) ;; # CAP014 unescapes the parentheses of a tag
		*) [ "$out" = "$c" ] || { echo "$c -> $out"; false; } ;;
		esac
	done
}

@test "a prompt's weights go, the words stay, numbers of things stay" {
	[ "$(fixed '(red apple:1.3), table')" = 'red apple, table' ]
	[ "$(fixed '(red apple:1.3), table' --model flux-dev)" = '(red apple:1.3), table' ]
	[ "$(fixed '(red apple:1.3) on a table')" = '(red apple:1.3) on a table' ]
	[ "$(fixed 'three red balls, ((dog))')" = 'three red balls, ((dog))' ]
	[ "$(fixed 'three red balls, ((dog))' --unsafe)" = 'three red balls, dog' ]
}

@test "../shared/cases: brackets, sentences, JSON and captions of several lines come out as they went in" {
	[ -d "${CAPTOOLS_SHARED:-}/cases" ] || skip "the development data is not there"
	cases=$CAPTOOLS_SHARED/cases
	for f in brackets prose-edits json-captions; do
		capfix --from lines "$cases/$f.txt" | jq -r .caption | diff <(sed -e '$a\' "$cases/$f.txt") -
	done
	# The filler goes as the whole phrase that it is, a place in the frame as the whole adjunct, and the edit says so.
	capfix --unsafe --from lines "$cases/prose-edits.txt" >u
	jq -r .caption u | diff <(sed 's/, adding a touch of nature to the scene//; s/In the lower left corner of the frame, a red/A red/' "$cases/prose-edits.txt") -
	jq -se 'any(.id == "5" and .capfix.edits[0].loses == ["In the lower left corner of the frame"])' u
	capscore --from lines --format jsonl "$cases/brackets.txt" | jq -e -s 'all(.[].capscore.findings // [] | .[]; .code != "CAP015")'
	capfix "$cases/two-captions-a-file.jsonl" >r
	jq -e 'select(.id != "4") | .capfix.changed == false' r
	[ "$(jq -r 'select(.id == "4") | .caption | split("\n")[0]' r)" = '<start of description>' ]
	# Blanks part these: underscores hold them together. Two counts: who sees the picture knows which.
	capfix --from lines "$cases/tags.txt" >r
	jq -r .caption r | head -2 | diff <(head -2 "$cases/tags.txt") -
	jq -e -s 'any(.[]; .caption | test("1boy.*multiple boys"))' r
}

@test "of a caption that is JSON only values are fixed, whatever is asked, and that is said" {
	for o in '' --unsafe '--trigger ohwx' --fit '--max-tokens 2' '--prune apple' '--order tags'; do
		printf '%s\n' '{"caption":"{\"a\":\"apple, fruit , apple\",\"b\":[1,2]}"}' '{"caption":" [\"a , b\", [1.5, null]]\n"}' | capfix $o >r
		jq -e -s 'all(.[].capfix; .changed == false)' r
		[ -z "${o#--unsafe}" ] || jq -e -s 'all(.[].capfix; any(.open[]; .message | test("JSON")))' r
	done
	jq -nc '{caption: "{\"a\": \"a \\\"big\\\" sign\", \"b\": [1, \"a dog &amp; a cat\"]}"}' | capfix | jq -r .caption |
		jq -ce '. == {a: "a \"big\" sign", b: [1, "a dog & a cat"]}'
}

@test "a sentence of moods stays where it holds the only word about light, focus or place" {
	[ "$(fixed 'A dog on grass. The background is blurred, emphasizing the dog.' --unsafe)" = 'A dog on grass. The background is blurred.' ]
	for c in 'A dog on grass. The soft lighting evokes a sense of calm.' \
		'A dog on grass. The overall mood is calm with golden hour light.'; do
		[ "$(fixed "$c" --unsafe)" = "$c" ] || { fixed "$c" --unsafe; false; }
	done
	[ "$(fixed 'A dog on grass. The overall tone is humorous.' --unsafe)" = 'A dog on grass.' ]
}

@test "--trigger puts the word where it is missing, once, and reports a misspelt one" {
	[ "$(fixed 'a photo of a dog' --trigger ohwx)" = 'ohwx, a photo of a dog' ]
	[ "$(fixed 'ohwx, a photo of a dog' --trigger ohwx)" = 'ohwx, a photo of a dog' ]
	[ "$(fixed 'a photo of a dog' --trigger ohwx --unsafe)" = 'a photo of a ohwx dog' ]
	echo 'a photo of ohwz dog' | capfix --trigger ohwx | jq -e '(.capfix.changed == false) and any(.capfix.open[]; .message | test("ohwz"))'
}

@test "--prune, --order, --max-tokens and --fit do what they are asked and say what was lost" {
	[ "$(fixed 'apple, Still Life, table' --prune 'still life')" = 'apple, table' ]
	[ "$(fixed 'soft lighting, close up, forest, 1girl, red hair, ohwx' --order tags --trigger ohwx)" = 'ohwx, 1girl, red hair, forest, close up, soft lighting' ]
	long="1girl, solo, red dress, $(for i in $(seq 40); do printf 'thing%s extra, ' $i; done)highres, absurdres"
	echo "$long" | capfix --fit --model sdxl >r
	jq -e '.capfix.lost | length > 10 and (index("thing40 extra") != null)' r
	[ "$(captok --model sdxl r | jq -c '.captok.encoders[0].truncated')" = null ]
	[[ $(jq -r .caption r) == '1girl, solo, red dress, '* ]]
	n=$(echo "$long" | capfix --max-tokens 20 | captok --encoder clip-l | jq '.captok.encoders[0].tokens - 2')
	[ "$n" -le 20 ]
}

@test "--diff is a unified diff, without colour into a pipe" {
	echo "$apple" | capfix --diff >d
	grep -q '^--- a/' d
	grep -q '^+++ b/' d
	grep -q '^@@ -1,1 +1,1 @@' d
	grep -qx "[-]$apple" d
	! grep -q "$(printf '\033')" d || false
}

# bats test_tags=posix
@test "--diff shows controls, escapes and bidirectional marks of captions and names as ?, a terminal gets none" {
	mkdir d
	printf 'a\tb \033[31m \302\233, dog\342\200\256 , x' >"d/$(printf 'n\033]0;x').txt"
	capfix --diff --no-rule encoding d >out
	grep -qx -- '-a?b ?\[31m ?, dog? , x' out
	grep -qx -- '--- a/n?\]0;x.txt' out
	run capfix --diff --edits-only d
	[ "$status" -eq 2 ]
}

@test "each edit has what its own rule put there" {
	echo 'apple, fruit, long_hair , x' | capfix --from lines --edits-only |
		jq -e '[.edits[] | [.rule, .old, .new]] == [["redundant-hypernym","fruit, ",""],["underscore-token","long_hair","long hair"],["punctuation-spacing"," , ",", "]]'
}

@test "--ask prints a direction file of what only a person can say, and it can be fed back" {
	printf '%s\n' "{\"id\":\"dog_1\",\"caption\":\"$dog\"}" | capfix --ask >ask
	jq -e '.id == "dog_1" and has("subject") and has("colour") and .verify == ["tongue out"]' ask
	printf '%s\n' "{\"id\":\"dog_1\",\"caption\":\"$dog\"}" | capfix --direction ask >/dev/null
}

@test "the template of --ask, filled in and fed back, adds what it says, once" {
	for i in apple dog pair odd prose; do
		case $i in
		apple) c=$apple id=apple_1 d='{"colour":"red","lighting":"lit from above","camera":"close up"}' want='red apple, no humans, white background, still life, realistic, close up, lit from above' ;;
		dog) c=$dog id=dog_1 d='{"subject":"golden retriever","relation":"with a green ball in its mouth","focus":"depth of field"}'
			want='no humans, realistic, golden retriever with a green ball in its mouth, whiskers, tongue out, solo, black eyes, open mouth, depth of field' ;;
		pair) c='dog, ball' id=pair_1 d='{"colour":"brown","relation":"beside a ball"}' want='brown dog beside a ball' ;;
		odd) c='apple' id='a[1]*?\\b' d='{"colour":"red"}' want='red apple' ;;
		prose) c='A photo of an animal on the grass. It is noon.' id=x d='{"subject":"horse","colour":"old","background":"grey wall"}' want='A photo of an old horse on the grass, against a grey wall. It is noon.' ;;
		esac
		jq -nc --arg c "$c" --arg id "$id" '{id: $id, caption: $c}' >in.jsonl
		capfix --ask in.jsonl | jq -c --argjson d "$d" '. + $d' >ask.jsonl
		capfix --compose --direction ask.jsonl in.jsonl >out.jsonl
		[ "$(jq -r .caption out.jsonl)" = "$want" ] || { jq -r .caption out.jsonl; false; }
		jq -c '{id, caption}' out.jsonl | capfix --compose --direction ask.jsonl | jq -e '.capfix.changed == false'
	done
	echo '{"id":"x","subject":"cat"}' >cat.jsonl
	echo '{"id":"x","caption":"a dog on a table"}' | capfix --compose --direction cat.jsonl |
		jq -e '.caption == "a dog on a table" and any(.capfix.open[]; .rule == "compose" and (.message | test("cat.*dog")))'
}

@test "weights, networks and the tags in them go in one step, and the edit is named by what took the words" {
	[ "$(fixed '(masterpiece:1.2), 1girl, red hair')" = '1girl, red hair' ]
	echo '(masterpiece:1.2), (best quality:1.3), 1girl, ((solo)), <lora:x:0.6>, long hair' | capfix --unsafe --from lines >r
	[ "$(jq -r .caption r)" = '1girl, solo, long hair' ]
	jq -e '[.capfix.edits[] | select(.old | test("lora")).safety] == ["unsafe"]' r
}

@test "one edit that must not be made does not stop the others, nor cost hours; one kind of comma stays one kind" {
	python3 -c 'print(", ".join("word%d_tag" % i for i in range(1600)) + ". apple, fruit. The overall tone is calm like 7 ninjas. x")' >in
	timeout $((20 * ${CAPTOOLS_SLOW:-1})) capfix --unsafe --from lines in >r
	jq -e '.capfix.edits | length > 500' r
	[ "$(jq -c '{caption}' r | timeout $((20 * ${CAPTOOLS_SLOW:-1})) capfix --unsafe | jq .capfix.changed)" = false ]
	c=$(fixed '一个女孩，长发，蓝眼睛，站在海边' --unsafe)
	[[ $c != *，* || $c != *", "* ]]
}

@test "a pruned tag that is the whole caption stays, and is said; a misspelt trigger is said once" {
	echo b | capfix --from lines --prune b | jq -e '.caption == "b" and ([.capfix.open[] | select(.rule == "prune")] | length == 1)'
	echo 'apple, apple, ohwz dog , x' | capfix --from lines --trigger ohwx | jq -e '[.capfix.open[] | select(.message | test("ohwz"))] | length == 1'
}

@test "tags of a long list are pruned together, and one is left where all of them are" {
	jq -nc '{caption: ([range(3000) | if . % 2 == 0 then "b" else "tag\(.)" end] | join(", "))}' >list.jsonl
	# One by one that was a run of the linter for each.
	timeout "$((20 * ${CAPTOOLS_SLOW:-1}))" capfix --prune b --no-rule all list.jsonl >out || [ $? -eq 1 ]
	jq -e '[.caption | split(", ")[] | select(. == "b")] | length == 0' out
	jq -e '.capfix.lost | length == 1500' out
	[ "$(fixed 'b, b, b, b' --prune b)" = b ]
}

@test "a caption longer than what is judged is left as it is and says so; what is composed replaces it" {
	jq -nc '{id: "dog_1", caption: ("a red apple, " * 6000)}' >long.jsonl
	capfix long.jsonl | jq -e '(.capfix.changed | not) and ([.capfix.open[] | select(.rule == "limit")] | length == 1)'
	capfix --compose --direction direction.jsonl long.jsonl | jq -e '.capfix.changed and (.caption | length < 200)'
}

@test "a broken direction file is 2 and named with its line" {
	printf '{"id":"a"}\n{"id":5}\n' >bad.jsonl
	run capfix --direction bad.jsonl </dev/null
	[ "$status" -eq 2 ]
	[[ $output == *bad.jsonl:2:* ]]
	run capfix --compose </dev/null
	[ "$status" -eq 2 ]
}

@test "a prompt's flags go together or not at all, networks with them; a separator leaves a comma" {
	fixed() { printf '%s\n' "$1" | capfix --unsafe --from lines --model sdxl | jq -r .caption; }
	[ "$(fixed 'a bronze statue with a long nose --ar 72:101 --stylize 750 --v 6')" = 'a bronze statue with a long nose' ]
	[ "$(fixed 'a red fox in snow --tile --upbeta --q 2, bokeh')" = 'a red fox in snow, bokeh' ]
	[ "$(fixed 'a red fox in snow --tile with a hat')" = 'a red fox in snow with a hat' ] # it takes no value
	[ "$(fixed '<lora:kangelNeedyGirl_v10:1>, <lora:genshin-char-model:1>, genshin,')" = genshin ]
	[ "$(fixed 'ohwx ||| 1girl, red hair')" = 'ohwx, 1girl, red hair' ]
	[ "$(fixed 'red fox;;;snow, tree')" = 'red fox, snow, tree' ]
	[ "$(fixed 'a cat on grass, waving BREAK a dog on sand')" = 'a cat on grass, waving, a dog on sand' ] # not "waving a dog"
	[ "$(fixed 'a castle on a hill ADDCOMM a cat on grass ADDCOL a dog on sand AND a hat')" = 'a castle on a hill, a cat on grass, a dog on sand, a hat' ]
	[ "$(fixed 'A man stands at a wall. BREAK A dog sleeps on the grass.')" = 'A man stands at a wall. A dog sleeps on the grass.' ]
}

@test "a lead with a medium stays where what follows is a sentence by itself, and becomes a medium where it is none" {
	fixed() { printf '%s\n' "$1" | capfix --unsafe --from lines --model sd3 | jq -r .caption; }
	for c in 'In the painting, a solitary figure stands at a crossroads in a vast field. The sky is gray.' 'In this photo, a dog is lying on the grass.'; do
		[ "$(fixed "$c")" = "$c" ]
	done
	[ "$(fixed 'In this painting, a red dog on the grass')" = 'a painting of a red dog on the grass' ]
	[ "$(fixed 'In this painting there is a man who stands on the grass')" = 'a painting of a man who stands on the grass' ]
}

@test "lines are joined where their tags and sentences stay apart, and a tag that may be wrapped stays as it is" {
	joined() { jq -nc --arg c "$1" '{caption: $c}' | capfix --unsafe --model "${2:-sdxl}" | jq -r .caption; }
	tags=$'aesthetic, safe\n\n1girl, solo, black kimono, sitting, looking at viewer\n\nShe sits relaxed on a tatami mat'
	[ "$(joined "$tags" illustrious)" = "$tags" ] # "safe 1girl" is no tag, and a comma would count a token
	[ "$(joined $'1girl, long hair,\nred coat, smile,\n\nsnow, tree')" = '1girl, long hair, red coat, smile, snow, tree' ]
	[ "$(joined $'red apple\n\nwooden table, plate <lora:x:1>')" = 'red apple, wooden table, plate' ]
	[ "$(joined $'night, heavy rain\nstreaks, wet road, street light,\ncity lights, bokeh')" = $'night, heavy rain\nstreaks, wet road, street light, city lights, bokeh' ]
	sentences=$'A woman stands in front of a wall\n\nShe wears a red coat'
	[ "$(joined "$sentences" flux-dev)" = "$sentences" ]
	[ "$(joined $'A woman stands in front of a wall.\nShe wears a red coat.' flux-dev)" = 'A woman stands in front of a wall. She wears a red coat.' ]
	wrapped=$'a blue net on a quay, small harbor at dawn, soft\novercast lighting, faded blue palette, sharp focus, snow, highly detailed'
	[[ "$(joined "$wrapped")" == *$'soft\novercast lighting'* ]] # an adjective waits for its noun
	[ "$(joined $'A woman in a long red\ncoat walks along a street')" = 'A woman in a long red coat walks along a street' ]
}

@test "the switches of a sample prompt go with what it shall not show, and that is named" {
	for flags in '--n hat, low quality --w 512 --h 512 --d 1 --l 8 --s 30' '--n hat, low quality --w 512 --h 512 --l 8.5' '--no hat, low quality --ar 2:3'; do
		echo "1girl, upper body, red coat $flags" | capfix --unsafe --from lines --model sd15 >r
		[ "$(jq -r .caption r)" = '1girl, upper body, red coat' ]
		jq -e '[.capfix.edits[] | select(.rule == "prompt-syntax") | .loses] == [["hat, low quality"]]' r
	done
	echo '1girl, upper body, red coat --d on grass' | capfix --unsafe --from lines --model sd15 | jq -e '.capfix.changed | not' # no number: no switch
}

@test "underscores of a tag that may be a trigger nobody named stay unless asked for; those of a tag table go" {
	fixed() { printf '%s\n' "$1" | capfix --model sdxl --from lines "${@:2}" | jq -r .caption; }
	[ "$(fixed 'my_trigger_word, 1girl, long_hair, smile')" = 'my_trigger_word, 1girl, long hair, smile' ]
	[ "$(fixed 'fantasy_witch,fantasy_witch A digital painting of a witch with a hat')" = 'fantasy_witch,fantasy_witch A digital painting of a witch with a hat' ]
	[ "$(fixed '1girl, my_word, long hair, hair_ribbon')" = '1girl, my_word, long hair, hair ribbon' ] # the others have blanks
	[ "$(fixed '1girl, cold_style, white_shirt, cold_style')" = '1girl, cold_style, white shirt' ]
	[ "$(fixed 'animal_ears, black_hair, red_panda, holding_umbrella')" = 'animal ears, black hair, red panda, holding umbrella' ]
	[ "$(fixed 'best quality, power_lines, looking_at_viewer, open_clothes')" != 'best quality, power_lines, looking_at_viewer, open_clothes' ]
	[ "$(fixed 'my_trigger_word, 1girl, long_hair, smile' --unsafe)" = 'my trigger word, 1girl, long hair, smile' ]
}

@test "a rating that the model was trained with stays, another's goes" {
	fixed() { printf '%s\n' "$2" | capfix --model "$1" --from lines | jq -r .caption; }
	[ "$(fixed illustrious 'low angle, general, newest, masterpiece, 1girl')" = 'low angle, general, newest, masterpiece, 1girl' ]
	[ "$(fixed pony 'rating_safe, low angle, general, 1girl')" = 'rating_safe, low angle, 1girl' ]
	[ "$(fixed sdxl 'low angle, general, 1girl')" = 'low angle, 1girl' ]
	[ "$(printf 'scenery, rice field, no humans, wide shot\n' | capfix --model illustrious --unsafe | jq -r .caption)" = 'scenery, rice field, no humans, wide shot' ]
}

@test "no safe edit takes a word by which a lexicon says how the picture looks, what made it or what is in it" {
	python3 "$BATS_TEST_DIRNAME/look_stays.py" capfix "$BATS_TEST_DIRNAME"/../share/lexicon/*.tsv
}

@test "properties: idempotent, edits replay, no encoder's tokens rise, the score never falls, changed tells the truth" {
	python3 "$BATS_TEST_DIRNAME/fix_properties.py" 400
}

@test "properties on what each trainer feeds: no fact lost, tokens, scores, lines, JSON, sentences, marks, by captok, capscore and capscene" {
	python3 "$BATS_TEST_DIRNAME/fix_proofs.py" 8
}

@test "each text that a trainer reads is fixed by itself; the first line stays first" {
	two=$'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up, close-up'
	[ "$(jq -nc --arg c "$two" '{caption: $c}' | capfix -t onetrainer | jq -r .caption)" = $'ohwx, 1girl, red hair, smile\nohwx, 1girl, red hair, close-up' ]
	[ "$(jq -nc --arg c "$two" '{caption: $c}' | capfix -t onetrainer --trigger sks --trigger zzq | jq -r .caption)" = \
		$'sks, zzq, ohwx, 1girl, red hair, smile\nsks, zzq, ohwx, 1girl, red hair, close-up' ]
	[ "$(jq -nc --arg c $'fruit, simple background\napple, white background' '{caption: $c}' | capfix -t kohya --unsafe | jq -r .caption)" = $'fruit, simple background\napple, white background' ]
	# ai-toolkit writes the commas anew: one more blank is a token more for Qwen.
	[ "$(echo 'red dog,blue cat' | capfix -m qwen-image -t ai-toolkit --from lines | jq -r .caption)" = 'red dog,blue cat' ]
	echo 'red dog,blue cat' | capfix -m qwen-image -t ai-toolkit --from lines | jq -e 'any(.capfix.open[]; .rule == "punctuation-spacing" and (.message | test("more tokens")))'
}

@test "whole phrases and sentences go, with what they lose; a fix that is not made is named with the reason" {
	echo 'Waves roll over a grey sea. In the lower left corner of the frame, a red buoy floats. The buoy is old.' | capfix --from lines --unsafe -m flux-dev >r
	jq -e '.caption == "Waves roll over a grey sea. A red buoy floats. The buoy is old." and .capfix.edits[0].loses == ["In the lower left corner of the frame"]' r
	[ "$(fixed 'A dog on a lawn. There is a red bird on a branch in the upper left corner of the image. The lawn is wet.' --unsafe -m flux-dev)" = 'A dog on a lawn. There is a red bird on a branch. The lawn is wet.' ]
	[ "$(fixed 'There is a dog with its head in the upper left corner of the image.' --unsafe -m flux-dev)" = 'There is a dog with its head in the upper left corner of the image.' ]
	[ "$(fixed 'A cat on a mat. The tracks lead on, leading the eye towards a tunnel encased in snow.' --unsafe -m flux-dev)" = 'A cat on a mat. The tracks lead on, leading the eye towards a tunnel encased in snow.' ]
	[ "$(fixed 'A beetle on a tree. Crisp, coarse patterns crisscross the bark.' --unsafe -m flux-dev)" = 'A beetle on a tree. Crisp, coarse patterns crisscross the bark.' ]
	[ "$(fixed 'The image shows a red apple. It is old.' -m flux-dev)" = 'The image shows a red apple. It is old.' ]
	[ "$(fixed 'The image shows a red apple. It is old.' -m flux-dev --unsafe)" = 'A red apple. It is old.' ]
	[ "$(fixed 'A red bird. The bird sits on a branch of a tall old tree in the deep green forest.' --max-tokens 4)" = 'A red bird. The bird sits on a branch of a tall old tree in the deep green forest.' ]
	echo 'A red bird. The bird sits on a branch of a tall old tree in the deep green forest.' | capfix --from lines --max-tokens 4 | jq -e 'any(.capfix.open[]; .rule == "fit")'
}

@test "score tags stay in front, and a count is never the one that goes" {
	c="score_9, score_8_up, source_anime, $(printf 'soft lighting, %.0s' $(seq 8))white background, simple composition, studio light, apple"
	[[ $(fixed "$c" -m pony --unsafe) == 'score_9, score_8_up, '* ]]
	[[ $(fixed 'realistic, 1boy, solo, mask, multiple boys' --unsafe) == *1boy*multiple\ boys* ]]
}

@test "--edits-only, less some lines, makes the others with --apply; what does not fit is named" {
	mkdir d
	echo 'apple, fruit, table' >d/a.txt; echo 'a dog , on grass' >d/b.txt; echo 'a cat' >d/c.txt
	capfix --edits-only d >e.jsonl
	capfix d | jq -c '[.id, .caption]' >all
	capfix --apply e.jsonl d | jq -c '[.id, .caption]' | diff all -
	grep -v '"a"' e.jsonl >some.jsonl
	capfix --apply some.jsonl d | jq -r 'select(.caption).caption' | diff - <(printf '%s\n' 'apple, fruit, table' 'a dog, on grass' 'a cat')
	capfix --apply some.jsonl --diff d | grep -c '^@@' | grep -qx 1
	capfix --apply some.jsonl d | cappack --in-place d
	[ "$(cat d/b.txt)" = 'a dog, on grass' ]
	run capfix --apply some.jsonl d
	[ "$status" -eq 1 ]
	[[ $output == *"some.jsonl:1: no caption 'b'"* ]]
	for bad in '{"id":"b"}' '{"id":"b","edits":[{"span":[5,2],"old":"","new":""}]}' '{"id":"b","edits":[{"span":[0,1],"old":"ab","new":""}]}' 'x'; do
		echo "$bad" >bad.jsonl
		run capfix --apply bad.jsonl d
		[ "$status" -eq 2 ]
		[[ $output == *bad.jsonl:1:* ]]
	done
	# Not inside a character, not twice over the same bytes, and JSON stays JSON.
	jq -nc '{id: "x", caption: "é"}' >x.jsonl
	echo '{"id":"x","edits":[{"span":[1,1],"old":"","new":"y"}]}' >within
	run capfix --apply within x.jsonl
	[ "$status" -eq 1 ]
	jq -nc '{id: "x", caption: "[\"a dog\"]"}' >x.jsonl
	echo '{"id":"x","edits":[{"span":[0,1],"old":"[","new":""}]}' >half
	run capfix --apply half x.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *'no longer be'* ]]
}

@test "--diff names a file once and shows each line of it at its place" {
	printf 'a dog , x\nnothing here\na cat , y\n' >l.txt
	capfix --diff --from lines l.txt >out
	[ "$(grep -c '^--- a/l.txt' out)" -eq 1 ]
	grep -q '^@@ -1,1 +1,1 @@' out
	grep -q '^@@ -3,1 +3,1 @@' out
	! command -v patch >/dev/null || patch -s -o fixed l.txt out
	[ ! -e fixed ] || printf 'a dog, x\nnothing here\na cat, y\n' | cmp - fixed
}

@test "a text without an image stays where others have one, whatever is asked; named itself, or alone, it is a caption" {
	mkdir d
	printf '\211PNG\r\n\032\n' >d/b.png
	echo 'a dog , x' >d/a.txt; echo 'a dog , y' >d/b.txt; echo 'a dog , z' >d/notes.txt
	capfix d >r
	[ "$(jq -c 'select(.caption) | [.id, .caption, .source.orphan]' r)" = '["a","a dog , x",true]
["b","a dog, y",null]
["notes","a dog , z",true]' ]
	jq -e -s '.[] | select(.id == "notes") | .capfix.open == [{rule: "orphan-or-collision", message: "no image has this name: left as it is, unless the file itself is named"}]' r
	(cd d && tar cf ../d.tar a.txt notes.txt b.txt b.png)
	for o in --unsafe '--trigger ohwx' '--replace dog=cat' '--append .' '--order tags' '--fit'; do
		for s in d d.tar; do
			captok --count $s | capfix $o | jq -e -s 'all(.[] | select(.source.orphan); .capfix.changed == false)'
			capfix $o $s | cappack --dry-run --in-place $s 2>&1 | grep -q 'change [an]' && false
		done
	done
	[ "$(capfix d/notes.txt | jq -r .caption)" = 'a dog, z' ]
	[ "$(capfix --include notes.txt d | jq -r 'select(.caption).caption')" = 'a dog, z' ]
	[ "$(capfix --exclude 'notes*' --exclude a.txt d | jq -r 'select(.caption).caption')" = 'a dog, y' ]
	rm d/b.png
	capfix d | jq -e -s 'all(.[] | select(.caption); .capfix.changed)'
}

@test "blanks and blank lines at the edges go, with every trainer; kohya then trains on the first line that says something" {
	for t in kohya onetrainer musubi ai-toolkit diffusers; do
		printf '\n  \n red dog , x\nblue cat \n\n' | jq -Rsc '{caption: .}' | capfix -t $t >r
		jq -e '.caption | startswith("red dog, x\nblue cat")' r
		jq -e '.capfix.edits[0] | .rule == "edge-blanks" and .old == "\n  \n " and .new == ""' r
		jq -c '{caption}' r | capfix -t $t | jq -e '.capfix.changed | not'
	done
	printf '\n\nred dog , x' | jq -Rsc '{caption: .}' | capfix -t kohya | captok --count -t kohya | jq -e '.captok.fed.texts == ["red dog, x"]'
	printf '\n \n' | jq -Rsc '{caption: .}' | capfix -t kohya | jq -e '.capfix.changed | not'
}

@test "--unsafe makes commas of what parts the tags of a list, though commas count; not where more would be cut off, nor of captions a line" {
	[ "$(fixed '1girl brown_hair red_skirt solo smile' --unsafe)" = '1girl, brown hair, red skirt, solo, smile' ]
	[ "$(fixed 'red dog | blue cat | sofa' --unsafe)" = 'red dog, blue cat, sofa' ]
	[ "$(fixed 'red dog | blue cat | sofa')" = 'red dog | blue cat | sofa' ]
	[ "$(fixed $'1girl\nsolo\nlong hair' --unsafe -t musubi)" = '1girl, solo, long hair' ]
	[ "$(fixed $'1girl\nsolo\nlong hair' --unsafe -t onetrainer)" = $'1girl\nsolo\nlong hair' ]
	jq -nc '{caption: "1girl brown_hair red_skirt solo smile"}' | capfix --unsafe | jq -e '.capfix.edits | all(has("loses") | not)'
	long="1girl brown_hair $(for i in $(seq 60); do printf 'tag%s ' $i; done)"
	[ "$(fixed "${long% }" --unsafe)" = "${long% }" ]
}

@test "a quality word that alone says what kind of picture it is stays, and so does what is seen in it" {
	[ "$(fixed '1girl, red hair, raw photo')" = '1girl, red hair, raw photo' ]
	[ "$(fixed '(raw photo:1.2), photorealistic, 1girl, red hair')" = 'raw photo, photorealistic, 1girl, red hair' ]
	[ "$(fixed '1girl, red hair, 8k photo, close-up photo')" = '1girl, red hair, close-up photo' ]
	[ "$(fixed 'a cat, cinematic, cinematic lighting, volumetric, volumetric lighting')" = 'a cat, cinematic, cinematic lighting, volumetric, volumetric lighting' ]
	[ "$(fixed 'a cat, octane render, unreal engine 5, cinematic, perfect lighting, 3d render')" = 'a cat, octane render, unreal engine 5, cinematic, perfect lighting, 3d render' ]
	[ "$(fixed '1girl, red hair, octane render, film grain, chromatic aberration')" = '1girl, red hair, octane render, film grain, chromatic aberration' ]
	[ "$(fixed 'score_9, score_8_up, source_anime, 1girl, red hair')" = 'source_anime, 1girl, red hair' ]
	[ "$(fixed '1girl, red hair, octane render, bench' --unsafe)" = '1girl, red hair, bench' ]
}

@test "an adjective keeps its noun, speech in quotes its words, a sentence its capital; a sentence in front stays in front" {
	c='A deer in a wood. The camera shows the lush, ancient wilderness and the creature’s vivid, lifelike details.'
	[ "$(fixed "$c")" = "$c" ]
	[ "$(fixed "$c" --unsafe -m flux-dev)" = "$c" ]
	c='A man at a window says, "Yeah. Yeah, that is fine." The city lights are on.'
	[ "$(fixed "$c")" = "$c" ]
	[ "$(fixed 'A tower of beige concrete in a field. High resolution, architectural photography, sharp focus on the tower')" = \
		'A tower of beige concrete in a field. Architectural photography, sharp focus on the tower' ]
	[ "$(fixed 'A tower of beige concrete in a field. Masterpiece, 35mm film grain, sharp focus')" = 'A tower of beige concrete in a field. 35mm film grain, sharp focus' ]
	c='Create a 3D game monster design, majestic and powerful, muscular, imposing stature, heroic proportions, noble appearance, muted color palette, earthy tones, natural colors, studio lighting, white background'
	[[ $(fixed "$c" --unsafe) == 'Create a 3D game'* ]]
	c='A taxi in a wet street. Raindrops are visible on the camera lens, creating a cinematic bokeh effect.'
	[ "$(fixed "$c" --unsafe)" = "$c" ]
	for c in "$c" 'Style: quiet luxury, muted tones, soft contrast, generous space, wide margins, clean layout, even light, small size, warm palette, high-end magazine, pastel shades, plain look, natural colors, earthy tones, calm mood, low key, matte finish' \
		'No subtitles, no music, no text, no speech, no cuts, no glare, no flicker, no noise, no drift, no shake, consistent lighting throughout, zero watermarks, logos, or titles, smooth motion, steady pace, calm mood, soft light, even tone'; do
		out=$(fixed "$c" --unsafe)
		[ "${out%%,*}" = "${c%%,*}" ] || [[ ${out%%,*} == no* ]] || { echo "$out"; false; }
	done
	# What is moved is not lost.
	c='white background, soft lighting, studio light, simple composition, muted tones, clean layout, wide margins, flat colors, apple, natural colors, earthy tones, negative space, soft shadows, pastel shades, even light, plain style, small size, warm palette'
	jq -nc --arg c "$c" '{caption: $c}' | capfix --unsafe | jq -e '(.caption | startswith("apple, ")) and all(.capfix.edits[]; .rule != "late-subject" or (has("loses") | not))'
}

@test "text in quotation marks is what the picture shows: its marks stay, those around it are plain; there are says nothing" {
	[ "$(fixed 'A neon sign that reads “Joe’s Diner” hangs above the door.')" = 'A neon sign that reads "Joe’s Diner" hangs above the door.' ]
	[ "$(fixed 'a poster with the text ‘don’t stop’ in red')" = "a poster with the text 'don’t stop' in red" ]
	[ "$(fixed 'a banner with the text “a 7" single” in red')" = 'a banner with the text “a 7" single” in red' ]
	for c in 'a <b>dog</b>' 'a **dog**' '<p>a red dog</p>, <b>grass'; do # the whole pair or none of it
		[[ $(fixed "$c") != *[\<*]* || $(fixed "$c") == "$c" ]] || { fixed "$c"; false; }
	done
	[ "$(fixed 'the woman’s dress')" = "the woman's dress" ]
	echo 'A sign ‘GO’ in red' | capscene | jq -e '.capscene.objects[0].attributes | any(.kind == "text" and .name == "GO")'
	jq -nc '{caption: "There are two dogs on a lawn. A red ball lies beside them."}' | capfix --unsafe | jq -e '.capfix.edits | length == 1 and all(has("loses") | not)'
}

@test "brackets keep their other half, a list of lines its dashes, and a made-up name its underscores unless it is asked for" {
	for c in 'a red fox in snow, mood (calm, aesthetic)' 'a red fox (in snow, masterpiece)' '1girl, red hair [smile, best quality]'; do
		for u in '' --unsafe; do
			out=$(fixed "$c" $u)
			[ "$(tr -cd '([' <<<"$out" | wc -c)" = "$(tr -cd ')]' <<<"$out" | wc -c)" ] || { echo "$out"; false; }
		done
	done
	c=$'- A red fox in snow, seen from the left\n- High-resolution, editorial look with sharp fabric'
	[[ $(jq -nc --arg c "$c" '{caption: $c}' | capfix | jq -r .caption) == *$'\n- '* ]]
	[ "$(fixed 'aikoch_v1, japanese woman, long_hair')" = 'aikoch_v1, japanese woman, long hair' ]
	[ "$(fixed 'hatsune_miku, 1girl, long_hair')" = 'hatsune_miku, 1girl, long hair' ]
	[ "$(fixed 'hatsune_miku, 1girl, long_hair' --unsafe)" = 'hatsune miku, 1girl, long hair' ]
	c='A cliff above a beach, providing a stark contrast to the otherwise barren landscape. A gull flies over the sea.'
	[ "$(fixed "$c" --unsafe)" = "$c" ]
}

@test "what is denied is named in loses, though the sentence that does so is filler" {
	c='a woman stands in front of a screen. she holds a pen. there are no texts visible in the image. the floor is black.'
	jq -nc --arg c "$c" '{caption: $c}' | capfix --unsafe | jq -e 'all(.capfix.edits[]; (.old | test("no texts") | not) or .loses == ["no texts visible"])'
}

@test "a filler that alone says what a place looks like says so in loses; a background with a colour is no filler" {
	loses() { jq -nc --arg c "$1" '{caption: $c}' | capfix --unsafe -m flux-dev | jq -r '.capfix.edits[].loses[]?'; }
	[[ $(loses 'A cat sits on a sofa, capturing a moment of serenity in a rural setting.') == *'rural setting'* ]]
	[[ $(loses 'A wall is green. A shop stands on a street, which adds a touch of nature to the urban setting.') == *'urban setting'* ]]
	[[ $(loses 'A dog walks on a beach. The image has a sepia tone, which gives it a vintage or nostalgic feel.') == *'vintage'* ]]
	[[ $(loses 'A man in a black coat stands on a roof. The mood is intense, futuristic, and heroic.') == *'futuristic'* ]]
	# Two fillers that say it both go, so neither is told elsewhere.
	[ "$(loses 'A wall of moss is green, adding a touch of nature to the urban landscape. A red car drives by. The overall atmosphere of the image is one of a bustling urban area.' | grep -c urban)" = 2 ]
	[ "$(loses 'A wolf stands in the wild nature of a park, adding a touch of nature to the park.')" = '' ] # all of it is told elsewhere
	c='A woman in a white shirt holds a microphone. She has brown hair. The background is plain white, emphasizing the woman.'
	jq -nc --arg c "$c" '{caption: $c}' | capfix --unsafe -m sdxl | jq -e '.caption | test("The background is plain white")'
}

@test "what a sentence lists is no tag to drop, and a thing behind clothes is not who wears them" {
	c='A goat stands in a studio. No collar, harness, people, other animals, text, or logos.'
	jq -nc --arg c "$c" '{caption: $c}' | capfix --unsafe -m qwen-image | jq -e --arg c "$c" '.caption | test("other animals, text, or logos")'
	c='dress, long hair, sitting, black hair, blue eyes, heterochromia, high heels, two-tone hair, armpits, elbow gloves, red eyes, white hair, hat flower, purple nails'
	jq -nc --arg c "$c" '{caption: $c}' | capfix --unsafe | jq -e 'all(.capfix.edits[]; .rule != "late-subject")'
	jq -nc --arg c "$c, 1girl" '{caption: $c}' | capfix --unsafe | jq -e '.caption | startswith("1girl, ")'
}

@test "each word that an unsafe edit takes and nothing else says is in loses: looks, moods, denials, a thing's adjective, a name's spelling" {
	loses() { jq -nc --arg c "$1" '{caption: $c}' | capfix --unsafe -m "${2:-flux-dev}" | jq -c '[.capfix.edits[].loses[]?]'; }
	[ "$(loses 'A man at a desk. The photograph is in colored, emphasizing contrasts and shadows. The man is old.')" = '["photograph","colored","contrasts and shadows"]' ]
	[ "$(loses 'A cat sleeping on a cushion in a cozy room. The cat appears relaxed and comfortable, which suggests a sense of peace and contentment. A lamp is lit.')" = \
		'["relaxed and comfortable","peace and contentment"]' ]
	[ "$(loses 'A street at night with lamps, creating a timeless and cinematic atmosphere.')" = '["timeless and cinematic atmosphere"]' ]
	[ "$(loses 'Leaves are coated in a layer of resin, adding a touch of autumnal charm. A bird sits on it.')" = '["autumnal charm"]' ]
	[ "$(loses 'A bright screen, illuminating the eyes of a girl, conveying a sense of surprise or shock.')" = '["surprise or shock"]' ]
	[[ $(loses 'A girl with long dark hair. The lighting is subdued, creating a stark contrast to the dark background.') == *'dark background'* ]] # dark hair is another
	[ "$(loses 'sks_mascot, a blue fox standing on a rock' sdxl)" = '["sks_mascot"]' ]
	[ "$(loses 'a red fox, <lora:fox_v1:0.8>, (forest:1.2)' sdxl)" = '[]' ] # syntax tells nothing
}

@test "a filler that names a style says so in loses, a sentence about the framing stays, and so does a slip that stands for the subject" {
	loses() { jq -nc --arg c "$1" '{caption: $c}' | capfix --unsafe -m flux-dev | jq -r '.capfix.edits[].loses[]?'; }
	[[ $(loses 'A man at a door with a brass knob. The atmosphere is eerie, evoking a classic gothic horror aesthetic.') == *'gothic horror'* ]]
	[[ $(loses 'A cup stands on a red table. The cup is blue, giving a retro feel to the image.') == *'retro feel'* ]]
	[ "$(loses 'A bowl stands on a table, creating a cozy atmosphere.')" = 'cozy atmosphere' ]
	c='A bowl stands on a table. The composition is centered and vertical.'
	[ "$(fixed "$c" --unsafe -m flux-dev)" = "$c" ]
	[ "$(fixed 'araffe on a rock with moss and lichens.' --unsafe)" = 'araffe on a rock with moss and lichens.' ]
	[ "$(fixed 'arafed sign on the ground' --unsafe)" = 'sign on the ground' ]
}

@test "what is mended in the file lowers no text's score, broken letters end at a comma, a sentence keeps its stop behind a comma" {
	for t in kohya onetrainer; do
		c=$'cafÃ©,food,no humans,outdoors\nA red fox sits on a snowy field.'
		jq -nc --arg c "$c" '{caption: $c}' >was
		capfix -t $t was >is
		jq -e --argjson a "$(capscore -t $t was | head -1 | jq '[.capscore.texts[].score]')" -n \
			--argjson b "$(jq -c '{caption}' is | capscore -t $t | head -1 | jq '[.capscore.texts[].score]')" '[$a, $b] | transpose | all(.[1] >= .[0] - 0.1)'
		[ "$(jq -c '{caption}' is | capfix -t $t | jq .caption)" = "$(jq .caption is)" ]
	done
	jq -nc --arg c '{"desc":"a cafÃ© in snow"}' '{caption: $c}' | capfix -m flux2-dev | jq -e '.caption | fromjson | .desc == "a café in snow"'
	[ "$(fixed 'dog,&amp; cat,cafÃ©')" = "$(fixed "$(fixed 'dog,&amp; cat,cafÃ©')")" ]
	[[ $(fixed 'grass, a sign, crisp,. There is a tall tree beside the road. Behind it stands a white house.') == *[.]' There is'* ]]
}

@test "to the front of a list goes a count tag, a trigger or the one thing that is named, never a look that is a noun as well" {
	tail='natural colors, earthy tones, negative space, soft shadows, pastel shades, even light, plain style, small size, warm palette'
	list="white background, soft lighting, studio light, simple composition, muted tones, clean layout, wide margins, flat colors"
	first() { jq -nc --arg c "$1" '{caption: $c}' | capfix --unsafe | jq -r '.caption | split(", ")[0]'; }
	for w in 'an old fisherman' 'golden retriever' 'red teapot' apple 1girl; do
		[ "$(first "$list, $w, $tail")" = "$w" ]
	done
	# Nouns to WordNet, looks to who writes tags; a place; a thing beside another one, where nothing says which is meant.
	for w in glossy gourmet star surface noir vintage kitsch punk magazine grain halftone mirror 'reflective surface' 'surface modeling' 'beautiful scenery' 'a city' \
		'apple, a knife' 'golden retriever, tennis ball' 'an old fisherman, misty harbor town'; do
		[ "$(first "$list, $w, $tail")" = 'white background' ] || { echo "$w"; false; }
	done
	[ "$(first "$list, heart, sparkle, star, 1girl, $tail")" = 1girl ]
	[ "$(first "$list, star, no humans, $tail")" = 'white background' ]
	jq -nc --arg c "$list, apple, a knife, $tail" '{caption: $c}' | capfix --unsafe | jq -e 'any(.capfix.open[]; .rule == "late-subject" and (.message | test("only a person can say")))'
}

@test "--max-tokens and --fit leave whole sentences: what tells nothing goes, a comma inside a phrase parts no tags" {
	for c in 'The bridge is made of wood and has a simple, elegant design.' 'The overall impression is of a quaint, possibly residential building.' 'The impression is one of a smooth, uniform texture with a soft, diffused light.' \
		'The atmosphere is calm, with an ethereal, dreamy aesthetic, as if from a romance.' 'A professional, cinematic look with a natural color palette.' 'The apple sits on a shelf, its smooth, glass-like surface reflecting light.' \
		'The sky is painted in pink, reflecting on the calm, crystal-clear water.' 'In the background, a tall, cylindrical object, possibly a tower, is visible.' 'The chair is a simple, elegant wooden chair.'; do
		for o in '--max-tokens 3' '--max-tokens 9'; do
			[ "$(fixed "A man stands. $c" $o)" = "A man stands. $c" ] || { fixed "A man stands. $c" $o; false; }
			[ "$(fixed "$c A man stands." $o -m flux-dev)" = "$c A man stands." ]
		done
	done
	[ "$(fixed 'A vase stands on a table, adding depth to the composition. The light is soft, masterpiece, 8k. The overall mood is calm.' --max-tokens 3)" = 'A vase stands on a table. The light is soft.' ]
	[ "$(fixed 'A man stands. He has a simple, elegant design, and smiles.' --prune 'elegant design')" = 'A man stands. He has a simple, elegant design, and smiles.' ]
	[ "$(fixed 'smile, woman with a soft, romantic look, (1girl, solo), forest' --order tags)" = 'smile, woman with a soft, romantic look, (1girl, solo), forest' ]
}

@test "--max-tokens drops praise first, then what is said again, and never who is shown or through which lens" {
	lost() { jq -nc --arg c "$1" '{caption: $c}' | capfix --max-tokens "$2" "${@:3}" | jq -r '.capfix.lost | join(", ")'; }
	[ "$(lost 'chibi, 1boy, solo, full body, standing, ancient chinese soldier, grey armor, white clothes' 4)" = 'white clothes, standing' ]
	[[ $(fixed 'office secretary anime, d & d, portrait, digital painting, concept art, illustration' --max-tokens 6) == 'office secretary anime, '* ]]
	[[ $(fixed 'product photography, glossy, professional, reflective surface, 100mm macro' --max-tokens 4) == *', 100mm macro' ]]
	# A tag that begins with praise and says more is a thing as others are.
	[ "$(lost 'red car, cinematic purple lightning, stunning detail, museum quality artwork, wet street' 9)" = 'museum quality artwork, stunning detail' ]
	[ "$(lost 'score_9, 1girl, stunning detail, smile, forest' 12 -m pony)" = 'stunning detail' ]
	[ "$(lost 'score_9, 1girl, smile, forest' 6 -m pony)" = 'score_9' ]
	[[ $(fixed '1girl, (red hair, cat ears), smile, sitting, forest' --max-tokens 6) == *'(red hair, cat ears)'* ]]
}

@test "safe fixes look into one region of the picture, and at whole tags" {
	same() { jq -nc --arg c "$2" '{caption: $c}' | capfix --model "$1" | jq -e --arg c "$2" '.caption == $c'; }
	same sdxl '1girl, red dress, smile BREAK 1boy, red dress, hat'
	same noobai '2girls, park BREAK 1girl, smile, white dress BREAK 1girl, grin, black jacket'
	same sdxl '1girl, white background ADDCOMM 1boy, simple background, flower BREAK tulip, hat'
	same sdxl $'heavy rain, cat, rain\nstreaks, wet'
	[ "$(echo '1girl, red dress, smile, red dress' | capfix --from lines | jq -r .caption)" = '1girl, red dress, smile' ]
}

@test "a general word that WordNet alone finds in another goes only when asked for" {
	for c in 'house, castle, tree' 'bush, rose, grass' '1girl, food, coffee, table'; do
		jq -nc --arg c "$c" '{caption: $c}' | capfix | jq -e --arg c "$c" '.caption == $c'
	done
	echo 'house, castle, tree' | capfix --from lines --unsafe | jq -e '.caption == "castle, tree" and .capfix.edits[0].loses == ["house"]'
	[ "$(echo 'food, apple, fruit' | capfix --from lines | jq -r .caption)" = apple ]
}

@test "an exclamation or question mark inside a tag is no end of it" {
	for c in '1girl, precure, go! precure, smile' 'k-on!, 1girl, k-on! high school, high school, guitar' '1girl, bad vibes, perfect!!!, open mouth' \
		'idol, zenryoku! wonder halloween! (project sekai), project sekai, 1girl'; do
		jq -nc --arg c "$c" '{caption: $c}' | capfix | jq -e --arg c "$c" '.caption == $c'
	done
	[ "$(echo 'wow!, best quality, 1girl, smile, smile' | capfix --from lines | jq -r .caption)" = 'wow!, 1girl, smile' ]
}
