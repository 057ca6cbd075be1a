/* view_pictures.c: pictures are gathered to a lot, the lot is shared out among the threads, the thumbnails are written in order. A lot
 * is bounded by bytes, so memory does not grow with the pictures. */
#include "report/view_pictures.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/buf.h"
#include "image/head.h"

enum { JOBS_MAX = 256, THREADS_MAX = 64, PER_THREAD = 8 };
#define LOT_BYTES ((size_t)32 << 20)

struct job {
	struct arena a;
	struct buf bytes;
	struct span name;
	const char *why;    /* in a */
	struct thumb t;
	unsigned orientation;
	struct diag d;
};

struct pictures {
	struct view *v;
	size_t threads, n, most, held, next;
	struct job jobs[JOBS_MAX];
	pthread_mutex_t lock;
	struct arena own;
};

static void work(struct job *j, unsigned edge)
{
	struct image_file f;
	struct image_head h = {0};

	if (j->why)
		return;
	image_memory(&f, buf_span(&j->bytes));
	image_head(&f, &j->a, &h);
	j->orientation = h.orientation;
	if (thumb_make(buf_span(&j->bytes), edge, &j->a, &j->t, &j->d) != 0)
		j->why = j->d.message;
	if (!j->t.width) { /* what cannot be drawn has a size all the same */
		j->t.width = h.width;
		j->t.height = h.height;
	}
}

static void *worker(void *arg)
{
	struct pictures *p = arg;

	for (;;) {
		pthread_mutex_lock(&p->lock);
		size_t i = p->next++;
		pthread_mutex_unlock(&p->lock);
		if (i >= p->n)
			return NULL;
		work(&p->jobs[i], view_edge(p->v));
	}
}

/* The main thread works, too; where no thread is to be had, alone. */
static void finish_lot(struct pictures *p)
{
	pthread_t t[THREADS_MAX];
	size_t n = 0;

	p->next = 0;
	while (n + 1 < p->threads && n + 1 < p->n && pthread_create(&t[n], NULL, worker, p) == 0)
		n++;
	worker(p);
	while (n)
		pthread_join(t[--n], NULL);
	for (size_t i = 0; i < p->n; i++) {
		struct job *j = &p->jobs[i];
		view_picture(p->v, j->name, &j->t, j->orientation, j->why);
		arena_fini(&j->a);
		buf_fini(&j->bytes);
		*j = (struct job){0};
	}
	p->n = p->held = 0;
}

struct pictures *pictures_open(struct view *v, size_t threads)
{
	struct arena own = ARENA_INIT;
	struct pictures *p = arena_zalloc(&own, 1, sizeof *p);

	p->own = own;
	p->v = v;
	p->threads = threads < THREADS_MAX ? threads : THREADS_MAX;
	p->most = PER_THREAD * p->threads < JOBS_MAX ? PER_THREAD * p->threads : JOBS_MAX;
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void pictures_add(struct pictures *p, struct span name, struct span bytes, const char *why)
{
	struct job *j = &p->jobs[p->n++];

	j->name = arena_dup(&j->a, name);
	if (why)
		j->why = arena_dup(&j->a, span_of(why)).p;
	else
		buf_adds(&j->bytes, bytes);
	p->held += bytes.n;
	if (p->n == p->most || p->held > LOT_BYTES)
		finish_lot(p);
}

void pictures_close(struct pictures *p)
{
	struct arena own = p->own; /* p lives in it */

	finish_lot(p);
	pthread_mutex_destroy(&p->lock);
	arena_fini(&own);
}
