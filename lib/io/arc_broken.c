/* arc_broken.c: why an archive cannot be read any further. */
#include "io/arc_priv.h"

/* What libarchive says, without the line breaks that some of its messages end in. */
struct span arc_reason(const struct arc *c)
{
	struct span s = span_of(archive_error_string(c->a));

	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' '))
		s.n--;
	if (s.n)
		return s;
	return c->kind == ARC_7Z ? SPAN("its directory at the end cannot be read") : SPAN("no reason given");
}

static const char *unzip_name(enum arc_kind k)
{
	return k == ARC_GZIP ? "gzip" : k == ARC_ZSTD ? "zstd" : k == ARC_XZ ? "xz" : "bzip2";
}

/* Why the stream cannot go on. */
int arc_broken(struct arc *c, struct diag *d)
{
	struct span why = arc_reason(c);
	uint64_t at = c->s->in.got;

	if (c->error)
		diag_set(d, "read", "%.*s", SPAN_ARG(why));
	else if (c->filtered && span_is(why, "Unrecognized archive format"))
		diag_set(d, "unknown-form", "%s data without a tar in it; `%s -dc FILE |` in front reads compressed text",
		         unzip_name(c->kind), unzip_name(c->kind));
	else if (c->at_end)
		diag_at(d, "truncated-archive", at, "the archive ends in the middle (%.*s)", SPAN_ARG(why));
	else
		diag_at(d, "damaged-archive", at, "the archive is damaged (%.*s)", SPAN_ARG(why));
	if (d)
		d->fatal = true;
	return -1;
}
