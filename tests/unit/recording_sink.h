/*
 * A sink that writes down what it is given, one line of text a record, so that tests compare
 * readers by text. Fields the record lacks are left out:
 *   sample T+E label=L ok|failed [code=..] [message=..] [failure=..] [latency=..] [connect=..]
 *          [received=..] [sent=..] [users=..] [host=..] [weight=..] [errors=..]
 * with T start and E elapsed in ms ("-" when unknown); transactions begin with "transaction".
 *   observation T name=N value=V(millionths) gauge|counter [host=..] [unit=..]
 *   histogram label=L ok|failed count=.. [failed=..]         aggregate label=L count=.. errors=..
 *   event T..T kind=K text=..
 * What histograms and aggregates hold besides is written apart, in `figures`:
 *   histogram label=L T..T min=.. max=.. VALUE*COUNT ...  (ns; the first 20 buckets)
 *   aggregate label=L mean=.. stddev=.. ...              (ms; figures that are known)
 */
#ifndef HR_TESTS_RECORDING_SINK_H
#define HR_TESTS_RECORDING_SINK_H

#include "base/str.h"
#include "read/reader.h"
#include "record/diag.h"
#include "record/plain_row.h"
#include "record/sink.h"

#define RECORDING_GROUPS 32

struct recording_sink {
	struct hr_sink sink;
	/* Plain rows are taken too, as samples; those of successes then show neither message nor
	 * failure, which rows do not carry. */
	bool takes_rows;
	struct hr_plain_group groups[RECORDING_GROUPS];
	struct hr_str group_texts[RECORDING_GROUPS][3]; /* label, code, host */
	uint32_t group_count;
	struct hr_str text; /* lines, each with its newline */
	struct hr_str figures;
	uint64_t samples, observations, histograms, aggregates, events;
	uint64_t failed; /* samples that are not successes */
};

void recording_sink_init(struct recording_sink *sink);
void recording_sink_release(struct recording_sink *sink);

/* Everything a reader said about one text. */
struct recording {
	struct recording_sink sink;
	struct hr_diag diag;
	struct hr_read_context context;
	struct hr_error error;
	enum hr_err result;
};

/*
 * recording_read - run @text through @format in pieces of @piece bytes (0: in one).
 * @options  NULL for the defaults: UTC, start stamps
 */
void recording_read(struct recording *recording, const struct hr_format *format,
                    struct hr_slice text, size_t piece, const struct hr_read_options *options);
/* The same of an input with a name; else it is "test". */
void recording_read_path(struct recording *recording, const char *path,
                         const struct hr_format *format, struct hr_slice text, size_t piece,
                         const struct hr_read_options *options);
/* By a sink that takes plain rows. */
void recording_read_rows(struct recording *recording, const struct hr_format *format,
                         struct hr_slice text, size_t piece, const struct hr_read_options *options);
void recording_release(struct recording *recording);
/* The diagnostics as lines "rejected|degraded|note COUNT LINE reason" (LINE of the first), sorted
 * as they are kept. Appends to @out. */
void recording_diag_text(const struct recording *recording, struct hr_str *out);

#endif
