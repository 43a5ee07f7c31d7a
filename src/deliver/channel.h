/*
 * Channels: one row a type, with how a message is packed and how a packed one is sent. A packed
 * message holds nothing secret, so it can lie in the spool.
 */
#ifndef HR_DELIVER_CHANNEL_H
#define HR_DELIVER_CHANNEL_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "config/config_alerts.h"
#include "render/bulletin.h"

/* What became of one attempt. */
enum hr_sent {
	HR_SENT,
	HR_SENT_LATER, /* not taken, and trying again may help */
	HR_SENT_NEVER, /* refused for good */
};

struct hr_channel_kind {
	enum hr_channel_type type;
	bool one_by_one; /* a message a notice, not a bulletin */
	/*
	 * Append the packed message.
	 * @notice  of one_by_one kinds, else NULL
	 */
	enum hr_err (*pack)(const struct hr_config_channel *channel,
	                    const struct hr_bulletin *bulletin, const struct hr_notice *notice,
	                    struct hr_str *out, struct hr_error *err);
	/* Send a packed message. @retry_after_ns: what the receiver asked for, left alone else. */
	enum hr_sent (*send)(const struct hr_config_channel *channel, struct hr_slice message,
	                     int64_t *retry_after_ns, struct hr_error *err);
};

const struct hr_channel_kind *hr_channel_kind(const struct hr_config_channel *channel);

#endif
