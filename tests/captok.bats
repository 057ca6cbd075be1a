#!/usr/bin/env bats
# captok: ids, spans, what is cut, fragments, templates, forms.

setup() { cd "$BATS_TEST_TMPDIR"; }

ids() { captok --encoder "${2:-clip-l}" --ids | jq -c ".captok.encoders[0].ids"; }

@test "--format csv: counts for a spreadsheet, a row an encoder; names are quoted and no formulas" {
	mkdir d
	touch d/a.png
	echo 'a red apple' >d/a.txt
	captok --format csv --model flux-dev d | tr -d '\r' >o
	[ "$(sed -n 1p o)" = id,file,model,encoder,tokens,limit,lost ]
	[ "$(sed -n 2p o)" = a,a.txt,flux-dev,clip-l,5,77,0 ]
	[ "$(sed -n 3p o)" = a,a.txt,flux-dev,t5,5,512,0 ]
	[ "$(captok --format csv --model sdxl --model flux-dev d | wc -l)" -eq 5 ]
	printf '%s\n' '{"id":"=1+1,\"x","caption":"a"}' '{"id":"b","caption":"a","captok":{"model":"no-such"}}' >r
	run captok --format csv r
	[ "$status" -eq 1 ]
	grep -qF "\"'=1+1,\"\"x\",,sdxl,clip-l,3,77,0" <<<"$output"
	[[ $output == *"captok: b: unknown model 'no-such'"* ]]
	captok --format csv --encoder clip-l - </dev/null | python3 -c 'import csv, sys; assert len(list(csv.reader(sys.stdin))) == 1'
}

@test "CLIP's ids of a plain caption" {
	[ "$(echo 'a red apple' | ids)" = '[49406,320,736,3055,49407]' ]
	[ "$(echo 'A  Red,APPLE!' | ids)" = "$(echo 'a red,apple!' | ids)" ]
}

@test "an empty caption has two tokens" {
	[ "$(printf '{"caption":""}\n' | captok --encoder clip-l --count | jq .captok.encoders[0].tokens)" = 2 ]
}

@test "sdxl has two encoders and names them" {
	[ "$(echo 'a dog' | captok --model sdxl | jq -c '[.captok.model, (.captok.encoders[] | .encoder, .role, .limit, .usable)]')" = \
		'["sdxl","clip-l","text",77,75,"clip-g","text",77,75]' ]
}

@test "75 content tokens fit, 76 do not, and the cut is the rest of the source" {
	words() { yes dog | head -"$1" | paste -sd' '; }
	[ "$(words 75 | captok --encoder clip-l | jq -c '.captok.encoders[0] | [.tokens, .truncated, .chunks]')" = '[77,null,1]' ]
	[ "$(words 77 | captok --encoder clip-l | jq -c '.captok.encoders[0] | [.tokens, .truncated.tokens, .truncated.text, .chunks]')" = '[79,2,"dog dog",2]' ]
	s=$(words 77)
	span=$(echo "$s" | captok --encoder clip-l | jq -c '.captok.encoders[0].truncated.span')
	[ "$span" = "[300,307]" ]
}

@test "pieces carry the bytes of the source, also behind folded spaces and letters that change" {
	printf '{"caption":"A   caf\\u00c9 \\u00e9te\\u0301"}\n' >r
	[ "$(captok --encoder clip-l --pieces r | jq -c '[.captok.encoders[0].pieces[] | .text] | join("|")')" != '""' ]
	captok --encoder clip-l --pieces r | jq -e '. as $r | all(.captok.encoders[0].pieces[]; .span[0] <= .span[1])'
	# Each span, cut out of the caption's bytes, is the piece's text.
	captok --encoder clip-l --pieces r | python3 -c '
import json, sys
r = json.loads(sys.stdin.readline()); b = r["caption"].encode()
for p in r["captok"]["encoders"][0]["pieces"]:
    assert b[p["span"][0]:p["span"][1]].decode() == p["text"], p'
}

@test "a character of several tokens comes with the first of them, the others are ids alone" {
	printf '{"caption":"a \ufdfa b"}\n' | captok --encoder t5 --encoder clip-l --ids --pieces >r
	[ "$(jq -c '[.captok.encoders[] | .pieces | map(select(.text) | [.text, .span])]' r)" = \
		'[[["a",[0,1]],[" ",[1,2]],["ﷺ",[2,5]],[" ",[5,6]],["b",[6,7]]],[["a",[0,1]],["ﷺ",[2,5]],["b",[6,7]]]]' ]
	jq -es 'length == 1 and all(.[].captok.encoders[].pieces[]; (keys == ["id", "span", "text"]) or (keys == ["id"]))' r
	# Each token is one piece still: the ids, but for those of the beginning and the end.
	[ "$(jq '[.captok.encoders[] | (.pieces | map(.id)) as $p | .ids | index($p) != null] | all' r)" = true ]
}

