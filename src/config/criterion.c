#include <config.h>
#include "config/criterion.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/pattern.h"
#include "base/str.h"
#include "base/utf8.h"
#include "config/scan.h"
#include "record/resource.h"
#include "stats/quantile.h"

#define TEXT_BYTES_MAX 4096

static const struct {
	const char *text;
	enum hr_operator op;
} operators[] = {
	/* Longer ones first. */
	{ "<=", HR_OP_AT_MOST }, { ">=", HR_OP_AT_LEAST }, { "!=", HR_OP_NOT_EQUAL },
	{ "==", HR_OP_EQUAL },   { "<", HR_OP_LESS },      { ">", HR_OP_MORE },
	{ "=", HR_OP_EQUAL },
};

bool hr_operator_holds(enum hr_operator op, double value, double limit)
{
	switch (op) {
	case HR_OP_LESS:
		return value < limit;
	case HR_OP_AT_MOST:
		return value <= limit;
	case HR_OP_MORE:
		return value > limit;
	case HR_OP_AT_LEAST:
		return value >= limit;
	case HR_OP_EQUAL:
		return value == limit;
	case HR_OP_NOT_EQUAL:
		return value < limit || value > limit; /* unlike !=, false for NaN */
	}
	return false;
}

enum hr_operator hr_operator_opposite(enum hr_operator op)
{
	static const enum hr_operator opposites[] = {
		[HR_OP_LESS] = HR_OP_AT_LEAST,   [HR_OP_AT_MOST] = HR_OP_MORE,
		[HR_OP_MORE] = HR_OP_AT_MOST,    [HR_OP_AT_LEAST] = HR_OP_LESS,
		[HR_OP_EQUAL] = HR_OP_NOT_EQUAL, [HR_OP_NOT_EQUAL] = HR_OP_EQUAL,
	};

	return opposites[op];
}

/* Blanks outside quotes become one; those at both ends go. */
static void fold_blanks(struct hr_slice text, struct hr_str *out)
{
	char quote = '\0';
	bool pending = false;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.ptr[i];

		if (quote == '\0' && hr_scan_is_blank(c)) {
			pending = out->length > 0;
			continue;
		}
		if (pending)
			hr_str_putc(out, ' ');
		pending = false;
		hr_str_putc(out, c);
		if (quote != '\0' && c == '\\' && i + 1 < text.length)
			hr_str_putc(out, text.ptr[++i]);
		else if (quote == '\0' && (c == '"' || c == '\''))
			quote = c;
		else if (c == quote)
			quote = '\0';
	}
}

static bool is_operator_char(char c)
{
	return c == '<' || c == '>' || c == '=' || c == '!';
}

/* Length of the operator at @at; 0 when there is none. */
static size_t operator_at(const struct hr_scan *scan, size_t at, enum hr_operator *op)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		size_t n = strlen(operators[i].text);

		if (n <= scan->text.length - at &&
		    memcmp(scan->text.ptr + at, operators[i].text, n) == 0) {
			*op = operators[i].op;
			return n;
		}
	}
	return 0;
}

/* --- what is judged --- */

/* No label knows a figure of a resource. */
static double not_of_labels(const struct hr_label *label, const struct hr_metric *metric,
                            enum hr_quantile_method method)
{
	(void)label;
	(void)metric;
	(void)method;
	return (double)NAN;
}

/* Texts of a made row lie within it, so they do not survive a copy. */
static void set_names(struct hr_criterion *out, const char *name, const char *key)
{
	out->metric_name = hr_strdup(name);
	out->metric_key = hr_strdup(key);
	out->metric.name = out->metric_name;
	out->metric.key = out->metric_key;
}

static enum hr_err set_resource(struct hr_scan *scan, size_t start, struct hr_slice name,
                                const char *function, struct hr_criterion *out)
{
	struct hr_str shown = { 0 };
	struct hr_error inner = { 0 };

	if (name.length == 0)
		return hr_scan_fail(scan, start, HR_EPARSE, "the name of a resource is expected");
	if (hr_pattern_compile(name, &out->resource_pattern, &inner) != HR_OK)
		return hr_scan_fail(scan, start, HR_EPARSE, inner.text);
	out->resource = hr_strndup(name.ptr, name.length);
	out->metric = (struct hr_metric){ .title = "Resource",
		                          .value = not_of_labels,
		                          .p = out->metric.p };
	if (function != NULL)
		hr_str_printf(&shown, "%s(%s)", function, out->resource);
	else
		hr_str_puts(&shown, out->resource);
	set_names(out, hr_str_text(&shown), hr_str_text(&shown));
	hr_str_release(&shown);
	return HR_OK;
}

