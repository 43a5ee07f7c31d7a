/* Pieces of time and their figures. */
#include <config.h>
#include "analyse/course.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/num.h"
#include "record/series.h"
#include "stats/array.h"

/* --- requests --- */

/* Figures of a cell by the name of their metric. */
enum figure { COUNT, ERRORS, ERROR_RATIO, SUCCESS_RATIO, MEAN, MIN, MAX, RATE, SUCCESS_RATE };

static const struct figure_row {
	const char *name;
	enum figure figure;
	bool grows; /* with time: of part of an interval it says nothing */
} figures[] = {
	{ "count", COUNT, true },
	{ "errors", ERRORS, true },
	{ "error_ratio", ERROR_RATIO, false },
	{ "success_ratio", SUCCESS_RATIO, false },
	{ "mean", MEAN, false },
	{ "min", MIN, false },
	{ "max", MAX, false },
	{ "throughput", RATE, true },
	{ "success_per_s", SUCCESS_RATE, true },
};

static const struct figure_row *find_figure(const struct hr_metric *metric)
{
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		if (strcmp(figures[i].name, metric->name) == 0)
			return &figures[i];
	return NULL;
}

static double in_ms(double ns)
{
	return ns / (double)HR_NS_PER_MS;
}

static double figure_of(enum figure figure, const struct hr_cell *cell, int64_t length_ns)
{
	double count = cell != NULL ? (double)cell->count : 0;
	double errors = cell != NULL ? (double)cell->errors : 0;
	double seconds = (double)length_ns / (double)HR_NS_PER_S;
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

/* Counts, ratios, rates, mean, extremes and percentiles (within 3.2 %); NaN for others and without
 * requests, but rates and counts of silence are 0. @cell may be NULL. */
static double cell_figure(const struct hr_metric *metric, const struct hr_cell *cell,
                          int64_t length_ns)
{
	const struct figure_row *row = find_figure(metric);

	if (metric->p > 0)
		return cell != NULL ? hr_cell_quantile_ms(cell, metric->p) : (double)NAN;
	return row != NULL ? figure_of(row->figure, cell, length_ns) : (double)NAN;
}

/* An interval as far as the run was recorded, in a window. */
static bool find_covered(const struct hr_run *run, int64_t interval, int64_t from_ns, int64_t to_ns,
                         struct hr_course_piece *out)
{
	int64_t start_ns = interval * run->grid.step_ns, end_ns = start_ns + run->grid.step_ns;

	if (run->start_ns != HR_INSTANT_NONE && start_ns < run->start_ns)
		start_ns = run->start_ns < end_ns ? run->start_ns : end_ns;
	if (run->end_ns != HR_INSTANT_NONE && end_ns > run->end_ns)
		end_ns = run->end_ns > start_ns ? run->end_ns : start_ns;
	*out = (struct hr_course_piece){ start_ns, end_ns, (double)NAN };
	return start_ns >= from_ns && end_ns <= to_ns;
}

static void add_piece(struct hr_course *course, struct hr_course_piece piece)
{
	course->pieces = hr_grow(course->pieces, course->count, &course->capacity,
	                         sizeof(*course->pieces));
	course->pieces[course->count++] = piece;
}

/* The numbers of the intervals that a window touches. */
static void find_span(const struct hr_run *run, int64_t from_ns, int64_t to_ns, int64_t *first,
                      int64_t *last)
{
	int64_t low = hr_floor_div(from_ns, run->grid.step_ns);
	int64_t high = hr_floor_div(to_ns, run->grid.step_ns);

	*first = low > run->grid.first ? low : run->grid.first;
	*last = high < run->grid.last ? high : run->grid.last;
}

static void follow_label(struct hr_course *course, const struct hr_run *run,
                         const struct hr_label *label, const struct hr_metric *metric,
                         int64_t from_ns, int64_t to_ns)
{
	const struct figure_row *row = find_figure(metric);
	int64_t first, last;

	find_span(run, from_ns, to_ns, &first, &last);
	for (int64_t k = first; k <= last; k++) {
		struct hr_course_piece piece;
		bool partly;

		if (!find_covered(run, k, from_ns, to_ns, &piece))
			continue;
		partly = piece.end_ns - piece.start_ns < run->grid.step_ns;
		if (!partly || row == NULL || !row->grows)
			piece.value = cell_figure(metric, hr_cells_peek(&label->cells, k),
			                          run->grid.step_ns);
		add_piece(course, piece);
	}
}

static double label_figure(const struct hr_run *run, const struct hr_label *label,
                           const struct hr_metric *metric, int64_t from_ns, int64_t to_ns)
{
	struct hr_cell joined = { 0 };
	int64_t first, last, length_ns = 0;
	double value = (double)NAN;
	bool any = false;

	find_span(run, from_ns, to_ns, &first, &last);
	for (int64_t k = first; k <= last; k++) {
		const struct hr_cell *cell = hr_cells_peek(&label->cells, k);
		struct hr_course_piece piece;

		if (!find_covered(run, k, from_ns, to_ns, &piece))
			continue;
		any = true;
		length_ns += piece.end_ns - piece.start_ns;
		if (cell != NULL)
			hr_cell_merge(&joined, cell);
	}
	if (any)
		value = cell_figure(metric, &joined, length_ns);
	hr_sketch_release(&joined.sketch);
	return value;
}

/* --- resources --- */

static int64_t point_end(const struct hr_series *series, size_t i, int64_t usual_ns)
{
	const struct hr_point *point = &series->points[i];

	if (i + 1 == series->count)
		return point->last_time_ns;
	if (point[1].interval - point->interval > HR_SERIES_GAP * usual_ns / series->step_ns)
		return point->last_time_ns + usual_ns < point[1].first_time_ns
		               ? point->last_time_ns + usual_ns
		               : point[1].first_time_ns;
	return point[1].first_time_ns;
}

/* Where the figure of a point belongs; false for the first of a counter, which has none. */
static bool point_piece(const struct hr_series *series, size_t i, int64_t usual_ns,
                        struct hr_course_piece *out)
{
	const struct hr_point *point = &series->points[i];

	if (series->kind == HR_SERIES_COUNTER) {
		if (i == 0)
			return false;
		*out = (struct hr_course_piece){ point[-1].last_time_ns, point->last_time_ns,
			                         (double)NAN };
		return true;
	}
	*out = (struct hr_course_piece){ point->first_time_ns, point_end(series, i, usual_ns),
		                         (double)NAN };
	return true;
}

static bool is_within(const struct hr_series *series, struct hr_course_piece *piece,
                      int64_t from_ns, int64_t to_ns)
{
	if (piece->start_ns < from_ns)
		return false;
	if (series->kind == HR_SERIES_COUNTER)
		return piece->end_ns <= to_ns;
	if (piece->start_ns >= to_ns)
		return false;
	if (piece->end_ns > to_ns)
		piece->end_ns = to_ns; /* it was read before the window ended */
	return true;
}

/* Of the values in a point the one that the figure asks for. */
static double point_value(const struct hr_subject *subject, enum hr_resource_figure figure,
                          size_t i)
{
	const struct hr_series *series = subject->series;
	const struct hr_point *point = &series->points[i];

	double value = hr_series_value(series, i);

	if (series->kind == HR_SERIES_GAUGE && figure == HR_RESOURCE_MIN)
		value = (double)point->min_micro / 1e6;
	if (series->kind == HR_SERIES_GAUGE && figure == HR_RESOURCE_MAX)
		value = (double)point->max_micro / 1e6;
	/* 7 x 0.01 is above 7 % */
	return isfinite(value) ? hr_round15(value * subject->factor) : (double)NAN;
}

static void follow_series(struct hr_course *course, const struct hr_subject *subject,
                          enum hr_resource_figure figure, int64_t from_ns, int64_t to_ns)
{
	const struct hr_series *series = subject->series;
	int64_t usual_ns = hr_series_usual_ns(series);

	for (size_t i = 0; i < series->count && figure != HR_RESOURCE_QUANTILE; i++) {
		struct hr_course_piece piece;

		if (!point_piece(series, i, usual_ns, &piece) ||
		    !is_within(series, &piece, from_ns, to_ns))
			continue;
		piece.value = point_value(subject, figure, i);
		add_piece(course, piece);
	}
}

/* The values of the points within a window, each with its weight. */
struct values {
	double *values;
	size_t count;
	double sum, weight; /* of a mean */
	double low, high;
};

static void collect(const struct hr_subject *subject, int64_t from_ns, int64_t to_ns,
                    struct values *out)
{
	const struct hr_series *series = subject->series;
	int64_t usual_ns = hr_series_usual_ns(series);
	bool gauge = series->kind == HR_SERIES_GAUGE;

	*out = (struct values){ .low = (double)INFINITY, .high = -(double)INFINITY };
	out->values = hr_alloc_array(series->count + 1, sizeof(*out->values));
	for (size_t i = 0; i < series->count; i++) {
		struct hr_course_piece piece;
		double value, weight;

		if (!point_piece(series, i, usual_ns, &piece) ||
		    !is_within(series, &piece, from_ns, to_ns))
			continue;
		value = point_value(subject, HR_RESOURCE_MEAN, i);
		weight = gauge ? (double)series->points[i].count
		               : (double)(piece.end_ns - piece.start_ns);
		if (!isfinite(value))
			continue;
		out->values[out->count++] = value;
		out->sum += value * weight;
		out->weight += weight;
		out->low = fmin(out->low, point_value(subject, HR_RESOURCE_MIN, i));
		out->high = fmax(out->high, point_value(subject, HR_RESOURCE_MAX, i));
	}
}

bool hr_course_is_worse(enum hr_operator op, double limit, double value, double than)
{
	if (isnan(than))
		return true;
	switch (op) {
	case HR_OP_LESS:
	case HR_OP_AT_MOST:
		return value > than;
	case HR_OP_MORE:
	case HR_OP_AT_LEAST:
		return value < than;
	case HR_OP_EQUAL:
		return fabs(value - limit) > fabs(than - limit);
	case HR_OP_NOT_EQUAL:
		break;
	}
	return fabs(value - limit) < fabs(than - limit);
}

static double worst_of(const struct values *values, enum hr_operator op, double limit)
{
	double worst = values->low;

	if (hr_course_is_worse(op, limit, values->high, worst))
		worst = values->high;
	/* only these may have their worst between the extremes */
	for (size_t i = 0; op == HR_OP_NOT_EQUAL && i < values->count; i++)
		if (hr_course_is_worse(op, limit, values->values[i], worst))
			worst = values->values[i];
	return worst;
}

static double series_figure(const struct hr_subject *subject, const struct hr_criterion *criterion,
                            int64_t from_ns, int64_t to_ns, enum hr_quantile_method method)
{
	struct values values;
	double figure = (double)NAN;

	collect(subject, from_ns, to_ns, &values);
	if (values.count > 0) {
		switch (criterion->figure) {
		case HR_RESOURCE_EVERY:
			figure = worst_of(&values, criterion->op, subject->limit);
			break;
		case HR_RESOURCE_MEAN:
			/* counters: of two values at one time no rate is known */
			figure = values.weight > 0 ? values.sum / values.weight : (double)NAN;
			break;
		case HR_RESOURCE_MIN:
			figure = values.low;
			break;
		case HR_RESOURCE_MAX:
			figure = values.high;
			break;
		case HR_RESOURCE_QUANTILE:
			hr_doubles_sort(values.values, values.count);
			figure = hr_quantile_sorted(values.values, values.count,
			                            criterion->metric.p, method);
			break;
		}
	}
	free(values.values);
	return figure;
}

/* --- both --- */

void hr_course_init(struct hr_course *course, const struct hr_run *run,
                    const struct hr_subject *subject, const struct hr_criterion *criterion,
                    int64_t from_ns, int64_t to_ns)
{
	*course = (struct hr_course){ 0 };
	if (subject->series != NULL)
		follow_series(course, subject, criterion->figure, from_ns, to_ns);
	else if (subject->label != NULL)
		follow_label(course, run, subject->label, &criterion->metric, from_ns, to_ns);
}

void hr_course_release(struct hr_course *course)
{
	free(course->pieces);
	*course = (struct hr_course){ 0 };
}

bool hr_course_known(const struct hr_criterion *criterion)
{
	if (criterion->resource != NULL)
		return criterion->figure != HR_RESOURCE_QUANTILE;
	return criterion->metric.p > 0 || find_figure(&criterion->metric) != NULL;
}

double hr_course_figure(const struct hr_run *run, const struct hr_subject *subject,
                        const struct hr_criterion *criterion, int64_t from_ns, int64_t to_ns,
                        enum hr_quantile_method method)
{
	if (subject->series != NULL)
		return series_figure(subject, criterion, from_ns, to_ns, method);
	if (subject->label != NULL)
		return label_figure(run, subject->label, &criterion->metric, from_ns, to_ns);
	return (double)NAN;
}

void hr_course_clip(const struct hr_run *run, int64_t *from_ns, int64_t *to_ns)
{
	if (run->start_ns == HR_INSTANT_NONE || run->end_ns == HR_INSTANT_NONE) {
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

void hr_course_whole(const struct hr_run *run, const struct hr_subject *subject, int64_t *from_ns,
                     int64_t *to_ns)
{
	*from_ns = INT64_MIN;
	*to_ns = INT64_MAX;
	if (subject->series == NULL || run->start_ns == HR_INSTANT_NONE || run->end_ns == INT64_MAX)
		return;
	*from_ns = run->start_ns;
	*to_ns = run->end_ns + 1; /* a value at the very end counts */
}

int64_t hr_course_align(const struct hr_run *run, const struct hr_subject *subject, int64_t at_ns)
{
	if (subject->label == NULL)
		return at_ns;
	return hr_floor_div(at_ns, run->grid.step_ns) * run->grid.step_ns;
}
