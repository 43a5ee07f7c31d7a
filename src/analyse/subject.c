#include <config.h>
#include "analyse/subject.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/pattern.h"
#include "base/suggest.h"
#include "record/resource.h"

/* --- requests --- */

static const struct hr_label *exact(const struct hr_run *run, const char *label)
{
	struct hr_slice name = hr_slice_of(label);
	const struct hr_label *found = hr_run_find(run, name, HR_SAMPLE_REQUEST);

	return found != NULL ? found : hr_run_find(run, name, HR_SAMPLE_TRANSACTION);
}

/* Gives an array of borrowed labels (free()). */
static const struct hr_label **find_labels(const struct hr_run *run, const struct hr_label *total,
                                           const struct hr_criterion *criterion, size_t *count)
{
	const struct hr_label **found = hr_alloc_array(run->label_count + 1, sizeof(*found));
	const struct hr_label *total_row = hr_run_total_row(run);

	*count = 1;
	found[0] = criterion->label == NULL ? total : exact(run, criterion->label);
	if (found[0] != NULL)
		return found;
	*count = 0;
	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];
		struct hr_slice name = { label->name, label->length };

		if (label != total_row && hr_pattern_match(criterion->pattern, name))
			found[(*count)++] = label;
	}
	if (*count > 1)
		qsort(found, *count, sizeof(*found), hr_label_order);
	if (*count == 0 && strcmp(criterion->label, HR_TOTAL) == 0)
		found[(*count)++] = total;
	return found;
}

static struct hr_subject of_label(const struct hr_label *label, const struct hr_label *total,
                                  const struct hr_criterion *criterion)
{
	return (struct hr_subject){
		.label = label,
		.name = hr_strdup(label == total ? HR_TOTAL : label->name),
		.kind = label == total                         ? HR_SUBJECT_TOTAL
		        : label->kind == HR_SAMPLE_TRANSACTION ? HR_SUBJECT_TRANSACTION
		                                               : HR_SUBJECT_REQUEST,
		.unit = hr_strdup(hr_quantity_unit(criterion->metric.quantity)),
		.quantity = criterion->metric.quantity,
		.factor = 1,
		.limit = criterion->limit,
		.fits = true,
	};
}

/* --- resources --- */

/* How a name is looked for: the first way that finds anything is the one that counts. */
enum way { EXACTLY, BUT_FOR_CASE, ANOTHER_NAME, BY_PATTERN, WAYS };

static bool is_called(const struct hr_criterion *criterion, const struct hr_series *series,
                      enum way way, const char *other)
{
	switch (way) {
	case EXACTLY:
		return strcmp(series->name, criterion->resource) == 0;
	case BUT_FOR_CASE:
		return hr_resource_same_name(hr_slice_of(criterion->resource), series->name);
	case ANOTHER_NAME:
		return hr_resource_same_name(hr_slice_of(other), series->name);
	case BY_PATTERN:
	case WAYS:
		break;
	}
	return hr_pattern_match(criterion->resource_pattern, hr_slice_of(series->name));
}

static bool is_on_host(const struct hr_criterion *criterion, const struct hr_series *series)
{
	return criterion->label == NULL || strcmp(series->host, criterion->label) == 0 ||
	       hr_pattern_match(criterion->pattern, hr_slice_of(series->host));
}

/* The series of that name on all hosts; gives an array of borrowed ones (free()). */
static const struct hr_series **find_series(const struct hr_run *run,
                                            const struct hr_criterion *criterion, size_t *count)
{
	const struct hr_series **found = hr_alloc_array(run->series_count + 1, sizeof(*found));

	*count = 0;
	for (enum way way = EXACTLY; way < WAYS && *count == 0; way++) {
		const char *other = NULL;
		size_t names = 0;

		do {
			other = hr_resource_known_name(hr_slice_of(criterion->resource), names);
			if (way == ANOTHER_NAME && other == NULL)
				break;
			for (size_t i = 0; i < run->series_count; i++)
				if (run->series[i].count > 0 &&
				    is_called(criterion, &run->series[i], way, other))
					found[(*count)++] = &run->series[i];
			names++;
		} while (way == ANOTHER_NAME && *count == 0);
	}
	return found;
}

static void set_unit(struct hr_subject *subject, const struct hr_criterion *criterion)
{
	struct hr_resource_unit unit;
	bool known = hr_resource_unit(subject->series, &unit);
	struct hr_str text = { 0 };

	hr_str_puts(&text, known ? hr_quantity_unit(unit.quantity) : subject->series->unit);
	if (!known && subject->series->kind == HR_SERIES_COUNTER)
		hr_str_puts(&text, "/s");
	if (text.length == 0)
		hr_str_putc(&text, '1');
	subject->unit = hr_str_detach(&text);
	subject->quantity = unit.quantity;
	subject->factor = unit.factor;
	subject->limit = hr_subject_limit(subject, criterion);
	subject->fits = !isnan(subject->limit);
}

/* The host tells; where a pattern or another name found it, the name does, too. */
static char *name_of(const struct hr_series *series, const struct hr_criterion *criterion)
{
	bool as_asked = hr_resource_same_name(hr_slice_of(criterion->resource), series->name);
	struct hr_str name = { 0 };

	if (series->host[0] == '\0')
		return hr_strdup(series->name);
	hr_str_puts(&name, series->host);
	if (!as_asked)
		hr_str_printf(&name, "/%s", series->name);
	return hr_str_detach(&name);
}

static struct hr_subject of_series(const struct hr_series *series,
                                   const struct hr_criterion *criterion)
{
	struct hr_subject subject = { .series = series,
		                      .name = name_of(series, criterion),
		                      .kind = HR_SUBJECT_RESOURCE };

	set_unit(&subject, criterion);
	return subject;
}

