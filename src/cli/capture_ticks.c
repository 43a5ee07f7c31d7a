#include <config.h>
#include "cli/capture_ticks.h"

#include <inttypes.h>

#include "base/duration.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/stop.h"
#include "capture/recording.h"
#include "capture/ticker.h"
#include "cli/record_form.h"

#define LEAST_INTERVAL_NS (10 * HR_NS_PER_MS)
#define LEAST_TIMEOUT_NS  HR_NS_PER_MS /* of what counts in milliseconds, 0 being without end */
#define MOST_TIMEOUT_NS   (24 * 3600 * HR_NS_PER_S)

enum hr_err hr_capture_duration(const char *option, const char *text, int64_t *value,
                                struct hr_error *err)
{
	enum hr_err code;

	if (text == NULL)
		return HR_OK;
	code = hr_duration_parse(hr_slice_of(text), value, err);
	hr_error_locate(err, option);
	if (code == HR_OK && *value <= 0)
		return hr_error_set(err, HR_EINVAL, "%s takes a time longer than 0", option);
	return code;
}

enum hr_err hr_capture_timeout(const struct hr_settings *settings, int64_t *value,
                               struct hr_error *err)
{
	enum hr_err code = hr_capture_duration("--timeout", settings->timeout, value, err);

	if (code == HR_OK && (*value < LEAST_TIMEOUT_NS || *value > MOST_TIMEOUT_NS))
		return hr_error_set(err, HR_EINVAL, "--timeout takes 1ms to 1d");
	return code;
}

enum hr_err hr_capture_form(const struct hr_settings *settings, const char *standard,
                            const struct hr_record_form **out, struct hr_error *err)
{
	return hr_record_form_need(settings->form != NULL ? settings->form : standard, out, err);
}

/* Milliseconds are enough for people and shorter in the recording. */
static int64_t wall_ms(const struct hr_ticker *ticker, int64_t monotonic_ns)
{
	int64_t wall_ns = hr_ticker_wall_ns(ticker, monotonic_ns);

	return wall_ns - wall_ns % HR_NS_PER_MS;
}

static enum hr_err record(const struct hr_capture_ticks *ticks, struct hr_ticker *ticker,
                          struct hr_recording *recording, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	while (code == HR_OK && hr_ticker_wait(ticker, NULL, NULL)) {
		int64_t now_ns = hr_ticker_now_ns(ticker);

		ticks->look(ticks->context, now_ns, wall_ms(ticker, now_ns),
		            &recording->writer.sink);
		code = hr_recording_tick(recording, hr_ticker_now_ns(ticker), err);
	}
	return code;
}

enum hr_err hr_capture_ticks(const struct hr_settings *settings,
                             const struct hr_capture_ticks *ticks, enum hr_exit *status,
                             struct hr_error *err)
{
	struct hr_recording recording = { 0 };
	struct hr_error closing = { 0 };
	struct hr_ticker ticker;
	int64_t interval_ns = ticks->interval_ns, duration_ns = 0;
	enum hr_err code, closed;

	code = hr_capture_duration("--interval", settings->interval, &interval_ns, err);
	if (code == HR_OK && interval_ns < LEAST_INTERVAL_NS)
		code = hr_error_set(err, HR_EINVAL, "--interval takes 10ms or more");
	if (code == HR_OK)
		code = hr_capture_duration("--duration", settings->duration, &duration_ns, err);
	if (code == HR_OK)
		code = hr_recording_open(&recording,
		                         settings->output != NULL ? settings->output : "-",
		                         ticks->form, err);
	if (code != HR_OK)
		return code;
	hr_stop_catch();
	hr_ticker_start(&ticker, &hr_clock_system, interval_ns, duration_ns);
	code = record(ticks, &ticker, &recording, err);
	closed = hr_recording_close(&recording, &closing);
	if (code == HR_OK && closed != HR_OK)
		*err = closing;
	if (ticker.missed > 0)
		hr_log(HR_LOG_WARNING,
		       "%" PRIu64 " of %" PRId64 " looks came too late and were left out",
		       ticker.missed, ticker.next);
	*status = duration_ns > 0 && hr_stop_wanted() ? HR_EXIT_INTERRUPTED : HR_EXIT_PASS;
	hr_stop_release();
	return code != HR_OK ? code : closed;
}
