/*
 * headroom notify: what a document found, to the channels of the configuration.
 */
#include <config.h>
#include "cli/commands.h"

#include "base/log.h"
#include "cli/config_file.h"
#include "cli/deliver_document.h"
#include "cli/load.h"

static enum hr_err notify(const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	const char *path = settings->operands.count > 0 ? settings->operands.items[0] : "-";
	struct hr_config config = { 0 };
	struct hr_scene scene;
	json_t *document = NULL;
	enum hr_err code;

	if (settings->config == NULL)
		return hr_config_file_lacks(NULL, "channels", "\"alerts\"", err);
	code = hr_config_file_load(settings->config, &config, err);
	if (code == HR_OK && config.alerts.channels.count == 0)
		hr_log(HR_LOG_WARNING, "%s: no channels under \"alerts\": nobody is told",
		       settings->config);
	if (code == HR_OK)
		code = hr_load_document(path, &document, err);
	if (code == HR_OK) {
		code = hr_scene_init(&scene, document, err);
		hr_error_locate(err, path);
	}
	if (code == HR_OK) {
		code = hr_deliver_document(&config.alerts, &scene, settings, status, err);
		hr_scene_release(&scene);
	}
	json_decref(document);
	hr_config_release(&config);
	return code;
}

const struct hr_command hr_command_notify = {
	.name = "notify",
	.summary = "a document to the channels of the configuration",
	.operands = "[DOCUMENT]",
	.operands_max = 1,
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(NOTIFY),
	.details =
	        "Without DOCUMENT, or with -, it is read from stdin. What a channel does not take "
	        "is kept\n"
	        "and tried again the next time.\n",
	.run = notify,
};
