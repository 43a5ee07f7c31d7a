#include <config.h>
#include "capture/level_curve.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"

#define SPIKE_REST_NS (120 * HR_NS_PER_S) /* before and after, unless the configuration says */

/* --- building --- */

static void add_piece(struct hr_level_curve *curve, int64_t duration_ns, double from, double to,
                      int step)
{
	struct hr_level_piece *piece;

	if (duration_ns <= 0)
		return;
	if (duration_ns > HR_LOAD_TIME_MAX - curve->end_ns) {
		curve->too_long = true;
		return;
	}
	curve->pieces = hr_grow(curve->pieces, curve->count, &curve->capacity,
	                        sizeof(*curve->pieces));
	piece = &curve->pieces[curve->count++];
	*piece = (struct hr_level_piece){ .start_ns = curve->end_ns,
		                          .duration_ns = duration_ns,
		                          .from = from,
		                          .to = to,
		                          .before = curve->total,
		                          .step = step,
		                          .recorded = true };
	curve->total += (from + to) / 2 * ((double)duration_ns / (double)HR_NS_PER_S);
	curve->level_max = fmax(curve->level_max, fmax(from, to));
	curve->end_ns += duration_ns;
}

static int add_step(struct hr_level_curve *curve, const char *name, double level)
{
	curve->steps = hr_grow(curve->steps, curve->step_count, &curve->step_capacity,
	                       sizeof(*curve->steps));
	curve->steps[curve->step_count] = (struct hr_level_step){
		.name = name != NULL ? hr_strdup(name) : NULL, .level = level
	};
	return (int)curve->step_count++;
}

/* A stretch under one level, which it is reached from @before by a ramp, and a pause after it. */
static void add_stage(struct hr_level_curve *curve, const struct hr_load_stage *stage,
                      double before, double level)
{
	int step = add_step(curve, stage->name, level);

	add_piece(curve, stage->ramp_ns, before, level, step);
	add_piece(curve, stage->duration_ns - stage->ramp_ns, level, level, step);
	curve->steps[step].end_ns = curve->end_ns;
	add_piece(curve, stage->pause_ns, 0, 0, HR_NO_STEP);
}

static void add_stages(struct hr_level_curve *curve, const struct hr_config_load *load,
                       double level)
{
	double before = 0;

	for (size_t i = 0; i < load->stage_count; i++) {
		struct hr_load_stage stage = load->stages[i];
		double here = stage.share ? stage.level * level : stage.level;

		if (load->shape == HR_LOAD_STEPS) {
			stage.duration_ns = load->hold_ns;
			stage.ramp_ns = load->ramp_ns < load->hold_ns ? load->ramp_ns
			                                              : load->hold_ns;
			stage.pause_ns = i + 1 < load->stage_count ? load->pause_ns : 0;
		}
		add_stage(curve, &stage, before, here);
		before = stage.pause_ns > 0 ? 0 : here;
	}
}

static void add_even_steps(struct hr_level_curve *curve, const struct hr_config_load *load)
{
	double before = 0, level;

	/* Multiples, not sums: 0.1 added ten times is not 1. */
	for (int i = 0; (level = load->from + i * load->by) <= load->to + load->by * 1e-9; i++) {
		struct hr_load_stage stage = { .duration_ns = load->hold_ns,
			                       .ramp_ns = load->ramp_ns < load->hold_ns
			                                          ? load->ramp_ns
			                                          : load->hold_ns,
			                       .pause_ns = load->pause_ns };

		if (load->from + (i + 1) * load->by > load->to + load->by * 1e-9)
			stage.pause_ns = 0;
		add_stage(curve, &stage, before, level);
		before = stage.pause_ns > 0 ? 0 : level;
	}
}

static void add_spike(struct hr_level_curve *curve, const struct hr_config_load *load, double level)
{
	double base = isnan(load->base) ? level : load->base;
	int64_t before_ns = load->before_ns > 0 ? load->before_ns : SPIKE_REST_NS;
	int64_t after_ns = load->after_ns > 0 ? load->after_ns : SPIKE_REST_NS;
	int step = add_step(curve, "before", base);

	add_piece(curve, before_ns, base, base, step);
	curve->steps[step].end_ns = curve->end_ns;
	step = add_step(curve, "spike", load->peak);
	add_piece(curve, load->ramp_ns, base, load->peak, step);
	add_piece(curve, load->hold_ns, load->peak, load->peak, step);
	curve->steps[step].end_ns = curve->end_ns;
	step = add_step(curve, "after", base);
	add_piece(curve, load->ramp_ns, load->peak, base, step);
	add_piece(curve, after_ns, base, base, step);
	curve->steps[step].end_ns = curve->end_ns;
}

/* Shapes that say themselves how long they are and which levels they have. */
static bool is_complete(const struct hr_config_load *load)
{
	return load->shape == HR_LOAD_STEPS || load->shape == HR_LOAD_PHASES ||
	       (load->shape == HR_LOAD_SPIKE && !isnan(load->base));
}

