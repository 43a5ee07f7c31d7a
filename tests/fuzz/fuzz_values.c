/*
 * Single values as people and programs write them: durations, amounts with units, instants, shares,
 * numbers, names of zones, windows, rates, definitions of percentiles. What is accepted is within
 * its range, and what is written of it reads back the same.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <math.h>

#include "base/clock_text.h"
#include "base/duration.h"
#include "base/fraction.h"
#include "base/instant.h"
#include "base/instant_memo.h"
#include "base/num.h"
#include "base/unit.h"
#include "base/zone.h"
#include "capture/probe.h"
#include "config/config_load_shape.h"
#include "config/config_slo.h"
#include "stats/quantile.h"

static void read_duration(struct hr_slice text)
{
	struct hr_error err = { 0 };
	struct hr_str written = { 0 };
	int64_t ns, again;

	if (hr_duration_parse(text, &ns, &err) != HR_OK) {
		fuzz_require(err.text[0] != '\0');
		return;
	}
	fuzz_require(ns >= 0);
	hr_duration_put(&written, ns / HR_NS_PER_S);
	fuzz_require(hr_duration_parse(hr_str_slice(&written), &again, NULL) == HR_OK);
	fuzz_require(again == ns / HR_NS_PER_S * HR_NS_PER_S);
	hr_str_release(&written);
}

static void read_amounts(struct hr_slice text)
{
	for (int quantity = HR_QUANTITY_COUNT; quantity <= HR_QUANTITY_NUMBER; quantity++) {
		struct hr_error err = { 0 };
		char shown[HR_UNIT_TEXT_SIZE];
		double value;

		if (hr_unit_parse(text, (enum hr_quantity)quantity, &value, &err) != HR_OK) {
			fuzz_require(err.text[0] != '\0');
			continue;
		}
		fuzz_require(isfinite(value));
		fuzz_require(hr_unit_format(value, (enum hr_quantity)quantity, HR_STYLE_UNICODE,
		                            shown) < sizeof(shown));
	}
}

static void read_instant(struct hr_slice text)
{
	struct hr_instant_memo memo = { 0 };
	struct hr_error err = { 0 };
	char written[HR_INSTANT_TEXT_SIZE];
	struct hr_civil civil;
	int64_t ns, again;
	size_t length;

	if (hr_instant_parse(text, hr_zone_utc(), &ns, &err) != HR_OK) {
		fuzz_require(err.text[0] != '\0');
		return;
	}
	for (int i = 0; i < 2; i++)
		fuzz_require(hr_instant_memo_parse(&memo, text, hr_zone_utc(), &again) &&
		             again == ns);
	length = hr_instant_format(ns, hr_zone_utc(), written);
	hr_instant_civil(ns, hr_zone_utc(), &civil);
	/* Years that the form cannot write are those it does not read. */
	if (civil.year > 1678 && civil.year < 2261)
		fuzz_require(hr_instant_parse((struct hr_slice){ written, length }, hr_zone_utc(),
		                              &again, NULL) == HR_OK &&
		             again == ns);
	hr_instant_format_human(ns, hr_zone_utc(), written);
}

static void read_numbers(struct hr_slice text)
{
	struct hr_fraction fraction;
	int64_t integer;
	hr_u128 large;
	double real;

	if (hr_parse_double(text, &real))
		fuzz_require(!isnan(real));
	(void)hr_parse_i64(text, &integer);
	(void)hr_parse_u128(text, &large);
	for (int shift = -9; shift <= 9; shift += 3)
		(void)hr_parse_scaled(text, shift, &integer);
	if (hr_fraction_parse(text, 2, &fraction))
		fuzz_require(fraction.den > 0 && hr_fraction_compare(0, 1, fraction) <= 0);
	if (hr_load_rate_parse(text, &real))
		fuzz_require(isfinite(real) && real >= 0);
}

static void read_names(const char *text)
{
	struct hr_error err = { 0 };
	struct hr_probe_target target = { 0 };
	struct hr_slo_window window = { 0 };
	enum hr_quantile_method method;
	struct hr_zone *zone;

	if (hr_zone_open(hr_slice_of(text), &zone, &err) == HR_OK) {
		(void)hr_zone_to_epoch_s(zone, hr_zone_offset_s(zone, 1763600000, NULL));
		hr_zone_free(zone);
	}
	err = (struct hr_error){ 0 };
	if (hr_quantile_method_parse(hr_slice_of(text), &method, &err) != HR_OK)
		fuzz_require(err.text[0] != '\0');
	err = (struct hr_error){ 0 };
	if (hr_slo_window_parse(text, &window, &err) != HR_OK)
		fuzz_require(err.text[0] != '\0');
	err = (struct hr_error){ 0 };
	if (hr_probe_target_parse(text, &target, &err) != HR_OK)
		fuzz_require(err.text[0] != '\0');
	hr_probe_target_release(&target);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size }, clock = text;
	struct hr_str copy = { 0 };
	int32_t part;

	read_duration(text);
	read_amounts(text);
	read_instant(text);
	read_numbers(text);
	(void)hr_clock_take_offset(&clock, &part);
	hr_str_add_slice(&copy, text);
	read_names(hr_str_text(&copy));
	hr_str_release(&copy);
	return 0;
}
