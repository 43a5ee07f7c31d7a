#include <config.h>
#include "read/jtl_xml_sample.h"

#include <string.h>

#include "read/sample_row.h"
#include "read/xml_decode.h"

/* What JMeter writes on a parent; the nested sample's own text says more. */
#define GENERIC_FAILURE "One or more sub-samples failed"

#define NAME2(a, b)    ((uint32_t)(a) | (uint32_t)(b) << 8)
#define NAME3(a, b, c) (NAME2(a, b) | (uint32_t)(c) << 16)

/* Attributes of format 1.2 have names of one to three letters: packed, they are switch labels. */
static int short_attribute(const char *name, size_t length)
{
	uint32_t packed = 0;

	for (size_t i = 0; i < length; i++)
		packed |= (uint32_t)(unsigned char)name[i] << (8 * i);
	switch (packed) {
	case 't':
		return HR_JTL_ELAPSED;
	case 's':
		return HR_JTL_SUCCESS;
	case NAME2('t', 's'):
		return HR_JTL_TIME;
	case NAME2('l', 'b'):
		return HR_JTL_LABEL;
	case NAME2('l', 't'):
		return HR_JTL_LATENCY;
	case NAME2('i', 't'):
		return HR_JTL_IDLE;
	case NAME2('c', 't'):
		return HR_JTL_CONNECT;
	case NAME2('r', 'c'):
	case NAME2('r', 's'):
		return HR_JTL_CODE;
	case NAME2('r', 'm'):
		return HR_JTL_MESSAGE;
	case NAME2('b', 'y'):
		return HR_JTL_BYTES;
	case NAME3('s', 'b', 'y'):
		return HR_JTL_SENT;
	case NAME2('s', 'c'):
		return HR_JTL_WEIGHT;
	case NAME2('e', 'c'):
		return HR_JTL_ERRORS;
	case NAME2('n', 'a'):
		return HR_JTL_ALL_USERS;
	case NAME2('h', 'n'):
		return HR_JTL_HOST;
	default:
		return HR_JTL_ABSENT;
	}
}

static int long_attribute(struct hr_slice name)
{
	if (hr_slice_is(name, "time"))
		return HR_JTL_ELAPSED;
	if (hr_slice_is(name, "timeStamp"))
		return HR_JTL_TIME;
	if (hr_slice_is(name, "success"))
		return HR_JTL_SUCCESS;
	if (hr_slice_is(name, "label"))
		return HR_JTL_LABEL;
	if (hr_slice_is(name, "responseCode"))
		return HR_JTL_CODE;
	if (hr_slice_is(name, "responseMessage"))
		return HR_JTL_MESSAGE;
	return HR_JTL_ABSENT;
}

int hr_jtl_attribute_column(struct hr_slice name)
{
	return name.length <= 3 ? short_attribute(name.ptr, name.length) : long_attribute(name);
}

unsigned hr_jtl_attributes_read(const unsigned char *const *attributes, int count,
                                struct hr_jtl_attributes *out)
{
	*out = (struct hr_jtl_attributes){ 0 };
	for (int i = 0; i < count; i++) {
		const unsigned char *const *group = attributes + (ptrdiff_t)5 * i;
		int column = hr_jtl_attribute_column(hr_slice_of((const char *)group[0]));

		if (column != HR_JTL_ABSENT)
			out->at[column] = (struct hr_slice){ (const char *)group[3],
				                             (size_t)(group[4] - group[3]) };
	}
	return (unsigned)(out->at[HR_JTL_TIME].ptr != NULL) +
	       (unsigned)(out->at[HR_JTL_ELAPSED].ptr != NULL) +
	       (unsigned)(out->at[HR_JTL_SUCCESS].ptr != NULL) +
	       (unsigned)(out->at[HR_JTL_LABEL].ptr != NULL);
}

static void set_text(struct hr_str *str, struct hr_slice text)
{
	str->limit = HR_JTL_TEXT_BYTES;
	str->truncated = false;
	hr_str_truncate(str, 0);
	hr_xml_attribute_add(str, text);
}

/* sc and ec: a row of a statistical sender stands for several samples. */
static void set_weight(struct hr_sample *record, const struct hr_jtl_attributes *attributes)
{
	hr_sample_weigh(record, hr_count_or_unknown(attributes->at[HR_JTL_WEIGHT], INT64_MAX),
	                hr_count_or_unknown(attributes->at[HR_JTL_ERRORS], INT64_MAX));
}

