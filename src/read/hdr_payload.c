#include <config.h>
#include "read/hdr_payload.h"

#include <math.h>

#include "base/inflate.h"
#include "record/sample.h"
#include "stats/moments.h"

/* A cookie is one of these, with the bytes of a count in its second lowest digit. */
#define COOKIE_V0          0x1c849308u
#define COOKIE_V1          0x1c849301u
#define COOKIE_V2          0x1c849303u
#define COOKIE_COMPRESSED0 0x1c849309u
#define COOKIE_COMPRESSED1 0x1c849302u
#define COOKIE_COMPRESSED2 0x1c849304u
#define COOKIE_WORD_MASK   0xf0u

#define HEADER_V0_BYTES 32
#define HEADER_BYTES    40
#define DIGITS_MAX      5
#define RUN_MAX         INT64_C(0x7fffffff)

/* How an index of the counts becomes a value. */
struct geometry {
	unsigned unit_magnitude;
	unsigned half_magnitude; /* of half the sub-buckets */
	double ratio;            /* of values kept as integers to those recorded */
};

static uint32_t read_u32(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static uint64_t read_u64(const char *at)
{
	return (uint64_t)read_u32(at) << 32 | read_u32(at + 4);
}

static unsigned log2_floor(uint64_t value)
{
	return 63 - (unsigned)__builtin_clzll(value);
}

static enum hr_err set_geometry(struct geometry *geometry, uint32_t digits, uint64_t lowest,
                                struct hr_error *err)
{
	uint64_t resolved = 2;
	unsigned magnitude;

	if (digits > DIGITS_MAX || lowest < 1 || lowest > (uint64_t)HR_DURATION_MAX_NS)
		return hr_error_set(err, HR_EPARSE,
		                    "the histogram's precision or unit is out of range");
	for (uint32_t i = 0; i < digits; i++)
		resolved *= 10;
	magnitude = log2_floor(resolved) + ((resolved & (resolved - 1)) != 0 ? 1 : 0);
	geometry->unit_magnitude = log2_floor(lowest);
	geometry->half_magnitude = magnitude - 1;
	return HR_OK;
}

/* Values of the bucket at @index: the first, and how many; false beyond what an int64 holds. */
static bool bucket_at(const struct geometry *geometry, uint64_t index, int64_t *low, int64_t *width)
{
	uint64_t half = UINT64_C(1) << geometry->half_magnitude;
	uint64_t bucket = index >> geometry->half_magnitude;
	uint64_t sub = index & (half - 1);
	uint64_t shift;

	if (bucket > 0) {
		sub += half;
		bucket--;
	}
	shift = bucket + geometry->unit_magnitude;
	if (shift + geometry->half_magnitude + 1 > 62)
		return false;
	*low = (int64_t)(sub << shift);
	*width = (int64_t)(UINT64_C(1) << shift);
	return true;
}

static int64_t scaled(const struct geometry *geometry, int64_t value)
{
	double real = (double)value * geometry->ratio;

	if (geometry->ratio >= 1 && geometry->ratio <= 1)
		return value < HR_DURATION_MAX_NS ? value : HR_DURATION_MAX_NS;
	return real < (double)HR_DURATION_MAX_NS ? (int64_t)real : HR_DURATION_MAX_NS;
}

static enum hr_err add_count(const struct geometry *geometry, uint64_t index, uint64_t count,
                             struct hr_hdr_values *out, struct hr_error *err)
{
	int64_t low, width, first, last;

	if (count == 0)
		return HR_OK;
	if (!bucket_at(geometry, index, &low, &width))
		return hr_error_set(err, HR_EPARSE, "the histogram counts values beyond 2^62");
	if (count > INT64_MAX / 2 - hr_hist_count(out->hist))
		return hr_error_set(err, HR_EPARSE, "the histogram's counts are absurd");
	first = scaled(geometry, low);
	last = scaled(geometry, low + width - 1);
	hr_hist_add(out->hist, first + (last - first + 1) / 2, count);
	if (out->min_ns == HR_UNKNOWN || first < out->min_ns)
		out->min_ns = first;
	if (last > out->max_ns)
		out->max_ns = last;
	return HR_OK;
}

/* Up to nine bytes, seven bits each but for the last, which has eight. */
static bool take_zigzag(struct hr_slice *bytes, int64_t *out)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < 9; i++) {
		uint64_t byte;

		if (bytes->length == 0)
			return false;
		byte = (unsigned char)bytes->ptr[0];
		bytes->ptr++;
		bytes->length--;
		if (i == 8 || (byte & 0x80) == 0) {
			value |= byte << (7 * i);
			*out = (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
			return true;
		}
		value |= (byte & 0x7f) << (7 * i);
	}
	return false;
}

static enum hr_err add_zigzag(const struct geometry *geometry, struct hr_slice counts,
                              struct hr_hdr_values *out, struct hr_error *err)
{
	uint64_t index = 0;

