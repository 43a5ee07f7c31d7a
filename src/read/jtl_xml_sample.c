#include <config.h>
#include "read/jtl_xml_sample.h"

#include <string.h>

#include "base/num.h"
#include "stats/moments.h"

#define CONTROLLER_MESSAGE "Number of samples in transaction : "
/* What JMeter writes on a parent; the nested sample's own text says more. */
#define GENERIC_FAILURE "One or more sub-samples failed"

#define NAME2(a, b)    ((uint32_t)(a) | (uint32_t)(b) << 8)
#define NAME3(a, b, c) (NAME2(a, b) | (uint32_t)(c) << 16)

/* Attributes of format 1.2 have names of one to three letters: packed, they are switch labels. */
static struct hr_slice *short_attribute(struct hr_jtl_attributes *out, const char *name,
                                        size_t length)
{
	uint32_t packed = 0;

	for (size_t i = 0; i < length; i++)
		packed |= (uint32_t)(unsigned char)name[i] << (8 * i);
	switch (packed) {
	case 't':
		return &out->elapsed;
	case 's':
		return &out->success;
	case NAME2('t', 's'):
		return &out->time;
	case NAME2('l', 'b'):
		return &out->label;
	case NAME2('l', 't'):
		return &out->latency;
	case NAME2('c', 't'):
		return &out->connect;
	case NAME2('r', 'c'):
	case NAME2('r', 's'):
		return &out->code;
	case NAME2('r', 'm'):
		return &out->message;
	case NAME2('b', 'y'):
		return &out->received;
	case NAME3('s', 'b', 'y'):
		return &out->sent;
	case NAME2('s', 'c'):
		return &out->samples;
	case NAME2('e', 'c'):
		return &out->errors;
	case NAME2('n', 'a'):
		return &out->users;
	case NAME2('h', 'n'):
		return &out->host;
	default:
		return NULL;
	}
}

static struct hr_slice *long_attribute(struct hr_jtl_attributes *out, const char *name)
{
	if (strcmp(name, "time") == 0)
		return &out->elapsed;
	if (strcmp(name, "timeStamp") == 0)
		return &out->time;
	if (strcmp(name, "success") == 0)
		return &out->success;
	if (strcmp(name, "label") == 0)
		return &out->label;
	if (strcmp(name, "responseCode") == 0)
		return &out->code;
	if (strcmp(name, "responseMessage") == 0)
		return &out->message;
	return NULL;
}

unsigned hr_jtl_attributes_read(const xmlChar *const *attributes, int count,
                                struct hr_jtl_attributes *out)
{
	*out = (struct hr_jtl_attributes){ 0 };
	for (int i = 0; i < count; i++) {
		const xmlChar *const *group = attributes + (ptrdiff_t)5 * i;
		const char *name = (const char *)group[0];
		size_t length = strlen(name);
		struct hr_slice *slot = length <= 3 ? short_attribute(out, name, length)
		                                    : long_attribute(out, name);

		if (slot != NULL)
			*slot = (struct hr_slice){ (const char *)group[3],
				                   (size_t)(group[4] - group[3]) };
	}
	return (unsigned)(out->time.ptr != NULL) + (unsigned)(out->elapsed.ptr != NULL) +
	       (unsigned)(out->success.ptr != NULL) + (unsigned)(out->label.ptr != NULL);
}

static void set_text(struct hr_str *str, struct hr_slice text)
{
	str->limit = HR_JTL_TEXT_BYTES;
	str->truncated = false;
	hr_str_truncate(str, 0);
	hr_str_add_slice(str, text);
}

static bool is_countable(int64_t duration_ns)
{
	return duration_ns >= 0 && duration_ns <= HR_DURATION_MAX_NS;
}

static int64_t optional_duration(struct hr_slice text_ms)
{
	int64_t ns;

	return hr_parse_scaled(text_ms, 6, &ns) && is_countable(ns) ? ns : HR_UNKNOWN;
}

static int64_t optional_count(struct hr_slice text)
{
	int64_t value;

	return hr_parse_i64(text, &value) && value >= 0 ? value : HR_UNKNOWN;
}

static bool parse_time(struct hr_slice text, const struct hr_read_options *options, int64_t *out)
{
	int64_t ms;

	if (options->time_format != NULL)
		return hr_time_format_parse(options->time_format, text, options->zone, out);
	if (hr_parse_i64(text, &ms))
		return ms > 0 && !__builtin_mul_overflow(ms, HR_NS_PER_MS, out);
	return hr_instant_parse(text, options->zone, out, NULL) == HR_OK;
}

static bool parse_success(struct hr_slice text, bool *out)
{
	*out = hr_slice_is(text, "true");
	return *out || hr_slice_is(text, "false");
}

static bool code_means_success(struct hr_slice code)
{
	uint64_t value;

	return hr_parse_u64(code, &value) && value >= 200 && value <= 399;
}