@test "a text of more than a slice has the tokens and bytes of its words, one after another" {
	# The engine of T5 and UMT5 is given some 64 KB of normalised text at a time (lib/tok/sptext.c).
	python3 -c 'import json; print(json.dumps({"caption": "red apple \ufdfa\u00a0\u3000\u2581dog " * 6000}))' >r
	for e in t5 umt5; do
		captok --encoder $e --ids --pieces r >o
		captok --encoder $e --count r | jq '.captok.encoders[0].tokens' >count
		python3 - o count <<-'END'
			import json, sys
			e = json.load(open(sys.argv[1]))["captok"]["encoders"][0]
			ids, part = e["ids"], len("red apple \ufdfa\u00a0\u3000\u2581dog ".encode())
			assert len(ids) == int(open(sys.argv[2]).read()), "count"
			n, rest = divmod(len(ids) - 1, 6000)
			assert n > 5 and rest == 0 and ids[:-1] == ids[:n] * 6000, "ids"
			spans, end = [], 0
			for p in e["pieces"]:
			    spans.append(p.get("span", [end, end]))
			    end = spans[-1][1]
			second = spans[n:2 * n]
			assert spans[n:] == [[a + i * part, b + i * part] for i in range(5999) for a, b in second], "spans"
		END
	done
}

@test "fragmented words are named, whole ones are not" {
	[ "$(echo 'a gryffindor scarf' | captok --encoder clip-l | jq -c '.captok.encoders[0].fragmented')" = '[{"text":"gryffindor","span":[2,12],"tokens":3}]' ]
}

@test "flux-dev: T5 is the text, CLIP is pooled" {
	[ "$(echo 'a dog' | captok --model flux-dev | jq -c '[.captok.encoders[] | [.encoder, .role, .limit]] | sort')" = '[["clip-l","pooled",77],["t5","text",512]]' ]
}

@test "--count is the cheapest form" {
	[ "$(echo 'a dog' | captok --encoder clip-l --count | jq -c '.captok.encoders[0]')" = '{"encoder":"clip-l","tokens":4,"limit":77,"truncated":null}' ]
}

@test "the lists are tables" {
	captok --list-models | grep -q '^sdxl .*clip-l 77, clip-g 77$'
	captok --list-encoders | grep -q '^clip-l .*yes'
	captok --list-trainers | grep -q '^kohya '
	! captok --list-trainers --verbose | grep '.\{81\}' || false
	captok --list-trainers --verbose | grep -qx '  later-lines-ignored'
}

@test "text form: readable without colour, the cut is marked" {
	out=$(yes dog | head -80 | paste -sd' ' | captok --encoder clip-l --format text)
	[[ $out == *"82 of 77 tokens, 5 lost"* ]]
	[[ $out == *"]cut, 5 lost["* ]]
	[[ $out == *"~~"* ]]
	[[ $out != *$'\033'* ]]
}

@test "a caption cannot drive the terminal" {
	out=$(printf '{"caption":"a \\u001b[31mred\\u001b[0m \\u202edog"}\n' | captok --encoder clip-l --format text)
	[ -n "$out" ]
	[[ $out != *$'\033'* && $out != *$'\u202e'* ]]
}

@test "a trainer's text is what is counted" {
	mkdir d && printf 'first line\nsecond line\n' >d/a.txt && : >d/a.png
	[ "$(captok --trainer kohya d | jq -c 'select(.captok) | [.captok.trainer, .captok.fed.texts, .captok.fed.differs]')" = '["kohya",["first line"],["later-lines-ignored"]]' ]
	run captok --trainer no-such-trainer d
	[ "$status" -eq 2 ]
}

