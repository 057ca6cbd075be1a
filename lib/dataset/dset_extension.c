/* dset_extension.c: CAP124. The caption files' extension is not the one the trainer looks for. Once a set. */
#include "dataset/set.h"

static void check(struct set_check *c, const struct rule *r)
{
	const struct lint_set *s = c->s;
	const char *want = NULL, *most = NULL;
	uint32_t all = 0, wrong = 0, top = 0;

	for (size_t i = 0; i < s->n_extensions; i++) {
		/* A caption inside a JSON file is not looked for by extension. */
		if (strcmp(s->extension[i].name, ".json") == 0 || strcmp(s->extension[i].name, ".jsonl") == 0)
			continue;
		uint32_t n = s->extension[i].wrong;
		all += s->extension[i].n;
		wrong += n;
		if (n > top || (most && n && n == top && strcmp(s->extension[i].name, most) < 0)) {
			top = n;
			most = s->extension[i].name;
			want = s->extension[i].want;
		}
	}
	if (wrong == 0)
		return;
	struct set_finding *f = set_report(c, r);
	if (!f)
		return;
	struct span share = set_share(c, wrong, all);
	f->points = 0;
	f->about = arena_printf(c->a, "extension %s", most);
	if (!want) {
		f->message = arena_printf(c->a, "%.*s captions are files like %s: on Linux no trainer reads capitals", SPAN_ARG(share), most);
		f->suggest = SPAN("rename the files: the extension in small letters");
		return;
	}
	f->message = arena_printf(c->a, "the trainer looks for %s files, %.*s captions are %s files", want, SPAN_ARG(share), most);
	f->suggest = arena_printf(c->a, "caption_extension = \"%s\" in the trainer's settings, or rename the files", most);
}

const struct rule rule_extension = {
	.code = "CAP124",
	.name = "wrong-extension",
	.title = "the trainer looks for caption files of another extension",
	.why = "A trainer that looks for .caption and finds .txt trains every image on the folder's class word or on nothing, and says so "
	       "in a log line at most. Needs --trainer, as every trainer has its own default; if your settings name the extension, "
	       "switch the rule off. Without --trainer only extensions with capitals (.TXT), which no trainer looks for on Linux.",
	.evidence = "kohya-ss/sd-scripts library/train_util.py: --caption_extension defaults to .caption; the others read .txt.",
	.before = "--trainer kohya, 0001.png + 0001.txt",
	.after = "0001.png + 0001.caption",
	.family = FAMILY_SIDECAR, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY,
	.set = &(const struct set_rule){.check = check},
};
