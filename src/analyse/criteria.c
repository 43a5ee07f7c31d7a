#include <config.h>
#include "analyse/criteria.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/excursion.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/shown.h"
#include "base/str.h"
#include "base/unit.h"
#include "record/series.h"

struct context {
	const struct hr_run *run;
	const struct hr_label *total;
	enum hr_quantile_method method;
	struct hr_checks *out;
};

/* In the unit of the subject, which may be one of no quantity. */
static void format(double value, const struct hr_subject *subject, char text[HR_UNIT_TEXT_SIZE])
{
	if (subject->quantity == HR_QUANTITY_NUMBER)
		hr_unit_format_in(value, subject->unit, HR_STYLE_UNICODE, text);
	else
		hr_unit_format(value, subject->quantity, HR_STYLE_UNICODE, text);
}

/* Three digits say enough unless they make two different numbers look alike. */
static void format_pair(double value, double limit, const struct hr_subject *subject,
                        char value_text[HR_UNIT_TEXT_SIZE], char limit_text[HR_UNIT_TEXT_SIZE])
{
	format(value, subject, value_text);
	format(limit, subject, limit_text);
	if (strcmp(value_text, limit_text) == 0 && (value < limit || value > limit)) {
		struct hr_str exact = { .limit = HR_UNIT_TEXT_SIZE - 1 };

		hr_format_double(hr_round15(value), value_text, 32);
		hr_str_printf(&exact, "%s %s", value_text,
		              strcmp(subject->unit, "1") == 0 ? "" : subject->unit);
		while (exact.length > 0 && exact.data[exact.length - 1] == ' ')
			hr_str_truncate(&exact, exact.length - 1);
		memcpy(value_text, hr_str_text(&exact), exact.length + 1);
		hr_str_release(&exact);
	}
}

/* Two criteria may ask for the same figure of the same label; ids must differ. */
static void make_id_unique(struct hr_checks *checks, struct hr_check *check)
{
	struct hr_str subject = { 0 };
	unsigned ordinal = 1;
	size_t i = 0;

	while (i < checks->count) {
		if (&checks->items[i] == check || strcmp(checks->items[i].id, check->id) != 0) {
			i++;
			continue;
		}
		hr_str_truncate(&subject, 0);
		hr_str_printf(&subject, "%s/%u", check->subject, ++ordinal);
		hr_check_id(check->kind, check->metric, hr_str_text(&subject), check->id);
		i = 0;
	}
	hr_str_release(&subject);
}

static struct hr_check *add_check(struct context *context, const struct hr_criterion *criterion,
                                  const char *subject, enum hr_subject_kind kind)
{
	struct hr_check *check = hr_checks_add(context->out, "criterion", criterion->metric.name,
	                                       subject);

	hr_check_set_subject_kind(check, kind);
	make_id_unique(context->out, check);
	check->severity = hr_strdup("error");
	check->unit = hr_strdup(hr_quantity_unit(criterion->metric.quantity));
	check->limit = criterion->limit;
	return check;
}

/* What a recording must hold for the figure; the name of the metric says which part is missing. */
static const char *missing_part(const struct hr_metric *metric, const struct hr_label *label)
{
	static const struct {
		const char *part, *text;
	} parts[] = {
		{ "latency", "the recording has no latencies" },
		{ "connect", "the recording has no connect times" },
		{ "received", "the recording has no received bytes or no time span" },
		{ "sent", "the recording has no sent bytes or no time span" },
		{ "apdex", "no APDEX threshold is set, or no request has an elapsed time" },
	};

	if (hr_label_count(label) == 0)
		return "there are no requests";
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strstr(metric->name, parts[i].part) != NULL)
			return parts[i].text;
	if (metric->quantity == HR_QUANTITY_PER_S || metric->quantity == HR_QUANTITY_BYTES_PER_S)
		return "the requests span no time";
	if (metric->quantity == HR_QUANTITY_DURATION_MS)
		return label->source == HR_SOURCE_AGGREGATE
		               ? "the tool that made the recording did not keep it"
		               : "too few requests have an elapsed time";
	return "the recording lacks what it is computed from";
}

