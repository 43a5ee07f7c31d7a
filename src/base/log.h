/*
 * Messages to stderr: "headroom: warning: text". Called from cli and deliver only; other floors
 * report through struct hr_error and struct hr_diag.
 */
#ifndef HR_BASE_LOG_H
#define HR_BASE_LOG_H

#include "base/error.h"

enum hr_log_level { HR_LOG_ERROR, HR_LOG_WARNING, HR_LOG_NOTE, HR_LOG_DETAIL };

/* Default HR_LOG_NOTE; -q HR_LOG_ERROR; -v HR_LOG_DETAIL. Control characters of the text are
 * replaced. */
void hr_log_set_level(enum hr_log_level level);
enum hr_log_level hr_log_level(void);
void hr_log(enum hr_log_level level, const char *format, ...) HR_PRINTF(2, 3);
void hr_log_error(const struct hr_error *err);

#endif
