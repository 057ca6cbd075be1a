/* ascii.h: kinds and case of ASCII bytes, whatever the locale. Other bytes, code points and negative chars
 * are of no kind, and stay as they are. */
#ifndef CAPTOOLS_BASE_ASCII_H
#define CAPTOOLS_BASE_ASCII_H

#include <stdbool.h>
#include <string.h>

#include "base/span.h"

static inline bool ascii_upper(unsigned c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_digit(unsigned c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_letter(unsigned c)
{
	return (c >= 'a' && c <= 'z') || ascii_upper(c);
}

static inline bool ascii_word(unsigned c) /* a letter or a digit */
{
	return ascii_letter(c) || ascii_digit(c);
}

/* A letter, a digit, or a byte of a character beyond ASCII, which mostly is a letter. */
static inline bool byte_of_word(char c)
{
	return ascii_word((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The same, or an underscore: what names are made of. */
static inline bool byte_of_name(char c)
{
	return byte_of_word(c) || c == '_';
}

static inline char ascii_to_lower(char c)
{
	return ascii_upper(c) ? (char)(c | 0x20) : c;
}

static inline bool span_has_digit(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_digit((unsigned char)s.p[i]))
			return true;
	return false;
}

/* Whether two names are the same but for the case of their letters. */
static inline bool ascii_same(struct span a, struct span b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_to_lower(a.p[i]) != ascii_to_lower(b.p[i]))
			return false;
	return true;
}

static inline char ascii_to_upper(char c)
{
	return ascii_letter(c) ? (char)(c & ~0x20) : c;
}

/* Whether s begins with z, case aside. */
static inline bool ascii_begins(struct span s, const char *z)
{
	size_t n = strlen(z);

	for (size_t i = 0; i < n; i++)
		if (i == s.n || ascii_to_lower(s.p[i]) != ascii_to_lower(z[i]))
			return false;
	return true;
}

#endif
