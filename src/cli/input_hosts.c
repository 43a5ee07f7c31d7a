#include <config.h>
#include "cli/input_hosts.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/str.h"
#include "record/diag.h"
#include "record/hosts.h"

/* Parts of one recording touch where one ends and the next begins; generators run side by side for
 * most of the time. */
#define COMMON_SHARE 2 /* at least 1/2 of the shorter */

static void note(struct hr_run *run, const char *path, const char *reason, struct hr_slice text)
{
	for (size_t i = 0; i < run->diag.count; i++)
		if (strcmp(run->diag.entries[i].path, path) == 0 &&
		    strcmp(run->diag.entries[i].reason, reason) == 0)
			return; /* said already, by a document that was merged */
	hr_diag_add(&run->diag, HR_DIAG_NOTE, path, reason, 0, text);
}

static int64_t length_of(const struct hr_host_span *span)
{
	return span->end_ns - span->start_ns;
}

static bool side_by_side(const struct hr_host_span *a, const struct hr_host_span *b)
{
	int64_t shorter = length_of(a) < length_of(b) ? length_of(a) : length_of(b);

	return hr_host_span_common_ns(a, b) > shorter / COMMON_SHARE;
}

void hr_input_hosts_add(struct hr_input_hosts *hosts, struct hr_run *run, const char *path,
                        const struct hr_run *part)
{
	struct hr_slice none = { NULL, 0 };
	struct hr_host_span span;
	bool together = false;

	if (!hr_host_span(part, none, &span))
		return;
	for (size_t i = 0; i < hosts->count; i++)
		together = together || side_by_side(&hosts->spans[i], &span);
	/* A document stands for its recordings: merged by steps or at once, the same is said. */
	if (together)
		note(run, part->input_count > 0 ? part->inputs[0].path : path,
		     "names no load generator and ran beside another input: the larger number of "
		     "their users counts (--hosts=each adds them up)",
		     none);
	hosts->spans = hr_grow(hosts->spans, hosts->count, &hosts->capacity, sizeof(*hosts->spans));
	hosts->spans[hosts->count] = span;
	hosts->spans[hosts->count++].host = none;
}

void hr_input_hosts_finish(struct hr_input_hosts *hosts, struct hr_run *run)
{
	struct hr_host_shift shift;
	struct hr_str text = { 0 };

	(void)hosts;
	if (!hr_hosts_shift(run, &shift))
		return;
	hr_str_add_slice(&text, shift.later);
	hr_str_puts(&text, " is ");
	hr_str_printf(&text, "%lld s behind ", (long long)(shift.shift_ns / HR_NS_PER_S));
	hr_str_add_slice(&text, shift.earlier);
	note(run, "",
	     "clocks of load generators may differ: one begins and ends later by the same time",
	     hr_str_slice(&text));
	hr_str_release(&text);
}

void hr_input_hosts_release(struct hr_input_hosts *hosts)
{
	free(hosts->spans);
	*hosts = (struct hr_input_hosts){ 0 };
}