static bool has_shares(const struct hr_config_load *load)
{
	for (size_t i = 0; i < load->stage_count; i++)
		if (load->stages[i].share)
			return true;
	return false;
}

static enum hr_err check_given(const struct hr_plan_scenario *scenario, int64_t duration_ns,
                               double level, struct hr_error *err)
{
	const struct hr_config_load *load = &scenario->load;
	const char *name = scenario->name != NULL ? scenario->name : "without a name";
	bool needs_level = load->shape != HR_LOAD_RAMP && (!is_complete(load) || has_shares(load));

	if (needs_level && isnan(level))
		return hr_error_set(err, HR_ECONFIG,
		                    "scenario %s: how much load? It needs \"concurrency\" (users) "
		                    "or \"rate\" (requests a second)",
		                    name);
	if (load->shape != HR_LOAD_STEPS && load->shape != HR_LOAD_PHASES &&
	    load->shape != HR_LOAD_SPIKE && duration_ns <= 0)
		return hr_error_set(err, HR_ECONFIG, "scenario %s: found no \"duration\"", name);
	return HR_OK;
}

static void add_constant(struct hr_level_curve *curve, const struct hr_plan_scenario *scenario,
                         int64_t duration_ns, double level)
{
	int64_t held_ns = scenario->warmup_ns + duration_ns - scenario->ramp_up_ns -
	                  scenario->ramp_down_ns;

	add_piece(curve, scenario->ramp_up_ns, 0, level, HR_NO_STEP);
	add_piece(curve, held_ns, level, level, HR_NO_STEP);
	add_piece(curve, scenario->ramp_down_ns, level, 0, HR_NO_STEP);
}

static double first_level(const struct hr_config_load *load, double level)
{
	if (load->shape == HR_LOAD_RAMP)
		return isnan(load->from) ? 0 : load->from;
	if (load->shape == HR_LOAD_SPIKE)
		return isnan(load->base) ? level : load->base;
	if (load->stage_count == 0)
		return load->from;
	return load->stages[0].share ? load->stages[0].level * level : load->stages[0].level;
}

static void add_shape(struct hr_level_curve *curve, const struct hr_plan_scenario *scenario,
                      int64_t duration_ns, double level)
{
	const struct hr_config_load *load = &scenario->load;
	double first;

	if (load->shape == HR_LOAD_CONSTANT || load->shape == HR_LOAD_SOAK) {
		add_constant(curve, scenario, duration_ns, level);
		return;
	}
	first = first_level(load, level);
	add_piece(curve, scenario->warmup_ns, first, first, HR_NO_STEP);
	if (load->shape == HR_LOAD_RAMP)
		add_piece(curve, duration_ns, first, load->to, HR_NO_STEP);
	else if (load->shape == HR_LOAD_SPIKE)
		add_spike(curve, load, level);
	else if (load->stage_count > 0)
		add_stages(curve, load, level);
	else
		add_even_steps(curve, load);
}

/* Cut the piece that the warm-up ends in, so that each is recorded or not. */
static void mark_warmup(struct hr_level_curve *curve, int64_t end_ns)
{
	struct hr_level_curve whole = *curve;

	*curve = (struct hr_level_curve){ .steps = whole.steps,
		                          .step_count = whole.step_count,
		                          .step_capacity = whole.step_capacity };
	for (size_t i = 0; i < whole.count; i++) {
		const struct hr_level_piece *piece = &whole.pieces[i];
		int64_t warm_ns = end_ns - piece->start_ns;
		double share;

		warm_ns = warm_ns < 0                    ? 0
		          : warm_ns > piece->duration_ns ? piece->duration_ns
		                                         : warm_ns;
		share = (double)warm_ns / (double)piece->duration_ns;
		add_piece(curve, warm_ns, piece->from,
		          piece->from + share * (piece->to - piece->from), HR_NO_STEP);
		if (warm_ns > 0)
			curve->pieces[curve->count - 1].recorded = false;
		add_piece(curve, piece->duration_ns - warm_ns,
		          piece->from + share * (piece->to - piece->from), piece->to, piece->step);
	}
	free(whole.pieces);
}

static enum hr_err too_long(const struct hr_plan_scenario *scenario, struct hr_error *err)
{
	return hr_error_set(err, HR_ECONFIG, "scenario %s lasts more than a year",
	                    scenario->name != NULL ? scenario->name : "without a name");
}

static bool is_too_long(const struct hr_plan_scenario *scenario, int64_t duration_ns)
{
	const int64_t parts[] = { duration_ns, scenario->warmup_ns, scenario->start_ns,
		                  scenario->ramp_up_ns, scenario->ramp_down_ns };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i] > HR_LOAD_TIME_MAX)
			return true;
	return false;
}

enum hr_err hr_level_curve_init(struct hr_level_curve *curve,
                                const struct hr_plan_scenario *scenario, int64_t duration_ns,
                                struct hr_error *err)
{
	bool open = !isnan(scenario->rate_per_s);
	double level = open ? scenario->rate_per_s : scenario->concurrency;
	enum hr_err code;

