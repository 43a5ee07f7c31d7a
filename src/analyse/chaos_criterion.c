/* Criteria over the windows before, during and after a fault. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "analyse/chaos_part.h"
#include "analyse/excursion.h"
#include "base/calendar.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "stats/quantile.h"

#define CONFIDENCE 0.95

/* The course of a row within a window, as far as it was recorded. */
static void follow(const struct hr_run *run, const struct hr_chaos_criterion *row, int64_t from_ns,
                   int64_t to_ns, struct hr_course *course)
{
	hr_course_clip(run, &from_ns, &to_ns);
	hr_course_init(course, run, &row->subject, row->criterion, from_ns, to_ns);
}

static double figure(const struct hr_run *run, const struct hr_chaos_criterion *row,
                     int64_t from_ns, int64_t to_ns)
{
	hr_course_clip(run, &from_ns, &to_ns);
	return hr_course_figure(run, &row->subject, row->criterion, from_ns, to_ns, HR_QUANTILE_R6);
}

/* The figures of its pieces; gives an array (free()). */
static double *values_of(const struct hr_run *run, const struct hr_chaos_criterion *row,
                         int64_t from_ns, int64_t to_ns, size_t *count)
{
	struct hr_course course;
	double *values;

	follow(run, row, from_ns, to_ns, &course);
	values = hr_alloc_array(course.count + 1, sizeof(*values));
	*count = 0;
	for (size_t i = 0; i < course.count; i++)
		if (isfinite(course.pieces[i].value))
			values[(*count)++] = course.pieces[i].value;
	hr_course_release(&course);
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
	struct hr_course course;
	struct hr_excursions excursions;
	const struct hr_excursion *longest;
	bool held;

	if (criterion->for_ns == 0)
		return isfinite(value) &&
		       hr_operator_holds(criterion->op, value, row->subject.limit);
	follow(run, row, from_ns, to_ns, &course);
	hr_excursions_find(&course, criterion->op, row->subject.limit, &excursions);
	longest = hr_excursions_longest(&excursions);
	held = excursions.judged > 0 &&
	       (longest == NULL || longest->end_ns - longest->start_ns < criterion->for_ns);
	hr_excursions_release(&excursions);
	hr_course_release(&course);
	return held;
}

static void judge(const struct hr_run *run, const struct hr_chaos_result *result,
                  struct hr_chaos_criterion *row)
{
	struct hr_course course;
	struct hr_excursions excursions;

	row->before = row->during = row->after = row->worst = row->effect = (double)NAN;
	row->test = hr_mann_whitney(NULL, 0, NULL, 0);
	row->shift = hr_hodges_lehmann(NULL, 0, NULL, 0, CONFIDENCE);
	if (!hr_chaos_can_judge(row))
		return;
	row->before = figure(run, row, result->before_ns, result->start_ns);
	row->during = figure(run, row, result->start_ns, result->end_ns);
	row->after = figure(run, row, result->end_ns, result->after_ns);
	row->held_before = holds(run, row, row->before, result->before_ns, result->start_ns);
	row->held_during = holds(run, row, row->during, result->start_ns, result->end_ns);
	follow(run, row, result->start_ns, result->end_ns, &course);
	hr_excursions_find(&course, row->criterion->op, row->subject.limit, &excursions);
	row->worst = excursions.worst;
	row->out_ns = excursions.total_ns;
	hr_excursions_release(&excursions);
	hr_course_release(&course);
	test(run, result, row);
}

static void add_row(struct hr_chaos_result *result, size_t *capacity, struct hr_chaos_criterion row)
{
	result->criteria = hr_grow(result->criteria, result->criterion_count, capacity,
	                           sizeof(*result->criteria));
	result->criteria[result->criterion_count++] = row;
}

static void add_rows(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_config_checks *list, enum hr_chaos_role role, size_t *capacity,
                     struct hr_chaos_result *result)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct hr_criterion *criterion = &list->items[i];
		struct hr_chaos_criterion row = { .criterion = criterion, .role = role };
		size_t count;
		struct hr_subject *subjects = hr_subjects_find(run, total, criterion, &count);

		for (size_t j = 0; j < count; j++) {
			row.subject = subjects[j]; /* takes it */
			add_row(result, capacity, row);
		}
		free(subjects);
		if (count > 0)
			continue;
		row.subject = hr_subject_nobody(criterion);
		add_row(result, capacity, row);
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

