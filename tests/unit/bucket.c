/* bucket.c: trainers' buckets, by the examples that their users stumble over, and settings as people write them. */
#include "image/epoch.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static const struct {
	const char *trainer;
	int w, h;
	int bucket[2], resized[2];
	const char *what;
} cases[] = {
	{"kohya:resolution=1024,enable_bucket", 4000, 3000, {1024, 768}, {1024, 768}, "max_bucket_reso 1024 leaves a 4:3 picture 75% of the area"},
	{"kohya:resolution=1024,enable_bucket", 1920, 1080, {1024, 576}, {1024, 576}, "and a 16:9 one 56%"},
	{"kohya:resolution=1024,enable_bucket,max_bucket_reso=2048", 4000, 3000, {1152, 896}, {1195, 896}, "2048 gives 4:3 its area back"},
	{"kohya:resolution=1024,enable_bucket,max_bucket_reso=2048", 1920, 1080, {1344, 768}, {1365, 768}, "and 16:9"},
	{"kohya:resolution=1024,enable_bucket,bucket_no_upscale", 1023, 1023, {960, 960}, {1023, 1023}, "one pixel short is one step short"},
	{"kohya:resolution=512", 1920, 1080, {512, 512}, {910, 512}, "without buckets the sides of a 16:9 picture are cut off"},
	{"musubi", 1920, 1080, {960, 544}, {967, 544}, "musubi has one bucket by default"},
	{"musubi:resolution=[1024,1024],enable_bucket", 4000, 1000, {2048, 512}, {2048, 512}, "4:1 is its widest"},
	{"onetrainer:resolution=1024,model_type=FLUX", 680, 1000, {832, 1280}, {870, 1280}, "OneTrainer knows 1.5, not 1.47"},
	{"onetrainer:resolution=1280x720", 500, 500, {1280, 704}, {1280, 1280}, "a fixed size is rounded to the quantum"},
	{"ai-toolkit:resolution=1024", 100, 100, {96, 112}, {113, 113}, "ai-toolkit lets a small picture grow to its unit"},
	{"ai-toolkit:resolution=1024,bucket_tolerance=32", 4000, 3000, {1152, 896}, {1195, 897}, "a float that rounds up costs a pixel"},
	{"diffusion-pipe:size_buckets=[[1280,704,1],[704,1280,1],[960,960,1]],enable_ar_bucket", 1080, 1080, {704, 1280}, {704, 1280},
	 "size_buckets are matched by another order than theirs"},
	{"diffusion-pipe:resolutions=[512],enable_ar_bucket", 4000, 1000, {720, 368}, {720, 368}, "ratios beyond max_ar are cropped to the last bucket"},
	{"simpletuner:crop_style=center", 1080, 1920, {768, 1344}, {768, 1365}, "crop=false still crops what does not fit"},
	{"simpletuner:resolution=0.5,resolution_type=area,crop,crop_style=center", 4000, 1000, {768, 768}, {2816, 704}, "half a megapixel: resized to less than its bucket"},
};

static const char *const bad[] = {
	"nosuch", "kohya:nosuch=1", "kohya:resolution=big", "kohya:resolution=0", "kohya:enable_bucket=7", "kohya:bucket_reso_steps=0",
	"kohya:resolution=[1,2,3,4]", "kohya:resolution=[[[1]]]", "kohya:resolution=[512", "kohya:resolution=1e300", "ai-toolkit:bucket_tolerance=-1",
	"diffusion-pipe:size_buckets=[[1,2]]", "diffusion-pipe:min_ar=0,enable_ar_bucket", "simpletuner:crop_style=middle",
	"simpletuner:crop,crop_aspect=closest", "onetrainer:resolution=", "kohya:max_bucket_reso=1000000000",
};

static struct bucket_plan *plan(const char *text)
{
	struct diag d = {0};
	struct bucket_plan *p = bucket_plan_open(span_of(text), &a, &d);

	if (!p)
		printf("# %s: %s\n", text, d.message);
	return p;
}

static void sizes(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bucket_plan *p = plan(cases[i].trainer);
		struct placement got = {0};
		if (p)
			bucket_plan_place(p, cases[i].w, cases[i].h, 1, &got);
		const struct place *v = &got.v[0];
		bool ok = p && !v->dropped && v->bucket[0] == cases[i].bucket[0] && v->bucket[1] == cases[i].bucket[1] &&
		          v->resized[0] == cases[i].resized[0] && v->resized[1] == cases[i].resized[1];
		OK(ok, "%s: %s", cases[i].trainer, cases[i].what);
		if (!ok)
			printf("# %lldx%lld from %lldx%lld\n", (long long)v->bucket[0], (long long)v->bucket[1], (long long)v->resized[0],
			       (long long)v->resized[1]);
	}
}

