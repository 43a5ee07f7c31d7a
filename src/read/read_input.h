/*
 * One input through its reader: sniff, feed, finish, count.
 */
#ifndef HR_READ_READ_INPUT_H
#define HR_READ_READ_INPUT_H

#include "base/input.h"
#include "base/progress.h"
#include "read/reader.h"
#include "record/diag.h"
#include "record/sink.h"

/* What came of it. */
struct hr_read_result {
	const struct hr_format *format; /* NULL when the input is empty or not recognised */
	uint64_t bytes, records, rejected, degraded;
	char digest[17];
	bool truncated;
	struct hr_str assumptions; /* owned by the caller */
};

/*
 * hr_read_input - the whole of an open input into @sink.
 * @format      NULL to sniff
 * @progress    may be NULL
 * @base_bytes  what earlier inputs consumed, for @progress
 * An empty input is no error: no records, a note, no format.
 * Errors: of the input (HR_EIO), of the sniffer (HR_EPARSE), of a cap (HR_ELIMIT), each located;
 * what was read stays in the sink, and @out counts it (its assumptions are the caller's to release
 * in any case).
 */
enum hr_err hr_read_input(struct hr_input *input, const struct hr_format *format,
                          const struct hr_read_options *options, struct hr_sink *sink,
                          struct hr_diag *diag, struct hr_progress *progress, uint64_t base_bytes,
                          struct hr_read_result *out, struct hr_error *err) HR_MUST_CHECK;

#endif
