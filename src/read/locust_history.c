/*
 * Locust's PREFIX_stats_history.csv: a row a second with the figures so far. They become series:
 * rates, users and percentiles as gauges, what only grows as counters. The series of all requests
 * are called plainly, those of one request (--csv-full-history) with its label behind.
 */
#include <config.h>
#include "read/formats.h"

#include "read/csv_records.h"
#include "read/locust_label.h"

#define VALUE_SHIFT 6 /* units to millionths */

enum { TIME, NAME, USERS, RATE, TYPE, FIRST_SERIES };

static const struct {
	const char *name, *unit;
	enum hr_series_kind kind;
} series[] = {
	{ "requests per second", "/s", HR_SERIES_GAUGE },
	{ "failures per second", "/s", HR_SERIES_GAUGE },
	{ "p50", "ms", HR_SERIES_GAUGE },
	{ "p90", "ms", HR_SERIES_GAUGE },
	{ "p95", "ms", HR_SERIES_GAUGE },
	{ "p99", "ms", HR_SERIES_GAUGE },
	{ "requests", "", HR_SERIES_COUNTER },
	{ "failures", "", HR_SERIES_COUNTER },
};

#define SERIES (sizeof(series) / sizeof(series[0]))

/* After FIRST_SERIES in the order of the series. */
static const char *const names[FIRST_SERIES + SERIES] = {
	[TIME] = "Timestamp",
	[NAME] = "Name",
	[USERS] = "User Count",
	[RATE] = "Requests/s",
	[TYPE] = "Type|Method",
	[FIRST_SERIES] = "Requests/s",
	"Failures/s",
	"50%",
	"90%",
	"95%",
	"99%",
	"Total Request Count",
	"Total Failure Count",
};

static const struct hr_csv_columns columns = { names, FIRST_SERIES + SERIES, RATE + 1 };

static void observe(struct hr_read_context *context, struct hr_observation *observation,
                    struct hr_slice value)
{
	/* "N/A" until there was a request */
	if (hr_parse_scaled(value, VALUE_SHIFT, &observation->value_micro))
		hr_read_observation(context, observation);
}

static void take_record(struct hr_read_context *context, const struct hr_csv_record *record)
{
	struct hr_slice type = record->values[TYPE], name = record->values[NAME];
	bool total = hr_locust_is_total(type, name);
	struct hr_observation observation = { .host = context->options.host };
	struct hr_str label = { 0 }, called = { 0 };

	if (hr_instant_parse(record->values[TIME], context->options.zone, &observation.time_ns,
	                     NULL) != HR_OK) {
		hr_read_reject(context, "no usable time", record->line, record->text);
		return;
	}
	hr_locust_label(type, name, &label);
	if (total) {
		observation.name = HR_SLICE_LITERAL("users");
		observation.unit = HR_SLICE_LITERAL("");
		observe(context, &observation, record->values[USERS]);
	}
	for (size_t i = 0; i < SERIES; i++) {
		hr_str_truncate(&called, 0);
		hr_str_puts(&called, series[i].name);
		if (!total)
			hr_str_printf(&called, ", %s", hr_str_text(&label));
		observation.name = hr_str_slice(&called);
		observation.unit = hr_slice_of(series[i].unit);
		observation.kind = series[i].kind;
		observe(context, &observation, record->values[FIRST_SERIES + i]);
	}
	hr_str_release(&label);
	hr_str_release(&called);
}

static struct hr_reader *locust_history_open(struct hr_read_context *context)
{
	hr_read_assume(context, "percentiles: of the whole run so far, or of 10 s with "
	                        "--csv-full-history");
	return hr_csv_records_open(context, &columns, take_record);
}

static int locust_history_sniff(const struct hr_peek *peek)
{
	return hr_csv_records_header(peek, &columns) ? 95 : 0;
}

const struct hr_format hr_format_locust_history = {
	.name = "locust-history",
	.title = "Locust, history CSV",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = locust_history_sniff,
	.open = locust_history_open,
	.feed = hr_csv_records_feed,
	.finish = hr_csv_records_finish,
	.free = hr_csv_records_free,
};
