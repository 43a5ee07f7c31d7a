#include <config.h>
#include "stats/hist_pair.h"

static void advance(struct hr_hist_pair *pair, int side)
{
	pair->more[side] = pair->hist[side] != NULL &&
	                   hr_hist_next(pair->hist[side], &pair->cursor[side], &pair->bucket[side]);
}

void hr_hist_pair_init(struct hr_hist_pair *pair, const struct hr_hist *a, const struct hr_hist *b)
{
	*pair = (struct hr_hist_pair){ .hist = { a, b } };
	advance(pair, 0);
	advance(pair, 1);
}

bool hr_hist_pair_next(struct hr_hist_pair *pair, int64_t *value_ns, uint64_t counts[2])
{
	int first = pair->more[0] ? 0 : 1;

	if (!pair->more[first])
		return false;
	if (pair->more[1] && pair->bucket[1].value_ns < pair->bucket[first].value_ns)
		first = 1;
	*value_ns = pair->bucket[first].value_ns;
	for (int side = 0; side < 2; side++) {
		counts[side] = 0;
		while (pair->more[side] && pair->bucket[side].value_ns == *value_ns) {
			counts[side] += pair->bucket[side].count;
			advance(pair, side);
		}
	}
	return true;
}
