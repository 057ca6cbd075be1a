/* signature.c: the magics of containers, from their specifications: APPNOTE.TXT 4.3 (zip), RFC 1952 (gzip), RFC 8878 (zstd and its
 * skippable frames), POSIX pax (tar), and file(1)'s list for what is only named. */
#include "io/signature.h"

#include "base/sys.h"
#include "text/utf8.h"

enum { ZIP_END_LEN = 22, ZIP_LOCATOR_LEN = 20, ZIP_END64_LEN = 56, ZIP_TAIL = ZIP_END_LEN + ZIP_LOCATOR_LEN + (64 << 10) };

static bool all_zero(struct span h)
{
	for (size_t i = 0; i < h.n; i++)
		if (h.p[i])
			return false;
	return true;
}

/* A block with a right checksum; or nothing but zeros, an empty archive (a disk image begins with 32 KiB of them). */
static bool tar_header(struct span h)
{
	unsigned sum = 0, want = 0;
	int signed_sum = 0;

	if (h.n < SIGNATURE_HEAD)
		return false;
	struct span whole = h;
	h.n = SIGNATURE_HEAD;
	if (all_zero(h))
		return all_zero(whole);
	for (size_t i = 0; i < h.n; i++) {
		unsigned char b = i >= 148 && i < 156 ? ' ' : (unsigned char)h.p[i];
		sum += b;
		signed_sum += (signed char)b;
	}
	size_t i = 148;
	while (i < 156 && h.p[i] == ' ')
		i++;
	if (i == 156 || h.p[i] < '0' || h.p[i] > '7')
		return false;
	for (; i < 156 && h.p[i] >= '0' && h.p[i] <= '7'; i++)
		want = want * 8 + (unsigned)(h.p[i] - '0');
	return want == sum || (int)want == signed_sum; /* old tars summed signed bytes */
}

enum arc_kind signature_of(struct span h)
{
	static const struct {
		enum arc_kind kind;
		struct span magic;
	} known[] = {
		{ARC_ZIP, SPAN_INIT("PK\3\4")}, {ARC_ZIP, SPAN_INIT("PK\5\6")}, {ARC_ZIP, SPAN_INIT("PK\7\10PK")},
		{ARC_7Z, SPAN_INIT("7z\xBC\xAF\x27\x1C")}, {ARC_GZIP, SPAN_INIT("\x1F\x8B\x08")},
		{ARC_ZSTD, SPAN_INIT("\x28\xB5\x2F\xFD")}, {ARC_XZ, SPAN_INIT("\xFD" "7zXZ\0")},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (span_starts(h, known[i].magic))
			return known[i].kind;
	/* "BZh" may begin a caption; the block magic behind it does not. An empty bzip2 file has the end
	 * magic there. */
	if (h.n >= 10 && span_starts(h, SPAN("BZh")) && h.p[3] >= '1' && h.p[3] <= '9' &&
	    (memcmp(h.p + 4, "1AY&SY", 6) == 0 || memcmp(h.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0))
		return ARC_BZIP2;
	/* zstd in several frames (pzstd, seekable) begins with a skippable one. */
	if (h.n >= 4 && (h.p[0] & 0xF0) == 0x50 && memcmp(h.p + 1, "\x2A\x4D\x18", 3) == 0)
		return ARC_ZSTD;
	return tar_header(h) ? ARC_TAR : ARC_NONE;
}

static uint64_t get32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 | (uint64_t)u[3] << 24;
}

/* Whether the file ends as a zip does: an end record whose comment reaches the end, and a directory where it says, less far from it than a
 * program in front may shift it. */
static bool zip_at_end(int fd, uint64_t base, uint64_t size)
{
	char tail[ZIP_TAIL], first[4];
	size_t n = size < sizeof tail ? (size_t)size : sizeof tail;

	if (n < ZIP_END_LEN || pread(fd, tail, n, (off_t)(base + size - n)) != (ssize_t)n)
		return false;
	for (size_t i = n - ZIP_END_LEN + 1; i-- > 0;) {
		const char *e = tail + i;
		if (memcmp(e, "PK\5\6", 4) != 0 || i + ZIP_END_LEN + (get32(e + 18) >> 16) != n)
			continue;
		if (i >= ZIP_LOCATOR_LEN + ZIP_END64_LEN && memcmp(e - ZIP_LOCATOR_LEN, "PK\6\7", 4) == 0)
			return memcmp(e - ZIP_LOCATOR_LEN - ZIP_END64_LEN, "PK\6\6", 4) == 0;
		uint64_t dir = get32(e + 12), at = size - n + i;
		return dir >= 4 && dir <= at && pread(fd, first, 4, (off_t)(base + at - dir)) == 4 && memcmp(first, "PK\1\2", 4) == 0;
	}
	return false;
}

enum arc_kind signature_of_file(int fd, uint64_t base, uint64_t size, struct span head)
{
	enum arc_kind kind = signature_of(head);
	bool open = kind == ARC_NONE || (kind == ARC_TAR && all_zero(span_cut(head, 0, SIGNATURE_HEAD)));

