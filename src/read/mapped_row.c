#include <config.h>
#include "read/mapped_row.h"

#include <strings.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "read/sample_row.h"

#define VALUE_SHIFT 6 /* units to millionths */

static bool is_word(struct hr_slice text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == text.length &&
		    strncasecmp(text.ptr, *words, text.length) == 0)
			return true;
	return false;
}

static bool read_time(struct hr_read_context *context, const struct hr_mapping *mapping,
                      struct hr_slice text, int64_t *out)
{
	const struct hr_zone *zone = mapping->zone != NULL ? mapping->zone : context->options.zone;
	const struct hr_time_format *format = mapping->time_format != NULL
	                                              ? mapping->time_format
	                                              : context->options.time_format;

	text = hr_slice_trim(text);
	if (text.length == 0)
		return false;
	if (format != NULL)
		return hr_time_format_parse(format, text, zone, out);
	if (mapping->shift[HR_FIELD_TIME] != 0)
		return hr_parse_scaled(text, mapping->shift[HR_FIELD_TIME], out);
	return hr_instant_memo_parse(&context->times, text, zone, out);
}

/* A number that cannot be negative, in the record's unit. */
static int64_t read_number(const struct hr_mapping *mapping, const struct hr_mapped_row *row,
                           enum hr_field field, int64_t max)
{
	int64_t value;

	if (!hr_parse_scaled(hr_slice_trim(row->values[field]), mapping->shift[field], &value) ||
	    value < 0 || value > max)
		return HR_UNKNOWN;
	return value;
}

static bool code_is_success(struct hr_slice code)
{
	uint64_t number;

	return hr_parse_u64(hr_slice_trim(code), &number) && number >= 200 && number <= 399;
}

/* False when the row's word for it is not understood. */
static bool read_success(const struct hr_mapping *mapping, const struct hr_mapped_row *row,
                         bool *out)
{
	static const char *const yes[] = { "true",   "1",   "ok",      "pass",
		                           "passed", "yes", "success", NULL };
	static const char *const no[] = {
		"false", "0", "ko", "fail", "failed", "no", "error", NULL
	};
	struct hr_slice text = hr_slice_trim(row->values[HR_FIELD_SUCCESS]);

	if (mapping->columns[HR_FIELD_SUCCESS] == NULL) {
		*out = mapping->columns[HR_FIELD_CODE] == NULL ||
		       code_is_success(row->values[HR_FIELD_CODE]);
		return true;
	}
	if (mapping->success_value != NULL) {
		*out = hr_slice_is(text, mapping->success_value);
		return row->values[HR_FIELD_SUCCESS].ptr != NULL;
	}
	*out = is_word(text, yes);
	return *out || is_word(text, no);
}

static void read_weight(const struct hr_mapping *mapping, const struct hr_mapped_row *row,
                        struct hr_sample *sample)
{
	hr_sample_weigh(sample, read_number(mapping, row, HR_FIELD_WEIGHT, INT64_MAX),
	                read_number(mapping, row, HR_FIELD_ERRORS, INT64_MAX));
}

/* Time, elapsed and success. False when the row was rejected. */
static bool read_core(struct hr_read_context *context, const struct hr_mapping *mapping,
                      const struct hr_mapped_row *row, struct hr_sample *sample)
{
	bool told = mapping->columns[HR_FIELD_SUCCESS] != NULL;
	unsigned lacks = 0;
	const char *refusal;

	if (!read_time(context, mapping, row->values[HR_FIELD_TIME], &sample->start_ns)) {
		sample->start_ns = HR_INSTANT_NONE;
		lacks |= HR_LACKS_TIME;
	}
	refusal = hr_sample_take_elapsed(sample, row->values[HR_FIELD_ELAPSED],
	                                 mapping->shift[HR_FIELD_ELAPSED], &lacks);
	if (!read_success(mapping, row, &sample->success))
		lacks |= HR_LACKS_SUCCESS;
	if (refusal == NULL)
		refusal = hr_lack_refusal(lacks, told);
	if (refusal != NULL)
		hr_read_reject(context, refusal, row->line, row->text);
	else if (lacks != 0)
		hr_read_degrade(context, hr_lack_reason(lacks), row->line, row->text);
	return refusal == NULL;
}

