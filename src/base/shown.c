#include <config.h>
#include "base/shown.h"

#include <string.h>

#include "base/utf8.h"

struct hr_shown hr_shown(double value, enum hr_quantity quantity)
{
	struct hr_shown shown = { "" };

	hr_unit_format(value, quantity, HR_STYLE_UNICODE, shown.text);
	return shown;
}

struct hr_shown hr_shown_in(double value, const char *unit)
{
	struct hr_shown shown = { "" };

	hr_unit_format_in(value, unit, HR_STYLE_UNICODE, shown.text);
	return shown;
}

struct hr_shown hr_shown_seconds(double seconds)
{
	return hr_shown(seconds * 1e3, HR_QUANTITY_DURATION_MS);
}

struct hr_shown hr_shown_day(const char *instant)
{
	struct hr_shown shown = { "" };
	struct hr_slice day = hr_utf8_cut(hr_slice_of(instant), strlen("2026-11-20"));

	if (day.length > 0)
		memcpy(shown.text, day.ptr, day.length);
	return shown;
}