	return open && zip_at_end(fd, base, size) ? ARC_ZIP : kind;
}

/* `[ { "`: an array of objects, which people take for JSON Lines. */
static bool is_array(struct span h)
{
	static const char want[] = "[{\"";
	size_t k = 0;

	for (size_t i = 0; i < h.n && want[k]; i++)
		if (h.p[i] == want[k])
			k++;
		else if (h.p[i] != ' ' && h.p[i] != '\t' && h.p[i] != '\r' && h.p[i] != '\n')
			return false;
	return !want[k];
}

const char *signature_foreign(struct span head)
{
	static const struct {
		size_t at;
		struct span magic;
		const char *what;
	} known[] = {
		{0, SPAN_INIT("\x89PNG\r\n"), "a PNG image"}, {0, SPAN_INIT("\xff\xd8\xff"), "a JPEG image"},
		{0, SPAN_INIT("GIF8"), "a GIF image"}, {8, SPAN_INIT("WEBP"), "a WebP image"},
		{0, SPAN_INIT("\0\0\0\x0cJXL "), "a JPEG XL image"}, {0, SPAN_INIT("\xff\x0a"), "a JPEG XL image"},
		{4, SPAN_INIT("ftyp"), "an AVIF, HEIF or MP4 file"}, {0, SPAN_INIT("\x7f" "ELF"), "a program"},
		{0, SPAN_INIT("MZ"), "a program"},
		{0, SPAN_INIT("\x1f\x9d"), "a .Z file: `uncompress -c FILE |` in front reads it"},
		{0, SPAN_INIT("LZIP"), "an lzip file: `lzip -dc FILE |` in front reads it"},
		{0, SPAN_INIT("\x5d\0\0"), "an lzma file: `xz -dc --format=lzma FILE |` in front reads it"},
		{0, SPAN_INIT("\x04\x22\x4d\x18"), "an lz4 file: `lz4 -dc FILE |` in front reads it"},
		{0, SPAN_INIT("\x02\x21\x4c\x18"), "an lz4 file: `lz4 -dc FILE |` in front reads it"},
		{0, SPAN_INIT("\x89LZO\0"), "an lzop file: `lzop -dc FILE |` in front reads it"},
		{0, SPAN_INIT("LRZI"), "an lrzip file: `lrzip -dqo - FILE |` in front reads it"},
		{0, SPAN_INIT("\xff\x06\0\0sNaPpY"), "a snappy file: decompress it first"},
		{0, SPAN_INIT("Rar!\x1a\x07"), "a RAR archive: repack it as tar or zip"},
		{0, SPAN_INIT("MSCF\0\0\0\0"), "a cabinet archive: repack it as tar or zip"},
		{0, SPAN_INIT("xar!"), "a xar archive: repack it as tar or zip"},
		{0, SPAN_INIT("!<arch>\n"), "an ar archive: repack it as tar or zip"},
		{0, SPAN_INIT("070701"), "a cpio archive: repack it as tar or zip"},
		{0, SPAN_INIT("070702"), "a cpio archive: repack it as tar or zip"},
		{0, SPAN_INIT("070707"), "a cpio archive: repack it as tar or zip"},
		{0, SPAN_INIT("\xc7\x71"), "a cpio archive: repack it as tar or zip"},
		{0, SPAN_INIT("\x71\xc7"), "a cpio archive: repack it as tar or zip"},
		{2, SPAN_INIT("-lh"), "an lha archive: repack it as tar or zip"},
		{0, SPAN_INIT("\xed\xab\xee\xdb"), "an rpm package"},
		{0, SPAN_INIT("%PDF-"), "a PDF document"}, {0, SPAN_INIT("PAR1"), "a Parquet file: export it as JSON Lines"},
		{0, SPAN_INIT("ARROW1"), "an Arrow file: export it as JSON Lines"},
		{0, SPAN_INIT("\x89HDF\r\n"), "an HDF5 file"}, {0, SPAN_INIT("\x93NUMPY"), "a NumPy array"},
		{0, SPAN_INIT("SQLite format 3"), "an SQLite database"},
	};

	if (is_array(head))
		return "a JSON array: `jq -c .[] FILE |` in front makes it JSON Lines";
	/* A caption may begin with "GIF8", "MZ" or "PAR1"; no caption holds what follows in such a file. */
	if (!head.n || (!memchr(head.p, 0, head.n) && utf8_valid(head, NULL)))
		return NULL;
	if (head.n >= SIGNATURE_HEAD && all_zero(span_cut(head, 0, SIGNATURE_HEAD)))
		return "a disk image, or another file that begins with zeros";
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (head.n > known[i].at && span_starts(span_cut(head, known[i].at, head.n), known[i].magic))
			return known[i].what;
	return NULL;
}