/* --- both --- */

struct hr_subject *hr_subjects_find(const struct hr_run *run, const struct hr_label *total,
                                    const struct hr_criterion *criterion, size_t *count)
{
	const struct hr_label **labels = NULL;
	const struct hr_series **series = NULL;
	struct hr_subject *out;
	size_t n;

	if (criterion->resource != NULL)
		series = find_series(run, criterion, &n);
	else
		labels = find_labels(run, total, criterion, &n);
	out = hr_alloc_array(n + 1, sizeof(*out));
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		if (labels != NULL)
			out[(*count)++] = of_label(labels[i], total, criterion);
		else if (is_on_host(criterion, series[i]))
			out[(*count)++] = of_series(series[i], criterion);
	}
	free(labels);
	free(series);
	return out;
}

struct hr_subject hr_subject_nobody(const struct hr_criterion *criterion)
{
	const char *name = criterion->label != NULL      ? criterion->label
	                   : criterion->resource != NULL ? criterion->resource
	                                                 : HR_TOTAL;

	return (struct hr_subject){ .name = hr_strdup(name),
		                    .kind = criterion->resource != NULL ? HR_SUBJECT_RESOURCE
		                            : criterion->label != NULL  ? HR_SUBJECT_REQUEST
		                                                        : HR_SUBJECT_TOTAL,
		                    .unit = hr_strdup(hr_quantity_unit(criterion->metric.quantity)),
		                    .quantity = criterion->metric.quantity,
		                    .limit = criterion->limit };
}

void hr_subject_release(struct hr_subject *subject)
{
	free(subject->name);
	free(subject->unit);
	*subject = (struct hr_subject){ 0 };
}

void hr_subjects_free(struct hr_subject *subjects, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hr_subject_release(&subjects[i]);
	free(subjects);
}

/* A bare number is in the unit of the recording, whatever that is. */
double hr_subject_limit(const struct hr_subject *subject, const struct hr_criterion *criterion)
{
	if (subject->series == NULL || subject->quantity == criterion->metric.quantity)
		return criterion->limit;
	if (criterion->metric.quantity != HR_QUANTITY_NUMBER)
		return (double)NAN;
	return hr_round15(criterion->limit * subject->factor);
}

/* --- words --- */

static void put_nearest(struct hr_str *out, const struct hr_suggestion *nearest)
{
	if (nearest->best != NULL)
		hr_str_printf(out, "; the nearest is %s", nearest->best);
}

static void put_missing_label(const struct hr_run *run, const struct hr_criterion *criterion,
                              struct hr_str *out)
{
	struct hr_suggestion nearest = { .wrong = hr_slice_of(criterion->label) };

	for (size_t i = 0; i < run->label_count; i++)
		hr_suggest_try(&nearest, run->labels[i]->name);
	hr_str_printf(out, "no label matches %s", criterion->label);
	if (run->label_count == 0)
		hr_str_puts(out, ": the recording holds no requests");
	else
		put_nearest(out, &nearest);
}

/* A name of several parts is near when one of them is: "cpu" of cpu.user. */
static void put_nearest_resource(const struct hr_run *run, const char *wrong, struct hr_str *out)
{
	struct hr_suggestion nearest = { .wrong = hr_slice_of(wrong) };
	size_t n = nearest.wrong.length;

	for (size_t i = 0; i < run->series_count; i++)
		hr_suggest_try(&nearest, run->series[i].name);
	for (size_t i = 0; i < run->series_count && nearest.best == NULL && n >= 3; i++) {
		const char *name = run->series[i].name;

		if (strstr(name, wrong) != NULL || strstr(wrong, name) != NULL)
			nearest.best = name;
	}
	put_nearest(out, &nearest);
}

void hr_subject_put_missing(const struct hr_run *run, const struct hr_criterion *criterion,
                            struct hr_str *out)
{
	const struct hr_series **series;
	size_t count;

	if (criterion->resource == NULL) {
		put_missing_label(run, criterion, out);
		return;
	}
	series = find_series(run, criterion, &count);
	if (run->series_count == 0) {
		hr_str_printf(out,
		              "%s is no metric of requests, and the recording holds no resources",
		              criterion->resource);
	} else if (count == 0) {
		hr_str_printf(out, "no resource of the recording is called %s",
		              criterion->resource);
		put_nearest_resource(run, criterion->resource, out);
	} else {
		struct hr_suggestion nearest = { .wrong = hr_slice_of(criterion->label) };

		for (size_t i = 0; i < count; i++)
			hr_suggest_try(&nearest, series[i]->host);
		hr_str_printf(out, "no host with %s matches %s", series[0]->name, criterion->label);
		put_nearest(out, &nearest);
	}
	free(series);
}

void hr_subject_put_unfit(const struct hr_subject *subject, const struct hr_criterion *criterion,
                          struct hr_str *out)
{
	bool counter = subject->series->kind == HR_SERIES_COUNTER;

	hr_subject_put_name(subject, criterion, out);
	if (subject->series->unit[0] == '\0' && !counter)
		hr_str_puts(out, " was recorded without a unit: its limit must be a bare number");
	else
		hr_str_printf(out, " is in %s%s, and its limit is not", subject->series->unit,
		              counter ? "/s" : "");
}

void hr_subject_put_name(const struct hr_subject *subject, const struct hr_criterion *criterion,
                         struct hr_str *out)
{
	if (subject->series == NULL || subject->series->host[0] != '\0' ||
	    strcmp(subject->name, criterion->metric.name) != 0)
		hr_words_put_figure(out, criterion->metric.name, subject->kind, subject->name);
	else
		hr_str_puts(out, criterion->metric.name);
}
