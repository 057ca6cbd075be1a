/* csv.c: cells of tables. */
#include "report/csv.h"

void csv_cell(struct buf *out, struct span s)
{
	bool formula = s.n && memchr("=+-@", s.p[0], 4), quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote |= s.p[i] == '"' || s.p[i] == ',' || (unsigned char)s.p[i] < ' ';
	if (quote)
		buf_addc(out, '"');
	if (formula)
		buf_addc(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(out, '"');
		buf_addc(out, s.p[i]);
	}
	if (quote)
		buf_addc(out, '"');
}
