/* page.c: page.html with its marks replaced: <!--TITLE--> <!--CSP--> <!--STYLE--> <!--DATA--> <!--SCRIPT-->. Style and script
 * may run because the policy names their hashes; nothing else may, and nothing may be loaded. */
#include "view/page.h"

#include "base/file.h"
#include "view/html.h"
#include "view/sha256.h"

enum { FILE_MAX = 1 << 20 };

static const char *const scripts[] = {"base.js", "text.js", "scene.js", "copies.js", "picture.js", "card.js", "latent.js", "plots.js", "list.js", "main.js"};

static int add_file(struct buf *b, struct arena *a, const char *name, struct diag *d)
{
	const char *path = share_find(a, arena_printf(a, "view/%s", name).p);

	if (!path)
		return diag_set(d, "no-template", "share/view/%s is missing; reinstall, or name the folder by CAPTOOLS_SHARE", name);
	return file_read(path, b, FILE_MAX, d);
}

static void put_hash(struct buf *b, struct span s)
{
	unsigned char hash[32];

	sha256(s, hash);
	BUF_LIT(b, "'sha256-");
	html_base64(b, (struct span){(const char *)hash, sizeof hash});
	BUF_LIT(b, "'");
}

static void put_policy(struct buf *b, struct span style, struct span script)
{
	BUF_LIT(b, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src ");
	put_hash(b, style);
	BUF_LIT(b, "; script-src ");
	put_hash(b, script);
	BUF_LIT(b, "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'\">");
}

static void put_element(struct buf *b, const char *name, struct span content)
{
	buf_printf(b, "<%s>", name);
	buf_adds(b, content);
	buf_printf(b, "</%s>", name);
}

struct mark {
	const char *text;
	int what; /* T C S D J */
};

static const struct mark marks[] = {
	{"<!--TITLE-->", 'T'}, {"<!--CSP-->", 'C'}, {"<!--STYLE-->", 'S'}, {"<!--DATA-->", 'D'}, {"<!--SCRIPT-->", 'J'},
};

/* The mark that begins at p, or NULL. */
static const struct mark *mark_at(const char *p, const char *end)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i].text);
		if ((size_t)(end - p) >= n && memcmp(p, marks[i].text, n) == 0)
			return &marks[i];
	}
	return NULL;
}

static void build(struct page *out, struct arena *a, struct span page, struct span title, struct span style, struct span script)
{
	struct buf b = BUF_INIT;

	for (const char *p = page.p, *end = page.p + page.n; p < end;) {
		const struct mark *m = *p == '<' ? mark_at(p, end) : NULL;
		if (!m) {
			buf_addc(&b, *p++);
			continue;
		}
		p += strlen(m->text);
		switch (m->what) {
		case 'T': html_text(&b, title); break;
		case 'C': put_policy(&b, style, script); break;
		case 'S': put_element(&b, "style", style); break;
		case 'J': put_element(&b, "script", script); break;
		default:
			out->head = arena_dup(a, buf_span(&b));
			buf_reset(&b);
		}
	}
	out->tail = arena_dup(a, buf_span(&b));
	buf_fini(&b);
}

int page_load(struct page *p, struct arena *a, struct span title, struct diag *d)
{
	struct buf page = BUF_INIT, style = BUF_INIT, script = BUF_INIT;
	int status = add_file(&page, a, "page.html", d);

	if (status == 0)
		status = add_file(&style, a, "page.css", d);
	BUF_LIT(&script, "'use strict';\n(() => {\n");
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts && status == 0; i++)
		status = add_file(&script, a, scripts[i], d);
	BUF_LIT(&script, "})();\n");
	if (status == 0)
		build(p, a, buf_span(&page), title, buf_span(&style), buf_span(&script));
	buf_fini(&page);
	buf_fini(&style);
	buf_fini(&script);
	return status;
}
