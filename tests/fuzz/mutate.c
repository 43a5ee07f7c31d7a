#include <config.h>
#include "mutate.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_BYTES 64 /* that mere bytes may add */

struct mutate_random mutate_seed(unsigned seed)
{
	uint32_t state = (uint32_t)seed * 2654435761u + 1;

	/* From 0 the generator never leaves. */
	return (struct mutate_random){ state != 0 ? state : 1 };
}

uint32_t mutate_below(struct mutate_random *random, uint32_t below)
{
	/* G. Marsaglia, Xorshift RNGs, 2003 */
	random->state ^= random->state << 13;
	random->state ^= random->state >> 17;
	random->state ^= random->state << 5;
	return below > 0 ? random->state % below : 0;
}

const char *mutate_odd_value(struct mutate_random *random)
{
	static const char *const values[] = {
		"",
		"0",
		"-0",
		"-1",
		"1",
		"true",
		"FALSE",
		"null",
		"NaN",
		"-Infinity",
		"1e308",
		"1e-400",
		"0.000000001",
		"65535",
		"65536",
		"2147483647",
		"2147483648",
		"-2147483649",
		"4294967296",
		"9007199254740993",
		"9223372036854775807",
		"9223372036854775808",
		"-9223372036854775808",
		"18446744073709551616",
		"1763690400",
		"1763690400123",
		"1763690400123456789",
		"2026-11-20T02:00:00.123Z",
		"2026/11/20 02:00:00",
		"20 Nov 2026",
		"200",
		"500",
		"Non HTTP response code: java.net.SocketException",
		"Number of samples in transaction : 2, number of failing samples : 0",
		"checkout-0",
		"a\"b",
		"\"a\nb\"",
		"\"",
		"\"\"",
		"  ",
		"\xc3\xa4\xf0\x9f\x9a\x80",
		"\xff\xfe",
		"\xed\xa0\x80",
		"/api?token=secret&x=%41",
	};

	return values[mutate_below(random, sizeof(values) / sizeof(values[0]))];
}

void mutate_bytes(struct hr_slice bytes, struct hr_str *out)
{
	size_t room = bytes.length + ROOM_BYTES;
	uint8_t *copy = hr_alloc(room);

	if (bytes.length > 0)
		memcpy(copy, bytes.ptr, bytes.length);
	hr_str_add(out, (const char *)copy, LLVMFuzzerMutate(copy, bytes.length, room));
	free(copy);
}

struct hr_slice mutate_keep(struct hr_arena *made, struct hr_str *text)
{
	size_t length = text->length;
	char *kept = hr_arena_strndup(made, hr_str_text(text), length);

	hr_str_release(text);
	return (struct hr_slice){ kept, length };
}

size_t mutate_put(struct hr_str *out, uint8_t *data, size_t max_size)
{
	size_t size = out->length < max_size ? out->length : max_size;

	if (size > 0)
		memcpy(data, out->data, size);
	hr_str_release(out);
	return size;
}
