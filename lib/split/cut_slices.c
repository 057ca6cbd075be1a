/* cut_slices.c: trainers that cut every 75 tokens, wherever that falls. Measured by running them.
 *
 * kohya-N keeps the first N ids and always has N/75 rows; rows behind the caption are padding (sd-scripts 48d368fa
 * library/strategy_base.py:221-272; N from max_token_length, strategy_sd.py:37, strategy_sdxl.py:31). SDXL's second tokenizer
 * pads with 0 (strategy_sdxl.py:26): the -pad0 twins. diffusers keeps 75 (pipeline_stable_diffusion.py:396-400 at 58eb52c0), as do
 * OneTrainer, SimpleTuner and ai-toolkit; diffusion-pipe drops nothing (models/sdxl.py:581-589, 745-765 at 8f83dbf2). */
#include "split/layout.h"

void cut_slices(const struct split_layout *l, struct tok_run *run, struct span caption, struct rows *r)
{
	struct tok_out t = tok_encode(run, caption);
	size_t rows = l->rows ? l->rows : t.n ? (t.n + CLIP_ROW - 1) / CLIP_ROW : 1;

	for (size_t i = 0; i < t.n; i++)
		row_token(r, t.v[i]);
	for (size_t i = 0; i < rows; i++) {
		size_t to = (i + 1) * CLIP_ROW;
		row_end(r, to < t.n ? to : t.n, ROW_BY_TOKEN);
	}
}
