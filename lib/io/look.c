/* look.c: notes in a table of chains, whose places are used again. */
#include "io/look.h"

#include "base/buf.h"

struct look_note {
	uint64_t key;
	uint32_t next; /* 1-based, 0: the end */
	unsigned char note[LOOK_NOTE];
};

/* The table is a buffer's memory: malloc has one home. */
static void *grown(void *old, size_t used, size_t bytes)
{
	struct buf b = {old, used, used};

	buf_room(&b, bytes - used);
	return b.p;
}

static void spread(struct look_notes *t)
{
	size_t slots = t->slots ? t->slots * 2 : 1024;

	if (t->heads) {
		struct buf b = {(char *)t->heads, 0, t->slots * sizeof *t->heads};
		buf_fini(&b);
	}
	t->heads = grown(NULL, 0, slots * sizeof *t->heads);
	memset(t->heads, 0, slots * sizeof *t->heads);
	t->slots = slots;
	for (size_t i = 0; i < t->n; i++) {
		uint32_t *head = &t->heads[t->v[i].key & (slots - 1)];
		t->v[i].next = *head;
		*head = (uint32_t)i + 1;
	}
}

static uint32_t *find(struct look_notes *t, uint64_t key)
{
	uint32_t *at = &t->heads[key & (t->slots - 1)];

	while (*at && t->v[*at - 1].key != key)
		at = &t->v[*at - 1].next;
	return at;
}

/* The place of a new note, 1-based. May move the table: no pointer into it is good afterwards. */
static uint32_t new_place(struct look_notes *t)
{
	uint32_t place = (uint32_t)t->spare;

	if (place) {
		t->spare = t->v[place - 1].next;
		return place;
	}
	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 256;
		t->v = grown(t->v, t->cap * sizeof *t->v, cap * sizeof *t->v);
		t->cap = cap;
	}
	return (uint32_t)++t->n;
}

void look_put(struct look_notes *t, uint64_t key, const unsigned char note[LOOK_NOTE])
{
	if (t->n == t->slots && !t->spare)
		spread(t);
	uint32_t at = *find(t, key);
	if (!at) {
		at = new_place(t);
		uint32_t *head = &t->heads[key & (t->slots - 1)];
		t->v[at - 1] = (struct look_note){.key = key, .next = *head};
		*head = at;
	}
	memcpy(t->v[at - 1].note, note, LOOK_NOTE);
}

const unsigned char *look_get(struct look_notes *t, uint64_t key, int take)
{
	uint32_t *at = t->slots ? find(t, key) : NULL;

	if (!at || !*at)
		return NULL;
	struct look_note *v = &t->v[*at - 1];
	if (take) {
		uint32_t place = *at;
		*at = v->next;
		v->next = (uint32_t)t->spare;
		v->key = ~v->key;
		t->spare = place;
	}
	return v->note;
}

void look_fini(struct look_notes *t)
{
	struct buf v = {(char *)t->v, 0, t->cap * sizeof *t->v}, heads = {(char *)t->heads, 0, t->slots * sizeof *t->heads};

	buf_fini(&v);
	buf_fini(&heads);
	*t = (struct look_notes){0};
}
