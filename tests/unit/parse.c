/* parse.c: tags, lemmas, phrases, scenes and facts. */
#include <stdio.h>

#include "lexicon/lexicon.h"
#include "parse/scene.h"
#include "parse/tagger.h"
#include "tap.h"
#include "text/seg.h"

static struct lexicon *lexicon;
static struct tagger *tagger;
static struct arena arena;

static struct scene *parse(const char *text)
{
	struct seg *seg = arena_alloc(&arena, sizeof *seg);
	struct scene *s = arena_alloc(&arena, sizeof *s);

	seg_cut(span_of(text), &arena, seg);
	scene_parse(lexicon, tagger, seg, NULL, &arena, s);
	return s;
}

static struct span cat(struct span a, const char *by, struct span b)
{
	return arena_cat(&arena, arena_cat(&arena, a, span_of(by)), b);
}

/* Whether a scene says "name: attribute", "subject predicate object" or, for neither, has an object of that name. */
static bool says(const struct scene *s, const char *what)
{
	for (uint32_t i = 0; i < s->n_objects; i++)
		if (span_is(s->objects[i].name, what))
			return true;
	for (uint32_t i = 0; i < s->n_attributes; i++)
		if (span_is(cat(s->objects[s->attributes[i].object].name, ": ", s->attributes[i].name), what))
			return true;
	for (uint32_t i = 0; i < s->n_relations; i++) {
		const struct scene_relation *r = &s->relations[i];
		if (span_is(cat(cat(s->objects[r->subject].name, " ", r->predicate), " ", s->objects[r->object].name), what))
			return true;
	}
	return false;
}

static bool pictures(const struct scene *s, enum scene_term kind)
{
	for (uint32_t i = 0; i < s->n_picture; i++)
		if (s->picture[i].kind == kind)
			return true;
	return false;
}

static bool empty(const struct scene *s, enum scene_void kind)
{
	for (uint32_t i = 0; i < s->n_empty; i++)
		if (s->empty[i].kind == kind)
			return true;
	return false;
}

/* The tag and the lemma of the word that is written so: "NOUN goose". */
static bool tagged(const struct scene *s, const char *written, enum scene_tag tag, const char *lemma)
{
	for (uint32_t i = 0; i < s->n_words; i++)
		if (span_is(span_cut(s->text, s->words[i].start, s->words[i].end), written))
			return s->words[i].tag == tag && span_is(s->words[i].lemma, lemma);
	return false;
}

static void words(void)
{
	OK(tagged(parse("A lighthouse guards a rocky coast."), "guards", TAG_VERB, "guard"), "guards is a verb behind a singular noun");
	OK(tagged(parse("Two guards stand at a gate."), "guards", TAG_NOUN, "guard"), "guards is a noun behind a number");
	OK(tagged(parse("a man laying in bed"), "bed", TAG_NOUN, "bed"), "bed is no past of be");
	OK(tagged(parse("two geese fly"), "geese", TAG_NOUN, "goose"), "an irregular plural has its lemma");
	OK(tagged(parse("the boats were pulled up"), "pulled", TAG_VERB, "pull"), "a participle has its verb's lemma");
	OK(tagged(parse("a man wearing glasses"), "glasses", TAG_NOUN, "glasses"), "glasses are more than glass");
	OK(tagged(parse("a zorblax on a table"), "zorblax", TAG_NOUN, "zorblax"), "an unknown word is itself");
	const struct scene *s = parse("the dog 's ears and the cat's tail");
	OK(says(s, "dog have ear") && says(s, "cat have tail"), "'s is a word of its own, with a blank before it or none");
}

