/*
 * What has been told, and to whom: alerts that are open, when each channel last heard of them, and
 * which channels fail. A JSON file, held under a lock while a delivery goes on.
 */
#ifndef HR_DELIVER_ALERT_STATE_H
#define HR_DELIVER_ALERT_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "render/bulletin.h"

#define HR_BREAKER_FAILURES 5                    /* in a row, and a channel is left alone */
#define HR_BREAKER_REST_NS  INT64_C(60000000000) /* for so long, where nothing else is said */

struct hr_alert_state;

/*
 * hr_alert_state_open - lock and read.
 * @path  of the file; "@path.lock" is the lock, which is waited for
 * Errors: HR_EIO; HR_EPARSE when the file is not what was written there.
 */
enum hr_err hr_alert_state_open(const char *path, struct hr_alert_state **out,
                                struct hr_error *err) HR_MUST_CHECK;
/* Write the file whole. */
enum hr_err hr_alert_state_save(struct hr_alert_state *state, struct hr_error *err) HR_MUST_CHECK;
/* Unlock and free; NULL is fine. */
void hr_alert_state_close(struct hr_alert_state *state);

/* The notice is open: since when (set into it) and with which text. */
void hr_alert_state_note(struct hr_alert_state *state, struct hr_notice *notice, const char *suite,
                         int64_t now_ns);
/* Append to @bulletin, as resolved, the open alerts of its suite that @passed says are over. */
void hr_alert_state_resolved(const struct hr_alert_state *state, struct hr_bulletin *bulletin,
                             bool (*passed)(const void *context, const char *check),
                             const void *context);
void hr_alert_state_forget(struct hr_alert_state *state, const char *key);

/* When a channel was last told of a notice, HR_INSTANT_NONE = never; and of which level. */
int64_t hr_alert_state_told(const struct hr_alert_state *state, const char *key,
                            const char *channel, unsigned *level);
/* Note that @channel was told of @notice at its present level. */
void hr_alert_state_tell(struct hr_alert_state *state, const struct hr_notice *notice,
                         const char *channel, int64_t now_ns);

/* The circuit breaker of a channel; @rest_ns is how long it is left alone. */
bool hr_alert_state_rests(const struct hr_alert_state *state, const char *channel, int64_t now_ns);
void hr_alert_state_count(struct hr_alert_state *state, const char *channel, bool delivered,
                          int64_t rest_ns, int64_t now_ns);

#endif
