/*
 * The model for a forecast of demand, chosen by what each would have got wrong in the past.
 */
#ifndef HR_MODEL_DEMAND_MODEL_H
#define HR_MODEL_DEMAND_MODEL_H

#include <stdint.h>

#include "model/crossing.h"

#define HR_DEMAND_MODELS_MAX 12
#define HR_DEMAND_BOUNDS     6
#define HR_DEMAND_PATHS      2000

/* Quantiles of the bounds: of 95, 80 and 50 %, lower and upper. */
extern const double hr_demand_bounds[HR_DEMAND_BOUNDS];

/* One model and its backtest. */
struct hr_demand_candidate {
	const char *name; /* borrowed from who asked */
	double mase;      /* of the rolling origins; NaN without any */
	double smape;     /* 0..2; NaN */
	double coverage;  /* of its 95 % intervals there; NaN */
};

struct hr_demand_model {
	struct hr_demand_candidate candidates[HR_DEMAND_MODELS_MAX];
	size_t count;
	struct hr_demand_candidate naive; /* for comparison: last season's (or the last) value */
	size_t chosen;
	size_t origins; /* of the backtest that was possible */
	size_t horizon;
	double *mean;                     /* owned */
	double *bounds[HR_DEMAND_BOUNDS]; /* owned */
	double *paths; /* owned; simulated futures of the chosen one, path_count rows of horizon */
	size_t path_count;
};

/* Is that the name of a model: "trend" (the level and where it is heading), "auto" (the weighted
 * combination), a method of hr_methods, or "linear" and "holt-winters" for two of them. */
bool hr_demand_model_is_known(const char *name);

/*
 * hr_demand_trend_rows - the forecast of "trend": the level and where it is heading, the level
 * alone where the slope is not significant.
 * @mean, @bounds  @horizon values each, in the order of hr_demand_bounds
 * False when the trends are HR_TREND_TOO_SHORT.
 */
bool hr_demand_trend_rows(const struct hr_crossing_trends *trends, size_t horizon, double *mean,
                          double *const bounds[HR_DEMAND_BOUNDS]);

/*
 * hr_demand_model_new - forecast by the best of @names.
 * Three rolling origins at 5, 6 and 7 eighths of the history, each with 14 values and two seasons
 * before it; the smallest MASE wins, the earlier name on a tie. Without any origin the first name
 * is taken.
 * @season  in steps; 1 = none
 * @seed    of the simulated futures, HR_DEMAND_PATHS of them (fewer beyond 1,000 steps)
 * False, with nothing to release, when the history does not allow the forecast of any.
 */
bool hr_demand_model_new(const struct hr_history *history, size_t season, size_t horizon,
                         const char *const *names, size_t count, uint64_t seed,
                         struct hr_demand_model *out);
void hr_demand_model_release(struct hr_demand_model *model);

#endif