/* "mean", "max", "p95": before a bracket. */
static bool find_figure(struct hr_slice name, struct hr_criterion *out)
{
	static const struct {
		const char *metric;
		enum hr_resource_figure figure;
	} known[] = { { "mean", HR_RESOURCE_MEAN },
		      { "min", HR_RESOURCE_MIN },
		      { "max", HR_RESOURCE_MAX } };
	struct hr_metric made;
	const struct hr_metric *metric = hr_metric_find(name, &made);

	if (metric == NULL)
		return false;
	out->metric.p = metric->p;
	out->figure = HR_RESOURCE_QUANTILE;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].metric, metric->name) == 0)
			out->figure = known[i].figure;
	return metric->p > 0 || out->figure != HR_RESOURCE_QUANTILE;
}

/* "mean(cpu)", from the bracket on. */
static enum hr_err scan_figure(struct hr_scan *scan, size_t start, struct hr_criterion *out)
{
	struct hr_slice name = { scan->text.ptr + start, scan->at - start };
	struct hr_str text = { 0 };
	char *function;
	enum hr_err rc = HR_OK;
	size_t inner;

	if (!find_figure(name, out))
		return hr_scan_fail(
		        scan, start, HR_EPARSE,
		        "mean, min, max or a percentile is expected before the bracket");
	scan->at++;
	hr_scan_skip_blanks(scan);
	inner = scan->at;
	if (hr_scan_at_quote(scan))
		rc = hr_scan_quoted(scan, &text);
	else
		while (scan->at < scan->text.length && scan->text.ptr[scan->at] != ')' &&
		       !hr_scan_is_blank(scan->text.ptr[scan->at]))
			hr_str_putc(&text, scan->text.ptr[scan->at++]);
	if (rc == HR_OK) {
		hr_scan_skip_blanks(scan);
		if (scan->at >= scan->text.length || scan->text.ptr[scan->at] != ')')
			rc = hr_scan_fail(scan, scan->at, HR_EPARSE,
			                  "a closing bracket is expected");
	}
	if (rc == HR_OK) {
		scan->at++;
		function = hr_strndup(name.ptr, name.length);
		rc = set_resource(scan, inner, hr_str_slice(&text), function, out);
		free(function);
	}
	hr_str_release(&text);
	return rc;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '~' ||
	       c == '*' || ((unsigned char)c & 0x80) != 0;
}

/* A misspelt metric, rather than the name of a resource. */
static bool is_misspelt(struct hr_slice name, struct hr_str *message)
{
	struct hr_quoted shown = hr_quoted_slice(name);
	const char *nearest = hr_metric_suggest(name);
	bool percentile = name.length > 1 && name.ptr[0] == 'p' && name.ptr[1] >= '0' &&
	                  name.ptr[1] <= '9';

	if (hr_resource_known_name(name, 0) != NULL ||
	    (nearest == NULL && !percentile && is_letter(name.ptr[0])))
		return false;
	hr_str_printf(message, "unknown metric '%s'", shown.text);
	if (nearest != NULL)
		hr_str_printf(message, ", did you mean %s? (the name of a resource goes in quotes)",
		              nearest);
	return true;
}

static enum hr_err scan_name(struct hr_scan *scan, size_t start, struct hr_criterion *out)
{
	struct hr_slice name = { scan->text.ptr + start, scan->at - start };
	struct hr_metric made = { 0 };
	const struct hr_metric *found = hr_metric_find(name, &made);
	struct hr_str message = { 0 };

	if (found != NULL) {
		out->metric = *found;
		set_names(out, found->name, found->key);
		return HR_OK;
	}
	if (!is_misspelt(name, &message))
		return set_resource(scan, start, name, NULL, out);
	hr_scan_fail(scan, start, HR_EPARSE, hr_str_text(&message));
	hr_str_release(&message);
	return HR_EPARSE;
}

static enum hr_err scan_metric(struct hr_scan *scan, struct hr_criterion *out)
{
	size_t start = scan->at;
	struct hr_str quoted = { 0 };
	enum hr_err rc;

	if (hr_scan_at_quote(scan)) {
		rc = hr_scan_quoted(scan, &quoted);
		if (rc == HR_OK)
			rc = set_resource(scan, start, hr_str_slice(&quoted), NULL, out);
		hr_str_release(&quoted);
		return rc;
	}
	while (scan->at < scan->text.length && !hr_scan_is_blank(scan->text.ptr[scan->at]) &&
	       !is_operator_char(scan->text.ptr[scan->at]) && scan->text.ptr[scan->at] != '(')
		scan->at++;
	if (scan->at == start)
		return hr_scan_fail(scan, start, HR_EPARSE,
		                    "a metric is expected, such as p95, error_ratio or cpu");
	if (scan->at < scan->text.length && scan->text.ptr[scan->at] == '(')
		return scan_figure(scan, start, out);
	return scan_name(scan, start, out);
}