	while (counts.length > 0) {
		enum hr_err result;
		int64_t count;

		if (!take_zigzag(&counts, &count))
			return hr_error_set(err, HR_EPARSE, "the histogram's counts are cut off");
		if (count < -RUN_MAX)
			return hr_error_set(err, HR_EPARSE, "the histogram's counts are absurd");
		if (count < 0) {
			index += (uint64_t)-count;
			continue;
		}
		result = add_count(geometry, index++, (uint64_t)count, out, err);
		if (result != HR_OK)
			return result;
	}
	return HR_OK;
}

static enum hr_err add_words(const struct geometry *geometry, struct hr_slice counts, uint32_t word,
                             struct hr_hdr_values *out, struct hr_error *err)
{
	if (word != 2 && word != 4 && word != 8)
		return hr_error_set(err, HR_EPARSE, "counts of %u bytes, expected 2, 4 or 8", word);
	for (uint64_t index = 0; counts.length >= word; index++) {
		enum hr_err result;
		uint64_t count = 0;

		for (uint32_t i = 0; i < word; i++)
			count = count << 8 | (unsigned char)counts.ptr[i];
		counts.ptr += word;
		counts.length -= word;
		result = add_count(geometry, index, count, out, err);
		if (result != HR_OK)
			return result;
	}
	return HR_OK;
}

static enum hr_err decode_v0(struct hr_slice bytes, uint32_t word, struct hr_hdr_values *out,
                             struct hr_error *err)
{
	struct geometry geometry = { .ratio = 1 };
	enum hr_err result;

	if (bytes.length < HEADER_V0_BYTES)
		return hr_error_set(err, HR_EPARSE, "the histogram's header is cut off");
	result = set_geometry(&geometry, read_u32(bytes.ptr + 4), read_u64(bytes.ptr + 8), err);
	if (result != HR_OK)
		return result;
	bytes.ptr += HEADER_V0_BYTES;
	bytes.length -= HEADER_V0_BYTES;
	return add_words(&geometry, bytes, word, out, err);
}

static enum hr_err decode_v1_v2(struct hr_slice bytes, bool zigzag, uint32_t word,
                                struct hr_hdr_values *out, struct hr_error *err)
{
	struct geometry geometry;
	uint64_t ratio_bits;
	uint32_t length;
	enum hr_err result;

	if (bytes.length < HEADER_BYTES)
		return hr_error_set(err, HR_EPARSE, "the histogram's header is cut off");
	length = read_u32(bytes.ptr + 4);
	ratio_bits = read_u64(bytes.ptr + 32);
	memcpy(&geometry.ratio, &ratio_bits, sizeof(geometry.ratio));
	if (!isfinite(geometry.ratio) || !(geometry.ratio > 0))
		geometry.ratio = 1;
	result = set_geometry(&geometry, read_u32(bytes.ptr + 12), read_u64(bytes.ptr + 16), err);
	if (result != HR_OK)
		return result;
	bytes.ptr += HEADER_BYTES;
	bytes.length -= HEADER_BYTES;
	if (length > bytes.length)
		return hr_error_set(err, HR_EPARSE, "the histogram's counts are cut off");
	bytes.length = length;
	if (zigzag)
		return add_zigzag(&geometry, bytes, out, err);
	return add_words(&geometry, bytes, word, out, err);
}

static enum hr_err decode_plain(struct hr_slice bytes, struct hr_hdr_values *out,
                                struct hr_error *err)
{
	uint32_t cookie = bytes.length >= 4 ? read_u32(bytes.ptr) : 0;
	uint32_t word = (cookie & COOKIE_WORD_MASK) >> 4;

	switch (cookie & ~COOKIE_WORD_MASK) {
	case COOKIE_V0:
		return decode_v0(bytes, word, out, err);
	case COOKIE_V1:
		return decode_v1_v2(bytes, false, word, out, err);
	case COOKIE_V2:
		return decode_v1_v2(bytes, true, word, out, err);
	default:
		return hr_error_set(err, HR_EPARSE,
		                    "no encoded histogram of HdrHistogram (V0, V1 or V2)");
	}
}

static bool is_compressed(uint32_t cookie)
{
	cookie &= ~COOKIE_WORD_MASK;
	return cookie == COOKIE_COMPRESSED0 || cookie == COOKIE_COMPRESSED1 ||
	       cookie == COOKIE_COMPRESSED2;
}

enum hr_err hr_hdr_decode(struct hr_slice payload, struct hr_hdr_values *out, struct hr_error *err)
{
	struct hr_str expanded = { 0 };
	enum hr_err result;
	uint32_t length;

	if (payload.length < 8 || !is_compressed(read_u32(payload.ptr)))
		return decode_plain(payload, out, err);
	length = read_u32(payload.ptr + 4);
	payload.ptr += 8;
	payload.length -= 8;
	if (length < payload.length)
		payload.length = length;
	result = hr_inflate(payload, HR_HDR_EXPANDED_BYTES, &expanded, err);
	if (result == HR_OK)
		result = decode_plain(hr_str_slice(&expanded), out, err);
	hr_str_release(&expanded);
	return result;
}
