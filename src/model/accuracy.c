#include <config.h>
#include "model/accuracy.h"

#include <math.h>

void hr_accuracy_add(struct hr_accuracy *accuracy, double value, double forecast, double low,
                     double high)
{
	double error = fabs(value - forecast), size = fabs(value) + fabs(forecast);

	if (isnan(value))
		return;
	accuracy->steps++;
	accuracy->absolute += error;
	accuracy->symmetric += size > 0 ? 2 * error / size : 0;
	if (value >= low && value <= high)
		accuracy->covered++;
}

static double per_step(const struct hr_accuracy *accuracy, double sum)
{
	return accuracy->steps > 0 ? sum / (double)accuracy->steps : (double)NAN;
}

double hr_accuracy_mase(const struct hr_accuracy *accuracy, double scale)
{
	return scale > 0 ? per_step(accuracy, accuracy->absolute) / scale : (double)NAN;
}

double hr_accuracy_smape(const struct hr_accuracy *accuracy)
{
	return per_step(accuracy, accuracy->symmetric);
}

double hr_accuracy_coverage(const struct hr_accuracy *accuracy)
{
	return per_step(accuracy, (double)accuracy->covered);
}

double hr_accuracy_scale(const struct hr_history *history)
{
	size_t lag = hr_history_season(history), pairs = 0;
	double sum = 0;

	for (size_t i = lag; i < history->count; i++) {
		double change = fabs(history->values[i] - history->values[i - lag]);

		if (isnan(change))
			continue;
		sum += change;
		pairs++;
	}
	return pairs > 0 ? sum / (double)pairs : 0;
}