/* --- of which label or host --- */

/* Up to a blank; cut at its first operator when none follows ("p95 of checkout<800ms"). */
static void scan_bare(struct hr_scan *scan, struct hr_str *label)
{
	size_t start = scan->at, end = start, after;
	enum hr_operator op;

	while (end < scan->text.length && !hr_scan_is_blank(scan->text.ptr[end]))
		end++;
	after = end;
	while (after < scan->text.length && hr_scan_is_blank(scan->text.ptr[after]))
		after++;
	if (operator_at(scan, after, &op) == 0) {
		size_t cut = start;

		while (cut < end && operator_at(scan, cut, &op) == 0)
			cut++;
		end = cut;
	}
	hr_str_add(label, scan->text.ptr + start, end - start);
	scan->at = end;
}

static enum hr_err scan_label(struct hr_scan *scan, struct hr_criterion *out)
{
	struct hr_str label = { 0 };
	struct hr_error inner = { 0 };
	size_t start;
	enum hr_err rc = HR_OK;

	hr_scan_skip_blanks(scan);
	start = scan->at;
	if (hr_scan_at_quote(scan))
		rc = hr_scan_quoted(scan, &label);
	else
		scan_bare(scan, &label);
	if (rc == HR_OK && label.length == 0)
		rc = hr_scan_fail(scan, start, HR_EPARSE,
		                  out->resource != NULL ? "a host is expected after 'of'"
		                                        : "a label is expected after 'of'");
	if (rc == HR_OK && hr_pattern_compile(hr_str_slice(&label), &out->pattern, &inner) != HR_OK)
		rc = hr_scan_fail(scan, start, HR_EPARSE, inner.text);
	if (rc == HR_OK)
		out->label = hr_str_detach(&label);
	hr_str_release(&label);
	return rc;
}

/* "of" counts only as a word of its own. */
static bool at_of(const struct hr_scan *scan)
{
	size_t at = scan->at;

	return scan->text.length - at >= 2 && memcmp(scan->text.ptr + at, "of", 2) == 0 &&
	       (scan->text.length - at == 2 || hr_scan_is_blank(scan->text.ptr[at + 2]));
}

/* Cuts "for DURATION" off the end of a value. */
static enum hr_err scan_for(struct hr_scan *scan, struct hr_slice *value, struct hr_criterion *out)
{
	const char *found = memmem(value->ptr, value->length, " for ", 5);
	struct hr_error inner = { 0 };
	struct hr_slice duration;

	if (found == NULL)
		return HR_OK;
	duration.ptr = found + 5;
	duration.length = (size_t)(value->ptr + value->length - duration.ptr);
	value->length = (size_t)(found - value->ptr);
	if (hr_duration_parse(duration, &out->for_ns, &inner) != HR_OK)
		return hr_scan_fail(scan, (size_t)(duration.ptr - scan->text.ptr), HR_EPARSE,
		                    inner.text);
	return HR_OK;
}

/* What a resource is in shows when it is judged; the unit of its limit says what it must be. */
static enum hr_err read_limit_of_resource(struct hr_scan *scan, struct hr_slice value,
                                          struct hr_criterion *out)
{
	static const enum hr_quantity quantities[] = {
		HR_QUANTITY_NUMBER, HR_QUANTITY_RATIO,       HR_QUANTITY_BYTES,
		HR_QUANTITY_PER_S,  HR_QUANTITY_BYTES_PER_S, HR_QUANTITY_DURATION_MS
	};

	for (size_t i = 0; i < sizeof(quantities) / sizeof(quantities[0]); i++) {
		if (hr_unit_parse(value, quantities[i], &out->limit, NULL) == HR_OK) {
			out->metric.quantity = quantities[i];
			return HR_OK;
		}
	}
	return hr_scan_fail(
	        scan, scan->at, HR_EPARSE,
	        "a value is expected: a number in the unit of the recording, or one with "
	        "%, /s, ms, s, B, KiB, MiB, GiB, kB, MB, GB or these a second");
}

static enum hr_err scan_condition(struct hr_scan *scan, struct hr_criterion *out)
{
	struct hr_error inner = { 0 };
	struct hr_slice value;
	size_t n;

