/* What came after the fault, and when it should have been stopped. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "analyse/chaos_part.h"
#include "analyse/criterion_labels.h"
#include "analyse/excursion.h"
#include "base/calendar.h"
#include "base/instant.h"
#include "base/mem.h"

/* Of an interval: silence is not health. */
enum state { SILENT, HOLDS, MISSES };

struct course {
	int64_t first; /* interval number of states[0] */
	size_t count;
	enum state *states;
};

/* Misses too short for "for" hold. */
static void mark(const struct hr_run *run, const struct hr_chaos_criterion *row,
                 struct course *course)
{
	int64_t step_ns = run->grid.step_ns;
	struct hr_excursions excursions;

	for (size_t i = 0; i < course->count; i++) {
		const struct hr_cell *cell = hr_cells_peek(&row->label->cells,
		                                           course->first + (int64_t)i);

		/* a rate of silence is 0, and that is a figure */
		if (course->states[i] == SILENT &&
		    isfinite(hr_interval_metric(&row->criterion->metric, cell, step_ns)))
			course->states[i] = HOLDS;
	}
	hr_excursions_find(run, row->label, row->criterion, course->first * step_ns,
	                   (course->first + (int64_t)course->count) * step_ns, &excursions);
	for (size_t i = 0; i < excursions.count; i++) {
		const struct hr_excursion *one = &excursions.items[i];

		if (one->end_ns - one->start_ns < row->criterion->for_ns)
			continue;
		for (int64_t k = one->start_ns / step_ns; k * step_ns < one->end_ns; k++)
			course->states[k - course->first] = MISSES;
	}
	hr_excursions_release(&excursions);
}

static int64_t start_of(const struct hr_run *run, const struct course *course, size_t i)
{
	return (course->first + (int64_t)i) * run->grid.step_ns;
}

/* From interval @i on nothing is missed for so long, and half of the time or more is known. */
static bool is_stable_from(const struct hr_run *run, const struct course *course, size_t i,
                           int64_t until_ns)
{
	size_t known = 0, all = 0;

	for (; i < course->count && start_of(run, course, i) < until_ns; i++, all++) {
		if (course->states[i] == MISSES)
			return false;
		known += course->states[i] == HOLDS;
	}
	return 2 * known >= all;
}

void hr_chaos_find_recovery(const struct hr_run *run, struct hr_chaos_result *result)
{
	int64_t step_ns = run->grid.step_ns, from_ns = result->end_ns, last_ns = result->after_ns;
	int64_t stable_ns = result->experiment->stable_for_ns;
	struct course course = { .first = hr_floor_div(result->end_ns, step_ns) };

	hr_chaos_clip(run, &from_ns, &last_ns);
	last_ns = hr_floor_div(last_ns, step_ns) * step_ns;
	if (course.first < run->grid.first)
		course.first = run->grid.first;
	result->observed_ns = last_ns > from_ns ? last_ns - from_ns : 0;
	if (result->observed_ns == 0 || last_ns / step_ns <= course.first)
		return;
	course.count = (size_t)(last_ns / step_ns - course.first);
	course.states = hr_zalloc(course.count + 1, sizeof(*course.states));
	for (size_t i = 0; i < result->criterion_count; i++)
		if (result->criteria[i].label != NULL &&
		    result->criteria[i].role == HR_CHAOS_STEADY)
			mark(run, &result->criteria[i], &course);
	for (size_t i = 0; i < course.count && !result->recovered; i++) {
		from_ns = start_of(run, &course, i);
		if (from_ns < result->end_ns)
			from_ns = result->end_ns; /* the interval in which the fault ended */
		if (course.states[i] != HOLDS || stable_ns > last_ns - from_ns ||
		    !is_stable_from(run, &course, i, from_ns + stable_ns))
			continue;
		result->recovered = true;
		result->recovery_ns = from_ns - result->end_ns;
	}
	free(course.states);
}

/* --- safety --- */

/* The condition is met once it has been so for as long as its "for" says. */
static int64_t met_at(const struct hr_run *run, const struct hr_chaos_result *result,
                      const struct hr_label *label, const struct hr_criterion *condition)
{
	struct hr_criterion inverse = *condition;
	struct hr_excursions excursions;
	int64_t at_ns = HR_INSTANT_NONE;

	inverse.op = hr_operator_opposite(condition->op);
	hr_excursions_find(run, label, &inverse, result->start_ns, result->end_ns, &excursions);
	for (size_t i = 0; i < excursions.count && at_ns == HR_INSTANT_NONE; i++) {
		const struct hr_excursion *one = &excursions.items[i];

		if (one->end_ns - one->start_ns >= condition->for_ns)
			at_ns = one->start_ns + condition->for_ns;
	}
	hr_excursions_release(&excursions);
	return at_ns;
}

void hr_chaos_find_abort(const struct hr_run *run, const struct hr_label *total,
                         struct hr_chaos_result *result)
{
	const struct hr_config_checks *abort_if = &result->experiment->abort_if;
	size_t capacity = 0;

	for (size_t i = 0; i < abort_if->count; i++) {
		const struct hr_criterion *criterion = &abort_if->items[i];
		size_t count;
		const struct hr_label **labels = hr_criterion_labels(run, total, criterion, &count);

		for (size_t j = 0; j < count; j++) {
			int64_t at_ns = met_at(run, result, labels[j], criterion);

			result->aborts = hr_grow(result->aborts, result->abort_count, &capacity,
			                         sizeof(*result->aborts));
			result->aborts[result->abort_count++] = (struct hr_chaos_abort){
				criterion, hr_criterion_subject(labels[j], total), at_ns
			};
			if (at_ns != HR_INSTANT_NONE && (result->aborted_at_ns == HR_INSTANT_NONE ||
			                                 at_ns < result->aborted_at_ns))
				result->aborted_at_ns = at_ns;
		}
		free(labels);
	}
	if (result->aborted_at_ns != HR_INSTANT_NONE)
		result->ran_on_ns = result->end_ns - result->aborted_at_ns;
}
