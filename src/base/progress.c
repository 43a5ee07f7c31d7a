#include <config.h>
#include "base/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/unit.h"

#define NS_PER_S      INT64_C(1000000000)
#define FIRST_DRAW_NS NS_PER_S
#define DRAW_EVERY_NS (NS_PER_S / 5)
#define CLEAR_LINE    "\r\033[K"

static int64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static bool can_draw(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) == 1 && term != NULL && strcmp(term, "dumb") != 0;
}

void hr_progress_start(struct hr_progress *progress, uint64_t total_bytes, bool wanted)
{
	*progress = (struct hr_progress){ .total_bytes = total_bytes };
	progress->enabled = wanted && can_draw();
	if (progress->enabled)
		progress->started_ns = monotonic_ns();
}

size_t hr_progress_text(const struct hr_progress *progress, int64_t now_ns, char *out, size_t size)
{
	char done[HR_UNIT_TEXT_SIZE];
	char total[HR_UNIT_TEXT_SIZE];
	char rate[HR_UNIT_TEXT_SIZE];
	char left[HR_UNIT_TEXT_SIZE];
	double seconds = (double)(now_ns - progress->started_ns) / (double)NS_PER_S;
	double per_s = seconds > 0.0 ? (double)progress->done_bytes / seconds : 0.0;
	uint64_t rest = 0;
	int n;

	hr_unit_format((double)progress->done_bytes, HR_QUANTITY_BYTES, HR_STYLE_ASCII, done);
	hr_unit_format(per_s, HR_QUANTITY_BYTES_PER_S, HR_STYLE_ASCII, rate);
	/* A file that grows while it is read has no end that could be foretold. */
	if (progress->total_bytes == 0 || progress->done_bytes > progress->total_bytes) {
		n = snprintf(out, size, "reading: %s, %s", done, rate);
	} else {
		rest = progress->total_bytes - progress->done_bytes;
		hr_unit_format((double)progress->total_bytes, HR_QUANTITY_BYTES, HR_STYLE_ASCII,
		               total);
		if (per_s > 0.0)
			hr_unit_format((double)rest / per_s * 1e3, HR_QUANTITY_DURATION_MS,
			               HR_STYLE_ASCII, left);
		else
			snprintf(left, sizeof(left), "?");
		n = snprintf(
		        out, size, "reading: %s of %s (%d%%), %s, %s left", done, total,
		        (int)((double)progress->done_bytes * 100.0 / (double)progress->total_bytes),
		        rate, left);
	}
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

void hr_progress_update(struct hr_progress *progress, uint64_t done_bytes)
{
	char text[256];
	int64_t now_ns;

	progress->done_bytes = done_bytes;
	if (!progress->enabled)
		return;
	now_ns = monotonic_ns();
	if (now_ns - progress->started_ns < FIRST_DRAW_NS ||
	    (progress->visible && now_ns - progress->drawn_ns < DRAW_EVERY_NS))
		return;
	progress->drawn_ns = now_ns;
	progress->visible = true;
	if (hr_progress_text(progress, now_ns, text, sizeof(text)) > 0)
		fprintf(stderr, CLEAR_LINE "%s", text);
	fflush(stderr);
}

void hr_progress_stop(struct hr_progress *progress)
{
	if (progress->visible) {
		fputs(CLEAR_LINE, stderr);
		fflush(stderr);
	}
	progress->visible = false;
	progress->enabled = false;
}
