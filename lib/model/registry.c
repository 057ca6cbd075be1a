/* registry.c: a small table of loaded vocabularies under one lock. */
#include "model/registry.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

enum { MAX = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena names = ARENA_INIT;
static struct { const char *name; struct tok *tok; } table[MAX];
static size_t used;

static int add(const char *vocab, struct tok *t, struct diag *d)
{
	if (used == MAX) {
		tok_close(t);
		return diag_set(d, "too-many", "more than %d vocabularies", MAX);
	}
	table[used].name = arena_dup(&names, span_of(vocab)).p;
	table[used++].tok = t;
	return 0;
}

static struct tok *find(const char *vocab)
{
	for (size_t i = used; i-- > 0;)
		if (strcmp(table[i].name, vocab) == 0)
			return table[i].tok;
	return NULL;
}

const struct tok *registry_get(const char *vocab, struct diag *d)
{
	pthread_mutex_lock(&lock);
	struct tok *t = find(vocab);
	if (!t) {
		t = tok_open(vocab, d);
		if (t && add(vocab, t, d) != 0)
			t = NULL;
	}
	pthread_mutex_unlock(&lock);
	return t;
}

int registry_user(const char *vocab, const char *path, struct diag *d)
{
	struct tok *t = tok_open_file(path, d);

	return t ? add(vocab, t, d) : -1;
}

void registry_close(void)
{
	while (used > 0)
		tok_close(table[--used].tok);
	arena_fini(&names);
}