	hr_scan_skip_blanks(scan);
	n = operator_at(scan, scan->at, &out->op);
	if (n == 0)
		return hr_scan_fail(
		        scan, scan->at, HR_EPARSE,
		        out->label != NULL
		                ? "one of < <= > >= = != is expected (a label with blanks "
		                  "goes in quotes)"
		                : "'of LABEL' or one of < <= > >= = != is expected");
	scan->at += n;
	hr_scan_skip_blanks(scan);
	value = hr_scan_rest(scan);
	if (value.length == 0)
		return hr_scan_fail(scan, scan->at, HR_EPARSE,
		                    "a value is expected, such as 800ms or 1%");
	if (scan_for(scan, &value, out) != HR_OK)
		return HR_EPARSE;
	/* "errors < 1%" means the share. */
	if (strcmp(out->metric.name, "errors") == 0 && value.length > 0 &&
	    value.ptr[value.length - 1] == '%')
		return hr_scan_fail(scan, scan->at, HR_EPARSE,
		                    "errors is a number of requests; their share is "
		                    "error_rate, as in error_rate < 1%");
	if (out->resource != NULL)
		return read_limit_of_resource(scan, value, out);
	if (hr_unit_parse(value, out->metric.quantity, &out->limit, &inner) != HR_OK)
		return hr_scan_fail(scan, scan->at, HR_EPARSE, inner.text);
	return HR_OK;
}

static enum hr_err scan_all(struct hr_scan *scan, struct hr_criterion *out)
{
	enum hr_err rc = scan_metric(scan, out);

	if (rc != HR_OK)
		return rc;
	hr_scan_skip_blanks(scan);
	if (at_of(scan)) {
		scan->at += 2;
		rc = scan_label(scan, out);
		if (rc != HR_OK)
			return rc;
	}
	return scan_condition(scan, out);
}

enum hr_err hr_criterion_parse(struct hr_slice text, struct hr_criterion *out, struct hr_error *err)
{
	struct hr_str folded = { 0 };
	struct hr_scan scan = { .what = "criterion", .err = err };
	enum hr_err rc;

	*out = (struct hr_criterion){ 0 };
	if (text.length > TEXT_BYTES_MAX)
		return hr_error_set(err, HR_ELIMIT,
		                    "a criterion has at most %d bytes, this one has %zu",
		                    TEXT_BYTES_MAX, text.length);
	if (!hr_utf8_valid(text))
		return hr_error_set(err, HR_EPARSE, "a criterion must be UTF-8 text");
	fold_blanks(text, &folded);
	scan.text = hr_str_slice(&folded);
	rc = scan_all(&scan, out);
	if (rc == HR_OK)
		out->text = hr_str_detach(&folded);
	else
		hr_criterion_release(out);
	hr_str_release(&folded);
	return rc;
}

static void put_quoted(struct hr_str *out, const char *name)
{
	hr_str_putc(out, '"');
	for (const char *c = name; *c != '\0'; c++)
		hr_str_printf(out, "%s%c", *c == '"' ? "\\" : "", *c);
	hr_str_putc(out, '"');
}

enum hr_err hr_criterion_check_name(const char *metric, struct hr_error *err)
{
	struct hr_slice name = hr_slice_of(metric);
	struct hr_metric made;
	struct hr_str message = { 0 };
	enum hr_err rc = HR_OK;

	if (name.length == 0)
		return hr_error_set(err, HR_EPARSE, "expected a metric or the name of a resource");
	if (strpbrk(metric, "\"'( \t\r\n<>=!") != NULL || hr_metric_find(name, &made) != NULL)
		return HR_OK;
	if (is_misspelt(name, &message))
		rc = hr_error_set(err, HR_EPARSE, "%s", hr_str_text(&message));
	hr_str_release(&message);
	return rc;
}

enum hr_err hr_criterion_make(const char *metric, const char *label, const char *op,
                              const char *value, struct hr_criterion *out, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err rc;

	if (metric[0] != '"' && metric[0] != '\'' && strpbrk(metric, " \t\r\n<>=!") != NULL)
		put_quoted(&text, metric);
	else
		hr_str_puts(&text, metric);
	if (label != NULL) {
		hr_str_puts(&text, " of ");
		put_quoted(&text, label);
	}
	hr_str_printf(&text, " %s %s", op, value);
	rc = hr_criterion_parse(hr_str_slice(&text), out, err);
	hr_str_release(&text);
	return rc;
}

void hr_criterion_release(struct hr_criterion *criterion)
{
	free(criterion->text);
	free(criterion->metric_name);
	free(criterion->metric_key);
	free(criterion->resource);
	hr_pattern_free(criterion->resource_pattern);
	free(criterion->label);
	hr_pattern_free(criterion->pattern);
	*criterion = (struct hr_criterion){ 0 };
}