@test "--variant tekken cuts Mistral's words as ComfyUI does, and leaves CLIP as it is" {
	run sh -c 'echo "don'"'"'ta" | captok --encoder mistral --variant tekken --pieces | jq -c "[.captok.encoders[0].pieces[].text]"'
	[ "$output" = '["don","'"'"'ta"]' ]
	run sh -c 'echo "don'"'"'ta" | captok --encoder mistral --pieces | jq -c ".captok.encoders[0] | [.variant, [.pieces[].text]]"'
	[ "$output" = '[null,["don","'"'"'t","a"]]' ]
	run sh -c 'echo x | captok --encoder clip-l --encoder mistral --variant tekken | jq -c "[.captok.encoders[].variant]"'
	[ "$output" = '["fast","tekken"]' ]
}

@test "--list-models fits 80 columns and shows every other name" {
	captok --list-models >list
	! grep '.\{81\}' list || false
	grep -q '^ *also: .*klein-9b' list
	captok --list-models --verbose | grep -q '^krea2 .* ai-toolkit .*551'
}

@test "a model is found by its other names, in any case, and a near name is suggested" {
	for name in klein-9b KLEIN_9B Flux.1-dev flux-kontext z-image-turbo sd35-large ponyxl; do
		echo cat | captok -m "$name" --count >/dev/null
	done
	run captok -m klien-9b <<<cat
	[ "$status" = 2 ]
	[[ $output == *"did you mean klein-9b?"* ]]
	run captok -m wan2.5 <<<cat
	[[ $output == *"no model 'wan2.5'"* ]]
}

# "cat" $1 times.
cats() { yes cat | head -n "$1" | tr '\n' ' ' | sed 's/ $//'; }

@test "a template behind the cut is never lost, and the caption's own room is the smaller" {
	[ "$(cats 600 | captok -m krea2 | jq -c '.captok.encoders[0] | [.tokens, .limit, .usable, .template, .truncated.tokens]')" = \
		'[639,546,507,{"before":34,"after":5,"lost":0},93]' ]
	[ "$(cats 600 | captok -m qwen-image | jq -c '.captok.encoders[0] | [.template.lost, .truncated.tokens]')" = '[5,88]' ]
}

@test "a pipeline that refuses a caption that is too long says so, others cut it" {
	[ "$(cats 2050 | captok -m ideogram4 | jq -c '.captok.encoders[0] | [.tokens, .refused, .truncated.tokens]')" = '[2058,true,10]' ]
	[ "$(cats 2050 | captok -m ideogram4 -t onetrainer | jq -c '.captok.encoders[0] | [.refused, .truncated.tokens, .template.lost]')" = '[null,5,5]' ]
	[ "$(cats 2040 | captok -m ideogram4 | jq -c '.captok.encoders[0] | [.refused, .truncated]')" = '[null,null]' ]
}

@test "quoted text goes to ByT5 in bytes, by the trainer's kinds of quotes" {
	byt5() { captok --ids -m "$@" | jq -c '.captok.encoders[] | select(.encoder == "byt5") | [.role, .tokens, (.ids | length)]'; }
	[ "$(echo 'no quotes' | byt5 hunyuanimage-2.1)" = '["quoted",0,0]' ]
	# Text "OK". and a space are 11 bytes; </s> follows.
	[ "$(echo 'a sign "OK"' | byt5 hunyuanimage-2.1)" = '["quoted",12,12]' ]
	[ "$(echo "a sign 'OK'" | byt5 hunyuanimage-2.1)" = '["quoted",12,12]' ]
	[ "$(echo "a sign 'OK'" | byt5 hunyuanimage-2.1 -t kohya)" = '["quoted",0,0]' ]
	[ "$(echo '"OK" and "OK"' | byt5 hunyuanvideo-1.5)" = '["quoted",12,12]' ]
	[ "$(echo '"OK" and "OK"' | byt5 hunyuanvideo-1.5 -t musubi)" = '["quoted",23,23]' ]
	[ "$(echo 'a sign "OK" here' | captok --pieces -m hunyuanimage-2.1 | jq -c '[.captok.encoders[1].pieces[6:8][].span]')" = '[[8,9],[9,10]]' ]
}