static struct hr_slice host_of(const struct hr_read_context *context,
                               const struct hr_mapped_row *row)
{
	return row->values[HR_FIELD_HOST].length > 0 ? row->values[HR_FIELD_HOST]
	                                             : context->options.host;
}

static void push_sample(struct hr_read_context *context, const struct hr_mapping *mapping,
                        const struct hr_mapped_row *row)
{
	static const char *const transaction[] = { "transaction", NULL };
	struct hr_sample sample = { .kind = HR_SAMPLE_REQUEST };

	if (is_word(hr_slice_trim(row->values[HR_FIELD_KIND]), transaction))
		sample.kind = HR_SAMPLE_TRANSACTION;
	if (!read_core(context, mapping, row, &sample))
		return;
	if (mapping->time_marks == HR_STAMP_END && sample.start_ns != HR_INSTANT_NONE &&
	    sample.elapsed_ns != HR_UNKNOWN && sample.start_ns >= INT64_MIN + 1 + sample.elapsed_ns)
		sample.start_ns -= sample.elapsed_ns;
	read_weight(mapping, row, &sample);
	sample.latency_ns = read_number(mapping, row, HR_FIELD_LATENCY, HR_DURATION_MAX_NS);
	sample.connect_ns = read_number(mapping, row, HR_FIELD_CONNECT, HR_DURATION_MAX_NS);
	sample.received_bytes = read_number(mapping, row, HR_FIELD_RECEIVED, INT64_MAX);
	sample.sent_bytes = read_number(mapping, row, HR_FIELD_SENT, INT64_MAX);
	sample.active_users = (int32_t)read_number(mapping, row, HR_FIELD_USERS, INT32_MAX);
	sample.label = row->values[HR_FIELD_LABEL];
	if (mapping->columns[HR_FIELD_LABEL] == NULL)
		sample.label = hr_slice_of(mapping->constant_label != NULL ? mapping->constant_label
		                                                           : HR_NO_LABEL);
	sample.code = row->values[HR_FIELD_CODE];
	sample.message = row->values[HR_FIELD_MESSAGE];
	sample.failure = row->values[HR_FIELD_FAILURE];
	sample.host = host_of(context, row);
	hr_read_sample(context, &sample);
}

/* The file's name without its endings: "ec2_cpu" of "metrics/ec2_cpu.csv.gz". */
static struct hr_slice stem_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	size_t length = strcspn(name, ".");

	return (struct hr_slice){ name, length };
}

/* What a series is called where the row does not say: as the column of its value; where that says
 * nothing ("value"), as the file. */
static struct hr_slice unnamed_series(const struct hr_read_context *context,
                                      const struct hr_mapping *mapping)
{
	const char *column = mapping->columns[HR_FIELD_VALUE];
	struct hr_slice stem;

	if (mapping->constant_label != NULL)
		return hr_slice_of(mapping->constant_label);
	stem = stem_of(context->path);
	if (strcasecmp(column, "value") != 0 || stem.length == 0 || hr_slice_is(stem, "-"))
		return hr_slice_of(column);
	return stem;
}

