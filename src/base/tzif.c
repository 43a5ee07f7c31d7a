#include <config.h>
#include "base/tzif.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define HEADER_BYTES 44
#define TYPE_BYTES   6

/* RFC 8536 wants offsets between -24:59:59 and +25:59:59. */
#define MIN_OFFSET_S (-89999)
#define MAX_OFFSET_S 93599

struct cursor {
	const unsigned char *at;
	size_t left;
};

struct header {
	unsigned char version;
	uint32_t utc_count, standard_count, leap_count, time_count, type_count, char_count;
};

static enum hr_err damaged(struct hr_error *err, const char *what)
{
	return hr_error_set(err, HR_EPARSE, "damaged time zone file: %s", what);
}

static uint64_t big_endian(const unsigned char *bytes, size_t count)
{
	uint64_t value = 0;

	for (size_t i = 0; i < count; i++)
		value = value << 8 | bytes[i];
	return value;
}

static const unsigned char *take(struct cursor *cursor, uint64_t bytes)
{
	const unsigned char *at = cursor->at;

	if (bytes > cursor->left)
		return NULL;
	cursor->at += bytes;
	cursor->left -= (size_t)bytes;
	return at;
}

static bool take_header(struct cursor *cursor, struct header *out)
{
	const unsigned char *bytes = take(cursor, HEADER_BYTES);

	if (bytes == NULL || memcmp(bytes, "TZif", 4) != 0)
		return false;
	out->version = bytes[4];
	out->utc_count = (uint32_t)big_endian(bytes + 20, 4);
	out->standard_count = (uint32_t)big_endian(bytes + 24, 4);
	out->leap_count = (uint32_t)big_endian(bytes + 28, 4);
	out->time_count = (uint32_t)big_endian(bytes + 32, 4);
	out->type_count = (uint32_t)big_endian(bytes + 36, 4);
	out->char_count = (uint32_t)big_endian(bytes + 40, 4);
	return true;
}

static uint64_t block_bytes(const struct header *header, size_t time_bytes)
{
	return (uint64_t)header->time_count * (time_bytes + 1) +
	       (uint64_t)header->type_count * TYPE_BYTES + header->char_count +
	       (uint64_t)header->leap_count * (time_bytes + 4) + header->standard_count +
	       header->utc_count;
}

/* Abbreviations reach pages and terminals: letters, digits and signs only. */
static bool copy_abbreviation(const unsigned char *chars, uint32_t count, uint32_t index,
                              char out[HR_ZONE_ABBREVIATION_SIZE])
{
	for (size_t i = 0; i < HR_ZONE_ABBREVIATION_SIZE && index + i < count; i++) {
		unsigned char c = chars[index + i];
		bool fine = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		            (c >= '0' && c <= '9') || c == '+' || c == '-';

		out[i] = (char)c;
		if (c == '\0')
			return true;
		if (!fine)
			return false;
	}
	return false;
}

static enum hr_err read_types(const unsigned char *types, const unsigned char *chars,
                              const struct header *header, struct hr_tzif *out,
                              struct hr_error *err)
{
	for (uint32_t i = 0; i < header->type_count; i++) {
		const unsigned char *type = types + (size_t)i * TYPE_BYTES;
		int64_t offset = (int64_t)big_endian(type, 4);

		if (offset > INT32_MAX)
			offset -= INT64_C(1) << 32;
		if (offset < MIN_OFFSET_S || offset > MAX_OFFSET_S)
			return damaged(err, "an offset from UTC exceeds 26 hours");
		out->types[i].offset_s = (int32_t)offset;
		if (!copy_abbreviation(chars, header->char_count, type[5],
		                       out->types[i].abbreviation))
			return damaged(err, "an abbreviation is not usable");
	}
	return HR_OK;
}

static enum hr_err read_changes(const unsigned char *times, const unsigned char *indexes,
                                size_t time_bytes, struct hr_tzif *out, struct hr_error *err)
{
	for (size_t i = 0; i < out->count; i++) {
		uint64_t raw = big_endian(times + i * time_bytes, time_bytes);

		if (time_bytes == 4)
			out->changes_s[i] = (int32_t)(uint32_t)raw;
		else
			out->changes_s[i] = (int64_t)raw;
		out->change_type[i] = indexes[i];
		if (indexes[i] >= out->type_count)
			return damaged(err, "a change names a type that does not exist");
		if (i > 0 && out->changes_s[i] <= out->changes_s[i - 1])
			return damaged(err, "changes are not in order");
	}
	return HR_OK;
}

