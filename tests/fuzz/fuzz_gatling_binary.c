#include <config.h>
#include "fuzz_reader.h"

#include "read/formats.h"
#include "../unit/gatling_build.h"

/* Bytes taken from the front of the input; zeros when it is used up. */
struct source {
	const uint8_t *at;
	size_t left;
};

static unsigned next(struct source *source)
{
	if (source->left == 0)
		return 0;
	source->left--;
	return *source->at++;
}

static int32_t next_i32(struct source *source)
{
	unsigned high = next(source);

	return (int32_t)(high << 8 | next(source)) - 4096;
}

/* Mostly the next new name or a known one, now and then neither. */
static void build_name(struct source *source, struct hr_str *log, int32_t *names)
{
	unsigned how = next(source);
	size_t length = how >> 4;

	if (how % 16 == 15) {
		build_i32(log, next_i32(source));
		return;
	}
	if (how % 2 == 0 && *names > 0) {
		build_i32(log, -1 - (int32_t)(next(source) % (unsigned)*names));
		return;
	}
	if (length > source->left)
		length = source->left;
	build_i32(log, ++*names);
	build_coded(log, (struct hr_slice){ (const char *)source->at, length }, how / 2 % 2);
	source->at += length;
	source->left -= length;
}

static void build_record(struct source *source, struct hr_str *log, int32_t *names)
{
	unsigned how = next(source), kind = how % 6, groups = how / 6 % 4;

	if (kind == 0) {
		build_run(log, "3.13.1", "a.Sim", 1700000000000 + next_i32(source), "");
		*names = 0;
		return;
	}
	build_number(log, kind == 5 && how < 128 ? 1 : kind, 1); /* 5 is no record's */
	if (kind == 2) {
		build_i32(log, 0);
		build_number(log, next(source) % 2, 1);
		build_i32(log, next_i32(source));
		return;
	}
	if (kind == 4) {
		build_name(source, log, names);
		build_i32(log, next_i32(source));
		return;
	}
	build_i32(log, (int32_t)groups);
	for (unsigned i = 0; i < groups; i++)
		build_name(source, log, names);
	if (kind == 3) {
		build_i32(log, next_i32(source));
		build_i32(log, next_i32(source));
		build_i32(log, next_i32(source));
		build_number(log, next(source) % 2, 1);
		return;
	}
	build_name(source, log, names);
	build_times(log, next_i32(source), next_i32(source), next(source) % 2);
	build_name(source, log, names);
}

/* The bytes as they are, then as instructions for a log of well-formed records with some that are
 * not, and at last that log with one byte changed: chance alone seldom gets past the first record.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source source = { data, size };
	struct hr_str log = { 0 };
	unsigned place = next(&source), change = next(&source);
	int32_t names = 0;

	fuzz_reader(&hr_format_gatling_binary, NULL, data, size);
	build_run(&log, "3.13.1", "a.Sim", 1700000000000, "");
	while (source.left > 0)
		build_record(&source, &log, &names);
	fuzz_reader(&hr_format_gatling_binary, NULL, (const uint8_t *)log.data, log.length);
	log.data[place * 7919 % log.length] ^= (char)(unsigned char)change;
	fuzz_reader(&hr_format_gatling_binary, NULL, (const uint8_t *)log.data, log.length);
	hr_str_release(&log);
	return 0;
}
