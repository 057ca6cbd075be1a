/* sha256.h: SHA-256 (FIPS 180-4), for the hashes that the page's content security policy names. */
#ifndef CAPTOOLS_VIEW_SHA256_H
#define CAPTOOLS_VIEW_SHA256_H

#include "base/span.h"

void sha256(struct span s, unsigned char out[32]);

#endif
