/* layouts.c: the table of layouts. */
#include "split/layout.h"

#include "base/ascii.h"

static const struct split_layout *const layouts[] = {
#define LAYOUT(name) &split_layout_##name,
#include "split/layouts.def"
#undef LAYOUT
};

enum { LAYOUTS = sizeof layouts / sizeof layouts[0] };

const struct split_layout *split_layout_find(struct span name)
{
	for (size_t i = 0; i < LAYOUTS; i++)
		if (ascii_same(name, span_of(layouts[i]->name)) || (layouts[i]->alias && ascii_same(name, span_of(layouts[i]->alias))))
			return layouts[i];
	return NULL;
}

const struct split_layout *const *split_layout_all(size_t *n)
{
	*n = LAYOUTS;
	return layouts;
}

const char *split_layout_name(const struct split_layout *l)
{
	return l->name;
}

const char *split_layout_title(const struct split_layout *l)
{
	return l->title;
}

enum tok_variant split_layout_variant(const struct split_layout *l)
{
	return l->variant;
}