static void graphs(void)
{
	const struct scene *s = parse("A golden retriever with a red ball sits on a lawn next to two cats.");
	OK(says(s, "retriever: golden") && says(s, "ball: red") && says(s, "cat: 2"), "adjectives and numbers are attributes");
	OK(says(s, "retriever with ball") && says(s, "retriever sit on lawn"), "a verb takes its preposition");
	s = parse("The hand of a man holds a knife; a man in a white shirt watches.");
	OK(says(s, "man have hand") && says(s, "hand hold knife") && says(s, "man wear shirt"), "of is have, in clothes is wear");
	s = parse("a hill covered with grass, a wall painted in shades of blue");
	OK(says(s, "grass cover hill"), "a passive with its agent is turned round");
	OK(says(s, "wall: blue") && !says(s, "shade"), "shades of a colour are the colour");
	s = parse("A car in a muted gray hue. A vase of light blue color. A poster with a palette of red, gold and navy hangs on a wall. The stone is tan in color.");
	OK(says(s, "car: gray") && says(s, "vase: light blue") && says(s, "stone: tan") && !says(s, "hue") && !says(s, "color"), "a hue is no object, but a colour of one");
	OK(says(s, "poster: red") && says(s, "poster: gold") && says(s, "poster: navy"), "a palette of colours is its carrier's");
	s = parse("A dog walks along White Rock beach. A man in a black, long coat sits by a door with paint magenta in hue.");
	OK(!says(s, "rock beach: white") && says(s, "coat: black") && says(s, "paint: magenta"), "a colour in a name is none, one before a comma or behind its thing is");
	s = parse("A dark-colored car, a rust colored sofa, a jet black horse.");
	OK(says(s, "car: dark colored") && says(s, "sofa: rust colored") && says(s, "horse: jet black"), "a colour of several words is one");
	s = parse("A boy peels an orange. A wall is painted orange. The car is a dull shade of green.");
	OK(says(s, "orange") && says(s, "wall: orange") && says(s, "car: green") && !pictures(s, PICTURE_LIGHT), "an orange is no colour, a shade of green no light");
	s = parse("A black and white cat, a dog and two birds sit on a bench.");
	OK(says(s, "cat: black") && says(s, "cat: white"), "adjectives that and joins are both the noun's");
	OK(says(s, "cat sit on bench") && says(s, "dog sit on bench") && says(s, "bird sit on bench"), "nouns of a list share their verb");
	s = parse("A group of people stands in front of a castle. There are trees behind it.");
	OK(says(s, "people stand in front of castle") || says(s, "person stand in front of castle"), "a group of people are people");
	OK(says(s, "tree behind castle"), "it is the thing named before");
	s = parse("A hallway with white doors and marble tiles leads into a corridor.");
	OK(says(s, "hallway with tile") && says(s, "hallway lead into corridor") && !says(s, "tile lead into corridor"), "a verb in the singular is not the plural's before it");
	s = parse("A knight in intricate armor holds an elegant sword; a pill with a smooth texture.");
	OK(says(s, "knight wear armor") && says(s, "knight hold sword") && says(s, "pill with texture"), "praise before a noun does not cut its phrase");
	OK(!says(s, "sword: elegant") && pictures(s, PICTURE_QUALITY), "and is no attribute");
	s = parse("A narrow street in New Orleans at night");
	OK(says(s, "street in new orleans") && says(parse("A Large Dog on a Red Sofa"), "dog: large"), "an adjective with a capital is part of a name, where most words have none");
	s = parse("The flag is hanging.");
	OK(says(s, "flag: hanging") && s->n_relations == 0, "a verb without an object is a state");
	s = parse("A man without a hat. There is no dog.");
	OK(!says(s, "hat") && !says(s, "dog") && empty(s, EMPTY_NEGATION), "what is not there is no object");
	s = parse("A sign reads \"OPEN ALL DAY\".");
	OK(says(s, "sign: OPEN ALL DAY") && !says(s, "day"), "a quotation is what its carrier says, and no object");
}

