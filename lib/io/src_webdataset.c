/* src_webdataset.c: --from webdataset: an archive or a folder whose samples go by WebDataset's rule alone:
 * the key is the name up to the first dot. */
#include "io/form.h"

static int webdataset_open(struct source *s, struct diag *d)
{
	s->webdataset = true;
	s->form = s->folder ? &form_dir : &form_archive;
	return s->form->open(s, d);
}

const struct form form_webdataset = {.name = "webdataset", .folder = true, .open = webdataset_open};
