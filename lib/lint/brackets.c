/* brackets.c: pairs of brackets and the weights in them (see brackets.h). */
#include "base/ascii.h"
#include "lint/brackets.h"

uint32_t bracket_match(struct span s, uint32_t i, char open, char close)
{
	int depth = 0;

	for (uint32_t k = i; k < s.n && k - i < 400 && s.p[k] != '\n'; k++) {
		if (k > i && s.p[k - 1] == '\\')
			continue;
		depth += s.p[k] == open;
		depth -= s.p[k] == close;
		if (depth == 0)
			return k;
	}
	return 0;
}

/* The length of the plain number at the end of s ("1", "0.85", ".5"), at most 6 bytes, and its value in hundredths. */
static size_t number(struct span s, unsigned *hundredths)
{
	size_t i = s.n, dots = 0;
	unsigned whole = 0, part = 0, scale = 100;

	while (i > 0 && s.n - i < 6 && (ascii_digit(s.p[i - 1]) || s.p[i - 1] == '.'))
		dots += s.p[--i] == '.';
	if (i == s.n || dots > 1 || !ascii_digit(s.p[s.n - 1]))
		return 0;
	for (size_t k = i, fraction = 0; k < s.n; k++) {
		if (s.p[k] == '.')
			fraction = 1;
		else if (!fraction)
			whole = whole * 10 + (unsigned)(s.p[k] - '0');
		else
			part += (scale /= 10) * (unsigned)(s.p[k] - '0');
	}
	*hundredths = whole * 100 + part;
	return s.n - i;
}

static bool letters(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (byte_of_word(s.p[i]) && !ascii_digit(s.p[i]))
			return true;
	return false;
}

/* Whether the word that ends before byte i of s holds a letter: "score_9", not "ratio 2". */
static bool word_before(struct span s, size_t i)
{
	size_t from = i;

	while (from > 0 && s.p[from - 1] != ' ' && s.p[from - 1] != ',')
		from--;
	return letters(span_cut(s, from, i));
}

/* The length of ":1.3" at the end of s, what stands in parentheses, or 0. The bounds are what interfaces offer: more is a time or a scale.
 * blank: whether one may stand behind the colon ("(illustration: 1.0)"), before a number with a dot. */
static size_t weight(struct span s, bool blank)
{
	unsigned value;
	size_t n = number(s, &value);

	if (blank && n > 2 && n + 2 < s.n && s.p[s.n - n - 1] == ' ' && s.p[s.n - n - 2] == ':' && memchr(s.p + s.n - n, '.', n))
		return value >= 5 && value <= 300 && word_before(s, s.n - n - 2) ? n + 2 : 0;
	if (n == 0 || n + 1 >= s.n || s.p[s.n - n - 1] != ':' || value < 5 || value > 300)
		return 0;
	char before = s.p[s.n - n - 2];
	return before == ')' || before == ']' || word_before(s, s.n - n - 1) ? n + 1 : 0;
}

/* A colon and when: a part of the steps, or a step (of 150 at most). */
static bool schedule(struct span s)
{
	unsigned value;
	size_t n = number(s, &value);

	if (n == 0 || n == s.n || s.p[s.n - n - 1] != ':' || value > 15000)
		return false;
	return n + 1 == s.n || s.p[0] == ':' || s.p[s.n - n - 2] == ':' || word_before(s, s.n - n - 1);
}

bool bracket_whole(struct span s, uint32_t from, uint32_t to)
{
	while (from > 0 && s.p[from - 1] == ' ')
		from--;
	while (to < s.n && s.p[to] == ' ')
		to++;
	return (from == 0 || memchr(",;\n", s.p[from - 1], 3)) && (to == s.n || memchr(",;\n", s.p[to], 3));
}

/* in without the brackets around all of it; *numbers: whether one of them had a weight. */
static struct span strip(struct span in, bool *numbers)
{
	for (int depth = 0; depth < 8 && in.n > 2 && (in.p[0] == '(' || in.p[0] == '['); depth++) {
		if (bracket_match(in, 0, in.p[0], in.p[0] == '(' ? ')' : ']') != in.n - 1)
			break;
		in = span_cut(in, 1, in.n - 1);
		size_t w = weight(in, false);
		in.n -= w;
		*numbers |= w > 0;
	}
	return in;
}

/* {a cat, a dog}, {a long one}, {{flat color}}, {{{one}}}; {name} and {{name}} are CAP103's. */
static enum bracket_kind brace(struct span s, uint32_t i, uint32_t *end, struct span *text)
{
	uint32_t last = bracket_match(s, i, '{', '}');

	if (!last)
		return BRACKET_PLAIN;
	*end = last + 1;
	*text = span_cut(s, i + 1, last);
	if (memchr(text->p, '|', text->n))
		return BRACKET_WILDCARD;
	bool several = text->n >= 32 || memchr(text->p, ',', text->n);
	int braces = 1;
	while (text->n > 2 && text->p[0] == '{' && text->p[text->n - 1] == '}' && braces++)
		*text = span_cut(*text, 1, text->n - 1);
	several |= braces > 2 || (braces == 2 && byte_of_name(text->p[0]) && memchr(text->p, ' ', text->n));
	return several && byte_of_name(text->p[0]) && bracket_whole(s, i, *end) ? BRACKET_EMPHASIS : BRACKET_PLAIN;
}

