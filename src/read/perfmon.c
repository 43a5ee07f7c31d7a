/*
 * What JMeter's PerfMon collector (jmeter-plugins) saves: a JTL whose samples are no requests but
 * values of a server, the elapsed time a thousand times the value, so that three decimals survive
 * (kg.apc.jmeter.perfmon.PerfMonSampleResult). Labels are "host metric parameters", before version
 * 0.5 "host - metric, unit". Failed samples are errors of the agent, not values.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "read/csv.h"
#include "read/csv_records.h"
#include "record/sample.h"

#define VALUE_SHIFT 3 /* thousandths to millionths */

enum { TIME, ELAPSED, LABEL, SUCCESS, CODE, THREAD, MESSAGE, COLUMNS };

static const char *const names[COLUMNS] = {
	[TIME] = "timeStamp",          [ELAPSED] = "elapsed",   [LABEL] = "label",
	[SUCCESS] = "success",         [CODE] = "responseCode", [THREAD] = "threadName",
	[MESSAGE] = "responseMessage",
};

static const struct hr_csv_columns columns = { names, COLUMNS, SUCCESS + 1 };

/* --- labels --- */

static const char *const metrics[] = { "CPU", "Memory", "Swap", "Disks I/O", "Network I/O",
	                               "TCP", "JMX",    "EXEC", "TAIL" };

/* Is @text a metric of PerfMon, alone or with more behind it? */
static bool is_metric(struct hr_slice text)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
		size_t length = strlen(metrics[i]);

		if (hr_slice_starts(text, metrics[i]) &&
		    (text.length == length || text.ptr[length] == ' ' || text.ptr[length] == ','))
			return true;
	}
	return false;
}

/* Cut a label into host and metric; false when it does not look like one. */
static bool cut_label(struct hr_slice label, struct hr_slice *host, struct hr_slice *metric)
{
	const char *blank = label.length > 0 ? memchr(label.ptr, ' ', label.length) : NULL;

	if (blank == NULL || blank == label.ptr)
		return false;
	host->ptr = label.ptr;
	host->length = (size_t)(blank - label.ptr);
	metric->ptr = blank + 1;
	metric->length = label.length - host->length - 1;
	if (hr_slice_starts(*metric, "- ")) {
		metric->ptr += 2;
		metric->length -= 2;
	}
	return is_metric(*metric);
}

static bool ends_with(struct hr_slice text, const char *end)
{
	size_t length = strlen(end);

	return text.length > length && memcmp(text.ptr + text.length - length, end, length) == 0;
}

/* The unit, and its factor to the one of the series; what the label says of it is cut off. */
static const char *take_unit(struct hr_slice *metric, int64_t *factor)
{
	static const struct {
		const char *end, *unit;
		int64_t factor;
	} said[] = { { ", %", "%", 1 },
		     { ", MB", "B", INT64_C(1) << 20 },
		     { ", KB", "B", INT64_C(1) << 10 } };

	*factor = 1;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (ends_with(*metric, said[i].end)) {
			metric->length -= strlen(said[i].end);
			*factor = said[i].factor;
			return said[i].unit;
		}
	if (hr_slice_starts(*metric, "CPU") || ends_with(*metric, "perc"))
		return "%";
	return "";
}

/* --- rows --- */

static void take_record(struct hr_read_context *context, const struct hr_csv_record *record)
{
	const struct hr_slice *values = record->values;
	struct hr_observation observation = { .kind = HR_SERIES_GAUGE };
	int64_t factor;

	if (!hr_slice_is(values[SUCCESS], "true")) {
		hr_read_note(context, "the agent answered with an error, not with a value",
		             record->line, hr_csv_record_text(record));
		return;
	}
	if (hr_instant_parse(values[TIME], context->options.zone, &observation.time_ns, NULL) !=
	    HR_OK) {
		hr_read_reject(context, "no usable time", record->line, hr_csv_record_text(record));
		return;
	}
	observation.name = values[LABEL];
	observation.host = context->options.host;
	cut_label(values[LABEL], &observation.host, &observation.name);
	observation.unit = hr_slice_of(take_unit(&observation.name, &factor));
	if (!hr_parse_scaled(values[ELAPSED], VALUE_SHIFT, &observation.value_micro) ||
	    __builtin_mul_overflow(observation.value_micro, factor, &observation.value_micro)) {
		hr_read_reject(context, "a value is no number, or too large for a series",
		               record->line, hr_csv_record_text(record));
		return;
	}
	hr_read_observation(context, &observation);
}

static struct hr_reader *perfmon_open(struct hr_read_context *context)
{
	hr_read_assume(context, "values: a thousandth of elapsed, as PerfMon stores them");
	return hr_csv_records_open(context, &columns, take_record);
}

/* --- sniffing --- */

struct sniffing {
	int at[COLUMNS];
	size_t rows, values;
};

static void sniff_row(void *context, const struct hr_csv_row *row)
{
	struct sniffing *sniffing = context;
	struct hr_slice host, metric;

	if (sniffing->rows++ == 0) {
		for (int column = 0; column < COLUMNS; column++)
			for (size_t i = 0; i < row->count; i++)
				if (hr_slice_is(row->fields[i], names[column]))
					sniffing->at[column] = (int)i + 1;
		return;
	}
	for (int column = CODE; column <= THREAD; column++) {
		size_t at = (size_t)sniffing->at[column];

		if (at > 0 && at <= row->count && row->fields[at - 1].length > 0)
			return; /* a request */
	}
	if ((size_t)sniffing->at[LABEL] <= row->count &&
	    cut_label(row->fields[sniffing->at[LABEL] - 1], &host, &metric))
		sniffing->values++;
}

#define FIRST_ROW_BYTES ((size_t)4 << 10) /* the header and the first row are within */

/* A JTL in whose rows nothing was requested and every label is a metric of PerfMon. The last row
 * of the head may be cut. */
static int perfmon_sniff(const struct hr_peek *peek)
{
	struct sniffing sniffing = { { 0 }, 0, 0 };
	size_t first = peek->head.length < FIRST_ROW_BYTES ? peek->head.length : FIRST_ROW_BYTES;
	struct hr_csv *csv;

	if (peek->mapping != NULL || !hr_csv_records_header(peek, &columns) ||
	    peek->head.length == 0)
		return 0;
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		if (memmem(peek->head.ptr, first, metrics[i], strlen(metrics[i])))
			sniffing.values = 1;
	if (sniffing.values == 0)
		return 0;
	sniffing.values = 0;
	csv = hr_csv_new(peek->delimiter, sniff_row, &sniffing);
	hr_csv_feed(csv, peek->head);
	if (peek->complete)
		hr_csv_finish(csv);
	hr_csv_free(csv);
	return sniffing.rows > 1 && sniffing.values == sniffing.rows - 1 ? 100 : 0;
}

const struct hr_format hr_format_perfmon = {
	.name = "perfmon",
	.title = "PerfMon of jmeter-plugins, CSV",
	.carries = HR_CARRIES_OBSERVATIONS,
	.sniff = perfmon_sniff,
	.open = perfmon_open,
	.feed = hr_csv_records_feed,
	.finish = hr_csv_records_finish,
	.free = hr_csv_records_free,
};
