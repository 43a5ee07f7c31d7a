#include <config.h>
#include "fuzz_reader.h"

#include <math.h>
#include <stdlib.h>

#include "capture/http_answer.h"
#include "capture/level_curve.h"
#include "config/config.h"

/* Whatever a configuration says, a curve has no gaps, levels are finite, and arrivals come in the
 * order of their numbers; answers are judged without a fault. */
static void check_curve(const struct hr_level_curve *curve)
{
	int64_t end_ns = 0, last_ns = 0;

	for (size_t i = 0; i < curve->count; i++) {
		const struct hr_level_piece *piece = &curve->pieces[i];

		if (piece->start_ns != end_ns || piece->duration_ns <= 0 || !(piece->from >= 0) ||
		    !(piece->to >= 0) || !isfinite(piece->before))
			abort();
		end_ns += piece->duration_ns;
	}
	if (end_ns != curve->end_ns || end_ns > HR_LOAD_TIME_MAX || !isfinite(curve->total))
		abort();
	for (int i = 0; curve->count > 0 && i < 20; i++) {
		int64_t at_ns = hr_level_curve_time_of(curve, curve->total * i / 20);
		double level = hr_level_curve_level(curve, end_ns / 20 * i);

		if (curve->total > 0 && (at_ns < last_ns || at_ns > end_ns))
			abort();
		if (!(level >= -1e-6) || level > curve->level_max * (1 + 1e-9) + 1e-6)
			abort();
		last_ns = curve->total > 0 ? at_ns : 0;
		if (hr_level_curve_above(curve, end_ns / 20 * i, level / 2) < end_ns / 20 * i)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	struct hr_str scratch = { 0 };
	struct hr_config config;

	if (hr_config_parse(text, "fuzz", &config, &errors, &error) == HR_OK) {
		for (size_t i = 0; i < config.load_plan.scenario_count; i++) {
			struct hr_plan_scenario *scenario = &config.load_plan.scenarios[i];
			struct hr_level_curve curve = { 0 };

			error = (struct hr_error){ 0 };
			if (hr_level_curve_init(&curve, scenario, config.load_plan.duration_ns,
			                        &error) == HR_OK)
				check_curve(&curve);
			hr_level_curve_release(&curve);
			hr_http_judge(&scenario->assertions, 200, text, 1, &scratch);
		}
	}
	hr_str_release(&scratch);
	hr_config_errors_release(&errors);
	hr_config_release(&config);
	return 0;
}
