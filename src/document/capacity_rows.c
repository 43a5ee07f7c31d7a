#include <config.h>
#include "document/capacity_rows.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "base/num.h"
#include "base/zone.h"

static void put_text(struct hr_str *out, const char *text)
{
	bool quoted = strpbrk(text, ",\"\r\n") != NULL;

	/* A spreadsheet must not run what a host calls itself. */
	if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL)
		hr_str_printf(out, "%s'", quoted ? "\"" : "");
	else if (quoted)
		hr_str_putc(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			hr_str_putc(out, '"');
		hr_str_putc(out, *text);
	}
	if (quoted)
		hr_str_putc(out, '"');
}

static void put_number(struct hr_str *out, double value)
{
	char text[32];

	hr_str_putc(out, ',');
	if (!isfinite(value))
		return;
	hr_format_double(hr_round15(value), text, sizeof(text));
	hr_str_puts(out, text);
}

static void put_day(struct hr_str *out, int64_t at_ns)
{
	char text[HR_INSTANT_TEXT_SIZE];

	hr_str_putc(out, ',');
	if (at_ns == HR_INSTANT_NONE)
		return;
	hr_instant_format(at_ns, hr_zone_utc(), text);
	hr_str_add(out, text, 10);
}

void hr_capacity_rows(const struct hr_capacity *capacity, struct hr_str *out)
{
	hr_str_puts(out, "resource,metric,host,unit,limit,p95,peak,headroom_ratio,slope_per_month,"
	                 "days,shifts,state,earliest,expected,latest,since,order_by,probability,"
	                 "saturation_risk,risk\n");
	for (size_t i = 0; i < capacity->row_count; i++) {
		const struct hr_capacity_row *row = &capacity->rows[i];
		const char *const texts[] = { row->resource, row->metric, row->host, row->unit };
		const double numbers[] = { row->limit,
			                   row->p95,
			                   row->peak,
			                   row->headroom_ratio,
			                   row->slope_per_month,
			                   (double)row->days,
			                   (double)row->shifts };
		const int64_t dates[] = { row->at_limit.earliest_ns, row->at_limit.expected_ns,
			                  row->at_limit.latest_ns, row->at_limit.since_ns,
			                  row->order_by_ns };

		for (size_t k = 0; k < 4; k++) {
			if (k > 0)
				hr_str_putc(out, ',');
			put_text(out, texts[k]);
		}
		for (size_t k = 0; k < sizeof(numbers) / sizeof(numbers[0]); k++)
			put_number(out, numbers[k]);
		hr_str_printf(out, ",%s", hr_crossing_state_name(row->at_limit.state));
		for (size_t k = 0; k < sizeof(dates) / sizeof(dates[0]); k++)
			put_day(out, dates[k]);
		put_number(out, row->at_limit.probability);
		hr_str_printf(out, ",%s,%s\n", hr_risk_name(row->saturation),
		              hr_risk_name(row->risk));
	}
}