static enum hr_err read_block(struct cursor *cursor, const struct header *header, size_t time_bytes,
                              struct hr_tzif *out, struct hr_error *err)
{
	const unsigned char *block = take(cursor, block_bytes(header, time_bytes));
	const unsigned char *indexes, *types, *chars;
	enum hr_err result;

	if (block == NULL)
		return damaged(err, "it is shorter than its header says");
	if (header->leap_count > 0)
		return hr_error_set(err, HR_EUNSUPPORTED,
		                    "time zone files that count leap seconds are not supported");
	if (header->type_count == 0 || header->type_count > HR_TZIF_MAX_TYPES)
		return damaged(err, "the number of its types is not between 1 and 256");
	indexes = block + (size_t)header->time_count * time_bytes;
	types = indexes + header->time_count;
	chars = types + (size_t)header->type_count * TYPE_BYTES;
	out->count = header->time_count;
	out->type_count = header->type_count;
	out->changes_s = hr_alloc_array(out->count, sizeof(out->changes_s[0]));
	out->change_type = hr_alloc_array(out->count, sizeof(out->change_type[0]));
	out->types = hr_zalloc(out->type_count, sizeof(out->types[0]));
	result = read_types(types, chars, header, out, err);
	return result != HR_OK ? result : read_changes(block, indexes, time_bytes, out, err);
}

static enum hr_err read_footer(struct cursor *cursor, struct hr_tzif *out, struct hr_error *err)
{
	struct hr_slice text = { (const char *)cursor->at, cursor->left };
	const char *end;

	if (text.length < 2 || text.ptr[0] != '\n')
		return damaged(err, "its footer is missing");
	text.ptr++;
	text.length--;
	end = memchr(text.ptr, '\n', text.length);
	if (end == NULL)
		return damaged(err, "its footer is cut off");
	text.length = (size_t)(end - text.ptr);
	/* An empty footer says that nothing is known beyond the last change. */
	if (text.length == 0)
		return HR_OK;
	if (!hr_posix_tz_parse(text, &out->footer))
		return damaged(err, "its footer is not a rule");
	out->has_footer = true;
	return HR_OK;
}

enum hr_err hr_tzif_parse(const unsigned char *bytes, size_t length, struct hr_tzif *out,
                          struct hr_error *err)
{
	struct cursor cursor = { bytes, length };
	struct hr_tzif tzif = { 0 };
	struct header header;
	enum hr_err result;

	if (length > HR_TZIF_MAX_BYTES)
		return hr_error_set(err, HR_ELIMIT, "time zone file of more than %zu bytes",
		                    HR_TZIF_MAX_BYTES);
	if (!take_header(&cursor, &header))
		return hr_error_set(err, HR_EPARSE, "not a time zone file (TZif)");
	if (header.version < '2') {
		result = read_block(&cursor, &header, 4, &tzif, err);
	} else {
		if (take(&cursor, block_bytes(&header, 4)) == NULL ||
		    !take_header(&cursor, &header))
			return damaged(err, "its second header is missing");
		result = read_block(&cursor, &header, 8, &tzif, err);
		if (result == HR_OK)
			result = read_footer(&cursor, &tzif, err);
	}
	if (result != HR_OK) {
		hr_tzif_release(&tzif);
		return result;
	}
	*out = tzif;
	return HR_OK;
}

void hr_tzif_release(struct hr_tzif *tzif)
{
	free(tzif->changes_s);
	free(tzif->change_type);
	free(tzif->types);
	*tzif = (struct hr_tzif){ 0 };
}

/* Number of changes at or before an instant. */
static size_t changes_until(const struct hr_tzif *tzif, int64_t epoch_s)
{
	size_t low = 0;
	size_t high = tzif->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tzif->changes_s[middle] <= epoch_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct hr_zone_span hr_tzif_span(const struct hr_tzif *tzif, int64_t epoch_s)
{
	size_t n = changes_until(tzif, epoch_s);
	struct hr_zone_span span = { INT64_MIN, INT64_MAX, &tzif->types[0] };

	if (n > 0) {
		span.begin_s = tzif->changes_s[n - 1];
		span.type = &tzif->types[tzif->change_type[n - 1]];
	}
	if (n < tzif->count) {
		span.end_s = tzif->changes_s[n];
	} else if (tzif->has_footer) {
		int64_t begin_s = span.begin_s;

		span = hr_posix_tz_span(&tzif->footer, epoch_s);
		if (span.begin_s < begin_s)
			span.begin_s = begin_s;
	}
	return span;
}
