/* see_extension_mismatch.c: CAP203, a picture under another format's name. */
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	static const struct { const char *format, *endings; } table[] = {
		{"jpeg", " jpg jpeg jpe jfif "}, {"png", " png "}, {"webp", " webp "}, {"gif", " gif "}, {"bmp", " bmp dib "},
		{"tiff", " tif tiff "}, {"avif", " avif "}, {"heic", " heic heif hif "}, {"jxl", " jxl "}, {"mp4", " mp4 mov m4v "},
	};
	const struct image_head *h = c->s->head;
	char ending[16] = " ";
	size_t n = 1, dot = c->s->name.n;

	while (dot > 0 && c->s->name.p[dot - 1] != '.' && c->s->name.p[dot - 1] != '/')
		dot--;
	for (size_t i = dot; i < c->s->name.n && n < sizeof ending - 2; i++, n++)
		ending[n] = (char)(c->s->name.p[i] >= 'A' && c->s->name.p[i] <= 'Z' ? c->s->name.p[i] + 32 : c->s->name.p[i]);
	ending[n] = ' ';
	ending[n + 1] = 0;
	for (size_t i = 0; h && h->format && dot && n > 1 && i < sizeof table / sizeof *table; i++)
		if (strcmp(h->format, table[i].format) == 0 && !strstr(table[i].endings, ending))
			sight_report(c, r, r->severity, "is a %s under another name", h->format);
}

const struct rule rule_extension_mismatch = {
	.code = "CAP203",
	.name = "extension-mismatch",
	.title = "a picture under another format's name",
	.why = "A JPEG named .png. Most loaders look at the content and get it right; tools that go by the name do not, and "
	       "kohya's size reader is one of several readers of the same file. Rename it.",
	.evidence = "Every trainer loaded jpg_as.png as the JPEG it is; imagesize and browsers' uploads go by other bytes.",
	.before = "0001.png that is a JPEG",
	.after = "0001.jpg",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
