/*
 * Records back to text: the sink that writes what it is given in one of a few forms, which readers
 * of this program read to the same records.
 */
#ifndef HR_WRITE_WRITER_H
#define HR_WRITE_WRITER_H

#include "base/output.h"
#include "base/str.h"
#include "record/sink.h"

/* A form of records. Each function appends one row to @out; NULL: the form has no place for it. */
struct hr_record_form {
	const char *name;                  /* for -f: "jtl" */
	const char *title;                 /* one line for help */
	void (*begin)(struct hr_str *out); /* the header; NULL for none */
	void (*sample)(const struct hr_sample *sample, struct hr_str *out);
	void (*observation)(const struct hr_observation *observation, struct hr_str *out);
};

extern const struct hr_record_form *const hr_record_forms[]; /* NULL-terminated, in order of help */
const struct hr_record_form *hr_record_form_find(const char *name); /* NULL when unknown */

/* A sink that writes. Zero-initialise; begin with hr_writer_init. */
struct hr_writer {
	struct hr_sink sink; /* first */
	const struct hr_record_form *form;
	struct hr_output *output;       /* borrowed */
	struct hr_str row;              /* rows that wait to be written */
	enum hr_err status;             /* of the first failed write: nothing is written after it */
	struct hr_error *err;           /* borrowed: what was wrong */
	uint64_t samples, observations; /* written */
	/* Left out because the form has no place for them. */
	uint64_t samples_left, observations_left, events_left, wholes_left;
};

/* Writes the header of @form. @output and @err are borrowed until hr_writer_finish(). */
void hr_writer_init(struct hr_writer *writer, const struct hr_record_form *form,
                    struct hr_output *output, struct hr_error *err);
/* Hand on the rows that wait; gives the first error. */
enum hr_err hr_writer_flush(struct hr_writer *writer) HR_MUST_CHECK;
/* Write what waits and release; gives the first error. The output stays open. */
enum hr_err hr_writer_finish(struct hr_writer *writer) HR_MUST_CHECK;

#endif
