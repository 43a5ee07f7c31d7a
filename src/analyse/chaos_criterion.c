/* Criteria over the windows before, during and after a fault. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "analyse/chaos_part.h"
#include "analyse/criterion_labels.h"
#include "analyse/excursion.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "base/str.h"

#define CONFIDENCE 0.95

/* The intervals of the grid that lie wholly in [from, to). */
struct window {
	int64_t first, last; /* interval numbers; first > last when none */
};

static struct window window_of(const struct hr_run *run, int64_t from_ns, int64_t to_ns)
{
	int64_t step_ns = run->grid.step_ns, first, last;

	hr_chaos_clip(run, &from_ns, &to_ns);
	first = -hr_floor_div(-from_ns, step_ns);
	last = hr_floor_div(to_ns, step_ns) - 1;
	return (struct window){ first > run->grid.first ? first : run->grid.first,
		                last < run->grid.last ? last : run->grid.last };
}

void hr_chaos_clip(const struct hr_run *run, int64_t *from_ns, int64_t *to_ns)
{
	if (run->start_ns == HR_INSTANT_NONE || run->end_ns == HR_INSTANT_NONE ||
	    run->grid.first > run->grid.last) {
		*to_ns = *from_ns; /* nothing was recorded */
		return;
	}
	if (*from_ns < run->start_ns)
		*from_ns = run->start_ns;
	if (*to_ns > run->end_ns)
		*to_ns = run->end_ns;
	if (*to_ns < *from_ns)
		*to_ns = *from_ns; /* all of it before the recording, or after */
}

double hr_chaos_figure(const struct hr_run *run, const struct hr_label *label,
                       const struct hr_metric *metric, int64_t from_ns, int64_t to_ns)
{
	struct window window = window_of(run, from_ns, to_ns);
	struct hr_cell joined = { 0 };
	double value = (double)NAN;

	for (int64_t k = window.first; k <= window.last; k++) {
		const struct hr_cell *cell = hr_cells_peek(&label->cells, k);

		if (cell != NULL)
			hr_cell_merge(&joined, cell);
	}
	if (window.first <= window.last)
		value = hr_interval_metric(metric, &joined,
		                           (window.last - window.first + 1) * run->grid.step_ns);
	hr_sketch_release(&joined.sketch);
	return value;
}

static double figure(const struct hr_run *run, const struct hr_chaos_criterion *row,
                     int64_t from_ns, int64_t to_ns)
{
	return hr_chaos_figure(run, row->label, &row->criterion->metric, from_ns, to_ns);
}

/* The figures of its intervals; gives an array (free()). */
static double *values_of(const struct hr_run *run, const struct hr_chaos_criterion *row,
                         int64_t from_ns, int64_t to_ns, size_t *count)
{
	struct window window = window_of(run, from_ns, to_ns);
	double *values = hr_alloc_array(
	        window.last >= window.first ? (size_t)(window.last - window.first + 1) : 1,
	        sizeof(*values));

	*count = 0;
	for (int64_t k = window.first; k <= window.last; k++) {
		double value = hr_interval_metric(&row->criterion->metric,
		                                  hr_cells_peek(&row->label->cells, k),
		                                  run->grid.step_ns);

		if (isfinite(value))
			values[(*count)++] = value;
	}
	return values;
}

/* The unit of the test is the interval, never the request. */
static void test(const struct hr_run *run, const struct hr_chaos_result *result,
                 struct hr_chaos_criterion *row)
{
	size_t before_count, during_count;
	double *before = values_of(run, row, result->before_ns, result->start_ns, &before_count);
	double *during = values_of(run, row, result->start_ns, result->end_ns, &during_count);

	row->before_count = before_count;
	row->during_count = during_count;
	row->test = hr_mann_whitney(during, during_count, before, before_count);
	if (before_count > 0 && during_count > 0)
		row->effect = 2 * row->test.u / ((double)before_count * (double)during_count) - 1;
	row->shift = hr_hodges_lehmann(during, during_count, before, before_count, CONFIDENCE);
	free(before);
	free(during);
}

/* With "for 30s" missed only by so long a stretch of intervals, else by the window as a whole. */
static bool holds(const struct hr_run *run, const struct hr_chaos_criterion *row, double value,
                  int64_t from_ns, int64_t to_ns)
{
	const struct hr_criterion *criterion = row->criterion;
	struct hr_excursions excursions;
	const struct hr_excursion *longest;
	bool held;

	hr_chaos_clip(run, &from_ns, &to_ns);
	if (criterion->for_ns == 0)
		return isfinite(value) && hr_operator_holds(criterion->op, value, criterion->limit);
	hr_excursions_find(run, row->label, criterion, from_ns, to_ns, &excursions);
	longest = hr_excursions_longest(&excursions);
	held = excursions.judged > 0 &&
	       (longest == NULL || longest->end_ns - longest->start_ns < criterion->for_ns);
	hr_excursions_release(&excursions);
	return held;
}