/* What is named and no thing of the picture. */
static void nameless(void)
{
	const struct scene *s = parse("thread-like filaments; calf-high boots; a snow-covered roof");
	OK(says(s, "filament") && says(s, "boot") && says(s, "roof") && s->n_objects == 3, "a noun that a hyphen binds to an adjective is part of it");
	OK(says(parse("a sign-maker paints a sign"), "maker") || says(parse("a sign-maker paints a sign"), "sign maker"), "one that it binds to a noun is part of a name");
	s = parse("A computer generated image of a castle. ");
	OK(says(s, "castle") && s->n_objects == 1, "what a picture is made with is not in it");
	s = parse("a vintage photo of a brick building");
	OK(says(s, "building: brick") && s->n_objects == 1, "nor how the photo is");
	OK(says(parse("a computer on a table"), "computer on table"), "a computer elsewhere is a thing");
	s = parse("clothes in the shape of a snowflake");
	OK(says(s, "clothes: snowflake") && s->n_objects == 1, "what a thing is shaped like is not there");
	s = parse("a room in deep emerald and amber tones");
	OK(says(s, "room: deep emerald") && !says(s, "emerald"), "two colours that and joins are both the hue's");
	OK(says(parse("a kettle on what seems to be a stove"), "kettle on stove"), "a preposition waits behind a hedge");
	OK(says(parse("a chair with a back and seat"), "chair with seat"), "a list's first noun that names nothing takes no relation from the others");
	OK(pictures(parse("sports car closeup"), PICTURE_CAMERA) && !pictures(parse("he paints a closeup on a wall"), PICTURE_CAMERA), "a word of the camera behind a bare noun is the picture's");
}

static void light_and_camera(void)
{
	OK(pictures(parse("A tree casts a shadow on the ground."), PICTURE_LIGHT), "who casts a shadow is lit");
	OK(pictures(parse("A man walks a dog on a radiant day."), PICTURE_LIGHT), "a radiant day is a light");
	OK(!pictures(parse("A man walks a dog on a busy day."), PICTURE_LIGHT), "a busy day is none");
	OK(pictures(parse("The lighting in the room is subdued."), PICTURE_LIGHT), "what is said of light is said of the picture");
	OK(pictures(parse("Looking up at a red tower."), PICTURE_CAMERA) && !pictures(parse("The boy is looking up at a red kite."), PICTURE_CAMERA) &&
	   !pictures(parse("A man being photographed from all sides."), PICTURE_CAMERA), "a camera looks up where nobody in the picture does");
	OK(empty(parse("Two girls smile, exuding happiness."), EMPTY_FILLER) && !empty(parse("Two girls smile, radiating sparks."), EMPTY_FILLER) &&
	   empty(parse("A girl appears calm."), EMPTY_HEDGE) && !empty(parse("A lake appears blue."), EMPTY_HEDGE), "a mood is told from what one sees");
	OK(!pictures(parse("A woman with highlights in her hair. Her face lights up."), PICTURE_LIGHT), "highlights in hair and faces that light up are no light");
	OK(pictures(parse("A long outdoor shot of a barn."), PICTURE_CAMERA) && pictures(parse("A zoomed-out view of a city."), PICTURE_CAMERA), "shots and views are the camera's");
	OK(!pictures(parse("A window with a panoramic view of the city."), PICTURE_CAMERA), "a window's view is not");
	OK(!pictures(parse("Overhead, the sky is grey."), PICTURE_CAMERA), "overhead before a clause says where, not from where");
	OK(!pictures(parse("35mm, a dog"), PICTURE_MEDIUM), "35mm is no medium by itself");
	OK(says(parse("umbrella, close-up"), "umbrella") && says(parse("bear, close-up"), "bear"), "a tag of one word that is a thing first of all is a noun");
	OK(says(parse("a woman with an umbrella, close-up"), "woman with umbrella"), "a determiner waits for a noun");
	OK(!says(parse("a round, wooden table"), "round"), "but not where the noun comes behind the comma");
	const struct scene *s = parse("a a small small dog dog on on a a mat mat");
	OK(says(s, "dog on mat") && s->n_objects == 2 && s->n_attributes == 1, "words that stand twice are one");
	OK(says(parse("a street in Walla Walla"), "walla walla"), "but for names");
}