static bool take(struct settings *t, const char *text)
{
	struct spec s;
	struct diag d = {0};

	return spec_read(&s, span_of(text), &a, &d) == 0 && settings_take(t, &s, NULL, &a, &d) == 0;
}

static void settings(void)
{
	size_t refused = 0;
	struct sizes s;
	struct settings t;
	struct diag d = {0};
	static const struct setting table[] = {{"sizes", SETTING_SIZES, "[1, 2.5]", NULL}, {"word", SETTING_WORD, NULL, NULL}};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused += bucket_plan_open(span_of(bad[i]), &a, &d) == NULL && d.message[0];
	OK(refused == sizeof bad / sizeof *bad, "%zu of %zu settings that cannot be are refused", refused, sizeof bad / sizeof *bad);
	settings_init(&t, table, 2, &a);
	settings_sizes(&t, "sizes", &s);
	OK(s.n == 2 && s.of[1].v[0] == 2.5 && !settings_has(&t, "word"), "a default is read as a value is");
	OK(take(&t, "x:sizes=[[1,2],3,[4,5,6]],word=\"a,b\""), "commas inside of brackets and quotes belong to the value");
	settings_sizes(&t, "sizes", &s);
	OK(s.n == 3 && s.of[0].n == 2 && s.of[1].n == 1 && s.of[2].v[2] == 6 && span_is(settings_word(&t, "word"), "a,b"), "lists of lists are read");
	OK(take(&t, "x:sizes=768x512") && (settings_sizes(&t, "sizes", &s), s.of[0].v[1] == 512), "768x512 is a size");
}

static void names(void)
{
	struct bucket_plan *kohya = plan("kohya"), *onetrainer = plan("onetrainer"), *pipe = plan("diffusion-pipe");

	OK(bucket_plan_lists(kohya, SPAN("a/b.jpg")) && bucket_plan_lists(kohya, SPAN("b.JPG")) && !bucket_plan_lists(kohya, SPAN("b.Jpg")), "kohya misses .Jpg");
	OK(!bucket_plan_lists(kohya, SPAN("b.gif")) && !bucket_plan_lists(kohya, SPAN("jpg")), "and .gif, and a name without an ending");
	OK(bucket_plan_lists(onetrainer, SPAN("b.TifF")) && bucket_plan_lists(pipe, SPAN("b.anything")), "others look otherwise");
}

static void sets(void)
{
	struct bucket_plan *p = plan("onetrainer:resolution=512,batch_size=2");
	struct placement got;
	struct epoch e;
	static const char *const id[] = {"a", "b", "c", "d"};
	static const int size[][2] = {{512, 512}, {512, 512}, {512, 512}, {512, 1024}};

	epoch_init(&e, p, &a);
	for (int i = 0; i < 4; i++) {
		bucket_plan_place(p, size[i][0], size[i][1], 1, &got);
		epoch_add(&e, span_of(id[i]), &got);
	}
	epoch_end(&e);
	OK(e.batches == 1 && e.lost == 2 && e.untrained.n == 1 && span_is(e.untrained.v[0], "d"), "a bucket under one batch never trains, by name");
	p = plan("simpletuner:resolution=1024,train_batch_size=4,allow_dataset_oversubscription");
	epoch_init(&e, p, &a);
	for (int i = 0; i < 3; i++) {
		bucket_plan_place(p, 1024, 1024, 1, &got);
		epoch_add(&e, span_of(id[i]), &got);
	}
	epoch_end(&e);
	OK(e.batches == 2 && !e.stops && !e.untrained.n, "simpletuner repeats a bucket under one batch as a whole: 3 pictures are 6, two batches of 4");
	p = plan("kohya:resolution=512,enable_bucket");
	bool ok = true;
	for (int64_t w = 1; w < 3000000; w = w * 3 + 1)
		for (int64_t h = 1; h < 3000000; h = h * 5 + 2) {
			bucket_plan_place(p, w, h, 1, &got);
			ok &= got.v[0].dropped || (got.v[0].bucket[0] >= 0 && got.v[0].crop[2] - got.v[0].crop[0] == (double)got.v[0].bucket[0]);
		}
	bucket_plan_place(p, 0, 5, 1, &got);
	OK(ok && got.v[0].dropped, "any size gives a bucket or a reason");
}

int main(void)
{
	sizes();
	settings();
	names();
	sets();
	arena_fini(&a);
	return tap_end();
}
