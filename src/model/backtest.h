/*
 * Rolling-origin backtest: the history is cut at several origins, everything is fitted anew to what
 * was known there, and the forecasts are compared with what came (L. Tashman, International Journal
 * of Forecasting 16, 2000).
 */
#ifndef HR_MODEL_BACKTEST_H
#define HR_MODEL_BACKTEST_H

#include "model/fit.h"

/* What one method forecast from one origin. */
struct hr_backtest_cell {
	bool fitted;
	double *mean, *deviation; /* horizon values each, inside the backtest's memory */
};

struct hr_backtest {
	size_t horizon, origins, methods;
	size_t cuts[50]; /* HR_ORIGINS_MAX: values known at each origin, latest first */
	struct hr_backtest_cell *cells; /* owned; [origin * methods + method] */
	double *memory;                 /* owned */
};

/*
 * hr_backtest_run - forecasts of all @methods from up to @origins origins.
 * The first lies @horizon steps before the end, or a third of the history when that is less; each
 * further one half a horizon before. An origin needs two cycles and three values, or five values
 * without a season. @backtest  initialised by the call; release it; 0 origins when too short
 */
void hr_backtest_run(const struct hr_history *history, const struct hr_method *const *methods,
                     size_t count, size_t horizon, size_t origins, struct hr_backtest *backtest);
void hr_backtest_release(struct hr_backtest *backtest);

const struct hr_backtest_cell *hr_backtest_cell(const struct hr_backtest *backtest, size_t origin,
                                                size_t method);

#endif
