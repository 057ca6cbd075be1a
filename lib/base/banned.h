/* banned.h: calls that have cost other projects a CVE. Included by the compiler for every file (-include). */
#ifndef CAPTOOLS_BASE_BANNED_H
#define CAPTOOLS_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The headers of other C libraries say these names themselves, later. The source is the same for all: glibc's build speaks for it. */
#if defined __GNUC__ && defined __GLIBC__
/* Some libraries have them as macros. */
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef strtok
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets atoi atol atof tmpnam mktemp
#endif

#endif
