/*
 * Numbers inside sentences: hr_unit_format() as an expression, so that a message stands in one
 * format. The text lives until the end of the full expression it is written in:
 *   hr_str_printf(out, "the run lasted %s", hr_shown(3050, HR_QUANTITY_DURATION_MS).text);
 */
#ifndef HR_BASE_SHOWN_H
#define HR_BASE_SHOWN_H

#include "base/unit.h"

struct hr_shown {
	char text[HR_UNIT_TEXT_SIZE];
};

struct hr_shown hr_shown(double value, enum hr_quantity quantity);
/* By the unit of the data, as hr_unit_format_in(). */
struct hr_shown hr_shown_in(double value, const char *unit);
/* A length of time. */
struct hr_shown hr_shown_seconds(double seconds);
/* "2026-11-20" of an instant as data holds it; NULL is empty. */
struct hr_shown hr_shown_day(const char *instant);

#endif
