#include <config.h>
#include "analyse/criteria.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/criterion_labels.h"
#include "analyse/excursion.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "base/suggest.h"
#include "base/unit.h"

struct context {
	const struct hr_run *run;
	const struct hr_label *total;
	enum hr_quantile_method method;
	struct hr_checks *out;
};

/* Three digits say enough unless they make two different numbers look alike. */
static void format_pair(double value, double limit, enum hr_quantity quantity,
                        char value_text[HR_UNIT_TEXT_SIZE], char limit_text[HR_UNIT_TEXT_SIZE])
{
	hr_unit_format(value, quantity, HR_STYLE_UNICODE, value_text);
	hr_unit_format(limit, quantity, HR_STYLE_UNICODE, limit_text);
	if (strcmp(value_text, limit_text) == 0 && (value < limit || value > limit)) {
		struct hr_str exact = { .limit = HR_UNIT_TEXT_SIZE - 1 };
		const char *unit = hr_quantity_unit(quantity);

		hr_format_double(hr_round15(value), value_text, 32);
		hr_str_printf(&exact, "%s %s", value_text, strcmp(unit, "1") == 0 ? "" : unit);
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
                                  const char *subject)
{
	struct hr_check *check = hr_checks_add(context->out, "criterion", criterion->metric.name,
	                                       subject);

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

static void write_message(struct hr_check *check, const struct hr_criterion *criterion,
                          const char *subject)
{
	char value[HR_UNIT_TEXT_SIZE], limit[HR_UNIT_TEXT_SIZE];
	struct hr_str message = { 0 };

	format_pair(check->observed, check->limit, criterion->metric.quantity, value, limit);
	hr_str_printf(&message, "%s of %s is %s, ", criterion->metric.name, subject, value);
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

/* "for 30s": missed only where intervals in a row miss it for so long. */
static void judge_lasting(struct context *context, const struct hr_criterion *criterion,
                          const struct hr_label *label, const char *name, struct hr_check *check)
{
	struct hr_excursions excursions;
	const struct hr_excursion *longest;
	struct hr_str message = { 0 };
	double longest_s;

	hr_excursions_find(context->run, label, criterion, INT64_MIN, INT64_MAX, &excursions);
	longest = hr_excursions_longest(&excursions);
	longest_s = longest != NULL ? hr_span_s(longest->start_ns, longest->end_ns) : 0;
	hr_str_printf(&message, "%s of %s, %s: ", criterion->metric.name, name, criterion->text);
	if (excursions.judged == 0) {
		hr_str_puts(&message, "no interval has a figure");
	} else {
		check->observed = hr_round15(excursions.worst);
		check->verdict = longest != NULL && longest->end_ns - longest->start_ns >=
		                                            criterion->for_ns
		                         ? HR_VERDICT_FAIL
		                         : HR_VERDICT_PASS;
		if (longest_s > 0)
			hr_str_printf(&message, "missed for %.6g s without a break", longest_s);
		else
			hr_str_puts(&message, "never missed");
	}
	hr_check_add_evidence(check, "longest_s", longest_s);
	hr_check_add_evidence(check, "allowed_s", (double)criterion->for_ns / (double)HR_NS_PER_S);
	hr_check_add_evidence(check, "missed_s", (double)excursions.total_ns / (double)HR_NS_PER_S);
	check->message = hr_str_detach(&message);
	hr_excursions_release(&excursions);
}

static void judge(struct context *context, const struct hr_criterion *criterion,
                  const struct hr_label *label, const char *name)
{
	const struct hr_metric *metric = &criterion->metric;
	struct hr_check *check = add_check(context, criterion, name);
	double value = metric->value(label, metric, context->method);

	hr_check_add_evidence(check, "count", (double)hr_label_count(label));
	hr_check_add_evidence(check, "errors", (double)hr_label_errors(label));
	if (metric->p > 0)
		hr_check_add_evidence(check, "p", metric->p);
	if (criterion->for_ns > 0) {
		judge_lasting(context, criterion, label, name, check);
		return;
	}
	if (!isfinite(value)) {
		struct hr_str message = { 0 };

		hr_str_printf(&message, "%s of %s cannot be computed: %s", metric->name, name,
		              missing_part(metric, label));
		check->message = hr_str_detach(&message);
		return;
	}
	/* Judged at the precision that the document shows, so nobody can find "800 <= 800" false.
	 */
	check->observed = hr_round15(value);
	check->verdict = hr_operator_holds(criterion->op, check->observed, criterion->limit)
	                         ? HR_VERDICT_PASS
	                         : HR_VERDICT_FAIL;
	hr_check_add_evidence(check, "observed", check->observed);
	hr_check_add_evidence(check, "limit", check->limit);
	write_message(check, criterion, name);
}

static void report_unmatched(struct context *context, const struct hr_criterion *criterion)
{
	const struct hr_run *run = context->run;
	struct hr_suggestion nearest = { .wrong = hr_slice_of(criterion->label) };
	struct hr_check *check = add_check(context, criterion, criterion->label);
	struct hr_str message = { 0 };

	for (size_t i = 0; i < run->label_count; i++)
		hr_suggest_try(&nearest, run->labels[i]->name);
	hr_str_printf(&message, "no label matches %s", criterion->label);
	if (run->label_count == 0)
		hr_str_puts(&message, ": the recording holds no requests");
	else if (nearest.best != NULL)
		hr_str_printf(&message, "; the nearest is %s", nearest.best);
	check->message = hr_str_detach(&message);
}

static void check_criterion(struct context *context, const struct hr_criterion *criterion)
{
	size_t count;
	const struct hr_label **labels = hr_criterion_labels(context->run, context->total,
	                                                     criterion, &count);

	for (size_t i = 0; i < count; i++)
		judge(context, criterion, labels[i],
		      hr_criterion_subject(labels[i], context->total));
	if (count == 0)
		report_unmatched(context, criterion);
	free(labels);
}

void hr_criteria_check(const struct hr_criterion *criteria, size_t count, const struct hr_run *run,
                       const struct hr_label *total, enum hr_quantile_method method,
                       struct hr_checks *out)
{
	struct context context = { .run = run, .total = total, .method = method, .out = out };

	for (size_t i = 0; i < count; i++)
		check_criterion(&context, &criteria[i]);
}