static void judge(const struct hr_run *run, const struct hr_chaos_result *result,
                  struct hr_chaos_criterion *row)
{
	struct hr_excursions excursions;
	int64_t start_ns = result->start_ns, end_ns = result->end_ns;

	row->before = row->during = row->after = row->worst = row->effect = (double)NAN;
	row->test = hr_mann_whitney(NULL, 0, NULL, 0);
	row->shift = hr_hodges_lehmann(NULL, 0, NULL, 0, CONFIDENCE);
	if (row->label == NULL)
		return;
	row->before = figure(run, row, result->before_ns, result->start_ns);
	row->during = figure(run, row, result->start_ns, result->end_ns);
	row->after = figure(run, row, result->end_ns, result->after_ns);
	row->held_before = holds(run, row, row->before, result->before_ns, result->start_ns);
	row->held_during = holds(run, row, row->during, result->start_ns, result->end_ns);
	hr_chaos_clip(run, &start_ns, &end_ns);
	hr_excursions_find(run, row->label, row->criterion, start_ns, end_ns, &excursions);
	row->worst = excursions.worst;
	row->out_ns = excursions.total_ns;
	hr_excursions_release(&excursions);
	test(run, result, row);
}

static void add_rows(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_config_checks *list, enum hr_chaos_role role, size_t *capacity,
                     struct hr_chaos_result *result)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct hr_criterion *criterion = &list->items[i];
		size_t count;
		const struct hr_label **labels = hr_criterion_labels(run, total, criterion, &count);

		for (size_t j = 0; j < count || j == 0; j++) {
			const struct hr_label *label = count > 0 ? labels[j] : NULL;

			result->criteria = hr_grow(result->criteria, result->criterion_count,
			                           capacity, sizeof(*result->criteria));
			result->criteria[result->criterion_count++] = (struct hr_chaos_criterion){
				.criterion = criterion,
				.label = label,
				.subject = label != NULL ? hr_criterion_subject(label, total)
				                         : criterion->label,
				.role = role,
			};
		}
		free(labels);
	}
}

void hr_chaos_judge(const struct hr_run *run, const struct hr_label *total,
                    struct hr_chaos_result *result)
{
	size_t capacity = 0;

	add_rows(run, total, &result->experiment->hypothesis, HR_CHAOS_STEADY, &capacity, result);
	add_rows(run, total, &result->experiment->tolerance, HR_CHAOS_TOLERANCE, &capacity, result);
	for (size_t i = 0; i < result->criterion_count; i++)
		judge(run, result, &result->criteria[i]);
}

void hr_chaos_trace(const struct hr_run *run, struct hr_chaos_result *result)
{
	struct window window = window_of(run, result->before_ns, result->after_ns);
	int64_t intervals = window.last - window.first + 1, per;

	if (intervals < 1)
		return;
	per = (intervals + HR_CHAOS_COURSE_MAX - 1) / HR_CHAOS_COURSE_MAX;
	result->course_start_ns = window.first * run->grid.step_ns;
	result->course_step_ns = per * run->grid.step_ns;
	result->course_count = (size_t)((intervals + per - 1) / per);
	for (size_t i = 0; i < result->criterion_count && i < HR_CHAOS_COURSES; i++) {
		struct hr_chaos_criterion *row = &result->criteria[i];

		if (row->label == NULL)
			continue;
		row->course = hr_alloc_array(result->course_count, sizeof(*row->course));
		for (size_t k = 0; k < result->course_count; k++) {
			int64_t from_ns = result->course_start_ns +
			                  (int64_t)k * result->course_step_ns;

			row->course[k] = figure(run, row, from_ns,
			                        from_ns + result->course_step_ns);
		}
	}
}

bool hr_chaos_counts_during(const struct hr_chaos_result *result,
                            const struct hr_chaos_criterion *row)
{
	return result->experiment->tolerance.count == 0 || row->role == HR_CHAOS_TOLERANCE;
}

void hr_chaos_put_missing(const struct hr_run *run, const struct hr_chaos_criterion *row,
                          int64_t from_ns, int64_t to_ns, const char *when, struct hr_str *out)
{
	struct window window = window_of(run, from_ns, to_ns);
	double step_s = (double)run->grid.step_ns / (double)HR_NS_PER_S;

	if (row->label == NULL)
		hr_str_printf(out, "%s: no label matches %s", row->criterion->text, row->subject);
	else if (!hr_interval_metric_known(&row->criterion->metric))
		hr_str_printf(out, "%s: %s is not kept interval by interval", row->criterion->text,
		              row->criterion->metric.name);
	else if (window.first > window.last && step_s > 1 && to_ns > from_ns)
		hr_str_printf(out,
		              "no interval of %g s lies wholly %s: summarise the recording with "
		              "--interval=1s",
		              step_s, when);
	else
		hr_str_printf(out, "%s: nothing of it was recorded %s", row->criterion->text, when);
}
