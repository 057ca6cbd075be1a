/* see_images.h: what capsee notes of images: as a reader shows them, or found in datasets by the names that records give. */
#ifndef CAPTOOLS_REPORT_SEE_IMAGES_H
#define CAPTOOLS_REPORT_SEE_IMAGES_H

#include "io/look.h"
#include "io/record.h"
#include "report/see/see_out.h"

struct see_images {
	struct look look;          /* for source_options */
	struct see_names names;    /* of profiles and faults; grows on the thread that reads only */
	struct arena scratch;
	char *room;
	/* Of datasets beside the records. */
	char **paths;
	size_t n_paths, at;
	struct images *open;
	struct look_notes notes;
	uint64_t seed;
	bool failed;               /* a dataset could not be read to its end */
};

/* Must not move afterwards. */
void see_images_init(struct see_images *v, size_t n_paths, char **paths, bool pixels);
void see_images_fini(struct see_images *v);
/* r->note from the datasets, read on until its image has come by. */
void see_images_find(struct see_images *v, struct record *r, struct arena *a);

/* Of n operands those where the images of records are, moved to the front; how many. 0: no records come on standard input beside datasets. */
size_t see_stdin(int n, char **paths);
/* Records have come since, that nobody waited for. */
bool see_stdin_late(void);

#endif
