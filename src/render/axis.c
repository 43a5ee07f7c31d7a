#include <config.h>
#include "render/axis.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/message.h"
#include "render/svg.h"
#include "render/text_width.h"

#define NARROW_BLANK "\xe2\x80\xaf" /* U+202F between thousands */
#define MINUS        "\xe2\x88\x92" /* U+2212 */
/* From here on minutes say more than seconds. */
#define LONG_FROM_MS 120e3
#define HEADROOM     0.04
#define LOG_LEAST    4.0  /* high / low of a logarithmic axis: two ticks at least */
#define TICK_GAP     14.0 /* px between neighbouring texts */

struct unit {
	double factor; /* in the quantity's base unit */
	const char *name;
};

/* The largest unit of which @high holds at least one. */
static struct unit unit_for(double high, enum hr_quantity quantity)
{
	static const struct unit durations[] = {
		{ 1e-6, "ns" }, { 1e-3, "\xc2\xb5s" }, { 1, "ms" },
		{ 1000, "s" },  { 60000, "min" },      { 3600000, "h" },
	};
	static const struct unit sizes[] = {
		{ 1, "B" },
		{ 1024, "KiB" },
		{ 1048576, "MiB" },
		{ 1073741824, "GiB" },
		{ 1099511627776, "TiB" },
	};
	static const struct unit rates[] = {
		{ 1, "B/s" },
		{ 1024, "KiB/s" },
		{ 1048576, "MiB/s" },
		{ 1073741824, "GiB/s" },
		{ 1099511627776, "TiB/s" },
	};
	const struct unit *units;
	size_t n;

	switch (quantity) {
	case HR_QUANTITY_DURATION_MS:
		units = durations;
		n = sizeof(durations) / sizeof(durations[0]);
		/* "90 s" and "200 min" read better than small parts of the next unit. */
		high = high >= 6e4 && high < 3e5       ? 59999
		       : high >= 3.6e6 && high < 1.8e7 ? 3.5e6
		                                       : high;
		break;
	case HR_QUANTITY_BYTES:
		units = sizes;
		n = sizeof(sizes) / sizeof(sizes[0]);
		break;
	case HR_QUANTITY_BYTES_PER_S:
		units = rates;
		n = sizeof(rates) / sizeof(rates[0]);
		break;
	case HR_QUANTITY_RATIO:
		return (struct unit){ 0.01, "%" };
	case HR_QUANTITY_PER_S:
		return (struct unit){ 1, "/s" };
	case HR_QUANTITY_COUNT:
	case HR_QUANTITY_NUMBER:
	default:
		return (struct unit){ 1, "" };
	}
	while (n > 1 && units[n - 1].factor > high * (1 + 1e-9))
		n--;
	return units[n - 1];
}

/* A multiple of @step with the decimals the step needs, thousands apart. */
static void tick_text(double value, double step, char out[HR_TICK_TEXT_SIZE])
{
	char digits[HR_TICK_TEXT_SIZE];
	int decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
	size_t whole, n = 0;

	if (fabs(value) < step * 1e-6) {
		snprintf(out, HR_TICK_TEXT_SIZE, "0");
		return;
	}
	if (fabs(value) >= 1e12 || decimals > 9) {
		snprintf(out, HR_TICK_TEXT_SIZE, "%s%.3g", value < 0 ? MINUS : "", fabs(value));
		return;
	}
	snprintf(digits, sizeof(digits), "%.*f", decimals, fabs(value));
	for (whole = 0; digits[whole] >= '0' && digits[whole] <= '9'; whole++)
		;
	if (value < 0)
		n += (size_t)snprintf(out, HR_TICK_TEXT_SIZE, MINUS);
	for (size_t i = 0; digits[i] != '\0' && n + 5 < HR_TICK_TEXT_SIZE; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			n += (size_t)snprintf(out + n, HR_TICK_TEXT_SIZE - n, NARROW_BLANK);
		out[n++] = digits[i];
	}
	out[n] = '\0';
}

static void add_tick(struct hr_axis *axis, double value, const char *text)
{
	struct hr_tick *tick = &axis->ticks[axis->tick_count++];

	tick->at = value;
	hr_message_print(tick->text, sizeof(tick->text), "%s", text);
}

