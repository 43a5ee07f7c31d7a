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

static struct hr_slice *long_attribute(struct hr_jtl_attributes *out, struct hr_slice name)
{
	if (hr_slice_is(name, "time"))
		return &out->elapsed;
	if (hr_slice_is(name, "timeStamp"))
		return &out->time;
	if (hr_slice_is(name, "success"))
		return &out->success;
	if (hr_slice_is(name, "label"))
		return &out->label;
	if (hr_slice_is(name, "responseCode"))
		return &out->code;
	if (hr_slice_is(name, "responseMessage"))
		return &out->message;
	return NULL;
}

struct hr_slice *hr_jtl_attribute_slot(struct hr_jtl_attributes *out, struct hr_slice name)
{
	return name.length <= 3 ? short_attribute(out, name.ptr, name.length)
	                        : long_attribute(out, name);
}

unsigned hr_jtl_attributes_read(const unsigned char *const *attributes, int count,
                                struct hr_jtl_attributes *out)
{
	*out = (struct hr_jtl_attributes){ 0 };
	for (int i = 0; i < count; i++) {
		const unsigned char *const *group = attributes + (ptrdiff_t)5 * i;
		struct hr_slice *slot = hr_jtl_attribute_slot(out,
		                                              hr_slice_of((const char *)group[0]));

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

/* sc and ec: a row of a statistical sender stands for several samples. */
static void set_weight(struct hr_sample *record, const struct hr_jtl_attributes *attributes)
{
	hr_sample_weigh(record, hr_count_or_unknown(attributes->samples, INT64_MAX),
	                hr_count_or_unknown(attributes->errors, INT64_MAX));
}

static void set_time(struct hr_sample *record, const struct hr_jtl_attributes *attributes,
                     const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	int64_t idle_ns = hr_duration_or_unknown(attributes->idle, HR_SHIFT_MS);

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
	record->elapsed_ns = HR_UNKNOWN;
	switch (hr_duration_text(attributes->elapsed, HR_SHIFT_MS, &record->elapsed_ns)) {
	case HR_DURATION_OK:
		break;
	case HR_DURATION_UNUSABLE:
		lacks |= HR_LACKS_ELAPSED;
		break;
	case HR_DURATION_RANGE:
		sample->refusal = HR_BAD_RANGE;
		break;
	}
	set_time(record, attributes, options, clock);
	if (record->start_ns == HR_INSTANT_NONE)
		lacks |= HR_LACKS_TIME;
	record->success = !has_success;
	if (has_success && !hr_success_text(attributes->success, &record->success))
		lacks |= HR_LACKS_SUCCESS;
	if (hr_lacks_all(lacks, has_success))
		sample->refusal = hr_lack_reason(lacks | HR_LACKS_SUCCESS);
	else if (lacks != 0)
		sample->fault = hr_lack_reason(lacks);
}

static void set_figures(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                        const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	struct hr_sample *record = &sample->record;

	*record = (struct hr_sample){ .kind = HR_SAMPLE_REQUEST };
	set_core(sample, attributes, options, clock);
	record->latency_ns = hr_duration_or_unknown(attributes->latency, HR_SHIFT_MS);
	record->connect_ns = hr_duration_or_unknown(attributes->connect, HR_SHIFT_MS);
	record->received_bytes = hr_count_or_unknown(attributes->received, INT64_MAX);
	record->sent_bytes = hr_count_or_unknown(attributes->sent, INT64_MAX);
	set_weight(record, attributes);
	record->active_users = (int32_t)hr_count_or_unknown(attributes->users, INT32_MAX);
}

bool hr_jtl_sample_take(const struct hr_jtl_attributes *attributes,
                        const struct hr_read_options *options, struct hr_jtl_clock *clock,
                        struct hr_sample *out)
{
	struct hr_jtl_sample sample;
	bool empty;

	if (attributes->label.ptr == NULL || hr_controller_message(attributes->message, &empty))
		return false;
	set_figures(&sample, attributes, options, clock);
	if (sample.fault != NULL || sample.refusal != NULL)
		return false;
	*out = sample.record;
	out->label = attributes->label;
	out->code = attributes->code;
	out->message = attributes->message;
	out->host = attributes->host.length > 0 ? attributes->host : options->host;
	return true;
}

void hr_jtl_sample_start(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                         const struct hr_read_options *options, struct hr_jtl_clock *clock)
{
	set_text(&sample->label,
	         attributes->label.ptr != NULL ? attributes->label : HR_SLICE_LITERAL(HR_NO_LABEL));
	set_text(&sample->code, attributes->code);
	set_text(&sample->message, attributes->message);
	set_text(&sample->host, attributes->host.length > 0 ? attributes->host : options->host);
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