static void push_observation(struct hr_read_context *context, const struct hr_mapping *mapping,
                             const struct hr_mapped_row *row)
{
	static const char *const counter[] = { "counter", NULL };
	struct hr_observation observation = { .kind = HR_SERIES_GAUGE };
	struct hr_slice value = hr_slice_trim(row->values[HR_FIELD_VALUE]);

	if (!read_time(context, mapping, row->values[HR_FIELD_TIME], &observation.time_ns)) {
		hr_read_reject(context, "no usable time", row->line, row->text);
		return;
	}
	if (!hr_parse_scaled(value, VALUE_SHIFT + mapping->shift[HR_FIELD_VALUE],
	                     &observation.value_micro)) {
		hr_read_reject(context, "no usable value", row->line, row->text);
		return;
	}
	if (is_word(hr_slice_trim(row->values[HR_FIELD_KIND]), counter))
		observation.kind = HR_SERIES_COUNTER;
	observation.name = row->values[HR_FIELD_NAME];
	if (observation.name.length == 0)
		observation.name = unnamed_series(context, mapping);
	observation.unit = row->values[HR_FIELD_UNIT];
	observation.host = host_of(context, row);
	hr_read_observation(context, &observation);
}

void hr_mapped_row_push(struct hr_read_context *context, const struct hr_mapping *mapping,
                        const struct hr_mapped_row *row)
{
	if (hr_mapping_is_series(mapping))
		push_observation(context, mapping, row);
	else
		push_sample(context, mapping, row);
}

static const char *unit_of(int shift)
{
	static const struct {
		int shift;
		const char *unit;
	} units[] = { { 9, "s" }, { 6, "ms" }, { 3, "us" }, { 0, "ns" } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].shift == shift)
			return units[i].unit;
	return "another unit";
}

static void assume_time(struct hr_read_context *context, const struct hr_mapping *mapping)
{
	const struct hr_read_options *options = &context->options;
	const struct hr_zone *zone = mapping->zone != NULL ? mapping->zone : options->zone;

	if (mapping->time_format_text != NULL)
		hr_read_assume(context, "times: %s", hr_quoted(mapping->time_format_text).text);
	else if (options->time_format != NULL)
		hr_read_assume(context, "times: by the time format that was asked for");
	else if (mapping->shift[HR_FIELD_TIME] != 0)
		hr_read_assume(context, "times: %s since 1970",
		               unit_of(mapping->shift[HR_FIELD_TIME]));
	else
		hr_read_assume(context, "times: by the look of each value");
	hr_read_assume(context, "zone of times without one: %s",
	               zone != NULL ? hr_zone_name(zone) : "UTC");
}

void hr_mapped_row_assume(struct hr_read_context *context, const struct hr_mapping *mapping)
{
	static const enum hr_field durations[] = { HR_FIELD_ELAPSED, HR_FIELD_LATENCY,
		                                   HR_FIELD_CONNECT };

	for (size_t i = 0; i < sizeof(durations) / sizeof(durations[0]); i++)
		if (mapping->columns[durations[i]] != NULL)
			hr_read_assume(context, "%s: \"%s\", in %s", hr_field_name(durations[i]),
			               hr_quoted(mapping->columns[durations[i]]).text,
			               unit_of(mapping->shift[durations[i]]));
	if (mapping->columns[HR_FIELD_TIME] != NULL)
		assume_time(context, mapping);
	if (!hr_mapping_is_series(mapping) && mapping->columns[HR_FIELD_TIME] != NULL)
		hr_read_assume(context, "times mark the %s of a sample",
		               mapping->time_marks == HR_STAMP_END ? "end" : "start");
}

/* ---- well-known names ---- */

enum used_by { BY_SAMPLES = 1, BY_SERIES = 2, BY_BOTH = 3 };

