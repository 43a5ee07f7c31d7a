#include <config.h>
#include "model/backtest.h"

#include <stdlib.h>

#include "base/mem.h"

#define VALUES_MIN 5

static size_t least_known(const struct hr_history *history)
{
	size_t season = hr_history_season(history);

	return season > 1 ? 2 * season + 3 : VALUES_MIN;
}

static void choose_origins(const struct hr_history *history, size_t horizon, size_t origins,
                           struct hr_backtest *backtest)
{
	size_t n = history->count, least = least_known(history);
	size_t most = sizeof(backtest->cuts) / sizeof(backtest->cuts[0]);
	size_t reach = horizon, step;

	if (reach > n / 3 && n / 3 > 0)
		reach = n / 3;
	step = (reach + 1) / 2;
	backtest->horizon = reach;
	for (size_t k = 0; k < origins && k < most; k++) {
		size_t back = reach + k * step;

		if (back > n || n - back < least)
			break;
		backtest->cuts[backtest->origins++] = n - back;
	}
}

static void forecast_from(const struct hr_history *history, const struct hr_method *method,
                          size_t horizon, struct hr_backtest_cell *cell)
{
	struct hr_fit fit;

	cell->fitted = hr_fit_new(method, history, &fit) == HR_FIT_OK;
	if (cell->fitted) {
		hr_fit_mean(&fit, horizon, cell->mean);
		hr_fit_deviation(&fit, horizon, cell->deviation);
	}
	hr_fit_release(&fit);
}

void hr_backtest_run(const struct hr_history *history, const struct hr_method *const *methods,
                     size_t count, size_t horizon, size_t origins, struct hr_backtest *backtest)
{
	size_t cells;

	*backtest = (struct hr_backtest){ .methods = count };
	choose_origins(history, horizon, origins, backtest);
	cells = backtest->origins * count;
	if (cells == 0)
		return;
	backtest->cells = hr_zalloc(cells, sizeof(*backtest->cells));
	backtest->memory = hr_alloc_array(2 * cells * backtest->horizon, sizeof(double));
	for (size_t i = 0; i < cells; i++) {
		struct hr_history known = hr_history_head(history, backtest->cuts[i / count]);

		backtest->cells[i].mean = backtest->memory + 2 * i * backtest->horizon;
		backtest->cells[i].deviation = backtest->cells[i].mean + backtest->horizon;
		forecast_from(&known, methods[i % count], backtest->horizon, &backtest->cells[i]);
	}
}

void hr_backtest_release(struct hr_backtest *backtest)
{
	free(backtest->cells);
	free(backtest->memory);
	backtest->cells = NULL;
	backtest->memory = NULL;
}

const struct hr_backtest_cell *hr_backtest_cell(const struct hr_backtest *backtest, size_t origin,
                                                size_t method)
{
	return &backtest->cells[origin * backtest->methods + method];
}
