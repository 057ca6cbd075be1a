/* banned.h: calls that have cost other projects a CVE. Included by the compiler for every file (-include). */
#ifndef CAPTOOLS_BASE_BANNED_H
#define CAPTOOLS_BASE_BANNED_H

#ifdef __GNUC__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
