/*
 * The table of JMeter's Aggregate Report or Summary Report, saved from the GUI or by
 * JMeterPluginsCMD: figures a label, as aggregates. Suites that run it every night append its rows
 * to one file with a column Date; such a file is a history, and its figures are series.
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "read/csv_records.h"
#include "read/document_reader.h"
#include "record/run.h"

#define NAME_BYTES 400
#define MICRO      6 /* decimal shift to millionths */

enum {
	LABEL,
	COUNT,
	MEAN,
	MIN,
	MAX,
	ERRORS,
	RATE,
	P50,
	P90,
	P95,
	P99,
	DEVIATION,
	RECEIVED,
	SENT,
	DATE,
	PAYLOAD,
	USERS,
	COLUMNS
};

static const char *const names[COLUMNS] = {
	[LABEL] = "Label|sampler_label",
	[COUNT] = "# Samples|aggregate_report_count",
	[MEAN] = "Average|average",
	[MIN] = "Min|aggregate_report_min",
	[MAX] = "Max|aggregate_report_max",
	[ERRORS] = "Error %|aggregate_report_error%",
	[RATE] = "Throughput|aggregate_report_rate",
	[P50] = "Median|aggregate_report_median",
	[P90] = "90% Line|aggregate_report_90%_line",
	[P95] = "95% Line|aggregate_report_95%_line",
	[P99] = "99% Line|aggregate_report_99%_line",
	[DEVIATION] = "Std. Dev.|aggregate_report_stddev",
	[RECEIVED] = "Received KB/sec|KB/sec|aggregate_report_bandwidth",
	[SENT] = "Sent KB/sec",
	[DATE] = "Date",
	[PAYLOAD] = "Payload",
	[USERS] = "Users",
};

static const struct hr_csv_columns columns = { names, COLUMNS, RATE + 1 };

/* --- figures --- */

static bool cut_suffix(struct hr_slice *text, const char *suffix)
{
	size_t length = strlen(suffix);

	if (text->length < length || memcmp(text->ptr + text->length - length, suffix, length) != 0)
		return false;
	text->length -= length;
	*text = hr_slice_trim(*text);
	return true;
}

/* A number, behind it perhaps the unit that some versions write; NaN when there is none. */
static double figure(const struct hr_csv_record *record, int column)
{
	static const struct {
		const char *suffix;
		double divisor;
	} units[] = { { "%", 1 }, { "/sec", 1 }, { "/min", 60 }, { "/hour", 3600 } };
	struct hr_slice text = record->values[column];
	double divisor = 1, value;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (cut_suffix(&text, units[i].suffix))
			divisor = units[i].divisor;
	return hr_parse_double(text, &value) ? value / divisor : (double)NAN;
}

static void push_aggregate(struct hr_read_context *context, const struct hr_csv_record *record)
{
	struct hr_aggregate aggregate = hr_document_no_figures(record->values[LABEL]);
	double share = figure(record, ERRORS) / 100;

	if (!hr_parse_u64(record->values[COUNT], &aggregate.count)) {
		hr_read_reject(context, "no usable number of samples", record->line,
		               hr_csv_record_text(record));
		return;
	}
	if (!(share >= 0 && share <= 1)) {
		hr_read_reject(context, "no usable share of errors", record->line,
		               hr_csv_record_text(record));
		return;
	}
	if (hr_slice_is(aggregate.label, "TOTAL"))
		aggregate.label = HR_SLICE_LITERAL(HR_TOTAL_ROW);
	aggregate.errors = (uint64_t)llround(share * (double)aggregate.count);
	if (aggregate.errors > aggregate.count)
		aggregate.errors = aggregate.count;
	aggregate.mean_ms = figure(record, MEAN);
	aggregate.stddev_ms = figure(record, DEVIATION);
	aggregate.min_ms = figure(record, MIN);
	aggregate.max_ms = figure(record, MAX);
	aggregate.p50_ms = figure(record, P50);
	aggregate.p90_ms = figure(record, P90);
	aggregate.p95_ms = figure(record, P95);
	aggregate.p99_ms = figure(record, P99);
	aggregate.throughput_per_s = figure(record, RATE);
	aggregate.received_kib_per_s = figure(record, RECEIVED);
	aggregate.sent_kib_per_s = figure(record, SENT);
	hr_document_aggregate(context, &aggregate);
}

