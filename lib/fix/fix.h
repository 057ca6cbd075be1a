/* fix.h: from findings to edits that can be trusted. The engine lints, applies what may be applied, and lints again until
 * nothing changes. Every step is held against the promises below; a step that breaks one is not taken.
 *
 * Promises (capfix(1)), on what the trainer feeds: no encoder of the model counts more tokens than before, the score never falls, a safe edit loses
 * no fact of the scene and no sentence its subject or verb (proof.h), the last mention of a concrete noun, a colour, a number, a trigger, of light,
 * camera, focus or place stays. What the user asks for by name (a trigger, --prune, --fit, --order) is
 * bound by them only as far as it can be. Edits replay: applied to `before` they give `caption`. */
#ifndef CAPTOOLS_FIX_FIX_H
#define CAPTOOLS_FIX_FIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lint/lint.h"

struct edit_run;
struct trainer_spec;

/* A longer caption is left as it is: twice what the longest window of any model holds (3000 tokens). Three states of a caption and the proof that
 * nothing is lost take up to 2 KB for each of its bytes. */
enum { FIX_MOST = 24 << 10 };

struct fix_options {
	bool unsafe;             /* also FIX_UNSAFE */
	bool compose;            /* write the caption from the direction entry */
	bool order;              /* --order tags */
	bool some_rules;         /* the run's settings turn rules off: an edit must not lower the score by all of them either */
	bool fit;                /* drop until every text encoder holds it */
	size_t max_tokens;       /* content tokens of the first encoder, 0 = no wish */
	const struct span *triggers; size_t n_triggers; /* --trigger: each is put where it is missing */
	const struct span *prune; size_t n_prune; /* --prune: terms dropped where they are a whole segment */
	struct edit_run *edits;  /* edits of the whole set (edit/edit.h), this thread's; made before all else. NULL: none */
	bool edits_alone;        /* and nothing else */
	const struct trainer_spec *trainer; /* whose texts they see, or NULL */
};

struct fix_edit {
	uint32_t start, end;     /* bytes of the caption before; start == end inserts */
	struct span old, new;
	const char *rule;        /* a rule's name, or "trigger", "prune", "fit", "order", "compose" */
	enum fix_class safety;
	bool idle;               /* what it takes says nothing of the picture: "<lora:x:1>", filler */
	struct { struct span *v; size_t n, cap; } loses; /* an unsafe one: the facts that it takes, as the caption says them */
};

struct fix_list {
	struct fix_edit *v;
	size_t n, cap;
};

struct fix_open {
	const char *rule;
	struct span message;
};

struct fix_result {
	bool changed;
	struct span caption;
	struct fix_list edits;   /* by start, not overlapping */
	struct { struct fix_open *v; size_t n, cap; } open; /* what only a person can supply */
	struct { struct span *v; size_t n, cap; } lost;     /* --fit, --prune: the segments that went */
	struct lint_result before; /* numbers only: no findings, no analysis */
	struct lint_result after;
};

/* Fixes one caption. All in the arena. 0, or -1 with d (as lint_caption). ctx as for lint_caption. */
int fix_caption(struct lint_run *run, const struct fix_options *o, struct span caption, const struct lint_ctx *ctx,
		struct arena *a, struct fix_result *out, struct diag *d);

/* The caption that a direction entry describes, or an empty span when it lacks what the template needs (medium, subject). */
struct span fix_compose(const struct lint_direction *direction, struct arena *a);

#endif