static void set_time(struct hr_sample *record, const struct hr_jtl_attributes *attributes,
                     const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	int64_t idle_ns = hr_duration_or_unknown(attributes->at[HR_JTL_IDLE], HR_SHIFT_MS);

	if (!hr_jtl_clock_read(clock, attributes->at[HR_JTL_TIME], &record->start_ns)) {
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
	bool has_success = attributes->at[HR_JTL_SUCCESS].ptr != NULL;
	unsigned lacks = 0;

	sample->refusal = hr_sample_take_elapsed(record, attributes->at[HR_JTL_ELAPSED],
	                                         HR_SHIFT_MS, &lacks);
	set_time(record, attributes, options, clock);
	if (record->start_ns == HR_INSTANT_NONE)
		lacks |= HR_LACKS_TIME;
	record->success = !has_success;
	if (has_success && !hr_success_text(attributes->at[HR_JTL_SUCCESS], &record->success))
		lacks |= HR_LACKS_SUCCESS;
	if (sample->refusal == NULL)
		sample->refusal = hr_lack_refusal(lacks, has_success);
	sample->fault = lacks != 0 ? hr_lack_reason(lacks) : NULL;
}

static void set_figures(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                        const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	struct hr_sample *record = &sample->record;

	*record = (struct hr_sample){ .kind = HR_SAMPLE_REQUEST };
	set_core(sample, attributes, options, clock);
	record->latency_ns = hr_duration_or_unknown(attributes->at[HR_JTL_LATENCY], HR_SHIFT_MS);
	record->connect_ns = hr_duration_or_unknown(attributes->at[HR_JTL_CONNECT], HR_SHIFT_MS);
	record->received_bytes = hr_count_or_unknown(attributes->at[HR_JTL_BYTES], INT64_MAX);
	record->sent_bytes = hr_count_or_unknown(attributes->at[HR_JTL_SENT], INT64_MAX);
	set_weight(record, attributes);
	record->active_users = (int32_t)hr_count_or_unknown(attributes->at[HR_JTL_ALL_USERS],
	                                                    INT32_MAX);
}

bool hr_jtl_sample_take(const struct hr_jtl_attributes *attributes,
                        const struct hr_read_options *options, struct hr_jtl_clock *clock,
                        struct hr_sample *out)
{
	struct hr_jtl_sample sample;
	bool empty;

	if (attributes->at[HR_JTL_LABEL].ptr == NULL ||
	    hr_controller_message(attributes->at[HR_JTL_MESSAGE], &empty))
		return false;
	set_figures(&sample, attributes, options, clock);
	if (sample.fault != NULL || sample.refusal != NULL)
		return false;
	*out = sample.record;
	out->label = attributes->at[HR_JTL_LABEL];
	out->code = attributes->at[HR_JTL_CODE];
	out->message = attributes->at[HR_JTL_MESSAGE];
	out->host = attributes->at[HR_JTL_HOST].length > 0 ? attributes->at[HR_JTL_HOST]
	                                                   : options->host;
	return true;
}

void hr_jtl_sample_start(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                         const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	set_text(&sample->label, attributes->at[HR_JTL_LABEL].ptr != NULL
	                                 ? attributes->at[HR_JTL_LABEL]
	                                 : HR_SLICE_LITERAL(HR_NO_LABEL));
	set_text(&sample->code, attributes->at[HR_JTL_CODE]);
	set_text(&sample->message, attributes->at[HR_JTL_MESSAGE]);
	set_text(&sample->host, attributes->at[HR_JTL_HOST].length > 0 ? attributes->at[HR_JTL_HOST]
	                                                               : options->host);
	set_text(&sample->failure, (struct hr_slice){ NULL, 0 });
	set_text(&sample->nested_failure, (struct hr_slice){ NULL, 0 });
	sample->http = sample->own_request = sample->has_nested = false;
	sample->asserted = sample->cut = sample->interrupted = false;
	set_figures(sample, attributes, options, clock);
}

static bool is_transaction(const struct hr_jtl_sample *sample, bool flatten)
{
	bool empty;

	if (hr_controller_message(hr_str_slice(&sample->message), &empty))
		return true;
	if (sample->http || !sample->has_nested)
		return false;
	return flatten || !sample->own_request;
}

void hr_jtl_sample_push(struct hr_jtl_sample *sample, struct hr_read_context *context, bool flatten)
{
	struct hr_sample *record = &sample->record;
	const struct hr_str *failure = &sample->failure;
	bool empty;

	record->label = hr_str_slice(&sample->label);
	record->message = hr_str_slice(&sample->message);
	if (sample->cut)
		sample->refusal = "the start tag of the sample is broken off";
	if (sample->refusal != NULL) {
		hr_read_reject(context, sample->refusal, sample->line, record->label);
		return;
	}
	if (hr_controller_message(record->message, &empty) && empty) {
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
