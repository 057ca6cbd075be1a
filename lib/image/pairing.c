/* pairing.c: the mean rank of named colours against its distribution under random pairs. */
#include "image/pairing.h"

#include <math.h>

void pairing_add(struct pairing *p, const uint8_t hue[HUES], unsigned said, struct arena *a)
{
	struct pairing_row *r = ARENA_PUSH(a, p);

	memcpy(r->hue, hue, sizeof r->hue);
	r->said = (uint8_t)said;
}

/* Mid-ranks of the 256 values of one hue, 0..1, and their variance (with ties, (1 - sum of (t^3 - t) / (n^3 - n)) / 12). */
static double ranks(const struct pairing *p, int hue, double rank[256])
{
	double n = (double)p->n, below = 0, ties = 0;
	size_t count[256] = {0};

	for (size_t i = 0; i < p->n; i++)
		count[p->v[i].hue[hue]]++;
	for (int v = 0; v < 256; v++) {
		double t = (double)count[v];
		rank[v] = (below + t / 2) / n;
		below += t;
		ties += t * t * t - t;
	}
	return n > 1 ? (1 - ties / (n * n * n - n)) / 12 : 0;
}

double pairing_score(const struct pairing *p, size_t *mentions)
{
	double above = 0, variance = 0, rank[256];

	*mentions = 0;
	for (int h = 0; h < HUES && p->n; h++) {
		double spread = ranks(p, h, rank);
		for (size_t i = 0; i < p->n; i++) {
			if (!(p->v[i].said & 1u << h))
				continue;
			++*mentions;
			above += rank[p->v[i].hue[h]] - 0.5;
			variance += spread;
		}
	}
	return variance > 0 ? above / sqrt(variance) : 0;
}
