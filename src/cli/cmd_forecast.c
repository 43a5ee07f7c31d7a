/*
 * headroom forecast: the models alone, series in, rows out.
 */
#include <config.h>
#include "cli/commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/readings.h"
#include "analyse/resample.h"
#include "base/input.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "cli/forecast_request.h"
#include "cli/forecast_rows.h"
#include "cli/load.h"
#include "cli/output_clash.h"
#include "model/season.h"
#include "read/line_split.h"
#include "record/clean.h"
#include "read/series_lines.h"

#define HORIZON_SHARE   4 /* without a horizon: this part of the history */
#define HORIZON_LONGEST 366
#define FLUSH_BYTES     65536

/* What is asked for, and where the rows go. */
struct forecaster {
	struct hr_forecast_request ask;
	struct hr_output *output;
	struct hr_str text;
	struct hr_error *err;
	enum hr_err status; /* of the output */
	size_t series, usable, insufficient, unfit, constant, skipped, rejected;
};

/*
 * Rows.
 */

static void flush(struct forecaster *f, size_t beyond)
{
	if (f->text.length <= beyond)
		return;
	if (f->status == HR_OK)
		f->status = hr_output_write(f->output, hr_str_slice(&f->text), f->err);
	hr_str_truncate(&f->text, 0);
}

static void begin(struct forecaster *f)
{
	if (f->ask.form == HR_FORECAST_JSON)
		hr_str_printf(&f->text, "{\"schema\": \"headroom/1\", \"forecast\": [");
	else if (f->ask.backtest)
		hr_backtest_rows_header(&f->text);
	else
		hr_forecast_rows_header(f->ask.limit.kind != HR_FORECAST_LIMIT_NONE, &f->text);
}

static void finish(struct forecaster *f)
{
	if (f->ask.form == HR_FORECAST_JSON)
		hr_str_puts(&f->text, f->series > 0 ? "\n]}\n" : "]}\n");
	flush(f, 0);
}

static void add_json(struct forecaster *f, const struct hr_forecast *forecast,
                     const struct hr_forecast_subject *subject)
{
	json_t *value = hr_document_forecast(forecast, subject);
	char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15));

	if (text == NULL)
		hr_out_of_memory();
	hr_str_puts(&f->text, f->series > 1 ? ",\n" : "\n");
	hr_str_puts(&f->text, text);
	free(text);
	json_decref(value);
}

static void count_state(struct forecaster *f, const char *id, const struct hr_forecast *forecast)
{
	f->series++;
	f->usable += hr_forecast_usable(forecast->state) ? 1 : 0;
	if (forecast->state == HR_FORECAST_INSUFFICIENT || forecast->state == HR_FORECAST_NO_DATA) {
		if (f->insufficient++ == 0)
			hr_log(HR_LOG_WARNING,
			       "%s: %zu known values are not enough history for a forecast", id,
			       forecast->quality.known);
	} else if (forecast->state == HR_FORECAST_UNFIT && f->unfit++ == 0) {
		hr_log(HR_LOG_WARNING, "%s: the model does not fit: %s", id,
		       hr_fit_status_name(forecast->reason));
	}
}

/* @subject  id, unit, step and times are set */
static void forecast_one(struct forecaster *f, const struct hr_history *history, size_t horizon,
                         struct hr_forecast_subject *subject)
{
	struct hr_forecast_options options = f->ask.options;
	struct hr_forecast forecast;
	double *crossing = NULL;

	options.horizon = horizon;
	hr_forecast_new(history, &options, &forecast);
	if (f->ask.limit.kind != HR_FORECAST_LIMIT_NONE) {
		crossing = hr_zalloc(horizon, sizeof(*crossing));
		subject->limit = hr_forecast_limit_of(&f->ask.limit, history);
		subject->above = f->ask.limit.above;
		subject->crossing = crossing;
		if (hr_forecast_usable(forecast.state))
			hr_forecast_crossing(&forecast, HR_PATHS_DEFAULT, subject->limit,
			                     f->ask.limit.above, crossing);
	}
	count_state(f, subject->id, &forecast);
	if (f->ask.form == HR_FORECAST_JSON)
		add_json(f, &forecast, subject);
	else if (f->ask.backtest)
		hr_backtest_rows(&forecast, subject, &f->text);
	else
		hr_forecast_rows(&forecast, subject, &f->text);
	flush(f, FLUSH_BYTES);
	free(crossing);
	hr_forecast_release(&forecast);
}

static size_t default_horizon(size_t count)
{
	size_t horizon = count / HORIZON_SHARE;

	return horizon < 1 ? 1 : horizon > HORIZON_LONGEST ? HORIZON_LONGEST : horizon;
}

