#include <config.h>
#include "read/jtl_xml_sample.h"

#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "stats/moments.h"
#include "read/xml_decode.h"

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
	case NAME2('i', 't'):
		return &out->idle;
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

unsigned hr_jtl_attributes_read(const unsigned char *const *attributes, int count,
                                struct hr_jtl_attributes *out)
{
	*out = (struct hr_jtl_attributes){ 0 };
	for (int i = 0; i < count; i++) {
		const unsigned char *const *group = attributes + (ptrdiff_t)5 * i;
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
	hr_xml_attribute_add(str, text);
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

static bool is_word(struct hr_slice text, const char *word)
{
	return text.length == strlen(word) && strncasecmp(text.ptr, word, text.length) == 0;
}

static bool parse_success(struct hr_slice text, bool *out)
{
	text = hr_slice_trim(text);
	*out = is_word(text, "true");
	return *out || is_word(text, "false");
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

/* What a sample may lack; bits index the reasons. */
enum lack { LACKS_TIME = 1, LACKS_ELAPSED = 2, LACKS_SUCCESS = 4 };

#define REASON_TIME    "no usable time stamp (attribute ts)"
#define REASON_ELAPSED "no usable elapsed time (attribute t)"
#define REASON_SUCCESS "success (attribute s) is neither true nor false, counted as failed"

static const char *const lack_reasons[] = {
	[LACKS_TIME] = REASON_TIME,
	[LACKS_ELAPSED] = REASON_ELAPSED,
	[LACKS_TIME | LACKS_ELAPSED] = REASON_TIME "; " REASON_ELAPSED,
	[LACKS_SUCCESS] = REASON_SUCCESS,
	[LACKS_TIME | LACKS_SUCCESS] = REASON_TIME "; " REASON_SUCCESS,
	[LACKS_ELAPSED | LACKS_SUCCESS] = REASON_ELAPSED "; " REASON_SUCCESS,
};

static void set_time(struct hr_sample *record, const struct hr_jtl_attributes *attributes,
                     const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	int64_t idle_ns = optional_duration(attributes->idle);

	if (!hr_jtl_clock_read(clock, attributes->time, &record->start_ns)) {
		record->start_ns = HR_INSTANT_NONE;
		return;
	}
	/* The parser's times are so far from the type's ends that this cannot overflow. */
	if (options->stamp == HR_STAMP_END && record->elapsed_ns != HR_UNKNOWN)
		record->start_ns -= record->elapsed_ns + (idle_ns != HR_UNKNOWN ? idle_ns : 0);
}

/* Time, elapsed and success: what decides whether the sample counts. */
static void set_core(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                     const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	struct hr_sample *record = &sample->record;
	bool has_success = attributes->success.ptr != NULL;
	unsigned lacks = 0;

	sample->fault = sample->refusal = NULL;
	if (!hr_parse_scaled(hr_slice_trim(attributes->elapsed), 6, &record->elapsed_ns)) {
		record->elapsed_ns = HR_UNKNOWN;
		lacks |= LACKS_ELAPSED;
	} else if (!is_countable(record->elapsed_ns)) {
		record->elapsed_ns = HR_UNKNOWN;
		sample->refusal = "elapsed time is negative or above 100000 s";
	}
	set_time(record, attributes, options, clock);
	if (record->start_ns == HR_INSTANT_NONE)
		lacks |= LACKS_TIME;
	record->success = !has_success;
	if (has_success && !parse_success(attributes->success, &record->success))
		lacks |= LACKS_SUCCESS;
	if ((lacks & LACKS_TIME) != 0 && (lacks & LACKS_ELAPSED) != 0 &&
	    ((lacks & LACKS_SUCCESS) != 0 || !has_success))
		sample->refusal = "neither a usable time, elapsed time nor success";
	else if (lacks != 0)
		sample->fault = lack_reasons[lacks];
}

void hr_jtl_sample_start(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                         const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	struct hr_sample *record = &sample->record;

	set_text(&sample->label, attributes->label.ptr != NULL ? attributes->label
	                                                       : HR_SLICE_LITERAL("(no label)"));
	set_text(&sample->code, attributes->code);
	set_text(&sample->message, attributes->message);
	set_text(&sample->host, attributes->host.length > 0 ? attributes->host : options->host);
	set_text(&sample->failure, (struct hr_slice){ NULL, 0 });
	set_text(&sample->nested_failure, (struct hr_slice){ NULL, 0 });
	sample->http = sample->own_request = sample->has_nested = false;
	sample->asserted = sample->cut = sample->interrupted = false;
	*record = (struct hr_sample){ .kind = HR_SAMPLE_REQUEST };
	set_core(sample, attributes, options, clock);
	record->latency_ns = optional_duration(attributes->latency);
	record->connect_ns = optional_duration(attributes->connect);
	record->received_bytes = optional_count(attributes->received);
	record->sent_bytes = optional_count(attributes->sent);
	set_weight(record, attributes);
	set_users(record, attributes->users);
}

static bool is_controller(struct hr_slice message)
{
	return hr_slice_starts(message, CONTROLLER_MESSAGE);
}

/* A controller that ran nothing is no transaction: "... : 0, number of failing ...". */
static bool is_empty_controller(struct hr_slice message)
{
	size_t prefix = strlen(CONTROLLER_MESSAGE);

	return is_controller(message) && message.length > prefix && message.ptr[prefix] == '0' &&
	       (message.length == prefix + 1 || message.ptr[prefix + 1] < '0' ||
	        message.ptr[prefix + 1] > '9');
}

static bool is_transaction(const struct hr_jtl_sample *sample, bool flatten)
{
	if (is_controller(hr_str_slice(&sample->message)))
		return true;
	if (sample->http || !sample->has_nested)
		return false;
	return flatten || !sample->own_request;
}

void hr_jtl_sample_push(struct hr_jtl_sample *sample, struct hr_read_context *context, bool flatten)
{
	struct hr_sample *record = &sample->record;
	const struct hr_str *failure = &sample->failure;

	record->label = hr_str_slice(&sample->label);
	record->message = hr_str_slice(&sample->message);
	if (sample->cut)
		sample->refusal = "the start tag of the sample is broken off";
	if (sample->refusal != NULL) {
		hr_read_reject(context, sample->refusal, sample->line, record->label);
		return;
	}
	if (is_empty_controller(record->message)) {
		hr_read_note(context, "a transaction controller without samples, left out",
		             sample->line, record->label);
		return;
	}
	if (!record->success && sample->nested_failure.length > 0 &&
	    (failure->length == 0 || hr_slice_is(hr_str_slice(failure), GENERIC_FAILURE)))
		failure = &sample->nested_failure;
	record->kind = is_transaction(sample, flatten) ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST;
	record->code = hr_str_slice(&sample->code);
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
