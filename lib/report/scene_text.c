/* scene_text.c: the scene graph for people. */
#include "json/jwrite.h"
#include "report/scene_json.h"
#include "report/wrap.h"

void scene_text(struct buf *out, const struct scene *s, bool colour)
{
	(void)s, (void)colour;
	BUF_LIT(out, "\n");
}
