/*
 * Samples and resource values as JSON lines, one object a record; the names are those of the CSV
 * forms. Figures that are not known are null, so that all samples have one shape.
 */
#include <config.h>
#include "write/record_text.h"

#include <inttypes.h>

#include "base/instant.h"

#define MICRO_SHIFT 6

static void put_text(struct hr_str *out, const char *name, struct hr_slice text)
{
	hr_str_printf(out, ",\"%s\":", name);
	hr_put_json(out, text);
}

static void put_number(struct hr_str *out, const char *name, int64_t value,
                       void (*put)(struct hr_str *out, int64_t value))
{
	hr_str_printf(out, ",\"%s\":", name);
	if (value < 0)
		hr_str_puts(out, "null");
	else
		put(out, value);
}

static void put_time(struct hr_str *out, const char *kind, int64_t instant_ns)
{
	hr_str_printf(out, "{\"kind\":\"%s\",\"time\":", kind);
	if (instant_ns == HR_INSTANT_NONE) {
		hr_str_puts(out, "null");
		return;
	}
	hr_str_putc(out, '"');
	hr_put_instant(out, instant_ns);
	hr_str_putc(out, '"');
}

static void put_sample(const struct hr_sample *sample, struct hr_str *out)
{
	put_time(out, sample->kind == HR_SAMPLE_TRANSACTION ? "transaction" : "request",
	         sample->start_ns);
	put_number(out, "elapsed_ms", sample->elapsed_ns, hr_put_ms);
	put_text(out, "label", sample->label);
	hr_str_printf(out, ",\"success\":%s", sample->success ? "true" : "false");
	put_text(out, "code", sample->code);
	put_text(out, "message", sample->message);
	put_text(out, "failure", sample->failure);
	put_number(out, "received_bytes", sample->received_bytes, hr_put_known);
	put_number(out, "sent_bytes", sample->sent_bytes, hr_put_known);
	put_number(out, "latency_ms", sample->latency_ns, hr_put_ms);
	put_number(out, "connect_ms", sample->connect_ns, hr_put_ms);
	put_number(out, "users", sample->active_users, hr_put_known);
	put_text(out, "host", sample->host);
	hr_str_printf(out, ",\"weight\":%" PRIu32 ",\"errors\":%" PRIu32 "}\n", sample->weight,
	              sample->failed);
}

static void put_observation(const struct hr_observation *observation, struct hr_str *out)
{
	put_time(out, observation->kind == HR_SERIES_COUNTER ? "counter" : "gauge",
	         observation->time_ns);
	put_text(out, "name", observation->name);
	/* As text: a large counter has more digits than a number of JSON is sure to keep. */
	hr_str_puts(out, ",\"value\":\"");
	hr_put_scaled(out, observation->value_micro, MICRO_SHIFT);
	hr_str_putc(out, '"');
	put_text(out, "unit", observation->unit);
	put_text(out, "host", observation->host);
	hr_str_puts(out, "}\n");
}

const struct hr_record_form hr_record_form_ndjson = {
	.name = "ndjson",
	.title = "samples and resource values as JSON lines",
	.sample = put_sample,
	.observation = put_observation,
};
