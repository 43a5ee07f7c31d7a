/*
 * Delivery: from a document's checks to the channels that shall hear of them. Every message is in
 * the spool before it is sent and leaves it when it was taken, so nothing is lost to a dead channel
 * or a killed program; the same check always has the same key, so what comes twice can be told.
 */
#ifndef HR_DELIVER_DELIVER_H
#define HR_DELIVER_DELIVER_H

#include "base/error.h"
#include "config/config_alerts.h"
#include "render/scene.h"

#define HR_DELIVER_STATE "headroom-alerts.json" /* the default state file */

struct hr_deliver_options {
	const char *report_url;      /* where the page is, or NULL */
	const char *const *channels; /* only these, by name; NULL-terminated; NULL = all */
};

/* What happened, for messages and status. */
struct hr_deliver_outcome {
	size_t delivered, spooled, refused;
};

/*
 * hr_deliver - tell every channel what it has not heard yet: alerts that opened, went up a level or
 * are older than the dedup time at the channel, and the end of those it was told of; after what lay
 * in its spool.
 * Errors: HR_ECONFIG for an unknown channel name, HR_EIO and HR_EPARSE for the state. A channel
 * that fails is no error: it is logged and counted.
 */
enum hr_err hr_deliver(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                       const struct hr_deliver_options *options, struct hr_deliver_outcome *outcome,
                       struct hr_error *err) HR_MUST_CHECK;
/* What hr_deliver() would send if nothing had been told before, appended: "NAME (TYPE):" and the
 * message. Touches nothing. */
enum hr_err hr_deliver_show(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                            const struct hr_deliver_options *options, struct hr_str *out,
                            struct hr_error *err) HR_MUST_CHECK;

#endif
