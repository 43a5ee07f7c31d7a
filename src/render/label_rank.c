#include <config.h>
#include "render/label_rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *hr_label_title(const struct hr_label *label)
{
	return label->length > 0 ? label->name : "(no name)";
}

static int by_key(const void *a, const void *b)
{
	const struct hr_ranked_label *left = a, *right = b;

	if (left->key != right->key)
		return left->key < right->key ? 1 : -1;
	return strcmp(left->label->name, right->label->name);
}

static void measure(struct hr_ranked_label *ranked, enum hr_quantile_method method)
{
	static const double p[] = { 0.5, 0.95, 0.99 };
	struct hr_timing all;
	double at[3] = { (double)NAN, (double)NAN, (double)NAN };

	if (ranked->label->aggregate != NULL) {
		at[0] = ranked->label->aggregate->p50_ms;
		at[1] = ranked->label->aggregate->p95_ms;
		at[2] = ranked->label->aggregate->p99_ms;
	} else {
		all = hr_label_elapsed(ranked->label);
		if (all.hist != NULL)
			hr_quantiles_ms(all.hist, p, at, 3, method, all.moments.min_ns,
			                all.moments.max_ns);
		hr_timing_release(&all);
	}
	ranked->p50_ms = at[0];
	ranked->p95_ms = at[1];
	ranked->p99_ms = at[2];
}

static double total_time(const struct hr_label *label)
{
	double sum = (double)label->ok.moments.sum_ns + (double)label->failed.moments.sum_ns;

	return sum > 0 || label->ok.moments.count + label->failed.moments.count > 0 ? sum
	                                                                            : (double)NAN;
}

size_t hr_label_rank(const struct hr_run *run, enum hr_label_rank by,
                     enum hr_quantile_method method, struct hr_ranked_label *out, size_t most,
                     size_t *all)
{
	struct hr_ranked_label *ranked = hr_alloc_array(run->label_count + 1, sizeof(*ranked));
	const struct hr_label *total = hr_run_total_row(run);
	size_t n = 0;

	for (size_t i = 0; i < run->label_count; i++) {
		struct hr_ranked_label *next = &ranked[n];

		*next = (struct hr_ranked_label){ .label = run->labels[i] };
		if (next->label->kind != HR_SAMPLE_REQUEST || next->label->sub_result ||
		    next->label == total)
			continue;
		if (by == HR_RANK_P95)
			measure(next, method);
		next->key = by == HR_RANK_P95 ? next->p95_ms : total_time(next->label);
		if (isfinite(next->key))
			n++;
	}
	qsort(ranked, n, sizeof(*ranked), by_key);
	if (all != NULL)
		*all = n;
	if (n > most)
		n = most;
	for (size_t i = 0; i < n; i++) {
		if (by != HR_RANK_P95)
			measure(&ranked[i], method);
		out[i] = ranked[i];
	}
	free(ranked);
	return n;
}
