/* upstream.h: captok --pieces | capscene | capscore | capsee --pixels over datasets, put in front of this process as its standard input. */
#ifndef CAPTOOLS_RUN_UPSTREAM_H
#define CAPTOOLS_RUN_UPSTREAM_H

#include <stdbool.h>

/* Whether nobody pipes records in: standard input is a terminal or /dev/null. */
bool upstream_needed(void);
/* Starts the four, from the folder of this program (else by PATH), with the common options that say how the datasets are read. Dies where that
 * fails. */
void upstream_start(int n, char **datasets);
/* Waits for them. The worse of their exit statuses; STATUS_OK where none was started. */
int upstream_end(void);

#endif
