/* pool.c: each thread reads a batch, works on it, and writes what is finished at the head of the order. One thread at a time reads or
 * writes: it holds the turn. A batch is worked on where it was read, and goes back to its thread, so that its memory stays in that core's
 * cache: with one thread that reads and writes for all, every record crosses between cores twice, and as many threads are woken as there are
 * batches. Where a thread is held up, by a long caption or by a neighbour on its core, the others read ahead, two batches each and two more. */
#include "run/pool.h"

#include <pthread.h>
#include <time.h>

#include "base/arena.h"
#include "base/sys.h"
#include "run/batch.h"

enum { JOBS_MAX = 256 };

static const double LOOK_EVERY = 0.1; /* seconds */

struct pool {
	const struct filter *f;
	struct progress *progress;
	struct arena a;
	pthread_mutex_t lock; /* of all below, but for what the thread that holds the turn does with s, seen, d and number */
	pthread_cond_t turn_free; /* or all is written, or over */
	bool turn;            /* a thread holds it */
	size_t waiting;       /* threads that wait for it */
	struct batch **order; /* by input: [head, tail) are read and not yet written; of size places */
	size_t size, head, tail;
	struct source *s;     /* what is read, or NULL */
	uint64_t *seen, number;
	struct diag *d;
	int rc;               /* of the last read */
	bool found, over;
	struct hand *hands;
	long n;
	/* Where the user has not said how many threads: those that find a free core. */
	bool elastic;
	long allowed, seen_free; /* the first so many hands work; what the last look gave */
	pthread_cond_t allowed_more;
	double looked;           /* seconds */
};

/* A thread and its own. */
struct hand {
	struct pool *p;
	pthread_t thread;
	bool opened;
	void *state;
	struct batch *free; /* the last that was written first: it is still in the cache */
};

static void open_state(struct hand *h)
{
	const struct filter *f = h->p->f;

	h->state = f->open ? f->open(f->ctx) : NULL;
	h->opened = true;
}

static void close_state(struct hand *h)
{
	if (h->opened && h->p->f->close)
		h->p->f->close(h->state);
}

/* Now and then: how many threads find a core that nobody else wants. More threads than that make a run slower: the system gives them all together
 * no more than it gives one, and each has caches of its own to fill. What a look does not see twice does not stop a thread. */
static void look_around(struct pool *p)
{
	struct timespec t;

	if (!p->elastic)
		return;
	clock_gettime(CLOCK_MONOTONIC, &t);
	double now = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
	if (now - p->looked < LOOK_EVERY)
		return;
	p->looked = now;
	long free = sys_free_cores((int)(p->n - (long)p->waiting)), most = free < p->seen_free ? p->seen_free : free;
	p->seen_free = free;
	most = most < 1 ? 1 : most > p->n ? p->n : most;
	if (most > p->allowed)
		pthread_cond_broadcast(&p->allowed_more);
	p->allowed = most;
}

static struct batch *head(const struct pool *p)
{
	return p->head < p->tail ? p->order[p->head % p->size] : NULL;
}

/* Before a read that waits for a slow writer all that is read is written. */
static bool may_read(const struct pool *p)
{
	size_t ahead = p->tail - p->head;

	return p->s && ahead < p->size && (ahead == 0 || !source_would_block(p->s));
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

	p->turn = true;
	pthread_mutex_unlock(&p->lock);
	batch_write(b, p->f, p->progress);
	pthread_mutex_lock(&p->lock);
	p->turn = false;
	p->found |= b->found;
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
	p->order[p->tail++ % p->size] = b;
	p->rc = rc;
	if (rc <= 0)
		p->s = NULL;
	look_around(p);
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

static void wait_for(struct pool *p, pthread_cond_t *what)
{
	p->waiting++;
	pthread_cond_wait(what, &p->lock);
	p->waiting--;
}

static void *work(void *arg)
{
	struct hand *h = arg;
	struct pool *p = h->p;

	pthread_mutex_lock(&p->lock);
	while (!p->over) {
		if (h - p->hands >= p->allowed) {
			pthread_cond_signal(&p->turn_free); /* it may have been meant for one that goes on */
			wait_for(p, &p->allowed_more);
		} else if (!h->opened) {
			pthread_mutex_unlock(&p->lock);
			open_state(h);
			pthread_mutex_lock(&p->lock);
		} else if (!step(h)) {
			wait_for(p, &p->turn_free);
		}
	}
	pthread_mutex_unlock(&p->lock);
	close_state(h);
	return NULL;
}

struct pool *pool_open(const struct filter *f, long jobs, bool elastic, struct progress *progress)
{
	struct arena a = ARENA_INIT;
	struct pool *p = arena_zalloc(&a, 1, sizeof *p);

	if (jobs > JOBS_MAX)
		jobs = JOBS_MAX;
	*p = (struct pool){.f = f, .progress = progress, .a = a, .lock = PTHREAD_MUTEX_INITIALIZER,
	                   .turn_free = PTHREAD_COND_INITIALIZER, .allowed_more = PTHREAD_COND_INITIALIZER, .elastic = elastic};
	p->size = jobs > 1 ? (size_t)jobs * 2 + 2 : 1;
	p->order = arena_zalloc(&p->a, p->size, sizeof *p->order);
	p->hands = arena_zalloc(&p->a, (size_t)jobs, sizeof *p->hands);
	p->hands[0].p = p;
	open_state(&p->hands[0]);
	p->allowed = elastic ? sys_free_cores(1) : jobs;
	p->seen_free = p->allowed;
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
			wait_for(p, &p->turn_free);
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
	pthread_cond_broadcast(&p->allowed_more);
	pthread_mutex_unlock(&p->lock);
	for (long i = 1; i < p->n; i++)
		pthread_join(p->hands[i].thread, NULL);
	close_state(&p->hands[0]);
	for (long i = 0; i < p->n; i++)
		for (struct batch *b = p->hands[i].free; b; b = b->next)
			batch_fini(b);
	bool found = p->found;
	arena_fini(&a);
	return found;
}