/* How many + (or, around a whole tag, -) stand at byte i of s with nothing behind them: InvokeAI's weights, "(red hat)++". */
static uint32_t pluses(struct span s, uint32_t i, bool tag)
{
	uint32_t k = i;

	while (k < s.n && (s.p[k] == '+' || (tag && s.p[k] == '-' && s.p[k] == s.p[i])) && k - i < 8)
		k++;
	return k == s.n || strchr(" ,;.\n)", s.p[k]) ? k - i : 0;
}

/* "(wide hips++++)": the length of the + at the end of in; one needs two words before it, for there are Disney+ and C++. */
static size_t inner_pluses(struct span in)
{
	size_t n = 0;

	while (n < in.n && in.p[in.n - 1 - n] == '+')
		n++;
	return n && memchr(in.p, ' ', in.n) && letters(span_cut(in, 0, in.n - n)) ? n : 0;
}

bool bracket_tag(struct span s, uint32_t i, uint32_t *end, struct span *text)
{
	uint32_t close = s.p[i] == '(' ? bracket_match(s, i, '(', ')') : 0;

	if (!close || close < i + 4 || !bracket_whole(s, i, close + 1))
		return false;
	*text = span_cut(s, i + 1, close);
	*end = close + 1;
	return byte_of_name(text->p[0]) && byte_of_name(text->p[text->n - 1]);
}

bool colon_weight(struct span s, uint32_t i, struct span *all, struct span *text)
{
	unsigned value;
	size_t n = number(span_cut(s, 0, i), &value);
	uint32_t k = i + 2;

	if (i + 2 >= s.n || s.p[i] != ':' || s.p[i + 1] != ':' || ascii_digit(s.p[k]) || n == 0 || value > 1000 || (n < i && byte_of_name(s.p[i - n - 1])))
		return false;
	while (k + 1 < s.n && k - i < 400 && s.p[k] != '\n' && !(s.p[k] == ':' && s.p[k + 1] == ':'))
		k++;
	*text = span_cut(s, i + 2, k);
	while (text->n && text->p[text->n - 1] == ' ')
		text->n--;
	if (k + 1 >= s.n || s.p[k] != ':' || s.p[k + 1] != ':' || !letters(*text))
		return false;
	*all = span_cut(s, i - n, k + 2);
	return true;
}

enum bracket_kind bracket_read(struct span s, uint32_t i, uint32_t *end, struct span *text)
{
	if (s.p[i] == '{')
		return brace(s, i, end, text);
	char open = s.p[i], close = open == '(' ? ')' : ']', before = i > 0 ? s.p[i - 1] : ' ';
	uint32_t last = bracket_match(s, i, open, close);

	if (!last || last == i + 1 || before == '\\')
		return BRACKET_PLAIN;
	struct span in = span_cut(s, i + 1, last);
	*end = last + 1;
	*text = in;
	if (open == '[' && (span_is(in, "trigger") || span_is(in, "name")))
		return BRACKET_PLAIN; /* CAP103 */
	if (open == '[' && letters(in) && schedule(in))
		return BRACKET_EDITING;
	if (open == '[' && letters(in) && memchr(in.p, '|', in.n))
		return BRACKET_ALTERNATION;
	size_t w = open == '(' ? weight(in, bracket_whole(s, i, *end)) : 0;
	bool call = byte_of_word(before) || before == ')' || before == ']';
	uint32_t plus = open == '(' && !call && letters(in) ? pluses(s, *end, bracket_whole(s, i, *end)) : 0;
	size_t inside = open == '(' && !call ? inner_pluses(in) : 0;
	if (plus || inside) {
		*end += plus;
		text->n -= inside;
		return BRACKET_EMPHASIS;
	}
	bool numbers = w > 0, twice = in.n > 2 && in.p[0] == open && bracket_match(in, 0, open, close) == in.n - 1;
	bool loud = !call && ((twice && open == '(') || (open == '[' && bracket_whole(s, i, *end)));
	if (!w && !loud)
		return BRACKET_PLAIN;
	in.n -= w;
	*text = strip(in, &numbers);
	if (!letters(*text))
		return BRACKET_PLAIN; /* ((^_^)) */
	return numbers ? BRACKET_WEIGHT : BRACKET_EMPHASIS;
}

/* [INST], [/INST]: the end of a chat model's mark that begins at i, or 0. No caption closes a word in brackets with a slash. */
uint32_t chat_mark(struct span t, uint32_t i)
{
	uint32_t k = i + 1;
	bool close = k < t.n && t.p[k] == '/';

	k += close;
	uint32_t name = k;
	while (k < t.n && k - i < 32 && (byte_of_name(t.p[k]) || t.p[k] == ' '))
		k++;
	bool inst = span_is(span_cut(t, name, k < t.n ? k : (uint32_t)t.n), "INST");
	return t.p[i] == '[' && k < t.n && t.p[k] == ']' && k > name && (close || inst) ? k + 1 : 0;
}

bool bracket_stresses(struct span s, uint32_t i)
{
	static const char *const filled[] = {"name", "trigger", "subject", "caption", "prompt", "token", "class", "style", "description", "text", "image"};
	const char *close = memchr(s.p + i, '}', s.n - i);
	size_t from = i + 1, end = close ? (size_t)(close - s.p) : s.n;

	if (i == 0 || s.p[i - 1] != '{' || end + 1 >= s.n || s.p[end + 1] != '}')
		return false;
	while (from < end && s.p[from] == ' ')
		from++;
	while (end > from && s.p[end - 1] == ' ')
		end--;
	struct span in = span_cut(s, from, end);
	bool slot = in.n && memchr(in.p, '_', in.n);
	for (size_t k = 0; k < sizeof filled / sizeof *filled; k++)
		slot |= span_is(in, filled[k]);
	return !slot;
}
