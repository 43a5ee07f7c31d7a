#include <config.h>
#include "read/sample_row.h"

#include <strings.h>

#define CONTROLLER_MESSAGE "Number of samples in transaction : "

#define NO_TIME    "no usable time"
#define NO_ELAPSED "no usable elapsed time"
#define NO_SUCCESS "success is neither true nor false, counted as failed"

/* A number too large for the parser is still a number. */
static bool is_huge_number(struct hr_slice text)
{
	size_t digits = 0;

	if (text.length > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
		text.ptr++;
		text.length--;
	}
	while (digits < text.length && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	return digits > 0 && (digits == text.length || text.ptr[digits] == '.');
}

enum hr_duration_text hr_duration_text_any(struct hr_slice text, int shift, int64_t *out_ns)
{
	int64_t ns;

	text = hr_slice_trim(text);
	if (!hr_parse_scaled(text, shift, &ns)) {
		double value;

		return is_huge_number(text) && hr_parse_double(text, &value) ? HR_DURATION_RANGE
		                                                             : HR_DURATION_UNUSABLE;
	}
	if (ns < 0 || ns > HR_DURATION_MAX_NS)
		return HR_DURATION_RANGE;
	*out_ns = ns;
	return HR_DURATION_OK;
}

bool hr_success_text(struct hr_slice text, bool *out)
{
	text = hr_slice_trim(text);
	*out = text.length == 4 && strncasecmp(text.ptr, "true", 4) == 0;
	return *out || (text.length == 5 && strncasecmp(text.ptr, "false", 5) == 0);
}

void hr_sample_weigh(struct hr_sample *sample, int64_t samples, int64_t errors)
{
	uint32_t weight = samples > UINT32_MAX ? UINT32_MAX : samples > 1 ? (uint32_t)samples : 1;

	sample->weight = weight;
	sample->failed = sample->success ? 0 : weight;
	if (samples > 1 && errors != HR_UNKNOWN)
		sample->failed = errors < weight ? (uint32_t)errors : weight;
}

bool hr_controller_message(struct hr_slice message, bool *empty)
{
	const size_t prefix = sizeof(CONTROLLER_MESSAGE) - 1;

	*empty = false;
	if (!hr_slice_starts(message, CONTROLLER_MESSAGE))
		return false;
	message.ptr += prefix;
	message.length -= prefix;
	/* "0, number of failing samples : 0" */
	*empty = hr_slice_starts(message, "0") &&
	         (message.length == 1 || message.ptr[1] < '0' || message.ptr[1] > '9');
	return true;
}

const char *hr_lack_reason(unsigned lacks)
{
	static const char *const reasons[] = {
		[0] = "",
		[HR_LACKS_TIME] = NO_TIME,
		[HR_LACKS_ELAPSED] = NO_ELAPSED,
		[HR_LACKS_TIME | HR_LACKS_ELAPSED] = NO_TIME "; " NO_ELAPSED,
		[HR_LACKS_SUCCESS] = NO_SUCCESS,
		[HR_LACKS_TIME | HR_LACKS_SUCCESS] = NO_TIME "; " NO_SUCCESS,
		[HR_LACKS_ELAPSED | HR_LACKS_SUCCESS] = NO_ELAPSED "; " NO_SUCCESS,
		[HR_LACKS_TIME | HR_LACKS_ELAPSED |
		        HR_LACKS_SUCCESS] = "neither a usable time, elapsed time nor success",
	};

	return reasons[lacks];
}
