/*
 * Writes records as Gatling's LogFileDataWriter puts them, for the tests of the binary log: numbers
 * big-endian, strings with their coder, names by number once they are known.
 */
#ifndef HR_TESTS_GATLING_BUILD_H
#define HR_TESTS_GATLING_BUILD_H

#include <stdint.h>

#include "base/str.h"

static inline void build_number(struct hr_str *out, uint64_t value, unsigned bytes)
{
	while (bytes > 0)
		hr_str_putc(out, (char)(unsigned char)(value >> (8 * --bytes) & 0xff));
}

static inline void build_i32(struct hr_str *out, int32_t value)
{
	build_number(out, (uint32_t)value, 4);
}

static inline void build_coded(struct hr_str *out, struct hr_slice bytes, unsigned coder)
{
	build_i32(out, (int32_t)bytes.length);
	if (bytes.length == 0)
		return;
	hr_str_add_slice(out, bytes);
	build_number(out, coder, 1);
}

static inline void build_text(struct hr_str *out, const char *text)
{
	build_coded(out, hr_slice_of(text), 0);
}

static inline void build_new(struct hr_str *out, int32_t number, const char *text)
{
	build_i32(out, number);
	build_text(out, text);
}

/* With a scenario "S" and an assertion. */
static inline void build_run(struct hr_str *out, const char *version, const char *simulation,
                             int64_t start_ms, const char *description)
{
	build_number(out, 0, 1);
	build_text(out, version);
	build_text(out, simulation);
	build_number(out, (uint64_t)start_ms, 8);
	build_text(out, description);
	build_i32(out, 1);
	build_text(out, "S");
	build_i32(out, 1);
	build_i32(out, 3);
	hr_str_add(out, "\1\2\3", 3);
}

static inline void build_user(struct hr_str *out, unsigned starts, int32_t offset_ms)
{
	build_number(out, 2, 1);
	build_i32(out, 0);
	build_number(out, starts, 1);
	build_i32(out, offset_ms);
}

/* What stands between the names of a request. */
static inline void build_times(struct hr_str *out, int32_t start_ms, int32_t end_ms, unsigned ok)
{
	build_i32(out, start_ms);
	build_i32(out, end_ms);
	build_number(out, ok, 1);
}

#endif
