/* pack_convert.c: stub */
#include "io/pack_priv.h"
int pack_convert(struct pack *k, struct diag *d)
{
	(void)k;
	return diag_set(d, "unsupported", "not yet");
}
