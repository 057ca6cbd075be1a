/* face.c: kaomoji as taggers write them, and kohya's separators (seg.h). */
#include "text/seg.h"

/* Faces that taggers write as tags (own list, after the tag names in public use). In lower case. */
static const char *const faces[] = {
	"^_^", "^o^", "^^^", "^q^", ">_<", ">_o", ">_@", ">o<", "<o>_<o>", "<|>_<|>", "=_=", "=^=", "+_+", "+_-",
	"+++", "@_@", "|_|", "||_||", ":d", ":3", ":p", ":o", ":q", ":t", ":x", ":c", ":i", ":s", ":b", ":>", ":<",
	":/", ":|", ":)", ":(", ":>=", ":<>", ":>)", ":)", ">:)", ">:(", ">:d", ">:3", "(o)_(o)", "(9)", "(;)_(;)",
	"\\m/", "\\||/", "\\o/", "\\n/", "*_*", "^^", "<3", "</3", ":'(", ":-)", ":-(", ":-d", ":-p", "><",
	"0_0", "0_o", "3_3", "6_9", "o_o", "o_0", "u_u", "x_x", "t_t", "d:", "x3", "xd", "n_n", "q_q", "v_v",
	";d", ";)", ";p", ";o", ";q", ";3", ";(", ";_;", ";-)", "._.", "...", "?_?", "!_!", "!", "!!", "!?", "?",
	"??", "?!", "!!?", "!?!",
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
	char c = text.p[at];
	if (c >= 'A' && c <= 'Z')
		c += 32;
	size_t best = 0;
	for (size_t i = 0; i < sizeof faces / sizeof *faces; i++) {
		if (faces[i][0] != c)
			continue;
		size_t n = strlen(faces[i]);
		if (n > best && face_fits(text, at, faces[i], n))
			best = n;
	}
	return best;
}
