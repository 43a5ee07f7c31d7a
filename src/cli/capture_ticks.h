/*
 * Kinds of capture that look at something every interval: from the options to a closed recording.
 */
#ifndef HR_CLI_CAPTURE_TICKS_H
#define HR_CLI_CAPTURE_TICKS_H

#include <stdint.h>

#include "cli/exit_status.h"
#include "cli/settings.h"
#include "record/sink.h"
#include "write/writer.h"

struct hr_capture_ticks {
	const struct hr_record_form *form;
	int64_t interval_ns; /* where --interval does not say another */
	/* One look. */
	void (*look)(void *context, int64_t monotonic_ns, int64_t wall_ns, struct hr_sink *sink);
	void *context;
};

/*
 * hr_capture_ticks - look every interval until --duration is over or a signal asks to stop.
 * *status is HR_EXIT_INTERRUPTED when it was stopped before a duration was over.
 * Errors: HR_EINVAL of the options, HR_EIO of the recording.
 */
enum hr_err hr_capture_ticks(const struct hr_settings *settings,
                             const struct hr_capture_ticks *ticks, enum hr_exit *status,
                             struct hr_error *err) HR_MUST_CHECK;
/* A duration of an option, more than 0; @value stays where @text is NULL. Errors: HR_EINVAL with
 * the name of the option. */
enum hr_err hr_capture_duration(const char *option, const char *text, int64_t *value,
                                struct hr_error *err) HR_MUST_CHECK;
/* --timeout of something that is asked; @value stays without it. Errors: HR_EINVAL. */
enum hr_err hr_capture_timeout(const struct hr_settings *settings, int64_t *value,
                               struct hr_error *err) HR_MUST_CHECK;

/* The form of records that -f names, else @standard. Errors: HR_EINVAL with the forms there are. */
enum hr_err hr_capture_form(const struct hr_settings *settings, const char *standard,
                            const struct hr_record_form **out, struct hr_error *err) HR_MUST_CHECK;

#endif
