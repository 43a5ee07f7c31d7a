/*
 * Recordings written in a form of ours and read again: the same records, and written again the same
 * text. The first byte chooses the format that the rest is read as, and the form.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/zone.h"
#include "read/formats.h"
#include "record/diag.h"
#include "record/sink_nothing.h"
#include "write/writer.h"

struct row_sink {
	struct hr_sink sink;
	const struct hr_record_form *form;
	struct hr_str rows;
	uint64_t samples;
};

static void take_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct row_sink *self = (struct row_sink *)sink;

	self->form->sample(sample, &self->rows);
	self->samples++;
}

static void take_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct row_sink *self = (struct row_sink *)sink;

	if (self->form->observation != NULL)
		self->form->observation(observation, &self->rows);
}

static struct hr_sink_ops ops;

/* Of @text as @form writes it. */
static bool convert(const struct hr_format *format, struct hr_slice text,
                    const struct hr_record_form *form, struct row_sink *out)
{
	struct hr_diag diag = { 0 };
	struct hr_read_context context = { .path = "fuzz",
		                           .options = { .zone = hr_zone_utc() },
		                           .sink = &out->sink,
		                           .diag = &diag };
	struct hr_reader *reader = format->open(&context);
	enum hr_err code;

	*out = (struct row_sink){ .sink.ops = &ops, .form = form };
	if (form->begin != NULL)
		form->begin(&out->rows);
	code = format->feed(reader, text, NULL);
	if (code == HR_OK)
		code = format->finish(reader, NULL);
	format->free(reader);
	hr_diag_release(&diag);
	hr_str_release(&context.assumptions);
	return code == HR_OK && context.rejected == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct hr_format *const formats[] = {
		&hr_format_jtl_csv,    &hr_format_jtl_xml,   &hr_format_k6_json,
		&hr_format_vegeta_csv, &hr_format_table_csv, &hr_format_json_lines,
	};
	const struct hr_record_form *form;
	struct row_sink first = { 0 }, second = { 0 }, third = { 0 };
	const struct hr_format *read_again;

	if (size == 0)
		return 0;
	ops = hr_sink_nothing;
	ops.sample = take_sample;
	ops.observation = take_observation;
	form = hr_record_form_find(data[0] / 6 % 2 == 0 ? "jtl" : "ndjson");
	read_again = data[0] / 6 % 2 == 0 ? &hr_format_jtl_csv : &hr_format_json_lines;
	convert(formats[data[0] % 6], (struct hr_slice){ (const char *)data + 1, size - 1 }, form,
	        &first);
	/* What was written is read without loss, and from then on nothing changes. */
	if (convert(read_again, hr_str_slice(&first.rows), form, &second) || first.samples > 0)
		fuzz_require(first.samples == second.samples);
	convert(read_again, hr_str_slice(&second.rows), form, &third);
	fuzz_require(hr_slice_equal(hr_str_slice(&second.rows), hr_str_slice(&third.rows)));
	hr_str_release(&first.rows);
	hr_str_release(&second.rows);
	hr_str_release(&third.rows);
	return 0;
}
