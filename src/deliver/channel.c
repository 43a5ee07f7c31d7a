#include <config.h>
#include "deliver/channel.h"

#include "deliver/channel_part.h"
#include "mustache/mustache.h"
#include "render/escape.h"
#include "render/payload.h"

/* --- packing: the payloads of render, behind one signature --- */

static enum hr_err pack_slack(const struct hr_config_channel *channel,
                              const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                              struct hr_str *out, struct hr_error *err)
{
	(void)channel;
	(void)notice;
	(void)err;
	hr_payload_slack(bulletin, out);
	return HR_OK;
}

static enum hr_err pack_teams(const struct hr_config_channel *channel,
                              const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                              struct hr_str *out, struct hr_error *err)
{
	(void)channel;
	(void)notice;
	(void)err;
	hr_payload_teams(bulletin, out);
	return HR_OK;
}

static enum hr_err pack_alertmanager(const struct hr_config_channel *channel,
                                     const struct hr_bulletin *bulletin,
                                     const struct hr_notice *notice, struct hr_str *out,
                                     struct hr_error *err)
{
	(void)channel;
	(void)notice;
	(void)err;
	hr_payload_alertmanager(bulletin, out);
	return HR_OK;
}

static enum hr_err pack_pagerduty(const struct hr_config_channel *channel,
                                  const struct hr_bulletin *bulletin,
                                  const struct hr_notice *notice, struct hr_str *out,
                                  struct hr_error *err)
{
	(void)channel;
	(void)err;
	hr_payload_pagerduty(bulletin, notice, "", out);
	return HR_OK;
}

static enum hr_err pack_mail(const struct hr_config_channel *channel,
                             const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                             struct hr_str *out, struct hr_error *err)
{
	struct hr_str to = { 0 };
	struct hr_mail mail = { .from = channel->from };

	(void)notice;
	(void)err;
	for (size_t i = 0; i < channel->to.count; i++)
		hr_str_printf(&to, "%s%s", i > 0 ? ", " : "", channel->to.items[i]);
	mail.to = hr_str_text(&to);
	hr_payload_mail(bulletin, &mail, out);
	hr_str_release(&to);
	return HR_OK;
}

/* The body a template makes of the bulletin; without one, the bulletin as JSON. */
static enum hr_err pack_webhook(const struct hr_config_channel *channel,
                                const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                                struct hr_str *out, struct hr_error *err)
{
	const struct hr_mustache_options options = { .name = "template", .escape = hr_escape_json };
	json_t *model = hr_bulletin_json(bulletin);
	enum hr_err code = HR_OK;

	(void)notice;
	if (channel->template_text == NULL) {
		hr_payload_dump(model, out);
		return HR_OK;
	}
	code = hr_mustache_render(hr_slice_of(channel->template_text), model, &options, out, err);
	json_decref(model);
	return code;
}

static const struct hr_channel_kind kinds[] = {
	[HR_CHANNEL_CONSOLE] = { HR_CHANNEL_CONSOLE, false, hr_pack_console, hr_send_console },
	[HR_CHANNEL_FILE] = { HR_CHANNEL_FILE, false, hr_pack_file, hr_send_file },
	[HR_CHANNEL_WEBHOOK] = { HR_CHANNEL_WEBHOOK, false, pack_webhook, hr_send_json },
	[HR_CHANNEL_SLACK] = { HR_CHANNEL_SLACK, false, pack_slack, hr_send_json },
	[HR_CHANNEL_TEAMS] = { HR_CHANNEL_TEAMS, false, pack_teams, hr_send_json },
	[HR_CHANNEL_PAGERDUTY] = { HR_CHANNEL_PAGERDUTY, true, pack_pagerduty, hr_send_pagerduty },
	[HR_CHANNEL_ALERTMANAGER] = { HR_CHANNEL_ALERTMANAGER, false, pack_alertmanager,
	                              hr_send_json },
	[HR_CHANNEL_EMAIL] = { HR_CHANNEL_EMAIL, false, pack_mail, hr_send_mail },
	[HR_CHANNEL_EXEC] = { HR_CHANNEL_EXEC, false, pack_webhook, hr_send_exec },
};

const struct hr_channel_kind *hr_channel_kind(const struct hr_config_channel *channel)
{
	return &kinds[channel->type];
}