void hr_axis_linear(struct hr_axis *axis, double low, double high, enum hr_quantity quantity,
                    size_t most)
{
	struct unit unit;
	double step, ticks[HR_TICKS_MAX];
	bool whole;
	size_t n;

	low = fmin(low, 0);
	high = fmax(high, 0);
	if (!(high > low))
		high = quantity == HR_QUANTITY_RATIO ? low + 0.01 : low + 1;
	/* What reaches the top should not touch it, but nothing is more than all. */
	whole = quantity == HR_QUANTITY_RATIO && high <= 1;
	high += (high - low) * HEADROOM;
	unit = unit_for(fmax(high, -low), quantity);
	step = hr_scale_step((high - low) / unit.factor, most);
	/* Nothing is counted in halves. */
	if (quantity == HR_QUANTITY_COUNT && step < 1)
		step = 1;
	low = floor(low / unit.factor / step + 1e-9) * step;
	high = ceil(high / unit.factor / step - 1e-9) * step;
	if (whole && high * unit.factor > 1)
		high = 1 / unit.factor;
	n = hr_scale_linear_ticks(low, high, step, ticks);
	axis->scale.kind = HR_SCALE_LINEAR;
	axis->scale.low = low * unit.factor;
	axis->scale.high = high * unit.factor;
	axis->tick_count = 0;
	snprintf(axis->unit, sizeof(axis->unit), "%s", unit.name);
	for (size_t i = 0; i < n; i++) {
		char text[HR_TICK_TEXT_SIZE];

		tick_text(ticks[i], step, text);
		add_tick(axis, ticks[i] * unit.factor, text);
	}
}

/* Decades of seconds are no round minutes: what is longer has marks of its own, about as far apart
 * as @most of them would be. */
static void mark_long_times(struct hr_axis *axis, double low, double high, size_t most)
{
	static const struct {
		double ms;
		const char *text;
	} marks[] = {
		{ 60e3, "1 min" },          { 180e3, "3 min" },    { 600e3, "10 min" },
		{ 1800e3, "30 min" },       { 3600e3, "1 h" },     { 10800e3, "3 h" },
		{ 43200e3, "12 h" },        { 86400e3, "1 d" },    { 259200e3, "3 d" },
		{ 864000e3, "10 d" },       { 2592e6, "30 d" },    { 8640e6, "100 d" },
		{ 31536e6, "365 d" },       { 86400e6, "1000 d" }, { 315360e6, "10 years" },
		{ 3153600e6, "100 years" },
	};
	double gap = 0.8 * log(high / low) / (double)most;

	while (axis->tick_count > 0 && axis->ticks[axis->tick_count - 1].at >= marks[0].ms)
		axis->tick_count--;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		double last = axis->tick_count > 0 ? axis->ticks[axis->tick_count - 1].at : 0;

		if (marks[i].ms < low * (1 - 1e-9) || marks[i].ms > high * (1 + 1e-9) ||
		    axis->tick_count == HR_TICKS_MAX)
			continue;
		if (!(last > 0) || log(marks[i].ms / last) >= gap)
			add_tick(axis, marks[i].ms, marks[i].text);
	}
}

void hr_axis_log(struct hr_axis *axis, double low, double high, enum hr_quantity quantity,
                 size_t most)
{
	double ticks[HR_TICKS_MAX];
	size_t n;

	if (high < low * LOG_LEAST) {
		low /= LOG_LEAST / 2;
		high *= LOG_LEAST / 2;
	}
	hr_scale_log_ends(&low, &high);
	n = hr_scale_log_ticks(low, high, most, ticks);
	axis->scale.kind = HR_SCALE_LOG;
	axis->scale.low = low;
	axis->scale.high = high;
	axis->tick_count = 0;
	axis->unit[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		bool seconds = quantity == HR_QUANTITY_DURATION_MS && ticks[i] >= 1000;
		struct unit unit = unit_for(seconds ? 1000 : ticks[i], quantity);
		double value = ticks[i] / unit.factor;
		char number[HR_TICK_TEXT_SIZE], text[2 * HR_TICK_TEXT_SIZE];

		tick_text(value, value >= 1 ? 1 : pow(10, floor(log10(value) + 1e-9)), number);
		snprintf(text, sizeof(text), "%s%s%s", number, unit.name[0] == '\0' ? "" : " ",
		         unit.name);
		add_tick(axis, ticks[i], text);
	}
	if (quantity == HR_QUANTITY_DURATION_MS && high >= LONG_FROM_MS)
		mark_long_times(axis, low, high, most);
}

void hr_axis_place(struct hr_axis *axis, double from, double to)
{
	axis->scale.from = from;
	axis->scale.to = to;
	for (size_t i = 0; i < axis->tick_count; i++)
		axis->ticks[i].at = hr_scale_at(&axis->scale, axis->ticks[i].at);
}

double hr_axis_widest(const struct hr_axis *axis)
{
	double widest = 0;

	for (size_t i = 0; i < axis->tick_count; i++) {
		struct hr_slice text = hr_slice_of(axis->ticks[i].text);

		widest = fmax(widest, hr_text_width(text, HR_SVG_FONT_SIZE));
	}
	return widest;
}

void hr_axis_thin(struct hr_axis *axis)
{
	double end = -INFINITY;
	size_t kept = 0;

	for (size_t i = 0; i < axis->tick_count; i++) {
		struct hr_slice text = hr_slice_of(axis->ticks[i].text);
		double half = hr_text_width(text, HR_SVG_FONT_SIZE) / 2;

		if (axis->ticks[i].at - half < end + TICK_GAP)
			continue;
		end = axis->ticks[i].at + half;
		axis->ticks[kept++] = axis->ticks[i];
	}
	axis->tick_count = kept;
}

