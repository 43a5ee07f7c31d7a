/*
 * Locust's PREFIX_failures.csv: how often which request failed in which way. The same failures are
 * in the statistics already, so they are no requests of their own: an event from the first to the
 * last occurrence where the file says when, else a remark.
 */
#include <config.h>
#include "read/formats.h"

#include "read/csv_records.h"
#include "read/locust_label.h"
#include "record/sample.h"
#include "record/sink.h"

enum { METHOD, NAME, ERROR, OCCURRENCES, FIRST, LAST, COLUMNS };

static const char *const names[COLUMNS] = {
	[METHOD] = "Method|Type",
	[NAME] = "Name",
	[ERROR] = "Error",
	[OCCURRENCES] = "Occurrences|# occurrences",
	[FIRST] = "First Seen|First Occurrence",
	[LAST] = "Last Seen|Last Occurrence",
};

static const struct hr_csv_columns columns = { names, COLUMNS, OCCURRENCES + 1 };

static bool read_time(const struct hr_read_context *context, struct hr_slice text, int64_t *out)
{
	return text.length > 0 && hr_instant_parse(text, context->options.zone, out, NULL) == HR_OK;
}

static void take_record(struct hr_read_context *context, const struct hr_csv_record *record)
{
	struct hr_event event = { .kind = HR_SLICE_LITERAL("failures") };
	struct hr_str text = { 0 };
	uint64_t times;

	if (!hr_parse_u64(record->values[OCCURRENCES], &times)) {
		hr_read_reject(context, "no usable number of occurrences", record->line,
		               hr_csv_record_text(record));
		return;
	}
	if (!read_time(context, record->values[FIRST], &event.start_ns) ||
	    !read_time(context, record->values[LAST], &event.end_ns) ||
	    event.end_ns < event.start_ns) {
		hr_read_note(context, "requests failed, the file does not say when", record->line,
		             hr_csv_record_text(record));
		return;
	}
	hr_locust_label(record->values[METHOD], record->values[NAME], &text);
	hr_str_puts(&text, ": ");
	hr_str_add_slice(&text, record->values[ERROR]);
	text.limit = 0;
	hr_str_printf(&text, " (%llu)", (unsigned long long)times);
	event.text = hr_str_slice(&text);
	context->records++;
	hr_sink_event(context->sink, &event);
	hr_str_release(&text);
}

static struct hr_reader *locust_failures_open(struct hr_read_context *context)
{
	return hr_csv_records_open(context, &columns, take_record);
}

static int locust_failures_sniff(const struct hr_peek *peek)
{
	return hr_csv_records_header(peek, &columns) ? 95 : 0;
}

const struct hr_format hr_format_locust_failures = {
	.name = "locust-failures",
	.title = "Locust, failures CSV",
	.carries = HR_CARRIES_EVENTS,
	.sniff = locust_failures_sniff,
	.open = locust_failures_open,
	.feed = hr_csv_records_feed,
	.finish = hr_csv_records_finish,
	.free = hr_csv_records_free,
};
