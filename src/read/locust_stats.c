/*
 * Locust's PREFIX_stats.csv: the figures of each request and of all, as aggregates. "N/A" stands
 * where nothing was recorded. The row "Aggregated" is handed on like any label.
 */
#include <config.h>
#include "read/formats.h"

#include <math.h>

#include "read/csv_records.h"
#include "read/locust_label.h"
#include "record/sample.h"
#include "record/sink.h"

enum {
	NAME,
	REQUESTS,
	FAILURES,
	AVERAGE,
	TYPE,
	MEDIAN,
	MIN,
	MAX,
	RATE,
	P50,
	P75,
	P90,
	P95,
	P99,
	P999,
	COLUMNS
};

static const char *const names[COLUMNS] = {
	[NAME] = "Name",
	[REQUESTS] = "Request Count|# requests",
	[FAILURES] = "Failure Count|# failures",
	[AVERAGE] = "Average Response Time",
	[TYPE] = "Type|Method",
	[MEDIAN] = "Median Response Time",
	[MIN] = "Min Response Time",
	[MAX] = "Max Response Time",
	[RATE] = "Requests/s",
	[P50] = "50%",
	[P75] = "75%",
	[P90] = "90%",
	[P95] = "95%",
	[P99] = "99%",
	[P999] = "99.9%",
};

static const struct hr_csv_columns columns = { names, COLUMNS, AVERAGE + 1 };

static double figure(const struct hr_csv_record *record, int column)
{
	double value;

	return hr_parse_double(record->values[column], &value) ? value : (double)NAN;
}

/* Without a request the file has zeros and N/A. */
static double of_requests(const struct hr_csv_record *record, int column, uint64_t count)
{
	return count > 0 ? figure(record, column) : (double)NAN;
}

static void take_record(struct hr_read_context *context, const struct hr_csv_record *record)
{
	struct hr_aggregate aggregate = { .stddev_ms = (double)NAN };
	struct hr_str label = { 0 };
	uint64_t count;

	if (!hr_parse_u64(record->values[REQUESTS], &count) ||
	    !hr_parse_u64(record->values[FAILURES], &aggregate.errors)) {
		hr_read_reject(context, "no usable number of requests and failures", record->line,
		               hr_csv_record_text(record));
		return;
	}
	if (aggregate.errors > count) {
		hr_read_reject(context, "more failures than requests", record->line,
		               hr_csv_record_text(record));
		return;
	}
	hr_locust_label(record->values[TYPE], record->values[NAME], &label);
	aggregate.label = hr_str_slice(&label);
	aggregate.count = count;
	aggregate.mean_ms = of_requests(record, AVERAGE, count);
	aggregate.min_ms = of_requests(record, MIN, count);
	aggregate.max_ms = of_requests(record, MAX, count);
	aggregate.p50_ms = of_requests(record, P50, count);
	if (isnan(aggregate.p50_ms))
		aggregate.p50_ms = of_requests(record, MEDIAN, count);
	aggregate.p75_ms = of_requests(record, P75, count);
	aggregate.p90_ms = of_requests(record, P90, count);
	aggregate.p95_ms = of_requests(record, P95, count);
	aggregate.p99_ms = of_requests(record, P99, count);
	aggregate.p999_ms = of_requests(record, P999, count);
	aggregate.throughput_per_s = figure(record, RATE);
	aggregate.received_kib_per_s = aggregate.sent_kib_per_s = (double)NAN;
	context->records++;
	hr_sink_aggregate(context->sink, &aggregate);
	hr_str_release(&label);
}

static struct hr_reader *locust_stats_open(struct hr_read_context *context)
{
	hr_read_assume(context, "percentiles: rounded by Locust to two digits from 100 ms on");
	return hr_csv_records_open(context, &columns, take_record);
}

static int locust_stats_sniff(const struct hr_peek *peek)
{
	return hr_csv_records_header(peek, &columns) ? 95 : 0;
}

const struct hr_format hr_format_locust_stats = {
	.name = "locust-stats",
	.title = "Locust, statistics CSV",
	.carries = HR_CARRIES_AGGREGATES,
	.sniff = locust_stats_sniff,
	.open = locust_stats_open,
	.feed = hr_csv_records_feed,
	.finish = hr_csv_records_finish,
	.free = hr_csv_records_free,
};
