/*
 * The pack and send functions behind the table in channel.c.
 */
#ifndef HR_DELIVER_CHANNEL_PART_H
#define HR_DELIVER_CHANNEL_PART_H

#include "deliver/channel.h"

enum hr_sent hr_send_console(const struct hr_config_channel *channel, struct hr_slice message,
                             int64_t *retry_after_ns, struct hr_error *err);
enum hr_sent hr_send_file(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err);
/* By the channel's program when it has one, else over HTTP. */
enum hr_sent hr_send_json(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err);
/* The same, with the routing key put into the event. */
enum hr_sent hr_send_pagerduty(const struct hr_config_channel *channel, struct hr_slice message,
                               int64_t *retry_after_ns, struct hr_error *err);
enum hr_sent hr_send_mail(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err);
enum hr_sent hr_send_exec(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err);

enum hr_err hr_pack_console(const struct hr_config_channel *channel,
                            const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                            struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_pack_file(const struct hr_config_channel *channel,
                         const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                         struct hr_str *out, struct hr_error *err) HR_MUST_CHECK;

#endif
