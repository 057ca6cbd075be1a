/* exif.c: EXIF orientation by libexif, profile descriptions by lcms2. */
#include <lcms2.h>
#include <libexif/exif-data.h>

#include "image/head.h"

void head_exif(struct image_head *h, struct span tiff)
{
	char block[64 << 10];
	static const char mark[6] = "Exif\0";

	/* Some writers put the JPEG mark into other formats, too. */
	if (tiff.n > sizeof mark && memcmp(tiff.p, mark, sizeof mark) == 0)
		tiff = span_cut(tiff, sizeof mark, tiff.n);
	if (h->orientation || tiff.n < 8)
		return;
	/* The first directory is at the beginning; what lies behind 64 KiB libexif would not read from a JPEG either. */
	size_t n = tiff.n < sizeof block - sizeof mark ? tiff.n : sizeof block - sizeof mark;
	memcpy(block, mark, sizeof mark);
	memcpy(block + sizeof mark, tiff.p, n);
	ExifData *d = exif_data_new();
	if (!d)
		return;
	exif_data_unset_option(d, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION); /* it would mend what the file says */
	exif_data_load_data(d, (const unsigned char *)block, (unsigned)(n + sizeof mark));
	ExifEntry *e = exif_content_get_entry(d->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
	if (e && e->format == EXIF_FORMAT_SHORT && e->size >= 2) {
		unsigned v = exif_get_short(e->data, exif_data_get_byte_order(d));
		if (v >= 1 && v <= 8)
			h->orientation = (uint8_t)v;
	}
	exif_data_unref(d);
}

/* As UTF-8, without control characters, as much as fits. */
static void describe(char *out, size_t room, const wchar_t *w)
{
	size_t n = 0;

	for (; *w; w++) {
		uint32_t c = (uint32_t)*w;
		size_t need = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
			continue;
		if (n + need >= room)
			break;
		if (need == 1) {
			out[n++] = (char)c;
			continue;
		}
		out[n++] = (char)((0xF00 >> need & 0xFF) | c >> 6 * (need - 1));
		for (size_t k = need - 1; k-- > 0;)
			out[n++] = (char)(0x80 | (c >> 6 * k & 0x3F));
	}
	out[n] = 0;
}

void head_icc(struct image_head *h, struct span profile)
{
	wchar_t text[80];

	if (h->has_icc)
		return;
	h->has_icc = true;
	memcpy(h->icc, "unreadable", sizeof "unreadable");
	if (profile.n < 128)
		return;
	cmsContext c = cmsCreateContext(NULL, NULL);
	cmsHPROFILE p = c ? cmsOpenProfileFromMemTHR(c, profile.p, (cmsUInt32Number)profile.n) : NULL;
	if (p && cmsGetProfileInfo(p, cmsInfoDescription, "en", "US", text, sizeof text) > 0) {
		text[sizeof text / sizeof *text - 1] = 0;
		describe(h->icc, sizeof h->icc, text);
	} else if (p) {
		memcpy(h->icc, "without a name", sizeof "without a name");
	}
	if (p)
		cmsCloseProfile(p);
	if (c)
		cmsDeleteContext(c);
}
