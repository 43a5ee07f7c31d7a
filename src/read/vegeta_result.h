/*
 * One result of vegeta, by field, into a sample: what its JSON and CSV have in common.
 */
#ifndef HR_READ_VEGETA_RESULT_H
#define HR_READ_VEGETA_RESULT_H

#include "read/reader.h"

struct hr_vegeta_result {
	struct hr_slice attack, method, url, error;
	int64_t start_ns;   /* HR_INSTANT_NONE */
	int64_t latency_ns; /* HR_UNKNOWN: the result is rejected */
	int64_t code;       /* 0: no response */
	int64_t bytes_in, bytes_out;
	uint64_t line;
	struct hr_slice text; /* start of the line, for diagnostics */
};

/*
 * hr_vegeta_result_push - the sample: labelled by the attack, else by method and address; failed
 * when there is an error or the code is not 200 to 399. Degraded without a time.
 * @label  memory for the label
 */
void hr_vegeta_result_push(struct hr_read_context *context, const struct hr_vegeta_result *result,
                           struct hr_str *label);

#endif
