/*
 * Locust's PREFIX_stats_history.csv: a row a second with the figures so far. They become series:
 * rates, users and percentiles as gauges, what only grows as counters. The series of all requests
 * are called plainly, those of one request (--csv-full-history) with its label behind.
 */
#include <config.h>
#include "read/formats.h"

#include "read/csv_records.h"
#include "read/locust_label.h"
#include "record/sample.h"

#define VALUE_SHIFT 6 /* units to millionths */

enum { TIME, NAME, USERS, RATE, TYPE, FIRST_SERIES };

#define NAME_BYTES 32 /* of a series, with its NUL */

static const struct {
	char name[NAME_BYTES];
	const char *unit;
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

/* Sets @out to ", GET /cart" behind room for the names of series: what those of a row are called
 * differs in front only. */
static void call(struct hr_slice type, struct hr_slice name, struct hr_str *out)
{
	static const char room[NAME_BYTES];
	struct hr_str label = { 0 };

	hr_locust_label(type, name, &label);
	hr_str_add(out, room, NAME_BYTES);
	hr_str_puts(out, ", ");
	hr_str_add_slice(out, hr_str_slice(&label));
	hr_str_release(&label);
}

static struct hr_slice called(struct hr_str *behind, const char *front)
{
	size_t length = strlen(front);
	char *begin = behind->data + NAME_BYTES - length;

	memcpy(begin, front, length);
	return (struct hr_slice){ begin, length + behind->length - NAME_BYTES };
}

static void take_record(struct hr_read_context *context, const struct hr_csv_record *record)
{
	struct hr_slice type = record->values[TYPE], name = record->values[NAME];
	bool total = hr_locust_is_total(type, name);
	struct hr_observation observation = { .host = context->options.host };
	struct hr_str behind = { 0 };

	observation.time_ns = hr_read_time(context, record->values[TIME]);
	if (observation.time_ns == HR_INSTANT_NONE) {
		hr_read_reject(context, "no usable time", record->line, hr_csv_record_text(record));
		return;
	}
	if (total) {
		observation.name = HR_SLICE_LITERAL("users");
		observation.unit = HR_SLICE_LITERAL("");
		observe(context, &observation, record->values[USERS]);
	} else {
		call(type, name, &behind);
	}
	for (size_t i = 0; i < SERIES; i++) {
		observation.name = total ? hr_slice_of(series[i].name)
		                         : called(&behind, series[i].name);
		observation.unit = hr_slice_of(series[i].unit);
		observation.kind = series[i].kind;
		observe(context, &observation, record->values[FIRST_SERIES + i]);
	}
	hr_str_release(&behind);
}

static struct hr_reader *locust_history_open(struct hr_read_context *context)
{
	hr_read_assume(context,
	               "percentiles: of the whole run so far, or of 10 s with --csv-full-history");
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
