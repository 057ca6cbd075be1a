/* where_pattern.c: globs to patterns. */
#include "report/grep/where_pattern.h"

#include "base/ascii.h"

/* What ends a tag, as text/seg.h cuts: marks, line breaks, and a dot before white space or the end. */
#define SEPARATOR ",;!?|\\n\\r"
#define LETTER "\\p{L}\\p{N}\\p{M}"

/* In any case. Letters of ASCII are spelt out: with (?i) s and k have a third form beyond ASCII, and PCRE2 looks for them a byte at a
 * time (60 ns a caption in place of 25). */
static void literal(struct buf *b, char c)
{
	if (ascii_letter((unsigned char)c)) {
		buf_printf(b, "[%c%c]", c | 0x20, c & ~0x20);
		return;
	}
	if ((unsigned char)c < 0x80 && !ascii_word((unsigned char)c))
		buf_addc(b, '\\');
	buf_addc(b, c);
}

/* The class that begins at glob.p[i], '['. Returns where it ends, or i where it is none. */
static size_t class(struct buf *b, struct span glob, size_t i)
{
	size_t from = i + 1, end;
	bool not = from < glob.n && (glob.p[from] == '!' || glob.p[from] == '^');

	from += not;
	for (end = from + 1; end < glob.n && glob.p[end] != ']';)
		end++;
	if (end >= glob.n)
		return i;
	BUF_LIT(b, "(?i:[");
	if (not)
		buf_addc(b, '^');
	for (size_t k = from; k < end; k++) {
		if (!(glob.p[k] == '-' && k > from && k + 1 < end) && (unsigned char)glob.p[k] < 0x80 && !ascii_word((unsigned char)glob.p[k]))
			buf_addc(b, '\\');
		buf_addc(b, glob.p[k]);
	}
	BUF_LIT(b, "])");
	return end;
}

/* A run of characters beyond ASCII that begins at byte i. Returns its last byte's place. */
static size_t beyond_ascii(struct buf *b, struct span glob, size_t i)
{
	BUF_LIT(b, "(?i:");
	for (; i < glob.n && (unsigned char)glob.p[i] >= 0x80; i++)
		buf_addc(b, glob.p[i]);
	buf_addc(b, ')');
	return i - 1;
}

/* any: a character of the thing; blank: what a blank may be. */
static void translate(struct buf *b, struct span glob, const char *any, const char *blank)
{
	bool between = false;

	for (size_t i = 0; i < glob.n; i++) {
		char c = glob.p[i];
		size_t end = c == '[' ? class(b, glob, i) : i;
		if (c == ' ' || c == '_' || c == '\t') {
			if (!between)
				buf_printf(b, "%s+", blank);
			between = true;
			continue;
		}
		between = false;
		if (c == '*' || c == '?')
			buf_printf(b, "%s%s", any, c == '*' ? "*" : "");
		else if (end > i)
			i = end;
		else if ((unsigned char)c >= 0x80)
			i = beyond_ascii(b, glob, i);
		else
			literal(b, c == '\\' && i + 1 < glob.n && (unsigned char)glob.p[i + 1] < 0x80 ? glob.p[++i] : c);
	}
}

void where_tag_pattern(struct buf *b, struct span glob)
{
	translate(b, glob, "[^" SEPARATOR "]", "[ \\t_]");
	/* A weight and brackets may stand behind: (red hat:1.3). */
	BUF_LIT(b, "(?=(?::[0-9.]+)?[\\s_)\\]}\"]*(?:[" SEPARATOR "]|\\z|\\.\\s|\\.\\z))");
}

void where_word_pattern(struct buf *b, struct span glob)
{
	BUF_LIT(b, "(?<![" LETTER "])");
	translate(b, glob, "[" LETTER "'-]", "[\\s_-]");
	BUF_LIT(b, "(?![" LETTER "])");
}