/* Of every value the message says the one that is furthest off: "reaches", "falls to". */
static const char *verb_of(const struct hr_criterion *criterion)
{
	if (criterion->resource == NULL || criterion->figure != HR_RESOURCE_EVERY)
		return "is";
	switch (criterion->op) {
	case HR_OP_LESS:
	case HR_OP_AT_MOST:
		return "reaches";
	case HR_OP_MORE:
	case HR_OP_AT_LEAST:
		return "falls to";
	case HR_OP_EQUAL:
	case HR_OP_NOT_EQUAL:
		break;
	}
	return "is at times";
}

static void write_message(struct hr_check *check, const struct hr_criterion *criterion,
                          const struct hr_subject *subject)
{
	char value[HR_UNIT_TEXT_SIZE], limit[HR_UNIT_TEXT_SIZE];
	struct hr_str message = { 0 };

	format_pair(check->observed, check->limit, subject, value, limit);
	hr_subject_put_name(subject, criterion, &message);
	hr_str_printf(&message, " %s %s, ", verb_of(criterion), value);
	switch (criterion->op) {
	case HR_OP_LESS:
	case HR_OP_AT_MOST:
		hr_str_printf(&message, "limit %s", limit);
		break;
	case HR_OP_MORE:
		hr_str_printf(&message, "more than %s required", limit);
		break;
	case HR_OP_AT_LEAST:
		hr_str_printf(&message, "at least %s required", limit);
		break;
	case HR_OP_EQUAL:
		hr_str_printf(&message, "exactly %s required", limit);
		break;
	case HR_OP_NOT_EQUAL:
		hr_str_printf(&message, "anything but %s required", limit);
		break;
	}
	check->message = hr_str_detach(&message);
}

static void put_lasting(struct hr_str *out, const struct hr_criterion *criterion,
                        const struct hr_excursions *excursions, double longest_s)
{
	if (!hr_course_known(criterion))
		hr_str_printf(out, "%s is not kept interval by interval", criterion->metric.name);
	else if (excursions->judged == 0)
		hr_str_puts(out, "no interval has a figure");
	else if (excursions->count > 0)
		hr_str_printf(out, "missed for %s without a break",
		              hr_shown_seconds(longest_s).text);
	else
		hr_str_puts(out, "never missed");
}

/* "for 30s": missed only where intervals in a row miss it for so long. */
static void judge_lasting(struct context *context, const struct hr_criterion *criterion,
                          const struct hr_subject *subject, struct hr_check *check)
{
	struct hr_course course;
	struct hr_excursions excursions;
	const struct hr_excursion *longest;
	struct hr_str message = { 0 };
	int64_t from_ns, to_ns;
	double longest_s;

	hr_course_whole(context->run, subject, &from_ns, &to_ns);
	hr_course_init(&course, context->run, subject, criterion, from_ns, to_ns);
	hr_excursions_find(&course, criterion->op, subject->limit, &excursions);
	hr_course_release(&course);
	longest = hr_excursions_longest(&excursions);
	longest_s = longest != NULL ? hr_span_s(longest->start_ns, longest->end_ns) : 0;
	if (excursions.judged > 0) {
		check->observed = hr_round15(excursions.worst);
		check->verdict = longest != NULL && longest->end_ns - longest->start_ns >=
		                                            criterion->for_ns
		                         ? HR_VERDICT_FAIL
		                         : HR_VERDICT_PASS;
	}
	hr_subject_put_name(subject, criterion, &message);
	hr_str_printf(&message, ", %s: ", criterion->text);
	put_lasting(&message, criterion, &excursions, longest_s);
	hr_check_add_evidence(check, "longest_s", longest_s);
	hr_check_add_evidence(check, "allowed_s", hr_length_s(criterion->for_ns));
	hr_check_add_evidence(check, "missed_s", hr_length_s(excursions.total_ns));
	check->message = hr_str_detach(&message);
	hr_excursions_release(&excursions);
}

/* What a series would have to hold to be judged. */
static const char *missing_values(const struct hr_run *run, const struct hr_subject *subject)
{
	const struct hr_series *series = subject->series;

	if (series->kind == HR_SERIES_COUNTER && series->count < 2)
		return "a counter needs two values";
	if (run->sample_count > 0)
		return "nothing of it was recorded while there were requests";
	return "nothing of it was recorded";
}

