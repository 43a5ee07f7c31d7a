/*
 * JMeter's statistics.json, key for key: a row for every label, controllers included, and "Total"
 * over all rows that are no controller. Percentiles are R6 whatever the document prints, rates
 * refer to the span from first start to last end, KB are 1,024 bytes, errorPct is a float.
 * Checked against files that JMeter 5 wrote beside its recordings.
 */
#include <config.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "render/escape.h"
#include "render/form_part.h"
#include "stats/quantile.h"

#define TOTAL "Total"

/* What one row is made of. */
struct figures {
	uint64_t count, errors;
	double mean, median, min, max, p90, p95, p99;
	double throughput, received, sent;
};

static struct figures figures_of_aggregate(const struct hr_aggregate *aggregate)
{
	return (struct figures){
		.count = aggregate->count,
		.errors = aggregate->errors,
		.mean = aggregate->mean_ms,
		.median = aggregate->p50_ms,
		.min = aggregate->min_ms,
		.max = aggregate->max_ms,
		.p90 = aggregate->p90_ms,
		.p95 = aggregate->p95_ms,
		.p99 = aggregate->p99_ms,
		.throughput = aggregate->throughput_per_s,
		.received = aggregate->received_kib_per_s,
		.sent = aggregate->sent_kib_per_s,
	};
}

static struct figures figures_of(const struct hr_label *label)
{
	static const double p[] = { 0.50, 0.90, 0.95, 0.99 };
	double quantiles[4] = { (double)NAN, (double)NAN, (double)NAN, (double)NAN };
	struct hr_timing elapsed;
	struct figures figures;
	double span_s;

	if (label->source == HR_SOURCE_AGGREGATE && label->aggregate != NULL)
		return figures_of_aggregate(label->aggregate);
	elapsed = hr_label_elapsed(label);
	span_s = hr_label_span_s(label);
	if (elapsed.moments.count > 0)
		hr_quantiles_ms(elapsed.hist, p, quantiles, 4, HR_QUANTILE_R6,
		                elapsed.moments.min_ns, elapsed.moments.max_ns);
	figures = (struct figures){
		.count = label->count,
		.errors = label->errors,
		.mean = hr_moments_mean_ms(&elapsed.moments),
		.median = quantiles[0],
		.min = elapsed.moments.count > 0 ? (double)elapsed.moments.min_ns / 1e6
		                                 : (double)NAN,
		.max = elapsed.moments.count > 0 ? (double)elapsed.moments.max_ns / 1e6
		                                 : (double)NAN,
		.p90 = quantiles[1],
		.p95 = quantiles[2],
		.p99 = quantiles[3],
		.throughput = (double)label->count / span_s,
		.received = (double)label->received_bytes / 1024 / span_s,
		.sent = (double)label->sent_bytes / 1024 / span_s,
	};
	hr_timing_release(&elapsed);
	return figures;
}

/* Shortest text that reads back as the same float, as Java prints one. */
static void put_float(struct hr_str *out, double value)
{
	float single = (float)value;
	char text[32];
	int digits;

	for (digits = 1; digits <= 9; digits++) {
		double back;

		snprintf(text, sizeof(text), "%.*g", digits, (double)single);
		if (hr_parse_double(hr_slice_of(text), &back) && !((float)back < single) &&
		    !((float)back > single))
			break;
	}
	hr_str_puts(out, text);
	if (strpbrk(text, ".e") == NULL)
		hr_str_puts(out, ".0");
}

/* Numbers that are not finite are texts, as JMeter's JSON library writes them. */
static void put_double(struct hr_str *out, double value)
{
	char text[32];

	if (isnan(value)) {
		hr_str_puts(out, "\"NaN\"");
	} else if (isinf(value)) {
		hr_str_puts(out, value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
	} else {
		hr_format_double(value, text, sizeof(text));
		hr_str_puts(out, text);
		if (strpbrk(text, ".e") == NULL)
			hr_str_puts(out, ".0");
	}
}

static void put_row(struct hr_str *out, const char *name, const struct figures *figures)
{
	const struct {
		const char *key;
		double value;
	} numbers[] = {
		{ "meanResTime", figures->mean },
		{ "medianResTime", figures->median },
		{ "minResTime", figures->min },
		{ "maxResTime", figures->max },
		{ "pct1ResTime", figures->p90 },
		{ "pct2ResTime", figures->p95 },
		{ "pct3ResTime", figures->p99 },
		{ "throughput", figures->throughput },
		{ "receivedKBytesPerSec", figures->received },
		{ "sentKBytesPerSec", figures->sent },
	};
	size_t i;

	hr_str_puts(out, out->length > 1 ? ",\n  \"" : "\n  \"");
	hr_escape_json(hr_slice_of(name), out);
	hr_str_puts(out, "\" : {\n    \"transaction\" : \"");
	hr_escape_json(hr_slice_of(name), out);
	hr_str_printf(out, "\",\n    \"sampleCount\" : %" PRIu64 ",\n    \"errorCount\" : %" PRIu64,
	              figures->count, figures->errors);
	hr_str_puts(out, ",\n    \"errorPct\" : ");
	put_float(out,
	          figures->count > 0 ? (double)figures->errors * 100 / (double)figures->count : 0);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		hr_str_printf(out, ",\n    \"%s\" : ", numbers[i].key);
		put_double(out, numbers[i].value);
	}
	hr_str_puts(out, "\n  }");
}

/* JMeter has one name space: a controller called like a request shares its row. */
static void put_label(struct hr_str *out, const struct hr_run *run, const struct hr_label *label)
{
	struct hr_slice name = { label->name, label->length };
	const struct hr_label *request = hr_run_find(run, name, HR_SAMPLE_REQUEST);
	const struct hr_label *transaction = hr_run_find(run, name, HR_SAMPLE_TRANSACTION);
	bool twins = request != NULL && transaction != NULL;
	struct figures figures;

	if (hr_slice_is(name, TOTAL) || (twins && label == transaction))
		return;
	if (twins && request->source != HR_SOURCE_AGGREGATE &&
	    transaction->source != HR_SOURCE_AGGREGATE) {
		struct hr_run both;
		struct hr_label *sum;

		hr_run_init(&both, 0);
		sum = hr_run_label(&both, name, HR_SAMPLE_REQUEST);
		hr_label_merge(sum, request);
		hr_label_merge(sum, transaction);
		figures = figures_of(sum);
		hr_run_release(&both);
	} else {
		figures = figures_of(label);
	}
	put_row(out, label->name, &figures);
}

enum hr_err hr_form_jmeter(const struct hr_scene *scene, const struct hr_render_options *options,
                           struct hr_str *out, struct hr_error *err)
{
	const struct hr_run *run = &scene->run;
	struct hr_str rows = { 0 };
	size_t i;

	(void)options;
	(void)err;
	hr_str_putc(&rows, '{');
	if (run->sample_count > 0 || hr_label_count(scene->total) > 0) {
		struct hr_label *total = hr_run_total(run, HR_TOTAL_REQUESTS, TOTAL);
		struct figures figures = figures_of(total);

		put_row(&rows, TOTAL, &figures);
		hr_label_free(total);
	}
	for (i = 0; i < run->label_count; i++)
		put_label(&rows, run, run->labels[i]);
	hr_str_puts(&rows, rows.length > 1 ? "\n}\n" : "}\n");
	hr_str_add_slice(out, hr_str_slice(&rows));
	hr_str_release(&rows);
	return HR_OK;
}
