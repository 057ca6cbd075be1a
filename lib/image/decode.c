/* decode.c: a queue of files, threads that look at them, and a table of what they saw. */
#include "image/decode.h"

#include <pthread.h>

enum { BLOCK = 1024, WHYS = 200, WAITING = 0, KNOWN = 1 };

struct block {
	struct pixels x[BLOCK];
	uint8_t state[BLOCK]; /* WAITING, KNOWN, or KNOWN and the place of its words in whys */
};

struct job {
	struct buf file;
	uint32_t number;
};

struct decoder {
	struct arena a; /* holds this struct; under the lock */
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	struct job queue[DECODE_QUEUE];
	size_t first, n, bytes; /* of the queue; bytes also of what is being decoded */
	bool over;
	struct { struct block **v; size_t n, cap; } blocks;
	uint32_t given;
	const char *whys[WHYS];
	uint8_t n_whys;
	pthread_t *thread;
	long threads;
};

static struct block *block_of(const struct decoder *d, uint32_t number)
{
	return d->blocks.v[(number - 1) / BLOCK];
}

/* Words are few: each once. Under the lock. */
static uint8_t why_number(struct decoder *d, const char *words)
{
	uint8_t i = 0;

	while (i < d->n_whys && strcmp(d->whys[i], words) != 0)
		i++;
	if (i == WHYS)
		return WHYS - 1;
	if (i == d->n_whys)
		d->whys[d->n_whys++] = arena_dup(&d->a, span_of(words)).p;
	return i;
}

/* Decodes without the lock, and keeps the result with it. */
static void look(struct decoder *d, struct job *j, struct arena *scratch)
{
	struct diag why = {0};
	struct pixels x;
	size_t size = j->file.n;

	pixels_look(buf_span(&j->file), scratch, &x, &why);
	arena_reset(scratch);
	buf_fini(&j->file);
	pthread_mutex_lock(&d->lock);
	struct block *b = block_of(d, j->number);
	b->x[(j->number - 1) % BLOCK] = x;
	b->state[(j->number - 1) % BLOCK] = (uint8_t)(KNOWN + (x.damaged ? 1 + why_number(d, why.message) : 0));
	d->bytes -= size;
	pthread_cond_broadcast(&d->done);
	pthread_mutex_unlock(&d->lock);
}

static void *worker(void *ctx)
{
	struct decoder *d = ctx;
	struct arena scratch = ARENA_INIT;

	for (;;) {
		pthread_mutex_lock(&d->lock);
		while (!d->n && !d->over)
			pthread_cond_wait(&d->work, &d->lock);
		if (!d->n)
			break;
		struct job j = d->queue[d->first];
		d->first = (d->first + 1) % DECODE_QUEUE;
		d->n--;
		pthread_mutex_unlock(&d->lock);
		look(d, &j, &scratch);
	}
	pthread_mutex_unlock(&d->lock);
	arena_fini(&scratch);
	return NULL;
}

struct decoder *decoder_open(long threads)
{
	struct arena hold = ARENA_INIT;
	struct decoder *d = arena_zalloc(&hold, 1, sizeof *d);

	d->a = hold;
	d->threads = threads;
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->work, NULL);
	pthread_cond_init(&d->done, NULL);
	return d;
}

/* When the first picture comes: what is given up for the sandbox is given up before. */
static void start(struct decoder *d)
{
	long n = 0;

	d->thread = arena_alloc(&d->a, (size_t)d->threads * sizeof *d->thread);
	while (n < d->threads && pthread_create(&d->thread[n], NULL, worker, d) == 0)
		n++;
	d->threads = n ? n : 1;
	if (n == 0)
		d->thread = NULL;
}

void decoder_close(struct decoder *d)
{
	if (!d)
		return;
	pthread_mutex_lock(&d->lock);
	d->over = true;
	pthread_cond_broadcast(&d->work);
	pthread_mutex_unlock(&d->lock);
	for (long i = 0; d->thread && i < d->threads; i++)
		pthread_join(d->thread[i], NULL);
	pthread_mutex_destroy(&d->lock);
	pthread_cond_destroy(&d->work);
	pthread_cond_destroy(&d->done);
	struct arena a = d->a;
	arena_fini(&a);
}

uint32_t decoder_give(struct decoder *d, struct buf *file)
{
	struct job j = {*file, 0};

	*file = (struct buf)BUF_INIT;
	pthread_mutex_lock(&d->lock);
	if (!d->thread && d->threads > 1)
		start(d);
	j.number = ++d->given;
	if ((j.number - 1) % BLOCK == 0)
		*ARENA_PUSH(&d->a, &d->blocks) = arena_zalloc(&d->a, 1, sizeof(struct block));
	while (d->thread && (d->n == DECODE_QUEUE || (d->bytes && d->bytes + j.file.n > DECODE_WAITING)))
		pthread_cond_wait(&d->done, &d->lock);
	d->bytes += j.file.n;
	if (d->thread) {
		d->queue[(d->first + d->n++) % DECODE_QUEUE] = j;
		pthread_cond_signal(&d->work);
	}
	bool own = !d->thread;
	pthread_mutex_unlock(&d->lock);
	if (own) {
		struct arena scratch = ARENA_INIT;
		look(d, &j, &scratch);
		arena_fini(&scratch);
	}
	return j.number;
}

void decoder_result(struct decoder *d, uint32_t number, struct pixels *out, const char **why)
{
	pthread_mutex_lock(&d->lock);
	const struct block *b = block_of(d, number);
	size_t i = (number - 1) % BLOCK;
	while (b->state[i] == WAITING)
		pthread_cond_wait(&d->done, &d->lock);
	*out = b->x[i];
	*why = b->state[i] > KNOWN ? d->whys[b->state[i] - KNOWN - 1] : NULL;
	pthread_mutex_unlock(&d->lock);
}
