/*
 * Lines of series: whatever the text, a series with finite or missing values and sizes within the
 * caps, or a reason; short ones are forecast as well, to finite figures.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <math.h>
#include <stdlib.h>

#include "model/forecast.h"
#include "read/line_split.h"
#include "read/series_lines.h"

#define FORECAST_VALUES 40 /* longer ones take too long for a fuzzer */

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_forecast(const struct hr_series_line *line)
{
	const struct hr_history history = { .values = line->values,
		                            .count = line->count,
		                            .seasons = { line->season > 1 ? line->season : 0 } };
	const struct hr_forecast_options options = { .horizon = 3, .origins = 1 };
	struct hr_forecast forecast;
	double high[3];

	hr_forecast_new(&history, &options, &forecast);
	hr_forecast_quantile(&forecast, 0.975, high);
	for (size_t h = 0; h < 3; h++)
		require(isfinite(forecast.mean[h]) && isfinite(high[h]));
	hr_forecast_release(&forecast);
}

static void on_line(void *context, const struct hr_line *text)
{
	struct hr_series_line *line = context;
	struct hr_error err = { 0 };
	enum hr_err code = hr_series_line_parse(text->text, line, &err);

	if (code == HR_ENODATA)
		return;
	if (code != HR_OK) {
		require(err.text[0] != '\0');
		return;
	}
	require(line->id.length > 0 && line->id.length <= HR_SERIES_LINE_ID);
	require(line->season <= HR_SERIES_LINE_SEASON && line->count <= HR_SERIES_LINE_VALUES);
	for (size_t i = 0; i < line->count; i++)
		require(isnan(line->values[i]) || fabs(line->values[i]) <= HR_SERIES_LINE_LARGEST);
	if (line->count <= FORECAST_VALUES)
		check_forecast(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_series_line line = { 0 };
	struct hr_line_split split = { .on_line = on_line, .context = &line };

	hr_line_split_feed(&split, (struct hr_slice){ (const char *)data, size });
	hr_line_split_finish(&split);
	hr_line_split_release(&split);
	hr_series_line_release(&line);
	return 0;
}
