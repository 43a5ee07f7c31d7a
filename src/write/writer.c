#include <config.h>
#include "write/writer.h"

#include <string.h>

#include "write/record_text.h"

#define ROW_BYTES ((size_t)32 * 1024) /* rows are handed on in pieces of about this size */

const struct hr_record_form *const hr_record_forms[] = {
	&hr_record_form_jtl,
	&hr_record_form_csv,
	&hr_record_form_series,
	&hr_record_form_ndjson,
	NULL,
};

const struct hr_record_form *hr_record_form_find(const char *name)
{
	for (size_t i = 0; hr_record_forms[i] != NULL; i++)
		if (strcmp(hr_record_forms[i]->name, name) == 0)
			return hr_record_forms[i];
	return NULL;
}

static void flush(struct hr_writer *writer)
{
	if (writer->status == HR_OK)
		writer->status = hr_output_write(writer->output, hr_str_slice(&writer->row),
		                                 writer->err);
	hr_str_truncate(&writer->row, 0);
}

static void flush_when_full(struct hr_writer *writer)
{
	if (writer->row.length >= ROW_BYTES)
		flush(writer);
}

static void take_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct hr_writer *writer = (struct hr_writer *)sink;

	if (writer->form->sample == NULL) {
		writer->samples_left++;
		return;
	}
	writer->samples++;
	writer->form->sample(sample, &writer->row);
	flush_when_full(writer);
}

static void take_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_writer *writer = (struct hr_writer *)sink;

	if (writer->form->observation == NULL) {
		writer->observations_left++;
		return;
	}
	writer->observations++;
	writer->form->observation(observation, &writer->row);
	flush_when_full(writer);
}

static void take_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	(void)histogram;
	((struct hr_writer *)sink)->wholes_left++;
}

static void take_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	(void)aggregate;
	((struct hr_writer *)sink)->wholes_left++;
}

static void take_event(struct hr_sink *sink, const struct hr_event *event)
{
	(void)event;
	((struct hr_writer *)sink)->events_left++;
}

void hr_writer_init(struct hr_writer *writer, const struct hr_record_form *form,
                    struct hr_output *output, struct hr_error *err)
{
	static const struct hr_sink_ops ops = {
		.sample = take_sample,
		.observation = take_observation,
		.histogram = take_histogram,
		.aggregate = take_aggregate,
		.event = take_event,
	};

	*writer = (struct hr_writer){
		.sink = { &ops }, .form = form, .output = output, .err = err
	};
	if (form->begin != NULL)
		form->begin(&writer->row);
}

enum hr_err hr_writer_flush(struct hr_writer *writer)
{
	flush(writer);
	return writer->status;
}

enum hr_err hr_writer_finish(struct hr_writer *writer)
{
	flush(writer);
	hr_str_release(&writer->row);
	return writer->status;
}
