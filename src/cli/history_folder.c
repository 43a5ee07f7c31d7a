#include <config.h>
#include "cli/history_folder.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/duration.h"
#include "document/store.h"

struct hr_store *hr_history_open(const struct hr_job *job)
{
	const char *environment = getenv("HEADROOM_HISTORY");

	if (job->settings->history != NULL)
		return hr_store_open(job->settings->history);
	if (job->config.history != NULL)
		return hr_store_open(job->config.history);
	if (environment != NULL && environment[0] != '\0')
		return hr_store_open(environment);
	return hr_store_open(HR_STORE_FOLDER);
}

bool hr_history_is_file(const char *text)
{
	return strcmp(text, "-") == 0 || strchr(text, '/') != NULL || access(text, F_OK) == 0;
}

enum hr_err hr_history_since(const struct hr_job *job, const char *text, const char *option,
                             int64_t *out, struct hr_error *err)
{
	int64_t length_ns;
	enum hr_err code;

	if (hr_duration_parse(hr_slice_of(text), &length_ns, NULL) == HR_OK) {
		if (__builtin_sub_overflow(hr_instant_now(), length_ns, out))
			*out = HR_INSTANT_NONE;
		return HR_OK;
	}
	code = hr_instant_parse(hr_slice_of(text), job->read.zone, out, NULL);
	if (code != HR_OK || hr_duration_lacks_unit(hr_slice_of(text)))
		return hr_error_set(err, HR_EINVAL,
		                    "%s takes a time such as 2026-11-20, "
		                    "or a duration such as 90d, not '%s'",
		                    option, text);
	return HR_OK;
}
