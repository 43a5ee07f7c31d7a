#include <config.h>
#include "cli/deliver_document.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/output.h"
#include "deliver/deliver.h"

static bool fails_on_undelivered(const struct hr_settings *settings)
{
	for (size_t i = 0; i < settings->fail_on.count; i++)
		if (strcmp(settings->fail_on.items[i], "undelivered") == 0)
			return true;
	return false;
}

static enum hr_err show(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                        const struct hr_deliver_options *options, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = hr_deliver_show(alerts, scene, options, &text, err);

	if (code == HR_OK)
		code = hr_output_file("-", hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

enum hr_err hr_deliver_document(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                                const struct hr_settings *settings, enum hr_exit *status,
                                struct hr_error *err)
{
	const struct hr_texts *names = &settings->channels;
	const char **channels = hr_zalloc(names->count + 1, sizeof(*channels));
	struct hr_deliver_options options = { .report_url = settings->report_url,
		                              .channels = channels };
	struct hr_deliver_outcome outcome = { 0 };
	enum hr_err code;

	for (size_t i = 0; i < names->count; i++)
		channels[i] = names->items[i];
	if (settings->dry_run)
		code = show(alerts, scene, &options, err);
	else
		code = hr_deliver(alerts, scene, &options, &outcome, err);
	if (code == HR_ECONFIG)
		hr_error_locate(err, settings->config);
	if (code == HR_OK && outcome.delivered > 0)
		hr_log(HR_LOG_DETAIL, "%zu %s delivered", outcome.delivered,
		       outcome.delivered == 1 ? "message" : "messages");
	if (code == HR_OK && outcome.spooled + outcome.refused > 0 &&
	    fails_on_undelivered(settings))
		*status = HR_EXIT_FAIL;
	free(channels);
	return code;
}