	if (scenario->duration_ns > 0)
		duration_ns = scenario->duration_ns;
	*curve = (struct hr_level_curve){ 0 };
	code = check_given(scenario, duration_ns, level, err);
	if (code == HR_OK && is_too_long(scenario, duration_ns))
		code = too_long(scenario, err);
	if (code != HR_OK)
		return code;
	if (scenario->ramp_up_ns > scenario->warmup_ns - scenario->ramp_down_ns + duration_ns &&
	    (scenario->load.shape == HR_LOAD_CONSTANT || scenario->load.shape == HR_LOAD_SOAK))
		return hr_error_set(err, HR_ECONFIG,
		                    "scenario %s: its ramps are longer than its duration",
		                    scenario->name != NULL ? scenario->name : "");
	add_piece(curve, scenario->start_ns, 0, 0, HR_NO_STEP);
	add_shape(curve, scenario, duration_ns, level);
	if (scenario->warmup_ns > 0)
		mark_warmup(curve, scenario->start_ns + scenario->warmup_ns);
	return curve->too_long ? too_long(scenario, err) : HR_OK;
}

void hr_level_curve_release(struct hr_level_curve *curve)
{
	for (size_t i = 0; i < curve->step_count; i++)
		free(curve->steps[i].name);
	free(curve->steps);
	free(curve->pieces);
	*curve = (struct hr_level_curve){ 0 };
}

/* --- reading --- */

const struct hr_level_piece *hr_level_curve_piece(const struct hr_level_curve *curve,
                                                  int64_t time_ns)
{
	size_t low = 0, high = curve->count;

	/* The last piece that starts at or before the time. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (curve->pieces[middle].start_ns <= time_ns)
			low = middle;
		else
			high = middle;
	}
	return &curve->pieces[low];
}

static double seconds_into(const struct hr_level_piece *piece, int64_t time_ns)
{
	return (double)(time_ns - piece->start_ns) / (double)HR_NS_PER_S;
}

static double slope_of(const struct hr_level_piece *piece)
{
	return (piece->to - piece->from) / ((double)piece->duration_ns / (double)HR_NS_PER_S);
}

double hr_level_curve_level(const struct hr_level_curve *curve, int64_t time_ns)
{
	const struct hr_level_piece *piece;

	if (time_ns < 0 || time_ns >= curve->end_ns)
		return 0;
	piece = hr_level_curve_piece(curve, time_ns);
	return piece->from + slope_of(piece) * seconds_into(piece, time_ns);
}

double hr_level_curve_integral(const struct hr_level_curve *curve, int64_t time_ns)
{
	const struct hr_level_piece *piece;
	double t;

	if (time_ns <= 0 || curve->count == 0)
		return 0;
	if (time_ns >= curve->end_ns)
		return curve->total;
	piece = hr_level_curve_piece(curve, time_ns);
	t = seconds_into(piece, time_ns);
	return piece->before + piece->from * t + slope_of(piece) * t * t / 2;
}

/* Seconds until the integral from the piece's start is @amount: the root of
 * from t + slope t^2 / 2 = amount, in the form that does not cancel. */
static double seconds_until(const struct hr_level_piece *piece, double amount)
{
	double slope = slope_of(piece);
	double root = sqrt(fmax(piece->from * piece->from + 2 * slope * amount, 0));

	return amount <= 0 ? 0 : 2 * amount / (piece->from + root);
}

int64_t hr_level_curve_time_of(const struct hr_level_curve *curve, double amount)
{
	size_t low = 0, high = curve->count;
	const struct hr_level_piece *piece;
	int64_t offset_ns;

	if (amount >= curve->total)
		return HR_NO_TIME;
	/* The last piece that begins with no more than the amount. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (curve->pieces[middle].before <= amount)
			low = middle;
		else
			high = middle;
	}
	piece = &curve->pieces[low];
	offset_ns = (int64_t)(seconds_until(piece, amount - piece->before) * (double)HR_NS_PER_S);
	return piece->start_ns + (offset_ns < piece->duration_ns ? offset_ns : piece->duration_ns);
}

int64_t hr_level_curve_above(const struct hr_level_curve *curve, int64_t time_ns, double level)
{
	size_t i;

	if (curve->count == 0 || time_ns >= curve->end_ns)
		return HR_NO_TIME;
	if (time_ns < 0)
		time_ns = 0;
	if (hr_level_curve_level(curve, time_ns) > level)
		return time_ns;
	for (i = (size_t)(hr_level_curve_piece(curve, time_ns) - curve->pieces); i < curve->count;
	     i++) {
		const struct hr_level_piece *piece = &curve->pieces[i];
		int64_t at_ns = piece->start_ns;

		if (piece->from <= level && piece->to <= level)
			continue;
		/* It crosses the level within the piece, and is above it a nanosecond later. */
		if (piece->from <= level)
			at_ns += (int64_t)ceil((level - piece->from) / slope_of(piece) *
			                       (double)HR_NS_PER_S) +
			         1;
		if (at_ns >= piece->start_ns + piece->duration_ns)
			continue;
		if (at_ns >= time_ns)
			return at_ns;
	}
	return HR_NO_TIME;
}
