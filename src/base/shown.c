#include <config.h>
#include "base/shown.h"

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
