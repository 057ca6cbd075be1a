/* sarif_keep.c: a SARIF file that GitHub takes (see sarif_keep.h). */
#include "report/sarif_keep.h"

#include <string.h>

#include "base/die.h"
#include "io/gzmeter.h"
#include "report/score_out.h"

enum { MEMORY = 1 << 19 };

static void begin(struct sarif_keep *k)
{
	for (int i = 0; i < SARIF_RANKS && !k->begun; i++)
		k->kept[i] = (struct spool)SPOOL_INIT(MEMORY);
	k->begun = true;
}

void sarif_keep_add(struct sarif_keep *k, struct span text)
{
	struct diag d = {0};

	begin(k);
	while (text.n) {
		const char *nl = memchr(text.p, '\n', text.n);
		size_t n = nl ? (size_t)(nl - text.p) : text.n;
		int rank = text.p[0] - 'A';
		struct span result = span_cut(text, 1, n);
		if (k->kept[rank].n == SARIF_RESULTS)
			k->left[rank]++;
		else if (spool_push(&k->kept[rank], &result, 1, &d) != 0)
			die("%s", d.message);
		else
			k->bytes += result.n;
		text = span_cut(text, nl ? n + 1 : n, text.n);
	}
}

/* One rank, until count and size are full. meter: NULL where all is small enough as it is. */
static void write_rank(struct sarif_keep *k, int rank, uint64_t *count, struct gzmeter *meter, bool *full)
{
	struct spool *s = &k->kept[rank];
	struct diag d = {0};
	struct span r;
	int rc = 1;

	while (!*full && (rc = spool_peek(s, &r, &d)) == 1) {
		*full = *count == SARIF_RESULTS || (meter && gzmeter_add(meter, r) > SARIF_BYTES);
		if (*full)
			break;
		if ((*count)++)
			out_write(",\n", 2);
		out_write(r.p, r.n);
		spool_pop(s);
	}
	if (rc < 0)
		die("%s", d.message);
	k->left[rank] += s->n;
}

/* What was left out, as a sentence; nothing where nothing was. */
static void put_left(const struct sarif_keep *k, struct buf *b)
{
	static const char *const words[] = {"errors", "warnings", "notes"};
	uint64_t all = 0;
	bool any = false;

	for (int i = 0; i < SARIF_RANKS; i++)
		all += k->left[i];
	if (!all)
		return;
	buf_printf(b, "%llu results are left out, for GitHub takes %d of a run and 10 MB compressed:", (unsigned long long)all, SARIF_RESULTS);
	for (int i = 0; i < SARIF_RANKS; i++) {
		if (!k->left[i])
			continue;
		buf_printf(b, "%s %llu %s%s", any ? "," : "", (unsigned long long)k->left[i], i < 3 ? "" : "known ", words[i % 3]);
		any = true;
	}
}

void sarif_keep_close(struct sarif_keep *k, bool complete, uint64_t bad)
{
	struct gzmeter *meter = k->bytes > SARIF_BYTES ? gzmeter_open() : NULL;
	struct buf note = BUF_INIT, tail = BUF_INIT;
	uint64_t count = 0;
	bool full = false;

	begin(k);
	if (k->bytes > SARIF_BYTES && !meter)
		die_nomem();
	for (int i = 0; i < SARIF_RANKS; i++) {
		write_rank(k, i, &count, meter, &full);
		spool_fini(&k->kept[i]);
	}
	if (meter)
		gzmeter_close(meter);
	put_left(k, &note);
	if (note.n)
		warn("%.*s", (int)note.n, note.p);
	sarif_end(&tail, complete, bad, buf_span(&note));
	out_write(tail.p, tail.n);
	buf_fini(&note);
	buf_fini(&tail);
}
