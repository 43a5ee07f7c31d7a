/*
 * Compiled time zones and the rules in their footers: every instant is in a span that contains it,
 * with an offset of less than a week.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/tzif.h"

#define OFFSET_MAX (7 * 86400)

static const int64_t instants_s[] = {
	INT64_C(-10000000000000), -2208988800, -1, 0, 1, 1743296400, 1763600000, 4102444800,
	INT64_C(10000000000000),
};

static void check_span(struct hr_zone_span span, int64_t at_s)
{
	fuzz_require(span.begin_s <= at_s && at_s < span.end_s);
	fuzz_require(span.type->offset_s > -OFFSET_MAX && span.type->offset_s < OFFSET_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t count = sizeof(instants_s) / sizeof(instants_s[0]);
	struct hr_error err = { 0 };
	struct hr_posix_tz rule;
	struct hr_tzif tzif;

	if (hr_posix_tz_parse((struct hr_slice){ (const char *)data, size }, &rule))
		for (size_t i = 0; i < count; i++)
			check_span(hr_posix_tz_span(&rule, instants_s[i]), instants_s[i]);
	if (hr_tzif_parse(data, size, &tzif, &err) != HR_OK) {
		fuzz_require(err.text[0] != '\0');
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		check_span(hr_tzif_span(&tzif, instants_s[i]), instants_s[i]);
	for (size_t i = 0; i < tzif.count; i++) {
		int64_t at_s = tzif.changes_s[i];

		if (at_s > instants_s[0] && at_s < instants_s[count - 1])
			check_span(hr_tzif_span(&tzif, at_s), at_s);
	}
	hr_tzif_release(&tzif);
	return 0;
}
