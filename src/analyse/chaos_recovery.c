/* What came after the fault, and when it should have been stopped. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "analyse/chaos_part.h"
#include "analyse/excursion.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"

/* Stretches of time. */
struct span {
	int64_t from_ns, to_ns; /* the same: an instant */
};

struct spans {
	struct span *items;
	size_t count, capacity;
};

static void add_span(struct spans *spans, int64_t from_ns, int64_t to_ns, int64_t earliest_ns)
{
	if (from_ns < earliest_ns)
		from_ns = earliest_ns; /* the interval in which the fault ended */
	if (to_ns < from_ns)
		return;
	spans->items = hr_grow(spans->items, spans->count, &spans->capacity, sizeof(*spans->items));
	spans->items[spans->count++] = (struct span){ from_ns, to_ns };
}

static int by_start(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	return (a->from_ns > b->from_ns) - (a->from_ns < b->from_ns);
}

/* In order, and apart. */
static void join(struct spans *spans)
{
	size_t kept = 0;

	if (spans->count > 1)
		qsort(spans->items, spans->count, sizeof(*spans->items), by_start);
	for (size_t i = 0; i < spans->count; i++) {
		struct span *last = kept > 0 ? &spans->items[kept - 1] : NULL;

		if (last == NULL || spans->items[i].from_ns > last->to_ns)
			spans->items[kept++] = spans->items[i];
		else if (spans->items[i].to_ns > last->to_ns)
			last->to_ns = spans->items[i].to_ns;
	}
	spans->count = kept;
}

/* After the fault: when anything of the hypothesis is known, and when it was missed. */
struct after {
	struct spans known, missed;
};

/* Misses too short for "for" hold. */
static void mark(const struct hr_run *run, const struct hr_chaos_criterion *row, int64_t end_ns,
                 int64_t last_ns, struct after *after)
{
	struct hr_course course;
	struct hr_excursions excursions;

	hr_course_init(&course, run, &row->subject, row->criterion,
	               hr_course_align(run, &row->subject, end_ns), last_ns);
	hr_excursions_find(&course, row->criterion->op, row->subject.limit, &excursions);
	for (size_t i = 0; i < course.count; i++)
		if (isfinite(course.pieces[i].value))
			add_span(&after->known, course.pieces[i].start_ns, course.pieces[i].end_ns,
			         end_ns);
	for (size_t i = 0; i < excursions.count; i++) {
		const struct hr_excursion *one = &excursions.items[i];

		if (one->end_ns - one->start_ns >= row->criterion->for_ns)
			add_span(&after->missed, one->start_ns, one->end_ns, end_ns);
	}
	hr_excursions_release(&excursions);
	hr_course_release(&course);
}

/* From @at_ns on nothing is missed for so long, and half of the time or more is known: silence is
 * not health. */
static bool is_stable_from(const struct after *after, int64_t at_ns, int64_t stable_ns)
{
	int64_t until_ns = at_ns + stable_ns, known_ns = 0;
	bool starts_known = false;

	for (size_t i = 0; i < after->missed.count; i++) {
		const struct span *one = &after->missed.items[i];
		bool instant = one->from_ns == one->to_ns;

		if (one->from_ns < until_ns &&
		    (one->to_ns > at_ns || (instant && one->to_ns == at_ns)))
			return false;
	}
	for (size_t i = 0; i < after->known.count; i++) {
		const struct span *one = &after->known.items[i];
		int64_t from_ns = one->from_ns > at_ns ? one->from_ns : at_ns;
		int64_t to_ns = one->to_ns < until_ns ? one->to_ns : until_ns;

		starts_known = starts_known || (one->from_ns <= at_ns && one->to_ns > at_ns);
		known_ns += to_ns > from_ns ? to_ns - from_ns : 0;
	}
	return starts_known && 2 * known_ns >= stable_ns;
}

static void try_at(struct hr_chaos_result *result, const struct after *after, int64_t at_ns,
                   int64_t last_ns)
{
	int64_t stable_ns = result->experiment->stable_for_ns;

	if (stable_ns > last_ns - at_ns || !is_stable_from(after, at_ns, stable_ns) ||
	    (result->recovered && at_ns - result->end_ns >= result->recovery_ns))
		return;
	result->recovered = true;
	result->recovery_ns = at_ns - result->end_ns;
}

/* It can only be back where a miss ends, or where something is known again. */
static void find_recovery(struct hr_chaos_result *result, struct after *after, int64_t last_ns)
{
	join(&after->known);
	join(&after->missed);
	try_at(result, after, result->end_ns, last_ns);
	for (size_t i = 0; i < after->missed.count && !result->recovered; i++)
		try_at(result, after, after->missed.items[i].to_ns, last_ns);
	for (size_t i = 0; i < after->known.count; i++) {
		int64_t at_ns = after->known.items[i].from_ns;

		if (result->recovered && at_ns - result->end_ns >= result->recovery_ns)
			break;
		try_at(result, after, at_ns, last_ns);
	}
}