/* 0 asks for the cycle to be found. */
static void set_season(struct hr_history *history, size_t season)
{
	if (season == 0)
		season = hr_season_detect(history);
	history->seasons[0] = season > 1 ? season : 0;
	hr_history_add_week(history);
}

/*
 * --input-format=series: line by line, nothing is kept.
 */

struct lines {
	struct forecaster *f;
	const char *path;
	struct hr_series_line line;
};

static void on_line(void *context, const struct hr_line *text)
{
	struct lines *lines = context;
	struct forecaster *f = lines->f;
	struct hr_error reason = { 0 };
	enum hr_err code = HR_ELIMIT;
	struct hr_history history;
	struct hr_forecast_subject subject = { 0 };
	size_t horizon, season = f->ask.season;
	char *id;

	if (f->status != HR_OK)
		return;
	if (text->too_long)
		hr_error_set(&reason, HR_ELIMIT, "the line is too long");
	else
		code = hr_series_line_parse(text->text, &lines->line, &reason);
	if (code == HR_ENODATA)
		return;
	if (code != HR_OK) {
		if (f->rejected++ < 10)
			hr_log(HR_LOG_WARNING, "%s:%" PRIu64 ": %s",
			       strcmp(lines->path, "-") == 0 ? "standard input" : lines->path,
			       text->number, reason.text);
		return;
	}
	history = (struct hr_history){ .values = lines->line.values,
		                       .count = lines->line.count,
		                       .ceiling = f->ask.ceiling };
	if (season == 0)
		season = lines->line.season;
	set_season(&history, season == SIZE_MAX ? 0 : season);
	horizon = f->ask.options.horizon > 0 ? f->ask.options.horizon : lines->line.horizon;
	if (horizon == 0)
		horizon = default_horizon(history.count);
	id = hr_clean_copy(lines->line.id, HR_SERIES_LINE_ID);
	subject.id = id;
	forecast_one(f, &history, horizon, &subject);
	free(id);
}

static enum hr_err forecast_lines_of(struct forecaster *f, const char *path, struct hr_error *err)
{
	struct lines lines = { .f = f, .path = path };
	struct hr_line_split split = { .on_line = on_line, .context = &lines };
	struct hr_input *input = NULL;
	enum hr_err code = hr_input_open(path, &input, err);
	size_t length = 1;

	while (code == HR_OK && length > 0 && f->status == HR_OK) {
		const char *bytes;

		code = hr_input_read(input, &bytes, &length, err);
		if (code == HR_OK)
			hr_line_split_feed(&split, (struct hr_slice){ bytes, length });
	}
	if (code == HR_OK)
		hr_line_split_finish(&split);
	hr_line_split_release(&split);
	hr_series_line_release(&lines.line);
	if (input != NULL)
		hr_input_close(input);
	return code;
}

static enum hr_err forecast_lines(struct forecaster *f, const struct hr_settings *settings,
                                  struct hr_error *err)
{
	static const char standard_input[] = "-";
	size_t count = settings->operands.count;
	enum hr_err code = HR_OK;

	if (f->ask.horizon_ns > 0)
		return hr_error_set(
		        err, HR_EINVAL,
		        "--horizon: these series have no times; give a number of steps");
	for (size_t i = 0; code == HR_OK && i < (count > 0 ? count : 1); i++) {
		const char *path = count > 0 ? settings->operands.items[i] : standard_input;

		code = hr_outputs_spare(settings, path, err);
		if (code == HR_OK)
			code = forecast_lines_of(f, path, err);
	}
	return code;
}

/*
 * Recordings of resources through the readers.
 */

static size_t horizon_of(const struct forecaster *f, const struct hr_resampled *steps)
{
	int64_t horizon;

	if (f->ask.options.horizon > 0)
		return f->ask.options.horizon;
	if (f->ask.horizon_ns == 0)
		return default_horizon(steps->count);
	horizon = (f->ask.horizon_ns + steps->step.step_ns - 1) / steps->step.step_ns;
	return horizon < 1 ? 1 : horizon > HR_HORIZON_MAX ? HR_HORIZON_MAX : (size_t)horizon;
}

/* The usual cycle of such steps when the values show it, else any that they show. */
static size_t season_of(const struct forecaster *f, const struct hr_resampled *steps)
{
	struct hr_history history = { .values = steps->values, .count = steps->count };
	size_t usual = hr_season_usual(steps->step.step_ns), found;

	if (f->ask.season != 0 && f->ask.season != SIZE_MAX)
		return f->ask.season;
	found = hr_season_detect(&history);
	if (usual > 1 && hr_history_has_season(&history, usual))
		return usual;
	return found;
}

