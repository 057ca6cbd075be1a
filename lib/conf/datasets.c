/* datasets.c: what the forms of trainers' files share: from keys to the options of captions and buckets. */
#include "conf/datasets.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/escape.h"
#include "base/near.h"
#include "base/sys.h"
#include "image/bucket.h"
#include "trainer/trainer.h"

const struct node *datasets_table(const struct node *n, size_t i)
{
	if (!n || n->kind == NODE_TABLE)
		return i ? NULL : n;
	const struct node *v = n->kind == NODE_LIST ? n->first : NULL;
	while (v && i--)
		v = v->next;
	return v && v->kind == NODE_TABLE ? v : NULL;
}

void datasets_note(struct dataset_reader *r, size_t line, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*ARENA_PUSH(r->a, &r->out->notes) = arena_printf(r->a, "%s:%zu: %s", r->out->path, line, text);
}

static int fault(struct dataset_reader *r, size_t line, const char *what)
{
	return diag_set(r->d, "bad-datasets", "%s:%zu: %s", r->out->path, line, what);
}

/* A number, or a list of numbers and such lists, as settings_set reads it. */
static void put_list(struct buf *b, const struct node *v)
{
	if (v->kind != NODE_LIST) {
		buf_adds(b, v->text);
		return;
	}
	buf_addc(b, '[');
	for (const struct node *n = v->first; n; n = n->next) {
		put_list(b, n);
		if (n->next)
			buf_addc(b, ',');
	}
	buf_addc(b, ']');
}

static struct span value_of(struct dataset_reader *r, const struct node *v)
{
	struct buf b = BUF_INIT;

	put_list(&b, v);
	struct span s = arena_dup(r->a, buf_span(&b));
	buf_fini(&b);
	return s;
}

/* Tries an option by itself, so that what is wrong with it is named with its line. */
static int try_option(struct dataset_reader *r, struct span name, const struct node *v, struct span value, bool image)
{
	struct arena a = ARENA_INIT;
	struct spec one = {.name = span_of(r->form->trainer)};
	struct diag d = {0};
	struct settings s;

	spec_add(&one, name, value, &a);
	if (!image) {
		trainer_make(&a, &one, NULL, &d);
	} else {
		const struct bucketing *b = bucketing_find(one.name);
		settings_init(&s, b->settings, b->n_settings, &a);
		settings_take(&s, &one, NULL, &a, &d);
	}
	arena_fini(&a);
	return d.code ? fault(r, v->line, d.message) : 0;
}

/* The trainer's option name. 1, 0: it has none, -1 with d. */
static int set_option(struct dataset_reader *r, struct subset *s, struct span name, const struct node *v)
{
	struct span trainer = span_of(r->form->trainer), value = value_of(r, v);
	bool caption = trainer_knows(trainer, name), image = bucketing_knows(trainer, name);

	if ((caption && try_option(r, name, v, value, false) != 0) || (image && try_option(r, name, v, value, true) != 0))
		return -1;
	if (caption)
		spec_add(&s->captions, name, value, r->a);
	if (image)
		spec_add(&s->images, name, value, r->a);
	return caption || image;
}

static int flag(struct dataset_reader *r, const struct node *v, bool *out)
{
	if (v->kind != NODE_FLAG)
		return fault(r, v->line, "wants true or false");
	*out = v->text.p[0] == 't';
	return 0;
}

const char *datasets_find(struct dataset_reader *r, struct span name)
{
	const char *here = arena_dup(r->a, name).p, *slash = strrchr(r->out->path, '/');
	struct stat st;

	if (name.p[0] == '/' || !slash || stat(here, &st) == 0)
		return here;
	const char *beside = arena_printf(r->a, "%.*s/%s", (int)(slash - r->out->path), r->out->path, here).p;
	return stat(beside, &st) == 0 ? beside : here;
}

