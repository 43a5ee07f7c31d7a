#include <config.h>
#include "base/instant_memo.h"

#include "base/clock_text.h"
#include "base/error.h"
#include "base/instant.h"

/* A time of day to the second, what follows of it, and the offset behind that; false for times that
 * are written in other ways. */
static bool take_apart(struct hr_slice text, int32_t *nanosecond, struct hr_slice *offset)
{
	*nanosecond = 0;
	if (text.length < HR_INSTANT_SECOND_BYTES || text.ptr[4] != '-' || text.ptr[16] != ':')
		return false;
	*offset = (struct hr_slice){ text.ptr + HR_INSTANT_SECOND_BYTES,
		                     text.length - HR_INSTANT_SECOND_BYTES };
	if ((hr_clock_take_char(offset, '.') || hr_clock_take_char(offset, ',')) &&
	    !hr_clock_take_fraction(offset, nanosecond))
		return false;
	return offset->length <= HR_INSTANT_OFFSET_BYTES;
}

static bool has_second(const struct hr_instant_memo *memo, struct hr_slice text,
                       struct hr_slice offset, const struct hr_zone *zone)
{
	return memo->zone == zone &&
	       hr_bytes_equal(memo->second, text.ptr, HR_INSTANT_SECOND_BYTES) &&
	       hr_slice_equal((struct hr_slice){ memo->offset, memo->offset_length }, offset);
}

bool hr_instant_memo_parse(struct hr_instant_memo *memo, struct hr_slice text,
                           const struct hr_zone *zone, int64_t *out)
{
	struct hr_slice offset;
	int32_t nanosecond;
	bool usual = take_apart(text, &nanosecond, &offset);

	if (usual && has_second(memo, text, offset, zone)) {
		*out = memo->second_ns + nanosecond;
		return true;
	}
	if (hr_instant_parse(text, zone, out, NULL) != HR_OK)
		return false;
	if (!usual)
		return true;
	*memo = (struct hr_instant_memo){ .zone = zone,
		                          .offset_length = (uint8_t)offset.length,
		                          .second_ns = *out - nanosecond };
	memcpy(memo->second, text.ptr, HR_INSTANT_SECOND_BYTES);
	memcpy(memo->offset, offset.ptr, offset.length);
	return true;
}