static double figure_of(struct context *context, const struct hr_criterion *criterion,
                        const struct hr_subject *subject)
{
	const struct hr_metric *metric = &criterion->metric;
	int64_t from_ns, to_ns;

	if (subject->label != NULL)
		return metric->value(subject->label, metric, context->method);
	hr_course_whole(context->run, subject, &from_ns, &to_ns);
	return hr_course_figure(context->run, subject, criterion, from_ns, to_ns, context->method);
}

static void judge_figure(struct context *context, const struct hr_criterion *criterion,
                         const struct hr_subject *subject, struct hr_check *check)
{
	double value = figure_of(context, criterion, subject);

	if (!isfinite(value)) {
		struct hr_str message = { 0 };

		hr_subject_put_name(subject, criterion, &message);
		hr_str_printf(&message, " cannot be computed: %s",
		              subject->label != NULL
		                      ? missing_part(&criterion->metric, subject->label)
		                      : missing_values(context->run, subject));
		check->message = hr_str_detach(&message);
		return;
	}
	/* Judged at the precision that the document shows, so nobody can find "800 <= 800" false.
	 */
	check->observed = hr_round15(value);
	check->verdict = hr_operator_holds(criterion->op, check->observed, check->limit)
	                         ? HR_VERDICT_PASS
	                         : HR_VERDICT_FAIL;
	hr_check_add_evidence(check, "observed", check->observed);
	hr_check_add_evidence(check, "limit", check->limit);
	write_message(check, criterion, subject);
}

static void add_counts(struct hr_check *check, const struct hr_subject *subject)
{
	uint64_t values = 0;

	if (subject->label != NULL) {
		hr_check_add_evidence(check, "count", (double)hr_label_count(subject->label));
		hr_check_add_evidence(check, "errors", (double)hr_label_errors(subject->label));
		return;
	}
	for (size_t i = 0; i < subject->series->count; i++)
		values += subject->series->points[i].count;
	hr_check_add_evidence(check, "values", (double)values);
}

static void judge(struct context *context, const struct hr_criterion *criterion,
                  const struct hr_subject *subject)
{
	struct hr_check *check = add_check(context, criterion, subject->name, subject->kind);
	struct hr_str message = { 0 };

	free(check->unit);
	check->unit = hr_strdup(subject->unit);
	check->limit = subject->limit;
	add_counts(check, subject);
	if (criterion->metric.p > 0)
		hr_check_add_evidence(check, "p", criterion->metric.p);
	if (!subject->fits) {
		check->limit = (double)NAN;
		hr_subject_put_unfit(subject, criterion, &message);
		check->message = hr_str_detach(&message);
	} else if (criterion->for_ns > 0) {
		judge_lasting(context, criterion, subject, check);
	} else {
		judge_figure(context, criterion, subject, check);
	}
}

static void report_unmatched(struct context *context, const struct hr_criterion *criterion)
{
	struct hr_subject nobody = hr_subject_nobody(criterion);
	struct hr_check *check = add_check(context, criterion, nobody.name, nobody.kind);
	struct hr_str message = { 0 };

	hr_subject_release(&nobody);
	hr_subject_put_missing(context->run, criterion, &message);
	check->message = hr_str_detach(&message);
}

static void check_criterion(struct context *context, const struct hr_criterion *criterion)
{
	size_t count;
	struct hr_subject *subjects = hr_subjects_find(context->run, context->total, criterion,
	                                               &count);

	for (size_t i = 0; i < count; i++)
		judge(context, criterion, &subjects[i]);
	if (count == 0)
		report_unmatched(context, criterion);
	hr_subjects_free(subjects, count);
}

void hr_criteria_check(const struct hr_criterion *criteria, size_t count, const struct hr_run *run,
                       const struct hr_label *total, enum hr_quantile_method method,
                       struct hr_checks *out)
{
	struct context context = { .run = run, .total = total, .method = method, .out = out };

	for (size_t i = 0; i < count; i++)
		check_criterion(&context, &criteria[i]);
}
