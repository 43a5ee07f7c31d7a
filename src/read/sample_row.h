/*
 * The values of one sample as text, as all formats made of rows read them: the same text means the
 * same in CSV, XML and JSON.
 */
#ifndef HR_READ_SAMPLE_ROW_H
#define HR_READ_SAMPLE_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/num.h"
#include "base/slice.h"
#include "record/sample.h"
#include "stats/moments.h"

#define HR_NO_LABEL  "(no label)" /* of samples of an input that names none */
#define HR_BAD_RANGE "elapsed time is negative or above 100000 s"

enum hr_duration_text { HR_DURATION_OK, HR_DURATION_UNUSABLE, HR_DURATION_RANGE };

/* The slow way of hr_duration_text(). */
enum hr_duration_text hr_duration_text_any(struct hr_slice text, int shift, int64_t *out_ns);

/*
 * hr_duration_text - a decimal number of units of 10^@shift ns, whole or with a fraction, as
 * nanoseconds. HR_DURATION_RANGE when it is a number, of any size, but negative or above
 * HR_DURATION_MAX_NS; then and when it is none *out_ns stays.
 */
static inline enum hr_duration_text hr_duration_text(struct hr_slice text, int shift,
                                                     int64_t *out_ns)
{
	uint64_t ms;

	if (shift != HR_SHIFT_MS || !hr_parse_u64(text, &ms))
		return hr_duration_text_any(text, shift, out_ns);
	if (ms > (uint64_t)(HR_DURATION_MAX_NS / HR_NS_PER_MS))
		return HR_DURATION_RANGE;
	*out_ns = (int64_t)ms * HR_NS_PER_MS;
	return HR_DURATION_OK;
}

/* A figure that a sample may lack: HR_UNKNOWN when it is no duration or out of range. */
static inline int64_t hr_duration_or_unknown(struct hr_slice text, int shift)
{
	int64_t ns;

	return hr_duration_text(text, shift, &ns) == HR_DURATION_OK ? ns : HR_UNKNOWN;
}

/* A whole number of at most @max; HR_UNKNOWN when it is none, or larger. */
static inline int64_t hr_count_or_unknown(struct hr_slice text, uint64_t max)
{
	uint64_t count;

	if (text.length == 0)
		return HR_UNKNOWN;
	if (!hr_parse_u64(text, &count) && !hr_parse_u64(hr_slice_trim(text), &count))
		return HR_UNKNOWN;
	return count <= max ? (int64_t)count : HR_UNKNOWN;
}

/* "true" or "false" in any case; false, and *out false, for anything else. */
bool hr_success_text(struct hr_slice text, bool *out);

/* Set weight and failed of a sample whose success is known, when it stands for @samples of which
 * @errors failed (HR_UNKNOWN each when not told). Both have a maximum of 2^32 - 1. */
void hr_sample_weigh(struct hr_sample *sample, int64_t samples, int64_t errors);

/* Is a message that of a transaction controller? *empty when the controller covered nothing. */
bool hr_controller_message(struct hr_slice message, bool *empty);

/* ---- time, elapsed and success: what decides whether a sample counts ---- */

/* What a sample may lack, as bits. */
enum hr_lack { HR_LACKS_TIME = 1, HR_LACKS_ELAPSED = 2, HR_LACKS_SUCCESS = 4 };

/* One sentence for diagnostics; of all three bits the one for a rejected sample. @lacks not 0. */
const char *hr_lack_reason(unsigned lacks);

/*
 * hr_sample_take_elapsed - by hr_duration_text(); HR_UNKNOWN, and a bit of *lacks, when it is none.
 * Gives why the sample must be rejected, NULL when it need not.
 */
static inline const char *hr_sample_take_elapsed(struct hr_sample *sample, struct hr_slice text,
                                                 int shift, unsigned *lacks)
{
	enum hr_duration_text found = hr_duration_text(text, shift, &sample->elapsed_ns);

	if (found == HR_DURATION_OK)
		return NULL;
	sample->elapsed_ns = HR_UNKNOWN;
	if (found == HR_DURATION_RANGE)
		return HR_BAD_RANGE;
	*lacks |= HR_LACKS_ELAPSED;
	return NULL;
}

/* Why a sample that lacks this is rejected: nothing is left to count by. NULL when something is.
 * @success_told  the input has a success at all */
static inline const char *hr_lack_refusal(unsigned lacks, bool success_told)
{
	unsigned both = HR_LACKS_TIME | HR_LACKS_ELAPSED;

	if ((lacks & both) != both || ((lacks & HR_LACKS_SUCCESS) == 0 && success_told))
		return NULL;
	return hr_lack_reason(both | HR_LACKS_SUCCESS);
}

#endif