/* The first spelling of a field that the table has is taken. */
static const struct {
	enum hr_field field;
	enum used_by used_by;
	const char *name;
} well_known[] = {
	{ HR_FIELD_TIME, BY_BOTH, "time" },
	{ HR_FIELD_TIME, BY_BOTH, "timestamp" },
	{ HR_FIELD_TIME, BY_BOTH, "datetime" },
	{ HR_FIELD_TIME, BY_BOTH, "date" },
	{ HR_FIELD_TIME, BY_BOTH, "ts" },
	{ HR_FIELD_HOST, BY_BOTH, "host" },
	{ HR_FIELD_HOST, BY_BOTH, "hostname" },
	{ HR_FIELD_HOST, BY_BOTH, "instance" },
	{ HR_FIELD_NAME, BY_SERIES, "name" },
	{ HR_FIELD_NAME, BY_SERIES, "metric" },
	{ HR_FIELD_NAME, BY_SERIES, "series" },
	{ HR_FIELD_VALUE, BY_SERIES, "value" },
	{ HR_FIELD_UNIT, BY_SERIES, "unit" },
	{ HR_FIELD_KIND, BY_BOTH, "kind" },
	{ HR_FIELD_KIND, BY_SERIES, "type" },
	{ HR_FIELD_ELAPSED, BY_SAMPLES, "elapsed" },
	{ HR_FIELD_ELAPSED, BY_SAMPLES, "elapsed_ms" },
	{ HR_FIELD_ELAPSED, BY_SAMPLES, "duration_ms" },
	{ HR_FIELD_LABEL, BY_SAMPLES, "label" },
	{ HR_FIELD_LABEL, BY_SAMPLES, "name" },
	{ HR_FIELD_SUCCESS, BY_SAMPLES, "success" },
	{ HR_FIELD_CODE, BY_SAMPLES, "code" },
	{ HR_FIELD_CODE, BY_SAMPLES, "responseCode" },
	{ HR_FIELD_CODE, BY_SAMPLES, "status" },
	{ HR_FIELD_MESSAGE, BY_SAMPLES, "message" },
	{ HR_FIELD_MESSAGE, BY_SAMPLES, "responseMessage" },
	{ HR_FIELD_FAILURE, BY_SAMPLES, "failure" },
	{ HR_FIELD_FAILURE, BY_SAMPLES, "failureMessage" },
	{ HR_FIELD_RECEIVED, BY_SAMPLES, "received" },
	{ HR_FIELD_RECEIVED, BY_SAMPLES, "received_bytes" },
	{ HR_FIELD_RECEIVED, BY_SAMPLES, "bytes" },
	{ HR_FIELD_SENT, BY_SAMPLES, "sent" },
	{ HR_FIELD_SENT, BY_SAMPLES, "sent_bytes" },
	{ HR_FIELD_SENT, BY_SAMPLES, "sentBytes" },
	{ HR_FIELD_LATENCY, BY_SAMPLES, "latency" },
	{ HR_FIELD_LATENCY, BY_SAMPLES, "latency_ms" },
	{ HR_FIELD_CONNECT, BY_SAMPLES, "connect" },
	{ HR_FIELD_CONNECT, BY_SAMPLES, "connect_ms" },
	{ HR_FIELD_USERS, BY_SAMPLES, "users" },
	{ HR_FIELD_USERS, BY_SAMPLES, "allThreads" },
	{ HR_FIELD_WEIGHT, BY_SAMPLES, "weight" },
	{ HR_FIELD_ERRORS, BY_SAMPLES, "errors" },
};

static void map_names(bool (*find)(void *table, const char *name), void *table,
                      enum used_by used_by, struct hr_mapping *mapping)
{
	hr_mapping_init(mapping);
	for (size_t i = 0; i < sizeof(well_known) / sizeof(well_known[0]); i++) {
		char **column = &mapping->columns[well_known[i].field];

		if ((well_known[i].used_by & used_by) != 0 && *column == NULL &&
		    find(table, well_known[i].name))
			*column = hr_strdup(well_known[i].name);
	}
}

bool hr_mapped_row_names(bool (*find)(void *table, const char *name), void *table,
                         struct hr_mapping *mapping)
{
	map_names(find, table, BY_SERIES, mapping);
	if (mapping->columns[HR_FIELD_TIME] != NULL && mapping->columns[HR_FIELD_VALUE] != NULL)
		return true;
	hr_mapping_release(mapping);
	map_names(find, table, BY_SAMPLES, mapping);
	return mapping->columns[HR_FIELD_ELAPSED] != NULL;
}
