/*
 * Recurrence rules: what is accepted gives starts in order, from the first on, as many as it says.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/recurrence.h"
#include "base/zone.h"

#define FIRST_S INT64_C(1763690400)
#define TO_S    (FIRST_S + INT64_C(3) * 365 * 86400)

struct walk {
	const struct hr_recurrence *rule;
	uint64_t count;
	int64_t last_s;
};

static bool each(void *context, int64_t start_s)
{
	struct walk *walk = context;

	fuzz_require(start_s >= FIRST_S && start_s < TO_S);
	fuzz_require(walk->count == 0 ? start_s == FIRST_S : start_s > walk->last_s);
	fuzz_require(walk->count == 0 || start_s <= walk->rule->until_s);
	walk->last_s = start_s;
	walk->count++;
	fuzz_require(walk->rule->count == 0 || walk->count <= walk->rule->count);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_recurrence rule;
	struct hr_error err = { 0 };
	struct walk walk = { .rule = &rule };

	if (hr_recurrence_parse((struct hr_slice){ (const char *)data, size }, hr_zone_utc(), &rule,
	                        &err) == HR_OK)
		hr_recurrence_walk(&rule, FIRST_S, TO_S, hr_zone_utc(), each, &walk);
	else
		fuzz_require(err.text[0] != '\0');
	return 0;
}
