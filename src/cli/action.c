#include <config.h>
#include "cli/action.h"

#include <string.h>

#include "base/suggest.h"

static enum hr_err unknown(const char *command, const struct hr_action *actions, const char *word,
                           struct hr_error *err)
{
	struct hr_suggestion nearest = { .wrong = hr_slice_of(word) };

	for (size_t i = 0; actions[i].name != NULL; i++)
		hr_suggest_try(&nearest, actions[i].name);
	return hr_error_set(err, HR_EINVAL, "%s takes %s, not '%s'%s", command, nearest.list, word,
	                    nearest.best != NULL ? hr_suggest_hint(&nearest, NULL) : "");
}

enum hr_err hr_action_run(const char *command, const struct hr_action *actions,
                          const struct hr_settings *settings, enum hr_exit *status,
                          struct hr_error *err)
{
	const char *word = settings->operands.items[0];
	struct hr_settings rest = *settings; /* borrows everything */

	rest.operands.items++;
	rest.operands.count--;
	for (size_t i = 0; actions[i].name != NULL; i++) {
		if (strcmp(actions[i].name, word) != 0)
			continue;
		if (actions[i].alone && rest.operands.count > 0)
			return hr_error_set(err, HR_EINVAL, "%s %s: unexpected operand '%s'",
			                    command, word, rest.operands.items[0]);
		return actions[i].run(&rest, status, err);
	}
	return unknown(command, actions, word, err);
}