/* The figure of a stretch; of a resource that was not read in it, the value that stands. */
static double figure_of_stretch(const struct hr_run *run, const struct hr_chaos_criterion *row,
                                const struct hr_course *course, int64_t from_ns, int64_t to_ns)
{
	double value = figure(run, row, from_ns, to_ns);

	for (size_t i = 0; isnan(value) && row->subject.series != NULL && i < course->count; i++)
		if (course->pieces[i].start_ns <= from_ns && course->pieces[i].end_ns > from_ns)
			return course->pieces[i].value;
	return value;
}

static void trace_row(const struct hr_run *run, const struct hr_chaos_result *result,
                      struct hr_chaos_criterion *row)
{
	struct hr_course course;

	follow(run, row, result->before_ns, result->after_ns, &course);
	row->course = hr_alloc_array(result->course_count, sizeof(*row->course));
	for (size_t k = 0; k < result->course_count; k++) {
		int64_t from_ns = result->course_start_ns + (int64_t)k * result->course_step_ns;

		row->course[k] = figure_of_stretch(run, row, &course, from_ns,
		                                   from_ns + result->course_step_ns);
	}
	hr_course_release(&course);
}

void hr_chaos_trace(const struct hr_run *run, struct hr_chaos_result *result)
{
	int64_t from_ns = result->before_ns, to_ns = result->after_ns, step_ns = run->grid.step_ns;
	int64_t first, intervals, per;

	hr_course_clip(run, &from_ns, &to_ns);
	if (from_ns >= to_ns)
		return;
	first = hr_floor_div(from_ns, step_ns);
	intervals = hr_floor_div(to_ns - 1, step_ns) + 1 - first;
	per = (intervals + HR_CHAOS_COURSE_MAX - 1) / HR_CHAOS_COURSE_MAX;
	result->course_start_ns = first * step_ns;
	result->course_step_ns = per * step_ns;
	result->course_count = (size_t)((intervals + per - 1) / per);
	for (size_t i = 0; i < result->criterion_count && i < HR_CHAOS_COURSES; i++)
		if (hr_chaos_can_judge(&result->criteria[i]))
			trace_row(run, result, &result->criteria[i]);
}

bool hr_chaos_can_judge(const struct hr_chaos_criterion *row)
{
	return (row->subject.label != NULL || row->subject.series != NULL) && row->subject.fits;
}

bool hr_chaos_counts_during(const struct hr_chaos_result *result,
                            const struct hr_chaos_criterion *row)
{
	return result->experiment->tolerance.count == 0 || row->role == HR_CHAOS_TOLERANCE;
}

/* Requests are known by intervals: does one lie within? */
static bool has_interval(const struct hr_run *run, int64_t from_ns, int64_t to_ns)
{
	int64_t step_ns = run->grid.step_ns;

	hr_course_clip(run, &from_ns, &to_ns);
	return -hr_floor_div(-from_ns, step_ns) <= hr_floor_div(to_ns, step_ns) - 1;
}

void hr_chaos_put_missing(const struct hr_run *run, const struct hr_chaos_criterion *row,
                          int64_t from_ns, int64_t to_ns, const char *when, struct hr_str *out)
{
	double step_s = hr_length_s(run->grid.step_ns);
	const struct hr_subject *subject = &row->subject;

	hr_str_printf(out, "%s: ", row->criterion->text);
	if (subject->label == NULL && subject->series == NULL)
		hr_subject_put_missing(run, row->criterion, out);
	else if (!subject->fits)
		hr_subject_put_unfit(subject, row->criterion, out);
	else if (!hr_course_known(row->criterion) &&
	         (subject->label != NULL || row->criterion->for_ns > 0))
		hr_str_printf(out, "%s is not kept interval by interval",
		              row->criterion->metric.name);
	else if (subject->label != NULL && step_s > 1 && to_ns > from_ns &&
	         !has_interval(run, from_ns, to_ns))
		hr_str_printf(out,
		              "no interval of %g s lies wholly %s: "
		              "summarise the recording with --interval=1s",
		              step_s, when);
	else
		hr_str_printf(out, "nothing of it was recorded %s", when);
}