void hr_chaos_find_recovery(const struct hr_run *run, struct hr_chaos_result *result)
{
	int64_t from_ns = result->end_ns, last_ns = result->after_ns;
	struct after after = { { 0 }, { 0 } };

	hr_course_clip(run, &from_ns, &last_ns);
	result->observed_ns = last_ns > from_ns ? last_ns - from_ns : 0;
	result->recovery_known = result->observed_ns > 0;
	for (size_t i = 0; i < result->criterion_count; i++)
		if (result->criteria[i].role == HR_CHAOS_STEADY &&
		    !hr_chaos_can_judge(&result->criteria[i]))
			result->recovery_known = false;
	if (!result->recovery_known)
		return;
	for (size_t i = 0; i < result->criterion_count; i++)
		if (result->criteria[i].role == HR_CHAOS_STEADY)
			mark(run, &result->criteria[i], result->end_ns, last_ns, &after);
	find_recovery(result, &after, last_ns);
	free(after.known.items);
	free(after.missed.items);
}

/* --- safety --- */

/* The condition is met once it has been so for as long as its "for" says: when its opposite was
 * missed for so long. */
static int64_t met_at(const struct hr_run *run, const struct hr_chaos_result *result,
                      const struct hr_subject *subject, const struct hr_criterion *condition)
{
	struct hr_course course;
	struct hr_excursions excursions;
	int64_t at_ns = HR_INSTANT_NONE;

	hr_course_init(&course, run, subject, condition, result->start_ns, result->end_ns);
	hr_excursions_find(&course, hr_operator_opposite(condition->op), subject->limit,
	                   &excursions);
	for (size_t i = 0; i < excursions.count && at_ns == HR_INSTANT_NONE; i++) {
		const struct hr_excursion *one = &excursions.items[i];

		if (one->end_ns - one->start_ns >= condition->for_ns)
			at_ns = one->start_ns + condition->for_ns;
	}
	hr_excursions_release(&excursions);
	hr_course_release(&course);
	return at_ns;
}

/* Nobody to watch, a unit that does not fit, or nothing recorded: it could not have been seen. */
static bool is_watched(const struct hr_run *run, const struct hr_chaos_result *result,
                       const struct hr_subject *subject, const struct hr_criterion *condition)
{
	struct hr_course course;
	bool known = false;

	if (!subject->fits)
		return false;
	hr_course_init(&course, run, subject, condition, result->start_ns, result->end_ns);
	for (size_t i = 0; i < course.count && !known; i++)
		known = isfinite(course.pieces[i].value);
	hr_course_release(&course);
	return known;
}

/* For the one who set the condition: a wrong unit or name is mended, a missing recording made. */
static char *why_unseen(const struct hr_run *run, const struct hr_chaos_result *result,
                        const struct hr_subject *subject, const struct hr_criterion *condition)
{
	const struct hr_chaos_criterion row = { .criterion = condition, .subject = *subject };
	struct hr_str out = { 0 };

	/* it goes by pieces of time also without "for" */
	if (hr_chaos_can_judge(&row) && !hr_course_known(condition))
		hr_str_printf(&out, "%s: %s is not kept interval by interval", condition->text,
		              condition->metric.name);
	else
		hr_chaos_put_missing(run, &row, result->start_ns, result->end_ns,
		                     "during the fault", &out);
	return hr_str_detach(&out);
}

static void add_abort(struct hr_chaos_result *result, size_t *capacity, struct hr_chaos_abort abort)
{
	result->aborts = hr_grow(result->aborts, result->abort_count, capacity,
	                         sizeof(*result->aborts));
	result->aborts[result->abort_count++] = abort;
	if (abort.at_ns != HR_INSTANT_NONE &&
	    (result->aborted_at_ns == HR_INSTANT_NONE || abort.at_ns < result->aborted_at_ns))
		result->aborted_at_ns = abort.at_ns;
}

void hr_chaos_find_abort(const struct hr_run *run, const struct hr_label *total,
                         struct hr_chaos_result *result)
{
	const struct hr_config_checks *abort_if = &result->experiment->abort_if;
	size_t capacity = 0;

	for (size_t i = 0; i < abort_if->count; i++) {
		const struct hr_criterion *criterion = &abort_if->items[i];
		struct hr_chaos_abort abort = { .criterion = criterion, .at_ns = HR_INSTANT_NONE };
		size_t count;
		struct hr_subject *subjects = hr_subjects_find(run, total, criterion, &count);

		for (size_t j = 0; j < count; j++) {
			abort.subject = hr_strdup(subjects[j].name);
			abort.watched = is_watched(run, result, &subjects[j], criterion);
			abort.at_ns = abort.watched ? met_at(run, result, &subjects[j], criterion)
			                            : HR_INSTANT_NONE;
			abort.unseen = abort.watched
			                       ? NULL
			                       : why_unseen(run, result, &subjects[j], criterion);
			add_abort(result, &capacity, abort);
		}
		if (count == 0) {
			struct hr_subject nobody = hr_subject_nobody(criterion);

			abort.subject = hr_strdup(nobody.name);
			abort.unseen = why_unseen(run, result, &nobody, criterion);
			add_abort(result, &capacity, abort);
			hr_subject_release(&nobody);
		}
		hr_subjects_free(subjects, count);
	}
	if (result->aborted_at_ns != HR_INSTANT_NONE)
		result->ran_on_ns = result->end_ns - result->aborted_at_ns;
}
