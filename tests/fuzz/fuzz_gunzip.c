/*
 * Compressed bytes: a file in pieces gives what it gives as a whole; a stream in memory keeps to
 * its cap.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/gunzip.h"
#include "base/inflate.h"

#define OUT_MAX    (1u << 18)
#define STREAM_MAX 4096

static enum hr_gunzip_state unpack(struct hr_slice packed, size_t in_piece, size_t out_piece,
                                   struct hr_str *out)
{
	struct hr_gunzip_step step = { .in = (const unsigned char *)packed.ptr };
	enum hr_gunzip_state state = HR_GUNZIP_MORE;
	const unsigned char *end = step.in + packed.length;
	unsigned char buffer[4096];
	struct hr_gunzip *gunzip;

	if (hr_gunzip_new(&gunzip, NULL) != HR_OK)
		return HR_GUNZIP_DAMAGED;
	while (state == HR_GUNZIP_MORE && out->length < OUT_MAX) {
		size_t left = (size_t)(end - step.in);

		step.in_length = left < in_piece ? left : in_piece;
		step.in_ended = left <= in_piece;
		step.out = buffer;
		step.out_size = out_piece;
		step.produced = 0;
		state = hr_gunzip_run(gunzip, &step);
		fuzz_require(step.produced <= out_piece && step.in <= end);
		hr_str_add(out, (const char *)buffer, step.produced);
		/* Neither moves on: it would never end. */
		fuzz_require(state != HR_GUNZIP_MORE || step.produced > 0 ||
		             (size_t)(end - step.in) < left || !step.in_ended);
	}
	hr_gunzip_free(gunzip);
	return state;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice packed = { (const char *)data, size };
	struct hr_str whole = { 0 }, pieces = { 0 }, stream = { 0 };
	enum hr_gunzip_state a = unpack(packed, size + 1, 4096, &whole);
	enum hr_gunzip_state b = unpack(packed, 3, 7, &pieces);

	if (whole.length < OUT_MAX && pieces.length < OUT_MAX) {
		fuzz_require(a == b);
		fuzz_require(hr_slice_equal(hr_str_slice(&whole), hr_str_slice(&pieces)));
	}
	if (hr_inflate(packed, STREAM_MAX, &stream, NULL) == HR_OK)
		fuzz_require(stream.length > 0 || size > 0);
	fuzz_require(stream.length <= STREAM_MAX);
	hr_str_release(&whole);
	hr_str_release(&pieces);
	hr_str_release(&stream);
	return 0;
}
