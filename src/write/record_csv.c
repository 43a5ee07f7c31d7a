/*
 * Samples, or resource values, as plain CSV: one record a row, ISO times, units in the names of the
 * columns.
 */
#include <config.h>
#include "write/record_text.h"

#include <inttypes.h>

#define MICRO_SHIFT 6 /* values are millionths */

static void begin_samples(struct hr_str *out)
{
	hr_str_puts(out, "kind,time,elapsed_ms,label,success,code,message,failure,received_bytes,"
	                 "sent_bytes,latency_ms,connect_ms,users,host,weight,errors\n");
}

static void put_sample(const struct hr_sample *sample, struct hr_str *out)
{
	hr_str_puts(out, sample->kind == HR_SAMPLE_TRANSACTION ? "transaction," : "request,");
	hr_put_instant(out, sample->start_ns);
	hr_str_putc(out, ',');
	hr_put_ms(out, sample->elapsed_ns);
	hr_str_putc(out, ',');
	hr_put_cell(out, sample->label);
	hr_str_puts(out, sample->success ? ",true," : ",false,");
	hr_put_cell(out, sample->code);
	hr_str_putc(out, ',');
	hr_put_cell(out, sample->message);
	hr_str_putc(out, ',');
	hr_put_cell(out, sample->failure);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->received_bytes);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->sent_bytes);
	hr_str_putc(out, ',');
	hr_put_ms(out, sample->latency_ns);
	hr_str_putc(out, ',');
	hr_put_ms(out, sample->connect_ns);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->active_users);
	hr_str_putc(out, ',');
	hr_put_cell(out, sample->host);
	hr_str_printf(out, ",%" PRIu32 ",%" PRIu32 "\n", sample->weight, sample->failed);
}

static void begin_series(struct hr_str *out)
{
	hr_str_puts(out, "time,name,value,unit,host,kind\n");
}

static void put_observation(const struct hr_observation *observation, struct hr_str *out)
{
	hr_put_instant(out, observation->time_ns);
	hr_str_putc(out, ',');
	hr_put_cell(out, observation->name);
	hr_str_putc(out, ',');
	hr_put_scaled(out, observation->value_micro, MICRO_SHIFT);
	hr_str_putc(out, ',');
	hr_put_cell(out, observation->unit);
	hr_str_putc(out, ',');
	hr_put_cell(out, observation->host);
	hr_str_puts(out, observation->kind == HR_SERIES_COUNTER ? ",counter\n" : ",gauge\n");
}

const struct hr_record_form hr_record_form_csv = {
	.name = "csv",
	.title = "samples as plain CSV",
	.begin = begin_samples,
	.sample = put_sample,
};

const struct hr_record_form hr_record_form_series = {
	.name = "series",
	.title = "resource values as plain CSV",
	.begin = begin_series,
	.observation = put_observation,
};
