/* sandbox.h: rights that a tool which only reads does not need. */
#ifndef CAPTOOLS_BASE_SANDBOX_H
#define CAPTOOLS_BASE_SANDBOX_H

#include <stdbool.h>

/* From now on this process makes, opens for writing, removes and starts no file, and reaches no TCP port; what is open stays so, reading
 * stays allowed, and temporary files in the folder tmp (NULL: none). Threads begun later are bound as well. False: the kernel or the C
 * library has no Landlock, or CAPTOOLS_NO_SANDBOX is set; nothing has changed then. */
bool sandbox_read_only(const char *tmp);

#endif
