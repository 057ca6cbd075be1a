/* signature.h: what a file is, told from its bytes. The readers, the write-back and the page all ask here, so that what one tool reads as
 * an archive no other copies as bytes or takes for lines. */
#ifndef CAPTOOLS_IO_SIGNATURE_H
#define CAPTOOLS_IO_SIGNATURE_H

#include <stdint.h>

#include "base/span.h"

enum { SIGNATURE_HEAD = 512,         /* bytes that tell nearly everything: a tar's header */
       SIGNATURE_ZEROS = 64 << 10 }; /* and more, where those are zeros: an empty tar or a disk image */

enum arc_kind { ARC_NONE, ARC_TAR, ARC_ZIP, ARC_7Z, ARC_GZIP, ARC_ZSTD, ARC_XZ, ARC_BZIP2 };

/* What head (SIGNATURE_HEAD bytes or more, or all there is) begins. The compressions are taken for what holds a tar. */
enum arc_kind signature_of(struct span head);
/* The same of a regular file, whose bytes are [base,base+size) of fd: also a zip behind a program or padding, which is told by the end
 * record in its last 64 KiB if that leads to its directory. fd's position stays. */
enum arc_kind signature_of_file(int fd, uint64_t base, uint64_t size, struct span head);
/* Whether head begins like something that holds no captions as it is (an image, a program, another packer, a JSON array): what it is and
 * what to do, or NULL. */
const char *signature_foreign(struct span head);

#endif
