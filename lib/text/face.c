/* face.c: kaomoji as taggers write them, and kohya's separators (seg.h). */
#include "text/seg.h"

/* Faces that taggers write as tags (own list, after the tag names in public use), by their first character, in lower case. Almost
 * every byte that is asked about begins none. */
static const char *const faces[128] = {
	['!'] = "! !! !? !_! !!? !?!",
	['('] = "(o)_(o) (9) (;)_(;)",
	['*'] = "*_*",
	['+'] = "+_+ +_- +++",
	['.'] = "._. ...",
	['0'] = "0_0 0_o",
	['3'] = "3_3",
	['6'] = "6_9",
	[':'] = ":d :3 :p :o :q :t :x :c :i :s :b :> :< :/ :| :) :( :>= :<> :>) :'( :-) :-( :-d :-p",
	[';'] = ";d ;) ;p ;o ;q ;3 ;( ;_; ;-)",
	['<'] = "<o>_<o> <|>_<|> <3 </3",
	['='] = "=_= =^=",
	['>'] = ">_< >_o >_@ >o< >:) >:( >:d >:3 ><",
	['?'] = "? ?? ?! ?_?",
	['@'] = "@_@",
	['\\'] = "\\m/ \\||/ \\o/ \\n/",
	['^'] = "^_^ ^o^ ^^^ ^q^ ^^",
	['d'] = "d:",
	['n'] = "n_n",
	['o'] = "o_o o_0",
	['q'] = "q_q",
	['t'] = "t_t",
	['u'] = "u_u",
	['v'] = "v_v",
	['x'] = "x_x x3 xd",
	['|'] = "|_| ||_||",
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether nothing but white space stands between at and a comma or the text's edge, going by step. */
static bool alone(struct span s, size_t at, int step)
{
	for (size_t i = at, left = 64; i < s.n && left; i += (size_t)step, left--) {
		if (s.p[i] == ',')
			return true;
		if (!is_space(s.p[i]))
			return false;
	}
	return true;
}

static bool face_fits(struct span s, size_t at, const char *f, size_t n)
{
	if (n > s.n - at)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = s.p[at + i];
		if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != f[i])
			return false;
	}
	if (at + n < s.n && !is_space(s.p[at + n]) && s.p[at + n] != ',')
		return false;
	/* Plain punctuation ends sentences; it is a tag only where a whole tag stands. */
	bool plain = strspn(f, "!?.") == n;
	return !plain || (alone(s, at - 1, -1) && alone(s, at + n, 1));
}

size_t seg_kaomoji(struct span text, size_t at)
{
	if (at >= text.n)
		return 0;
	if (text.n - at >= 3 && (memcmp(text.p + at, "|||", 3) == 0 || memcmp(text.p + at, ";;;", 3) == 0))
		return 3;
	if (at > 0 && !is_space(text.p[at - 1]) && text.p[at - 1] != ',')
		return 0;
	unsigned char c = (unsigned char)text.p[at];
	if (c >= 'A' && c <= 'Z')
		c += 32;
	size_t best = 0;
	for (const char *f = c < 128 ? faces[c] : NULL; f && *f; f += *f == ' ') {
		size_t n = strcspn(f, " ");
		if (n > best && face_fits(text, at, f, n))
			best = n;
		f += n;
	}
	return best;
}
