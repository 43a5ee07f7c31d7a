/* Intervals against criteria. */
#include <config.h>
#include "analyse/excursion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Figures of a cell by the name of their metric. */
enum figure { COUNT, ERRORS, ERROR_RATIO, SUCCESS_RATIO, MEAN, MIN, MAX, RATE, SUCCESS_RATE };

static const struct {
	const char *name;
	enum figure figure;
} figures[] = {
	{ "count", COUNT },
	{ "errors", ERRORS },
	{ "error_ratio", ERROR_RATIO },
	{ "success_ratio", SUCCESS_RATIO },
	{ "mean", MEAN },
	{ "min", MIN },
	{ "max", MAX },
	{ "throughput", RATE },
	{ "success_per_s", SUCCESS_RATE },
};

static double in_ms(double ns)
{
	return ns / (double)HR_NS_PER_MS;
}

static double figure_of(enum figure figure, const struct hr_cell *cell, int64_t step_ns)
{
	double count = cell != NULL ? (double)cell->count : 0;
	double errors = cell != NULL ? (double)cell->errors : 0;
	double seconds = (double)step_ns / (double)HR_NS_PER_S;
	bool timed = cell != NULL && cell->timed > 0;

	switch (figure) {
	case COUNT:
		return count;
	case ERRORS:
		return errors;
	case RATE:
		return count / seconds;
	case SUCCESS_RATE:
		return (count - errors) / seconds;
	case ERROR_RATIO:
		return count > 0 ? errors / count : (double)NAN;
	case SUCCESS_RATIO:
		return count > 0 ? (count - errors) / count : (double)NAN;
	case MEAN:
		return timed ? in_ms((double)cell->sum_ns / (double)cell->timed) : (double)NAN;
	case MIN:
		return timed ? in_ms((double)cell->min_ns) : (double)NAN;
	case MAX:
		return timed ? in_ms((double)cell->max_ns) : (double)NAN;
	}
	return (double)NAN;
}

double hr_interval_metric(const struct hr_metric *metric, const struct hr_cell *cell,
                          int64_t step_ns)
{
	if (metric->p > 0)
		return cell != NULL ? hr_cell_quantile_ms(cell, metric->p) : (double)NAN;
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (strcmp(figures[i].name, metric->name) == 0)
			return figure_of(figures[i].figure, cell, step_ns);
	return (double)NAN;
}

bool hr_interval_metric_known(const struct hr_metric *metric)
{
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (strcmp(figures[i].name, metric->name) == 0)
			return true;
	return metric->p > 0;
}

/* Further on the wrong side of the limit. */
static bool is_worse(const struct hr_criterion *criterion, double value, double than)
{
	bool low_is_good = criterion->op == HR_OP_LESS || criterion->op == HR_OP_AT_MOST;

	if (!isfinite(than))
		return true;
	if (criterion->op == HR_OP_EQUAL || criterion->op == HR_OP_NOT_EQUAL)
		return fabs(value - criterion->limit) > fabs(than - criterion->limit);
	return low_is_good ? value > than : value < than;
}

static void extend(struct hr_excursions *out, const struct hr_criterion *criterion,
                   int64_t start_ns, int64_t step_ns, double value)
{
	struct hr_excursion *last = out->count > 0 ? &out->items[out->count - 1] : NULL;

	out->total_ns += step_ns;
	if (last != NULL && last->end_ns == start_ns) {
		last->end_ns += step_ns;
		if (is_worse(criterion, value, last->worst))
			last->worst = value;
		return;
	}
	out->items = hr_grow(out->items, out->count, &out->capacity, sizeof(*out->items));
	out->items[out->count++] = (struct hr_excursion){ start_ns, start_ns + step_ns, value };
}

void hr_excursions_find(const struct hr_run *run, const struct hr_label *label,
                        const struct hr_criterion *criterion, int64_t from_ns, int64_t to_ns,
                        struct hr_excursions *out)
{
	const struct hr_grid *grid = &run->grid;

	*out = (struct hr_excursions){ .worst = (double)NAN };
	for (int64_t k = grid->first; k <= grid->last; k++) {
		int64_t start_ns = k * grid->step_ns, end_ns = start_ns + grid->step_ns;
		double value;

		if (start_ns < from_ns || end_ns > to_ns)
			continue;
		value = hr_interval_metric(&criterion->metric, hr_cells_peek(&label->cells, k),
		                           grid->step_ns);
		out->end_ns = end_ns;
		if (!isfinite(value))
			continue;
		out->judged++;
		if (is_worse(criterion, value, out->worst))
			out->worst = value;
		if (!hr_operator_holds(criterion->op, value, criterion->limit))
			extend(out, criterion, start_ns, grid->step_ns, value);
	}
}

void hr_excursions_release(struct hr_excursions *excursions)
{
	free(excursions->items);
	*excursions = (struct hr_excursions){ 0 };
}

const struct hr_excursion *hr_excursions_longest(const struct hr_excursions *excursions)
{
	const struct hr_excursion *longest = NULL;

	for (size_t i = 0; i < excursions->count; i++) {
		const struct hr_excursion *one = &excursions->items[i];

		if (longest == NULL ||
		    one->end_ns - one->start_ns > longest->end_ns - longest->start_ns)
			longest = one;
	}
	return longest;
}