/* sc and ec: a row of a statistical sender stands for several samples. */
static void set_weight(struct hr_sample *record, const struct hr_jtl_attributes *attributes)
{
	int64_t samples = optional_count(attributes->samples);
	int64_t errors = optional_count(attributes->errors);

	record->weight = 1;
	record->failed = record->success ? 0 : 1;
	if (samples <= 1)
		return;
	record->weight = samples > UINT32_MAX ? UINT32_MAX : (uint32_t)samples;
	if (errors == HR_UNKNOWN)
		record->failed = record->success ? 0 : record->weight;
	else
		record->failed = errors > (int64_t)record->weight ? record->weight
		                                                  : (uint32_t)errors;
}

static void set_users(struct hr_sample *record, struct hr_slice text)
{
	int64_t users = optional_count(text);

	record->active_users = users > INT32_MAX ? INT32_MAX : (int32_t)users;
}

static void set_time(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                     const struct hr_read_options *options)
{
	struct hr_sample *record = &sample->record;

	if (attributes->elapsed.ptr == NULL) {
		record->elapsed_ns = HR_UNKNOWN;
		sample->fault = "no elapsed time (attribute t)";
	} else if (!hr_parse_scaled(attributes->elapsed, 6, &record->elapsed_ns)) {
		record->elapsed_ns = HR_UNKNOWN;
		sample->fault = "unusable elapsed time";
	} else if (!is_countable(record->elapsed_ns)) {
		sample->refusal = "elapsed time negative or above 100000 s";
	}
	if (!parse_time(attributes->time, options, &record->start_ns)) {
		record->start_ns = HR_INSTANT_NONE;
		sample->fault = attributes->time.ptr == NULL ? "no time stamp (attribute ts)"
		                                             : "unusable time stamp";
	} else if (options->stamp == HR_STAMP_END && is_countable(record->elapsed_ns)) {
		record->start_ns -= record->elapsed_ns;
	}
}

void hr_jtl_sample_start(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                         const struct hr_read_options *options, uint64_t line)
{
	struct hr_sample *record = &sample->record;
	bool has_success;

	set_text(&sample->label, attributes->label);
	set_text(&sample->code, attributes->code);
	set_text(&sample->message, attributes->message);
	set_text(&sample->host, attributes->host.length > 0 ? attributes->host : options->host);
	set_text(&sample->failure, (struct hr_slice){ NULL, 0 });
	set_text(&sample->nested_failure, (struct hr_slice){ NULL, 0 });
	sample->line = line;
	sample->http = sample->own_request = sample->has_nested = false;
	sample->asserted = sample->cut = sample->interrupted = false;
	sample->fault = sample->refusal = NULL;
	*record = (struct hr_sample){ .kind = HR_SAMPLE_REQUEST };
	set_time(sample, attributes, options);
	has_success = parse_success(attributes->success, &record->success);
	if (!has_success)
		record->success = attributes->code.length == 0 ||
		                  code_means_success(attributes->code);
	if (record->start_ns == HR_INSTANT_NONE && record->elapsed_ns == HR_UNKNOWN && !has_success)
		sample->refusal = "neither time, elapsed time nor success";
	record->latency_ns = optional_duration(attributes->latency);
	record->connect_ns = optional_duration(attributes->connect);
	record->received_bytes = optional_count(attributes->received);
	record->sent_bytes = optional_count(attributes->sent);
	set_weight(record, attributes);
	set_users(record, attributes->users);
}

static bool is_transaction(const struct hr_jtl_sample *sample, bool flatten)
{
	if (hr_slice_starts(hr_str_slice(&sample->message), CONTROLLER_MESSAGE))
		return true;
	if (sample->http || !sample->has_nested)
		return false;
	return flatten || !sample->own_request;
}

void hr_jtl_sample_push(struct hr_jtl_sample *sample, struct hr_read_context *context, bool flatten)
{
	struct hr_sample *record = &sample->record;
	const struct hr_str *failure = &sample->failure;

	if (sample->cut)
		sample->refusal = "the start tag of the sample is broken off";
	if (sample->refusal != NULL) {
		hr_read_reject(context, sample->refusal, sample->line,
		               hr_str_slice(&sample->label));
		return;
	}
	if (sample->nested_failure.length > 0 &&
	    (failure->length == 0 || hr_slice_is(hr_str_slice(failure), GENERIC_FAILURE)))
		failure = &sample->nested_failure;
	record->kind = is_transaction(sample, flatten) ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST;
	record->label = hr_str_slice(&sample->label);
	record->code = hr_str_slice(&sample->code);
	record->message = hr_str_slice(&sample->message);
	record->host = hr_str_slice(&sample->host);
	record->failure = hr_str_slice(failure);
	if (sample->fault != NULL)
		hr_read_degrade(context, sample->fault, sample->line, record->label);
	hr_read_sample(context, record);
}

void hr_jtl_sample_release(struct hr_jtl_sample *sample)
{
	hr_str_release(&sample->label);
	hr_str_release(&sample->code);
	hr_str_release(&sample->message);
	hr_str_release(&sample->host);
	hr_str_release(&sample->failure);
	hr_str_release(&sample->nested_failure);
}