static void forecast_readings(struct forecaster *f, struct hr_readings_series *series)
{
	struct hr_error reason = { 0 };
	struct hr_resampled steps;
	struct hr_history history;
	struct hr_forecast_subject subject = { .id = series->id, .unit = series->unit };
	size_t horizon;
	int64_t *times;

	if (hr_resample(series, f->ask.step_ns, &steps, &reason) != HR_OK) {
		hr_log(HR_LOG_WARNING, "%s", reason.text);
		f->skipped++;
		return;
	}
	if (steps.cut > 0)
		hr_log(HR_LOG_WARNING, "%s: the oldest %zu steps are left out", series->id,
		       steps.cut);
	history = (struct hr_history){ .values = steps.values,
		                       .count = steps.count,
		                       .ceiling = f->ask.ceiling };
	set_season(&history, season_of(f, &steps));
	horizon = horizon_of(f, &steps);
	times = hr_alloc_array(horizon, sizeof(*times));
	for (size_t h = 0; h < horizon; h++)
		times[h] = hr_resampled_time(&steps, steps.count + h);
	subject.step_ns = steps.step.step_ns;
	subject.times = times;
	forecast_one(f, &history, horizon, &subject);
	free(times);
	hr_resampled_release(&steps);
}

static int by_id(const void *a, const void *b)
{
	const struct hr_readings_series *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static enum hr_err forecast_recordings(struct forecaster *f, const struct hr_settings *settings,
                                       struct hr_error *err)
{
	struct hr_readings readings;
	struct hr_job job;
	struct hr_run run;
	enum hr_err code = hr_job_init(&job, settings, err);

	if (code != HR_OK) {
		hr_job_release(&job);
		return code;
	}
	hr_readings_init(&readings);
	readings.step_ns = f->ask.step_ns;
	code = hr_load_readings(&job, &readings.sink, &run, err);
	f->rejected = (size_t)hr_diag_total(&run.diag, HR_DIAG_REJECTED, NULL);
	if (code == HR_OK && readings.dropped > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " values beyond the cap of series are left out",
		       readings.dropped);
	if (code == HR_OK && readings.late > 0)
		hr_log(HR_LOG_WARNING,
		       "%" PRIu64 " values of counters came out of the order of time and are left "
		       "out: so many values are added up as they come",
		       readings.late);
	if (code == HR_OK && readings.count == 0)
		hr_log(HR_LOG_WARNING, "no resource values in the input: nothing to forecast");
	if (code == HR_OK && readings.count > 0) {
		qsort(readings.series, readings.count, sizeof(*readings.series), by_id);
		for (size_t i = 0; i < readings.count; i++)
			forecast_readings(f, &readings.series[i]);
	}
	hr_readings_release(&readings);
	hr_run_release(&run);
	hr_job_release(&job);
	return code;
}

/*
 * The command.
 */

static enum hr_exit status_of(const struct forecaster *f, const struct hr_settings *settings)
{
	if (f->insufficient + f->unfit > 1)
		hr_log(HR_LOG_WARNING, "%zu of %zu series have no forecast",
		       f->insufficient + f->unfit, f->series);
	if (f->rejected > 10)
		hr_log(HR_LOG_WARNING, "%zu lines were rejected", f->rejected);
	if (settings->strict && f->rejected > 0)
		return HR_EXIT_TROUBLE;
	return f->usable > 0 ? HR_EXIT_PASS : HR_EXIT_INCONCLUSIVE;
}

static enum hr_err forecast(const struct hr_settings *settings, enum hr_exit *status,
                            struct hr_error *err)
{
	struct forecaster f = { .err = err };
	const char *path = settings->output != NULL ? settings->output : "-";
	const char *format = settings->input_format;
	enum hr_err code = hr_forecast_request_parse(settings, &f.ask, err);

	if (code == HR_OK)
		code = hr_output_open(path, &f.output, err);
	if (code != HR_OK)
		return code;
	begin(&f);
	if (format != NULL && strcmp(format, "series") == 0)
		code = forecast_lines(&f, settings, err);
	else
		code = forecast_recordings(&f, settings, err);
	finish(&f);
	if (code == HR_OK)
		code = f.status;
	if (code == HR_OK)
		code = hr_output_commit(f.output, err);
	else
		hr_output_abort(f.output);
	hr_str_release(&f.text);
	if (code == HR_OK)
		*status = status_of(&f, settings);
	return code;
}

const struct hr_command hr_command_forecast = {
	.name = "forecast",
	.summary = "series in, forecasts with intervals out",
	.operands = "[FILE ...]",
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(READ) | HR_GROUP(SELECT) |
	          HR_GROUP(FORECAST) | HR_GROUP(OUTPUT_PATH),
	.details = "Inputs are recordings of resources (CSV, sar, Prometheus ...), or, with\n"
	           "--input-format=series, lines \"id season horizon count x1 x2 ...\".\n",
	.run = forecast,
};
