/*
 * A program that sends: the message on its standard input, no shell.
 */
#include <config.h>

#include <stdlib.h>

#include "base/mem.h"
#include "deliver/channel_part.h"
#include "deliver/run_program.h"
#include "base/secret.h"

enum hr_sent hr_send_exec(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err)
{
	size_t count = channel->exec.count;
	char **arguments = hr_zalloc(count + 1, sizeof(*arguments));
	enum hr_err code = HR_OK;

	(void)retry_after_ns;
	for (size_t i = 0; code == HR_OK && i < count; i++) {
		struct hr_str text = { 0 };

		code = hr_secret_resolve(channel->exec.items[i], NULL, &text, err);
		arguments[i] = hr_strdup(hr_str_text(&text));
		hr_str_release(&text);
	}
	if (code == HR_OK)
		code = hr_run_program(arguments, message, channel->timeout_ns, err);
	for (size_t i = 0; i < count; i++)
		free(arguments[i]);
	free(arguments);
	return code == HR_OK ? HR_SENT : HR_SENT_LATER;
}
