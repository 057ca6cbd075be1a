/* names.c: member names, written and cut up. */
#include "io/names.h"

#include "base/glob.h"

#include "base/ascii.h"
#include "text/utf8.h"

/* ---- the written form ---- */

static bool hex_digit(char c, unsigned *v)
{
	if (ascii_digit(c))
		*v = (unsigned)(c - '0');
	else if (c >= 'A' && c <= 'F')
		*v = (unsigned)(c - 'A') + 10;
	else
		return false;
	return true;
}

static void escape_byte(struct buf *b, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";

	buf_addc(b, '%');
	buf_addc(b, hex[c >> 4]);
	buf_addc(b, hex[c & 15]);
}

/* Bytes that are no UTF-8, and %, as %XX. */
static void escape(struct buf *b, struct span s)
{
	while (s.n) {
		size_t bad, n = utf8_valid(s, &bad) ? s.n : bad;

		for (size_t i = 0; i < n; i++)
			if (s.p[i] == '%')
				escape_byte(b, '%');
			else
				buf_addc(b, s.p[i]);
		s = span_cut(s, n, s.n);
		if (s.n) {
			escape_byte(b, (unsigned char)s.p[0]);
			s = span_cut(s, 1, s.n);
		}
	}
}

static void unescape(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned hi, lo;

		if (s.p[i] == '%' && i + 2 < s.n && hex_digit(s.p[i + 1], &hi) && hex_digit(s.p[i + 2], &lo)) {
			buf_addc(b, (char)(hi << 4 | lo));
			i += 2;
		} else {
			buf_addc(b, s.p[i]);
		}
	}
}

/* Whether a UTF-8 name is what escape() makes of a name that has to be escaped: undo it as often as it
 * looks escaped; if that ends in bytes that are no UTF-8, it is. After LAYERS turns the answer is yes:
 * still no two names meet, and a hostile %252525... costs linear time. */
enum { LAYERS = 32 };
static bool looks_escaped(struct span name)
{
	struct buf cur = BUF_INIT, raw = BUF_INIT, again = BUF_INIT;
	bool yes = false;

	buf_adds(&cur, name);
	for (int turn = 0; cur.n && memchr(cur.p, '%', cur.n); turn++) {
		yes = turn == LAYERS;
		if (yes)
			break;
		buf_reset(&raw);
		buf_reset(&again);
		unescape(&raw, buf_span(&cur));
		escape(&again, buf_span(&raw));
		if (!span_eq(buf_span(&again), buf_span(&cur)))
			break;
		yes = !utf8_valid(buf_span(&raw), NULL);
		if (yes)
			break;
		struct buf swap = cur;
		cur = raw;
		raw = swap;
	}
	buf_fini(&cur);
	buf_fini(&raw);
	buf_fini(&again);
	return yes;
}

void name_from_raw(struct buf *b, struct span raw)
{
	while (raw.n > 2 && raw.p[0] == '.' && raw.p[1] == '/')
		raw = span_cut(raw, 2, raw.n);
	bool plain = utf8_valid(raw, NULL);
	if (plain && raw.n && memchr(raw.p, '%', raw.n))
		plain = !looks_escaped(raw);
	if (plain)
		buf_adds(b, raw);
	else
		escape(b, raw);
}

void name_to_raw(struct buf *b, struct span name)
{
	if (name.n && memchr(name.p, '%', name.n) && looks_escaped(name))
		unescape(b, name);
	else
		buf_adds(b, name);
}

/* ---- its parts ---- */

struct name name_split(struct span whole)
{
	struct name n = {whole, 0, whole.n, whole.n};

	for (size_t i = whole.n; i > 0; i--)
		if (whole.p[i - 1] == '/') {
			n.base = i;
			break;
		}
	for (size_t i = n.base + 1; i < whole.n; i++)
		if (whole.p[i] == '.') {
			if (n.dot1 == whole.n)
				n.dot1 = i;
			n.dot = i;
		}
	return n;
}

/* Whether s, letters made small, is one of the words of a list "|a|b|c|". */
static bool in_list(struct span s, const char *list)
{
	char t[20];

	if (s.n == 0 || s.n > sizeof t - 3)
		return false;
	t[0] = '|';
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == 0 || c == '|')
			return false;
		t[i + 1] = ascii_to_lower(c);
	}
	t[s.n + 1] = '|';
	t[s.n + 2] = 0;
	return strstr(list, t) != NULL;
}

