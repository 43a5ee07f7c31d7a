/* The timeWindow of an SLO: rolling, or periods of the calendar. */
#include <config.h>
#include "config/openslo_part.h"

#include <string.h>

#include "base/instant.h"
#include "base/message.h"

struct window {
	json_t *duration, *calendar, *rolling;
};

static const struct hr_config_key window_keys[] = {
	{ .name = "duration",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct window, duration),
	  .read = hr_openslo_keep },
	{ .name = "isRolling",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct window, rolling),
	  .read = hr_openslo_keep },
	{ .name = "calendar",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct window, calendar),
	  .read = hr_openslo_keep },
	{ .name = NULL },
};

struct calendar {
	json_t *start;
	char *zone;
};

static const struct hr_config_key calendar_keys[] = {
	{ .name = "startTime",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = offsetof(struct calendar, start),
	  .read = hr_openslo_keep },
	{ .name = "timeZone", .type = HR_CONFIG_TEXT, .offset = offsetof(struct calendar, zone) },
	{ .name = NULL },
};

/* Periods begin where the calendar has them begin. */
static const struct {
	const char *duration, *window, *begins;
} periods[] = {
	{ "1d", "day", "midnight" },
	{ "1w", "week", "midnight of a Monday" },
	{ "1M", "month", "midnight of the first of a month" },
	{ "1Q", "quarter", "midnight of the first of January, April, July or October" },
	{ "1Y", "year", "midnight of the first of January" },
};
#define PERIODS (sizeof(periods) / sizeof(periods[0]))

static bool is_beginning(enum hr_calendar_unit unit, const struct hr_civil *at)
{
	static const int months[] = { [HR_CALENDAR_QUARTER] = 3, [HR_CALENDAR_YEAR] = 12 };

	if (at->hour != 0 || at->minute != 0 || at->second != 0)
		return false;
	if (unit == HR_CALENDAR_DAY)
		return true;
	if (unit == HR_CALENDAR_WEEK)
		return at->weekday == 1;
	return at->day == 1 && (unit == HR_CALENDAR_MONTH || (at->month - 1) % months[unit] == 0);
}

static void read_start(struct hr_config_reader *reader, const json_t *value, size_t period,
                       enum hr_calendar_unit unit)
{
	struct hr_civil civil;
	int64_t instant_ns;

	/* any zone does: it is the time on the wall that counts */
	if (!json_is_string(value) || hr_instant_parse(hr_slice_of(json_string_value(value)),
	                                               hr_zone_utc(), &instant_ns, NULL) != HR_OK) {
		hr_config_wrong_type(reader, value, "a time such as \"2026-01-01 00:00:00\"");
		return;
	}
	hr_instant_civil(instant_ns, hr_zone_utc(), &civil);
	if (!is_beginning(unit, &civil))
		hr_config_wrong(reader, "periods of %s begin at %s here, found \"%s\"",
		                periods[period].duration, periods[period].begins,
		                hr_quoted(json_string_value(value)).text);
}

static void read_calendar(struct hr_config_reader *reader, json_t *value, size_t period,
                          struct hr_config_slo *slo)
{
	struct calendar calendar = { 0 };
	struct hr_error error = { 0 };
	size_t mark = hr_config_enter(reader, "calendar"), inner;

	hr_config_read_object(reader, value, calendar_keys, &calendar);
	if (calendar.start != NULL) {
		inner = hr_config_enter(reader, "startTime");
		read_start(reader, calendar.start, period, slo->window.unit);
		hr_config_leave(reader, inner);
	}
	if (calendar.zone != NULL &&
	    hr_zone_open(hr_slice_of(calendar.zone), &slo->zone, &error) != HR_OK) {
		inner = hr_config_enter(reader, "timeZone");
		hr_config_wrong(reader, "%s", error.text);
		hr_config_leave(reader, inner);
	}
	slo->timezone = calendar.zone;
	hr_config_leave(reader, mark);
}

static void read_duration(struct hr_config_reader *reader, const struct window *window,
                          struct hr_config_slo *slo, size_t *period)
{
	const char *text = json_string_value(window->duration);
	bool by_calendar = window->calendar != NULL && !json_is_true(window->rolling);
	struct hr_error error = { 0 };

	if (text == NULL) {
		hr_config_wrong_type(reader, window->duration, "a duration such as \"4w\"");
		return;
	}
	while (by_calendar && *period < PERIODS && strcmp(text, periods[*period].duration) != 0)
		(*period)++;
	if (by_calendar && *period == PERIODS) {
		hr_config_wrong(reader,
		                "found a calendar period of \"%s\", expected 1d, 1w, 1M, 1Q or 1Y",
		                hr_quoted(text).text);
		return;
	}
	if (hr_slo_window_parse(by_calendar ? periods[*period].window : text, &slo->window,
	                        &error) != HR_OK)
		hr_config_wrong(reader, "%s", error.text);
	else if (!by_calendar && slo->window.kind != HR_SLO_WINDOW_ROLLING)
		hr_config_wrong(reader,
		                "found a rolling window of \"%s\", which has no one length: "
		                "expected m, h, d or w",
		                hr_quoted(text).text);
}

static void read_window(struct hr_config_reader *reader, json_t *value, struct hr_config_slo *slo)
{
	struct window window = { 0 };
	size_t period = 0, mark;

	hr_config_read_object(reader, value, window_keys, &window);
	if (!json_is_object(value))
		return;
	if (window.duration == NULL) {
		hr_config_wrong(reader, "found no \"duration\" of the window");
		return;
	}
	if (window.rolling != NULL && json_is_true(window.rolling) == (window.calendar != NULL)) {
		hr_config_wrong(reader, "found %s, expected \"isRolling: true\" or a \"calendar\"",
		                window.calendar != NULL ? "both" : "neither");
		return;
	}
	mark = hr_config_enter(reader, "duration");
	read_duration(reader, &window, slo, &period);
	hr_config_leave(reader, mark);
	if (window.calendar != NULL && period < PERIODS)
		read_calendar(reader, window.calendar, period, slo);
}

void hr_openslo_read_windows(struct hr_config_reader *reader, json_t *value,
                             struct hr_config_slo *slo)
{
	size_t mark = hr_config_enter(reader, "timeWindow"), inner;

	if (!json_is_array(value) || json_array_size(value) != 1) {
		hr_config_wrong_type(reader, value, "a list of one window");
	} else {
		inner = hr_config_enter_index(reader, 0);
		read_window(reader, json_array_get(value, 0), slo);
		hr_config_leave(reader, inner);
	}
	hr_config_leave(reader, mark);
}