static const char *month_name(int month)
{
	static const char *const names[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	};

	return names[(month + 11) % 12];
}

void hr_axis_time_text(int64_t instant_ns, const struct hr_zone *zone, int64_t step_s, bool dated,
                       char out[HR_TICK_TEXT_SIZE])
{
	struct hr_civil civil;
	int n = 0;

	hr_instant_civil(instant_ns, zone, &civil);
	if (step_s >= 86400) {
		snprintf(out, HR_TICK_TEXT_SIZE, "%d %s", civil.day, month_name(civil.month));
		return;
	}
	if (dated)
		n = snprintf(out, HR_TICK_TEXT_SIZE, "%d %s ", civil.day, month_name(civil.month));
	n += snprintf(out + n, HR_TICK_TEXT_SIZE - (size_t)n, "%02d:%02d", civil.hour,
	              civil.minute);
	if (step_s < 60)
		snprintf(out + n, HR_TICK_TEXT_SIZE - (size_t)n, ":%02d", civil.second);
}

void hr_axis_zone_text(int64_t instant_ns, const struct hr_zone *zone, char out[HR_TICK_TEXT_SIZE])
{
	char abbreviation[16] = "";
	int64_t epoch_s = instant_ns / HR_NS_PER_S - (instant_ns % HR_NS_PER_S < 0 ? 1 : 0);
	int32_t offset = hr_zone_offset_s(zone, epoch_s, abbreviation);

	if (abbreviation[0] >= 'A' && abbreviation[0] <= 'Z') {
		snprintf(out, HR_TICK_TEXT_SIZE, "%s", abbreviation);
		return;
	}
	snprintf(out, HR_TICK_TEXT_SIZE, "UTC%s%02d:%02d", offset < 0 ? MINUS : "+",
	         abs(offset) / 3600, abs(offset) / 60 % 60);
}

/* Ticks in time are few enough for texts as wide as "02:24:10" or "21 Nov", over several years for
 * one that names its year beside one that does not. */
static size_t most_times(const struct hr_axis *axis, bool years)
{
	double room = fabs(axis->scale.to - axis->scale.from);
	size_t most = (size_t)(room / (years ? 90 : 70));

	return most < 2 ? 2 : most > HR_TICKS_MAX ? HR_TICKS_MAX : most;
}

void hr_axis_time(struct hr_axis *axis, int64_t from_ns, int64_t to_ns, const struct hr_zone *zone)
{
	double span_s = hr_span_s(from_ns, to_ns);
	int64_t times[HR_TICKS_MAX], step_s;
	struct hr_civil first, last;
	size_t n;
	int year;

	axis->scale.kind = HR_SCALE_LINEAR;
	axis->scale.low = 0;
	axis->scale.high = span_s;
	axis->is_time = true;
	axis->origin_ns = from_ns;
	axis->tick_count = 0;
	hr_axis_zone_text(from_ns, zone, axis->unit);
	hr_instant_civil(from_ns, zone, &first);
	hr_instant_civil(to_ns, zone, &last);
	step_s = hr_scale_time_step(span_s, most_times(axis, first.year != last.year));
	n = hr_scale_time_ticks((double)from_ns / 1e9, (double)to_ns / 1e9, step_s, zone, times);
	/* A year is named where it begins, and at the left end, when there are several. */
	year = first.year == last.year ? first.year : INT_MIN;
	for (size_t i = 0; i < n; i++) {
		int64_t at_ns = times[i] * HR_NS_PER_S;
		int64_t local = times[i] + hr_zone_offset_s(zone, times[i], NULL);
		char text[HR_TICK_TEXT_SIZE];
		bool day = local % 86400 == 0 || step_s >= 86400;

		/* Midnight names the day that begins. */
		hr_axis_time_text(at_ns, zone, day ? 86400 : step_s, false, text);
		hr_instant_civil(at_ns, zone, &last);
		if (day && last.year != year) {
			size_t used = strlen(text);

			year = last.year;
			snprintf(text + used, sizeof(text) - used, " %d", year);
		}
		add_tick(axis, hr_span_s(from_ns, at_ns), text);
	}
	hr_axis_place(axis, axis->scale.from, axis->scale.to);
	hr_axis_thin(axis);
}

void hr_axis_nines(struct hr_axis *axis, double high)
{
	double ticks[HR_TICKS_MAX];
	size_t n = hr_scale_nines_ticks(high, ticks);

	axis->scale.kind = HR_SCALE_NINES;
	axis->scale.low = 0;
	axis->scale.high = high;
	axis->tick_count = 0;
	snprintf(axis->unit, sizeof(axis->unit), "%%");
	for (size_t i = 0; i < n; i++) {
		char text[HR_TICK_TEXT_SIZE];

		snprintf(text, sizeof(text), "%.*f", i < 4 ? 0 : (int)i - 3, ticks[i] * 100);
		add_tick(axis, ticks[i], text);
	}
}