static int set_folder(struct dataset_reader *r, struct subset *s, const struct node *v)
{
	if (v->kind != NODE_TEXT || !v->text.n || memchr(v->text.p, 0, v->text.n))
		return fault(r, v->line, "a folder is a text in quotes");
	const char *found = datasets_find(r, v->text);
	struct stat st;
	/* Beside image_dir kohya's metadata_file holds the captions, whatever order they stand in. */
	if (!s->folder || stat(found, &st) != 0 || !S_ISDIR(st.st_mode))
		s->folder = found;
	return 0;
}

static int unknown(struct dataset_reader *r, const struct node *v)
{
	const char *names[TREE_KEYS], *near = trainer_near(span_of(r->form->trainer), v->key);
	size_t n = 0;

	for (const struct dataset_key *k = r->form->keys; k->key && n < TREE_KEYS; k++)
		names[n++] = k->key;
	const struct bucketing *b = bucketing_find(span_of(r->form->trainer));
	for (size_t i = 0; b && i < b->n_settings && n < TREE_KEYS; i++)
		names[n++] = b->settings[i].name;
	near = near ? near : near_name(v->key, names, n);
	struct buf shown = BUF_INIT;
	escape_terminal(&shown, span_cut(v->key, 0, v->key.n < 60 ? v->key.n : 60));
	datasets_note(r, v->line, "unknown key '%.*s' is not read%s%s%s", SPAN_ARG(buf_span(&shown)), near ? "; did you mean '" : "", near ? near : "",
		      near ? "'?" : "");
	buf_fini(&shown);
	return 0;
}

static int take_key(struct dataset_reader *r, struct subset *s, const struct node *v)
{
	const struct dataset_key *k = r->form->keys;
	int rc;

	while (k->key && !span_is(v->key, k->key))
		k++;
	if (k->key) {
		switch (k->is) {
		case KEY_IDLE: return 0;
		case KEY_FOLDER: return set_folder(r, s, v);
		case KEY_DEEP: return flag(r, v, &s->deep);
		case KEY_REGULAR: return flag(r, v, &s->regular);
		case KEY_OPTION: return set_option(r, s, span_of(k->to), v) < 0 ? -1 : 0;
		}
	}
	rc = set_option(r, s, v->key, v);
	return rc ? (rc < 0 ? -1 : 0) : unknown(r, v);
}

static bool has_tables(const struct node *v)
{
	return v->kind == NODE_TABLE || (v->kind == NODE_LIST && v->first && v->first->kind == NODE_TABLE);
}

int datasets_take(struct dataset_reader *r, struct subset *s, const struct node *table)
{
	for (const struct node *v = table->first; v; v = v->next)
		if (v->kind != NODE_NULL && !has_tables(v) && take_key(r, s, v) != 0)
			return -1;
	return 0;
}

struct subset datasets_under(struct dataset_reader *r, const struct subset *s)
{
	struct subset under = *s;
	struct spec *const of[] = {&under.captions, &under.images};

	for (size_t k = 0; k < 2; k++) {
		const struct spec from = *of[k];
		*of[k] = (struct spec){.name = span_of(r->form->trainer)};
		for (size_t i = 0; i < from.n; i++)
			*ARENA_PUSH(r->a, of[k]) = from.v[i];
	}
	return under;
}

int datasets_add(struct dataset_reader *r, struct subset *s, const struct node *table)
{
	if (!s->folder)
		return fault(r, table->line, "names no folder");
	if (r->out->n == DATASETS_MOST)
		return fault(r, table->line, "more datasets than are read");
	const struct trainer_spec *t = trainer_make(r->a, &s->captions, NULL, r->d);
	if (!t)
		return -1;
	for (size_t i = 0; i < r->out->n; i++)
		if (strcmp(r->out->v[i].folder, s->folder) == 0) {
			datasets_note(r, table->line, "the folder of line %zu once more: it is read once, with the options there", r->out->v[i].line);
			break;
		}
	s->extension = trainer_extension(t);
	s->line = table->line;
	*ARENA_PUSH(r->a, r->out) = *s;
	return 0;
}