/* Still images as the trainers' loaders list them (kohya: png jpg jpeg webp bmp avif jxl; SimpleTuner adds
 * tif, heic through plug-ins), and the clips of the video trainers (musubi, diffusion-pipe): a caption
 * belongs to those just the same. */
const char name_image_exts[] = "|png|jpg|jpeg|jpe|jfif|webp|bmp|gif|tif|tiff|avif|jxl|heic|heif|jp2|tga|psd|exr|dds|qoi|ppm|pgm|pnm|"
			       "mp4|webm|mov|mkv|avi|m4v|";

bool name_is_image(const struct name *n)
{
	struct span e = name_ext(n);

	return e.n > 1 && in_list(span_cut(e, 1, e.n), name_image_exts);
}

struct span name_rank_ext(int rank, const char *wanted)
{
	static const struct span usual[] = {SPAN_INIT(".txt"), SPAN_INIT(".caption"), SPAN_INIT(".json")};
	struct span first = wanted && *wanted ? span_of(wanted) : usual[0];

	if (rank == RANK_JSON)
		return usual[2];
	if (rank == 0)
		return first;
	if (span_is(first, ".txt") || span_is(first, "txt"))
		return rank == 1 ? usual[1] : SPAN(".TXT");
	if (span_is(first, ".caption") || span_is(first, "caption"))
		return rank == 1 ? usual[0] : SPAN(".TXT");
	return usual[rank - 1];
}

/* ".TXT", ".Caption". */
static bool is_shouted(struct span ext)
{
	return ascii_same(ext, SPAN(".txt")) || ascii_same(ext, SPAN(".caption"));
}

int name_caption_rank(const struct name *n, const char *wanted)
{
	struct span e = name_ext(n);

	if (e.n < 2)
		return -1;
	for (int rank = 0; rank < RANKS; rank++) {
		struct span x = name_rank_ext(rank, wanted);
		if (span_eq(e, x) || (x.p[0] != '.' && span_eq(span_cut(e, 1, e.n), x)))
			return rank;
	}
	return is_shouted(e) && span_is(name_rank_ext(RANK_SHOUTED, wanted), ".TXT") ? RANK_SHOUTED : -1;
}

bool name_ignored(struct span whole)
{
	size_t from = 0;

	for (size_t i = 0; i <= whole.n; i++) {
		if (i < whole.n && whole.p[i] != '/')
			continue;
		struct span c = span_cut(whole, from, i);
		if (c.n && c.p[0] == '.' && !span_is(c, ".") && !span_is(c, ".."))
			return true;
		if (span_is(c, "__MACOSX"))
			return true;
		from = i + 1;
	}
	return false;
}

bool name_is_document(const struct name *n)
{
	struct span e = name_ext(n);

	/* What people and tools put beside images: project papers, YOLO's class lists, kohya's sample
	 * prompts. */
	return ascii_same(e, SPAN(".txt")) && in_list(span_cut(n->whole, n->base, n->dot),
	                                    "|readme|read me|read_me|license|licence|copying|copyright|notice|authors|credits|contributing|"
	                                    "changelog|changes|history|news|todo|install|requirements|metadata|classes|labels|sample_prompts|"
	                                    "sample-prompts|"); /* todo_ok */
}

bool name_is_metadata(const struct name *n)
{
	return in_list(span_cut(n->whole, n->base, n->whole.n),
	               "|metadata.jsonl|metadata.json|metadata.csv|captions.json|captions.jsonl|meta_cap.json|meta_clean.json|meta_lat.json|");
}

bool name_wanted(const struct opt_list *globs, struct span whole, struct span stem)
{
	bool asked = false, in = false;

	for (size_t i = 0; i < globs->n; i++) {
		struct span glob = span_of(globs->v[i].value);
		bool match = glob_match_id(glob, whole) || glob_match_id(glob, stem);

		if (strcmp(globs->v[i].name, "exclude") == 0) {
			if (match)
				return false;
		} else {
			asked = true;
			in |= match;
		}
	}
	return in || !asked;
}
