/* pool.c: each thread reads a batch, works on it, and writes what is finished at the head of the order. One thread at a time reads or
 * writes: it holds the turn. A batch is worked on where it was read, and goes back to its thread, so that its memory stays in that core's
 * cache: with one thread that reads and writes for all, every record crosses between cores twice, and as many threads are woken as there are
 * batches. Where a thread is held up, by a long caption or by a neighbour on its core, the others go on reading ahead, within bounds. */
#include "run/pool.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/die.h"
#include "run/batch.h"

enum {
	AHEAD = 16,             /* batches between the first that is not written and the last that is read, */
	AHEAD_BYTES = 1 << 20,  /* while their captions are no more than this; else two a thread and two more */
	JOBS_MAX = 256
};

struct pool {
	const struct filter *f;
	struct progress *progress;
	struct arena a;
	pthread_mutex_t lock; /* of all below, but for what the thread that holds the turn does with s, seen, d and number */
	pthread_cond_t turn_free; /* or all is written, or over */
	bool turn;            /* a thread holds it */
	size_t waiting;       /* threads that wait for it */
	struct batch **order; /* by input: [head, tail) are read and not yet written, of size places */
	size_t size, head, tail, least, bytes;
	struct source *s;     /* what is read, or NULL */
	uint64_t *seen, number;
	struct diag *d;
	int rc;               /* of the last read */
	bool found, over;
	struct hand *hands;
	long n;
};

/* A thread and its own. */
struct hand {
	struct pool *p;
	pthread_t thread;
	void *state;
	struct batch *free; /* the last that was written first: it is still in the cache */
};

static struct batch *head(const struct pool *p)
{
	return p->head < p->tail ? p->order[p->head % p->size] : NULL;
}

/* Before a read that waits for a slow writer all that is read is written. */
static bool may_read(const struct pool *p)
{
	size_t ahead = p->tail - p->head;

	if (!p->s || ahead == p->size || (ahead >= p->least && p->bytes >= AHEAD_BYTES))
		return false;
	return ahead == 0 || !source_would_block(p->s);
}

static struct batch *take(struct hand *h)
{
	struct batch *b = h->free;

	if (!b) {
		b = arena_zalloc(&h->p->a, 1, sizeof *b);
		b->free = &h->free;
		return b;
	}
	h->free = b->next;
	return b;
}

/* The turn is taken and given back; the lock is held before and behind, as in the next two. */
static void write_head(struct pool *p)
{
	struct batch *b = head(p);
	size_t bytes = b->bytes;

	p->turn = true;
	pthread_mutex_unlock(&p->lock);
	batch_write(b, p->f, p->progress);
	pthread_mutex_lock(&p->lock);
	p->turn = false;
	p->found |= b->found;
	p->bytes -= bytes;
	p->head++;
	b->next = *b->free;
	*b->free = b;
	if (!p->s && p->head == p->tail)
		pthread_cond_broadcast(&p->turn_free);
}

static struct batch *read_next(struct hand *h)
{
	struct pool *p = h->p;
	struct batch *b = take(h);

	p->turn = true;
	pthread_mutex_unlock(&p->lock);
	int rc = batch_read(b, p->f, p->s, &p->number, p->seen, p->d);
	progress_draw(p->progress, p->s, p->number);
	pthread_mutex_lock(&p->lock);
	p->turn = false;
	p->bytes += b->bytes;
	p->order[p->tail++ % p->size] = b;
	p->rc = rc;
	if (rc <= 0)
		p->s = NULL;
	return b;
}

/* Reads and works, or writes; false where neither can be done now. */
static bool step(struct hand *h)
{
	struct pool *p = h->p;

	if (p->turn)
		return false;
	if (head(p) && head(p)->done) {
		write_head(p);
		return true;
	}
	if (!may_read(p))
		return false;
	struct batch *b = read_next(h);
	if (p->waiting)
		pthread_cond_signal(&p->turn_free);
	pthread_mutex_unlock(&p->lock);
	batch_work(b, p->f, h->state);
	pthread_mutex_lock(&p->lock);
	b->done = true;
	return true;
}

static void wait_turn(struct pool *p)
{
	p->waiting++;
	pthread_cond_wait(&p->turn_free, &p->lock);
	p->waiting--;
}

static void *work(void *arg)
{
	struct hand *h = arg;
	struct pool *p = h->p;

	h->state = p->f->open ? p->f->open(p->f->ctx) : NULL;
	pthread_mutex_lock(&p->lock);
	while (!p->over)
		if (!step(h))
			wait_turn(p);
	pthread_mutex_unlock(&p->lock);
	if (p->f->close)
		p->f->close(h->state);
	return NULL;
}

struct pool *pool_open(const struct filter *f, long jobs, struct progress *progress)
{
	struct arena a = ARENA_INIT;
	struct pool *p = arena_zalloc(&a, 1, sizeof *p);

	if (jobs > JOBS_MAX)
		jobs = JOBS_MAX;
	*p = (struct pool){.f = f, .progress = progress, .a = a, .lock = PTHREAD_MUTEX_INITIALIZER,
	                   .turn_free = PTHREAD_COND_INITIALIZER};
	p->least = jobs > 1 ? (size_t)jobs * 2 + 2 : 1;
	p->size = jobs > 1 && p->least < AHEAD ? AHEAD : p->least;
	p->order = arena_zalloc(&p->a, p->size, sizeof *p->order);
	p->hands = arena_zalloc(&p->a, (size_t)jobs, sizeof *p->hands);
	p->hands[0] = (struct hand){.p = p, .state = f->open ? f->open(f->ctx) : NULL};
	for (p->n = 1; p->n < jobs; p->n++) {
		p->hands[p->n].p = p;
		if (pthread_create(&p->hands[p->n].thread, NULL, work, &p->hands[p->n]) != 0)
			break; /* fewer threads do the same work */
	}
	return p;
}

int pool_run(struct pool *p, struct source *s, uint64_t *seen, struct diag *d)
{
	pthread_mutex_lock(&p->lock);
	p->s = s;
	p->seen = seen;
	p->d = d;
	while (p->s || head(p))
		if (!step(&p->hands[0]))
			wait_turn(p);
	int rc = p->rc;
	pthread_mutex_unlock(&p->lock);
	return rc;
}

bool pool_close(struct pool *p)
{
	struct arena a = p->a; /* p lives in it */

	pthread_mutex_lock(&p->lock);
	p->over = true;
	pthread_cond_broadcast(&p->turn_free);
	pthread_mutex_unlock(&p->lock);
	for (long i = 1; i < p->n; i++)
		pthread_join(p->hands[i].thread, NULL);
	if (p->f->close)
		p->f->close(p->hands[0].state);
	for (long i = 0; i < p->n; i++)
		for (struct batch *b = p->hands[i].free; b; b = b->next)
			batch_fini(b);
	bool found = p->found;
	arena_fini(&a);
	return found;
}