@test "quoted text is tokenised one character at a time where the pipeline does so" {
	[ "$(echo 'a sign "OPEN" here' | captok --pieces -m longcat-image | jq -c '[.captok.encoders[0].pieces[] | .text]')" = \
		'["a"," sign"," ","\"","O","P","E","N","\""," here"]' ]
	# The words of several apostrophes come back as the first one, as the pipeline has it.
	[ "$(echo "don't split the cat's ear" | captok --ids -m longcat-image | jq -c '.captok.encoders[0].ids[36:-5]')" = \
		"$(echo "don't split the don'tdon't ear" | captok --ids --encoder qwen2 | jq -c '.captok.encoders[0].ids')" ]
}

@test "SimpleTuner writes Ideogram's caption into JSON, with the way back to its bytes" {
	[ "$(echo 'a red dog' | captok --pieces -m ideogram4 -t simpletuner | jq -c '[.captok.encoders[0].pieces[] | select(.text == " red") | .span]')" = '[[1,5],[1,5],[1,5]]' ]
	[ "$(echo '{"caption":"{\"compositional_deconstruction\": {\"elements\": [], \"background\": \"sky\"} }"}' | captok --ids -m ideogram4 -t ai-toolkit | jq -c '.captok.encoders[0].ids')" = \
		"$(echo '{"caption":"{\"compositional_deconstruction\":{\"background\":\"sky\",\"elements\":[]}}"}' | captok --ids -m ideogram4 -t ai-toolkit | jq -c '.captok.encoders[0].ids')" ]
}

@test "Anima's T5 gives ids only, and SimpleTuner cuts neither encoder" {
	[ "$(echo cat | captok -m anima | jq -c '[.captok.encoders[] | .encoder, .role, .limit]')" = '["qwen3","text",512,"t5","query",512]' ]
	[ "$(echo cat | captok -m anima -t simpletuner | jq -c '[.captok.encoders[].limit]')" = '[null,null]' ]
}

@test "several models in one run: each encoder says whose it is, and people get a table" {
	[ "$(echo 'a red apple' | captok -m sdxl -m flux-dev | jq -c '[.captok.model, (.captok.encoders[] | .model, .encoder, .tokens)]')" = \
		'["sdxl","sdxl","clip-l",5,"sdxl","clip-g",5,"flux-dev","clip-l",5,"flux-dev","t5",5]' ]
	printf 'a red apple\n%s\n' "$(seq -s, 60)" | captok -m sdxl -m flux-dev -f text >table
	printf 'a red apple\n%s\n' "$(seq -s, 60)" | captok -m sdxl -m flux-dev >records
	n() { jq -r --arg i "$1" "select(.id == \$i) | .captok.encoders[$2].tokens" records; }
	[ "$(n 2 0)" -gt 77 ]
	[ "$(n 2 3)" -gt 77 ] # 0 and 2: clip-l, 3: t5
	[ "$(sed 's/  */ /g' table)" = "$(printf '%s\n' 'model sdxl flux-dev flux-dev' 'encoder clip-l clip-l t5' "1 $(n 1 0) $(n 1 2) $(n 1 3)" \
		"2 $(n 2 0) (-$(($(n 2 0) - 77))) $(n 2 2) (-$(($(n 2 2) - 77))) $(n 2 3)" 'limit 77 77 512' "longest $(n 2 0) $(n 2 2) $(n 2 3)" \
		"mean $(jq -rn "[$(n 1 0) + $(n 2 0), $(n 1 2) + $(n 2 2), $(n 1 3) + $(n 2 3)] | map(. / 2) | map(if . == floor then \"\(.).0\" else . end) | join(\" \")")" 'cut, of 2 1 1 0')" ]
	printf 'a red apple\n%s\n' "$(seq -s, 60)" | captok -m sdxl -m flux-dev --table | cmp - table
	printf '{"caption":"a","captok":{"model":"flux-dev"}}\n' | captok --table | grep -q 'model *sdxl$'
	[ "$(echo 'a red apple' | captok -m sdxl -m sdxl -m z-image | capscore | jq -r 'select(.capscore) | .capscore.model')" = sdxl ]
	run captok -m sdxl -m no-such <<<cat
	[ "$status" = 2 ]
}

@test "diffusion-pipe's FLUX.2 dev splits by Tekken's own pattern, as ComfyUI does" {
	[ "$(echo cat | captok -m flux2-dev -t diffusion-pipe | jq -c '.captok.encoders[0] | [.variant, .limit]')" = '["tekken",null]' ]
	ids() { echo "don'ta dog" | captok -m flux2-dev --ids "$@" | jq -c '.captok.encoders[0].ids'; }
	[ "$(ids -t diffusion-pipe)" = "$(ids --variant tekken)" ]
	[ "$(ids -t diffusion-pipe)" != "$(ids)" ]
}

@test "ids of any size are written whole, one token and many" {
	[ "$(printf '{"caption":""}\n{"caption":"\\u0000"}\n' | captok --encoder byt5 --ids | jq -c '.captok.encoders[0].ids')" = "$(printf '[1]\n[3,1]')" ]
	[ "$(echo '<|im_start|>!' | captok --encoder qwen3 --ids | jq -c '.captok.encoders[0].ids')" = '[151644,0]' ]
	# Read from the pieces and tokenised as a whole: the same.
	[ "$(echo 'a red dog' | captok --encoder qwen3 --ids | jq -c '.captok.encoders[0].ids')" = "$(echo 'a red dog' | captok -m z-image --ids | jq -c '.captok.encoders[0].ids[3:-5]')" ]
}

@test "a list of captions is a list in every form: records, text, spreadsheet, table" {
	echo '{"caption":["a red apple","a green pear tree"]}' >l.jsonl
	[ "$(captok -m sdxl l.jsonl | jq -c '[.captok.encoders[].tokens]')" = '[5,5,6,6]' ]
	[ "$(captok -m sdxl -f csv l.jsonl | cut -d, -f5 | paste -sd,)" = tokens,5,5,6,6 ]
	[ "$(captok -m sdxl -f text l.jsonl | grep -o '[0-9]* of 77' | paste -sd,)" = '5 of 77,6 of 77' ]
	[ "$(captok -m sdxl --table l.jsonl | sed -n 's/^longest *//p')" = 6 ]
	[ "$(captok -m sdxl --table -t musubi l.jsonl | sed -n 's/^longest *//p')" = 6 ]
}

@test "the names that people type find their models" {
	# model: names, as in public workflows, settings files and hubs
	cat >names <<-'END'
	z-image: z-image-turbo zimage-turbo z-image-base zimage
	flux2-klein: klein-9b klein-4b flux-klein flux2-klein-9b flux2-klein-4b flux.2-klein
	flux2-dev: flux.2-dev flux2
	flux-dev: flux.1-dev FLUX.1-dev flux-krea flux-krea-dev flux-kontext flux-kontext-dev flux-fill flux1-dev
	flux-schnell: flux.1-schnell flux1-schnell
	qwen-image: qwen-image-2512 qwen
	chroma: chroma1-hd chroma-hd chroma1-base
	sd35: sd35-large sd35-medium sd3.5-large sd3.5-large-turbo sd3.5
	sd3: sd3-medium
	sd2: sd-turbo sd21
	sdxl: sdxl-turbo sdxl-base sdxl-lightning playground-v2.5 ssd-1b segmind-vega animagine animagine-xl bigasp
	illustrious: illustrious-xl wai hassaku
	noobai: noobai-vpred noobai-eps
	pony: pony-v6 ponyxl autismmix
	wan: wan2.1 wan2.2 wan22-ti2v wan-vace wan-fun
	hunyuanvideo: hunyuan-video framepack
	lumina2: lumina-image-2 neta-lumina netayume
	sana: sana-1.5
	hidream: hidream-i1 hidream-full hidream-dev hidream-fast hidream-e1
	anima: anima-preview
	krea2: krea-2 krea2-turbo krea2-raw
	ideogram4: ideogram-4
	flux3-klein: flux-3-image-klein
	qwen-image-2.1: qwen-image-21
	qwen-image-edit-2511: qwen-image-edit-2509 edit-plus
	ltx2: ltx-2 ltx-2.3
	mageflow: mage-flow
	nucleus-image: nucleusmoe
	cosmos2: cosmos-predict2
	ltx-video: ltxv
	END
	while IFS=': ' read -r model names; do
		for n in $names; do printf '%s %s\n' "$n" "$model"; done
	done <names >want
	# As the list has them: some of the models' vocabularies need a licence.
	captok --list-models | awk '/^[a-z]/ {m = $1; next} {for (i = 1; i <= NF; i++) print $i, m}' >listed
	tr A-Z a-z <want | while read -r line; do grep -qxF -- "$line" listed || { echo "$line is not listed"; exit 1; }; done
	[ "$(echo x | captok -m KLEIN_9B --count | jq -r .captok.model)" = flux2-klein ]
}

@test "what does not go together is refused, not left out" {
	for more in '--format csv' '--format jsonl' --ids --pieces; do
		run captok --table $more /dev/null
		[ "$status" -eq 2 ]
		[[ $output == *--table* ]]
	done
	mkdir -p none && run captok --encoder none /dev/null
	[ "$status" -eq 2 ]
	[[ $output == *'without tokenizer.json'* ]]
}
