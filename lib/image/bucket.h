/* bucket.h: what a trainer makes of a picture of a given size: bucket, resize, crop. Each trainer is one file bucket_*.c, which
 * defines `const struct bucketing bucketing_NAME`, and a row in bucketings.def. Algorithms and constants are those of the
 * trainers' own code; the place is named in `source`, the arithmetic is IEEE double in the order in which that code writes it. */
#ifndef CAPTOOLS_IMAGE_BUCKET_H
#define CAPTOOLS_IMAGE_BUCKET_H

#include <stdint.h>

#include "image/settings.h"

enum { PLACES_MAX = 16, PLACE_SIDE_MAX = 1 << 30 };

/* Where the crop box is to be measured. */
enum crop_kind {
	CROP_NONE,    /* none can be told: drawn at random, or made before the resize */
	CROP_RESIZED, /* in pixels of the resized picture */
	CROP_SOURCE,  /* in pixels of the picture itself */
};

struct place {
	int64_t bucket[2], resized[2]; /* width, height */
	double crop[4];                /* left, top, right, bottom */
	enum crop_kind crop_in;
	bool random_crop;              /* the box is drawn; room says how far it can move */
	int64_t room[2];
	bool upscaled;                 /* either side grows */
	double aspect;                 /* the ratio that names the bucket, 0: the trainer has none */
	uint32_t frames;               /* of the bucket, 0: the trainer has none */
	uint32_t resolution;           /* the one of several it is for, 0: there is one */
	int64_t handed_on[2];          /* simpletuner: the picture is smaller than its bucket; else 0 */
	double conditioning[4];        /* kohya: crop_ltrb of SDXL */
	bool has_conditioning;
	const char *dropped;           /* what the trainer does in place of training, in its own words; NULL: it trains */
};

enum place_how { PLACE_ONE, PLACE_ANY_OF /* drawn */, PLACE_ALL_OF /* trained once for each */ };
struct placement {
	enum place_how how;
	size_t n;             /* at least 1 */
	struct place v[PLACES_MAX];
};

/* What becomes of the pictures that do not fill a last batch. */
enum remainder {
	REMAINDER_KEPT,    /* a short batch is trained */
	REMAINDER_FILLED,  /* filled with pictures of the same bucket */
	REMAINDER_DROPPED, /* left out, others each epoch */
	REMAINDER_CUT,     /* left out, the same in every epoch */
	REMAINDER_STOPS,   /* a bucket under one batch stops the run; else filled */
};

/* What a trainer's loader does with the file itself. */
struct loading {
	const char *extensions;   /* ".png .jpg": what it lists as images; NULL: whatever is no caption and no cache */
	enum { CASE_ANY, CASE_LOWER_OR_UPPER, CASE_LOWER } letters;
	bool turns;               /* EXIF orientation is applied */
	bool white;               /* transparency is put on white; else it is cut off and what lies under it shows */
	bool clips_grey16;        /* 16-bit grey becomes all white */
	bool stops_on_broken;     /* a file that cannot be decoded ends the run; else it is left out */
	bool webp_short;          /* sizes of extended WebP are read one pixel short on each side (imagesize 1.4.1) */
	bool animated_webp_stops;
	bool recursive;
};

struct bucket_plan;
struct bucketing {
	const char *name, *title, *source;
	const struct setting *settings;
	size_t n_settings;
	struct loading loading;
	enum remainder remainder;
	bool remembers;        /* places depend on the pictures before: see bucket_plan */
	/* Reads p->settings into p->own. 0, or -1 with d: what the trainer says before it begins. */
	int (*open)(struct bucket_plan *p, struct arena *a, struct diag *d);
	void (*place)(struct bucket_plan *p, int64_t w, int64_t h, uint32_t frames, struct placement *out);
	/* Pictures that make one step, and how often each is seen in an epoch. */
	void (*batch)(const struct bucket_plan *p, uint64_t *unit, uint64_t *repeats);
};

struct bucket_plan {
	const struct bucketing *trainer;
	struct settings settings;
	const char *refused;   /* the trainer would not begin with these settings: its own words; NULL: it would */
	bool remembers;        /* simpletuner's first picture of a ratio fixes the size for the others: place in order, one thread */
	void *own;
};

/* A trainer with its settings; foreign as in settings_take. NULL with d. */
struct bucket_plan *bucket_plan_make(const struct spec *from, setting_foreign *foreign, struct arena *a, struct diag *d);
/* The same from the text NAME or NAME:OPTION=VALUE,... (base/spec.h). */
struct bucket_plan *bucket_plan_open(struct span text, struct arena *a, struct diag *d);
/* NULL: no trainer of that name, in any case, has buckets that are known. */
const struct bucketing *bucketing_find(struct span name);
/* Whether the trainer has a setting of that name; a trainer_foreign. */
bool bucketing_knows(struct span trainer, struct span option);
/* After options were set one by one in p->settings (--trainer-settings): reads them. bucket_plan_make has done it already for its own. */
int bucket_plan_read(struct bucket_plan *p, struct arena *a, struct diag *d);
/* What becomes of a picture of w x h pixels as the trainer reads them; sides of 0 or more than PLACE_SIDE_MAX are dropped. frames 1: a picture. */
void bucket_plan_place(struct bucket_plan *p, int64_t w, int64_t h, uint32_t frames, struct placement *out);
/* A picture without a caption: left out by a trainer whose settings say so, in its own words about the file of that name. False: it is
 * trained like any other. */
bool bucket_plan_skips_uncaptioned(const struct bucket_plan *p);
bool bucket_plan_uncaptioned(const struct bucket_plan *p, struct span name, struct arena *a, struct placement *out);
/* Whether the trainer lists a file of that name among its images. */
bool bucket_plan_lists(const struct bucket_plan *p, struct span name);
const struct bucketing *const *bucketing_all(size_t *n);

/* ---- for the trainers ---- */

/* A list of buckets with their ratios, built once. */
struct bucket_list {
	size_t n, cap;
	struct bucket_size { int64_t w, h; } *v;
};
void bucket_add(struct bucket_list *l, int64_t w, int64_t h, struct arena *a);
/* By width, then height; doubles removed. */
void bucket_sort(struct bucket_list *l);
/* The first whose ratio is nearest to ratio, by the plain difference; by_height: ratios are height over width. */
const struct bucket_size *bucket_nearest(const struct bucket_list *l, double ratio, bool by_height);
/* The centred box of the bucket in the resized picture, and whether either side grew. */
void place_centre(struct place *p, int64_t w, int64_t h);
/* The box is drawn anywhere in the resized picture instead. */
void place_anywhere(struct place *p);
/* Python's round(x, digits) of a float. */
double python_round(double x, int digits);
/* A drop of the whole picture. */
void place_drop(struct placement *out, const char *why);
/* The sides that a size names: n (both), [w,h] or WxH. */
void sizes_pair(const struct sizes *s, int64_t *w, int64_t *h);
/* A trainer's batch where it is batch_size and num_repeats. */
void batch_plain(const struct bucket_plan *p, uint64_t *unit, uint64_t *repeats);

#define BUCKETING(name) extern const struct bucketing bucketing_##name;
#include "image/bucketings.def"
#undef BUCKETING

#endif
