/* see_sight.c: from a record to what the rules about pictures look at. */
#include "conf/trainers.h"
#include "json/jread.h"
#include "report/see/see_out.h"

static bool number_of(const struct record *r, const char *key, int64_t *out)
{
	long long v;

	if (!json_long(record_member(r, key), &v) || v < 0)
		return false;
	*out = v;
	return true;
}

/* The size that the trainer goes by. */
static void read_size(struct sight *s)
{
	const struct image_head *h = s->head;
	const struct loading *l = sight_loading(s);
	uint32_t shown[2];

	image_shown(h, shown);
	bool other = l && span_starts(settings_word(&s->plan->settings, "imagesize"), SPAN("2")); /* kohya with what it does not pin */
	bool fast = l && settings_flag(&s->plan->settings, "fast_image_size"), jpeg = h->format && strcmp(h->format, "jpeg") == 0;
	bool turned = !l || (l->turns ? !fast : other && jpeg);
	s->size[0] = turned ? shown[0] : h->width;
	s->size[1] = turned ? shown[1] : h->height;
	if (l && l->webp_short && h->extended && !other)
		for (int k = 0; k < 2; k++)
			s->size[k] -= s->size[k] > 1;
}

static void measure(struct sight *s)
{
	const struct place *p = &s->placed->v[0];
	double w = (double)s->size[0], h = (double)s->size[1], box[2] = {p->crop[2] - p->crop[0], p->crop[3] - p->crop[1]};

	if (p->dropped || w <= 0 || h <= 0)
		return;
	if (p->crop_in == CROP_SOURCE) {
		s->lost = 1 - box[0] * box[1] / (w * h);
		s->scale = (double)p->resized[0] / box[0];
		return;
	}
	double side = w < h ? w : h, kept[2] = {(double)p->bucket[0], (double)p->bucket[1]};
	bool square = p->crop_in == CROP_NONE && !p->random_crop; /* cropped to a square before the resize */
	s->scale = square ? kept[0] / side : (double)p->resized[0] / w;
	s->lost = square ? 1 - side * side / (w * h) : 1 - kept[0] * kept[1] / ((double)p->resized[0] * (double)p->resized[1]);
	if (s->lost < 0)
		s->lost = 0;
}

bool see_skips(const struct sight *s)
{
	return s->plan && !s->captioned && s->name.n && bucket_plan_skips_uncaptioned(s->plan);
}

bool see_sight(const struct record *r, struct bucket_plan *plan, const struct see_names *names, struct see_scratch *x, struct sight *s, struct arena *a)
{
	int64_t n = 1;

	*s = (struct sight){.name = r->image, .plan = plan, .captioned = r->kind == REC_CAPTION || trainers_regular(r)};
	if (r->note) {
		see_unpack(names, r->note, x, s);
		read_size(s);
	} else if (!number_of(r, "width", &s->size[0]) || !number_of(r, "height", &s->size[1])) {
		return false;
	}
	number_of(r, "frames", &n);
	x->frames = s->head || n < 1 || n > 1 << 20 ? 1 : (uint32_t)n;
	s->listed = !s->plan || !s->name.n || bucket_plan_lists(s->plan, s->name);
	if (!s->plan || (s->head && (!x->head.width || s->unreadable || x->head.video)))
		return true;
	bucket_plan_place(plan, s->size[0], s->size[1], x->frames, &x->placed);
	if (see_skips(s))
		bucket_plan_uncaptioned(plan, s->name, a, &x->placed);
	s->placed = &x->placed;
	measure(s);
	return true;
}