static void tags(void)
{
	const struct scene *s = parse("1girl, long hair, blue eyes, standing on a beach, soft lighting, masterpiece");
	OK(says(s, "girl") && says(s, "hair: long") && says(s, "girl stand on beach"), "tags are about the counted subject");
	OK(pictures(s, PICTURE_QUALITY) && !says(s, "masterpiece"), "a quality tag is no object");
	s = parse("fox, red fox, forest");
	OK(s->tags && s->n_objects == 2 && says(s, "fox: red"), "a tag that names the same again is the same");
	s = parse("a photo of ohwx woman wearing a red scarf on a bench, close-up, soft daylight, blurry background");
	OK(!s->tags && s->style[0] == STYLE_SENTENCE && s->style[1] == STYLE_NOTE, "a phrase with notes is no list of tags");
	OK(pictures(s, PICTURE_MEDIUM) && pictures(s, PICTURE_CAMERA) && pictures(s, PICTURE_LIGHT) && pictures(s, PICTURE_FOCUS), "notes speak of the picture");
	OK(!says(s, "photo") && says(s, "woman wear scarf"), "the photo is no thing in it");
	OK(says(parse("a painting on the wall"), "painting on wall"), "a painting on a wall is one");
}

static void facts(void)
{
	uint32_t once = parse("A red car on a road.")->n_said;
	OK(once == 4, "two objects, an attribute and a relation are four facts");
	OK(parse("A red car on a road. A red car on a road.")->n_said == once, "the same sentence again adds no fact");
	OK(parse("A red car on a road. The car is red.")->n_said == once, "nor does the same in other words");
	OK(parse("A red car on a road, adding a touch of charm to the scene.")->n_said == once, "nor does filler");
	const struct scene *s = parse("A red car on a road.");
	for (uint32_t i = 0; i < s->n_facts; i++)
		if (s->facts[i].kind == FACT_RELATION)
			OK(s->facts[i].from == 6 && s->facts[i].to == 19, "a relation needs both its objects to be seen");
	OK(parse("Ein roter Hund liegt auf einer grünen Wiese vor dem Haus")->foreign && !parse("A red dog lies on a lawn in Zbrqk")->foreign, "German is foreign");
	OK(!parse("score_9, score_8_up, score_7_up, score_6_up, score_5_up, score_4_up, a dog on a lawn")->foreign, "made words are in no language");
	OK(!parse("katana, dog, hatsune miku, solo")->foreign, "a word of the lexicon is English");
	OK(parse("")->n_said == 0 && parse(" ,.;")->n_facts == 0, "nothing says nothing");
}

/* What two windows, cut at byte at, lose; with hidden, the second is not read. */
static bool loses(const char *text, uint32_t at, bool hidden, const char *want)
{
	struct scene *s = parse(text);
	struct scene_range windows[] = {{0, at}, {at, (uint32_t)s->text.n}}, v[4];
	size_t n = scene_lost(s, windows, hidden ? 1 : 2, v, 4);
	struct span all = SPAN("");

	for (size_t i = 0; i < n; i++)
		all = cat(all, i ? "; " : "", span_cut(s->text, v[i].start, v[i].end));
	if (!span_is(all, want))
		printf("# loses \"%.*s\"\n", SPAN_ARG(all));
	return span_is(all, want);
}

static void lost(void)
{
	static const char text[] = "a dog on a mat with a red ball, close-up";

	OK(loses(text, sizeof text - 1, true, ""), "one window over all loses nothing");
	OK(loses(text, 30, true, "close-up"), "what lies behind the window is lost");
	OK(loses(text, 14, true, "with a red ball, close-up") || loses(text, 14, true, "with a red ball; close-up"), "a relation is lost with its object");
	OK(loses(text, 25, false, "mat with a red ball"), "two windows that hold a colour and its object apart lose the two");
	OK(loses(text, 14, false, "mat with a red ball"), "and a relation with both its objects");
	OK(loses(text, 0, true, "dog on a mat with a red ball; close-up"), "a window without a byte loses all");
}

int main(void)
{
	struct diag d = {0};
	struct lex_files none = {0};

	lexicon = lexicon_open(&none, &d);
	tagger = tagger_open(&d);
	OK(lexicon && tagger, "the lexicon and the tagger open: %s", d.message);
	if (lexicon && tagger) {
		words();
		graphs();
		nameless();
		light_and_camera();
	tags();
		facts();
		lost();
	}
	tagger_close(tagger);
	lexicon_close(lexicon);
	arena_fini(&arena);
	return tap_end();
}
