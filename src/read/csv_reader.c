#include <config.h>
#include "read/csv_reader.h"

void hr_csv_reader_init(struct hr_csv_reader *base, struct hr_read_context *context, char delimiter,
                        hr_csv_row_fn *on_row, void *reader)
{
	base->context = context;
	base->csv = hr_csv_new(delimiter, on_row, reader);
	base->text = (struct hr_str){ 0 };
	if (context->options.reference)
		hr_csv_use_reference(base->csv);
}

void hr_csv_reader_fork(struct hr_csv_reader *base, const struct hr_csv_reader *of,
                        struct hr_read_context *context, void *reader)
{
	base->context = context;
	base->csv = hr_csv_fork(of->csv, reader);
	base->text = (struct hr_str){ 0 };
}

void hr_csv_reader_release(struct hr_csv_reader *base)
{
	hr_csv_free(base->csv);
	hr_str_release(&base->text);
}

struct hr_slice hr_csv_reader_text(struct hr_csv_reader *base, const struct hr_csv_row *row)
{
	hr_csv_row_text(row, hr_csv_delimiter(base->csv), &base->text);
	return hr_str_slice(&base->text);
}

void hr_csv_reader_reject(struct hr_csv_reader *base, const struct hr_csv_row *row,
                          const char *reason)
{
	hr_read_reject(base->context, reason, row->line, hr_csv_reader_text(base, row));
}

void hr_csv_reader_reject_misfit(struct hr_csv_reader *base, const struct hr_csv_row *row,
                                 size_t expected)
{
	hr_csv_row_misfit(row, hr_csv_delimiter(base->csv), expected, &base->text);
	hr_read_reject(base->context, hr_csv_misfit_reason(row, expected), row->line,
	               hr_str_slice(&base->text));
}

void hr_csv_reader_reject_part(struct hr_csv_reader *base, const struct hr_csv_row *row)
{
	hr_csv_reader_reject(base, row,
	                     row->too_long ? "the row is longer than 16 MiB or 1024 fields"
	                                   : "a quoted field without end");
}
