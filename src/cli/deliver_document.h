/*
 * Delivery as a command does it: what happened becomes messages and a status.
 */
#ifndef HR_CLI_DELIVER_DOCUMENT_H
#define HR_CLI_DELIVER_DOCUMENT_H

#include "cli/exit_status.h"
#include "cli/settings.h"
#include "config/config_alerts.h"
#include "render/scene.h"

/* Show it under --dry-run, else send it. A message that stays behind is a warning; with
 * --fail-on=undelivered it makes *status fail. */
enum hr_err hr_deliver_document(const struct hr_config_alerts *alerts, const struct hr_scene *scene,
                                const struct hr_settings *settings, enum hr_exit *status,
                                struct hr_error *err) HR_MUST_CHECK;

#endif