/* --- rows of a history --- */

static void put_tag(struct hr_str *name, size_t *tags, const char *tag, struct hr_slice value)
{
	if (value.length == 0)
		return;
	hr_str_printf(name, "%s%s=\"", (*tags)++ == 0 ? "{" : ",", tag);
	hr_str_add_slice(name, value);
	hr_str_putc(name, '"');
}

static void push_history(struct hr_read_context *context, const struct hr_csv_record *record,
                         int64_t time_ns)
{
	static const struct {
		int column;
		const char *name, *unit;
	} series[] = { { RATE, "throughput", "1/s" }, { ERRORS, "errors", "%" },
		       { MEAN, "mean", "ms" },        { P50, "p50", "ms" },
		       { P90, "p90", "ms" },          { P95, "p95", "ms" },
		       { P99, "p99", "ms" },          { MAX, "max", "ms" } };
	struct hr_str name = { .limit = NAME_BYTES };
	size_t tags = 0, length;

	hr_str_add_slice(&name, record->values[LABEL]);
	put_tag(&name, &tags, "payload", record->values[PAYLOAD]);
	put_tag(&name, &tags, "users", record->values[USERS]);
	if (tags > 0)
		hr_str_putc(&name, '}');
	length = name.length;
	for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
		struct hr_slice text = record->values[series[i].column];
		struct hr_observation observation = { .time_ns = time_ns,
			                              .kind = HR_SERIES_GAUGE,
			                              .unit = hr_slice_of(series[i].unit),
			                              .host = context->options.host };

		cut_suffix(&text, "%");
		if (text.length == 0)
			continue;
		hr_str_truncate(&name, length);
		hr_str_printf(&name, " %s", series[i].name);
		observation.name = hr_str_slice(&name);
		if (hr_parse_scaled(text, MICRO, &observation.value_micro))
			hr_read_observation(context, &observation);
		else
			hr_read_reject(context, "a value is no number, or too large for a series",
			               record->line, hr_csv_record_text(record));
	}
	hr_str_release(&name);
}

static void take_record(struct hr_read_context *context, const struct hr_csv_record *record)
{
	int64_t time_ns;

	if (record->values[LABEL].length == 0)
		hr_read_reject(context, "a row without a label", record->line,
		               hr_csv_record_text(record));
	else if (record->values[DATE].length == 0)
		push_aggregate(context, record);
	else if (hr_instant_parse(record->values[DATE], context->options.zone, &time_ns, NULL) ==
	         HR_OK)
		push_history(context, record, time_ns);
	else
		hr_read_reject(context, "no usable time", record->line, hr_csv_record_text(record));
}

/* --- the format --- */

static struct hr_reader *jmeter_aggregate_open(struct hr_read_context *context)
{
	return hr_csv_records_open(context, &columns, take_record);
}

static int jmeter_aggregate_sniff(const struct hr_peek *peek)
{
	return hr_csv_records_header(peek, &columns) ? 95 : 0;
}

const struct hr_format hr_format_jmeter_aggregate = {
	.name = "jmeter-aggregate",
	.title = "JMeter Aggregate or Summary Report, saved table",
	.carries = HR_CARRIES_AGGREGATES | HR_CARRIES_OBSERVATIONS,
	.sniff = jmeter_aggregate_sniff,
	.open = jmeter_aggregate_open,
	.feed = hr_csv_records_feed,
	.finish = hr_csv_records_finish,
	.free = hr_csv_records_free,
};
