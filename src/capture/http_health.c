#include <config.h>
#include "capture/http_health.h"

#ifdef HAVE_LIBCURL
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stop.h"
#include "base/threads.h"
#include "base/url.h"
#include "capture/http_plan.h"
#include "net/curl_wait.h"

#define TIMEOUT_MS 10000L

static size_t discard(char *bytes, size_t size, size_t count, void *user)
{
	(void)bytes;
	(void)user;
	return size * count;
}

/* Whatever is said of an address ends before the path: the rest may be a secret. */
static enum hr_err unhealthy(const struct hr_plan_target *target, const char *url, const char *why,
                             struct hr_error *err)
{
	struct hr_str origin = { 0 };
	enum hr_err code;

	hr_url_origin(url, &origin);
	code = hr_error_set(err, HR_ENODATA, "target %s does not pass its health check at %s: %s",
	                    target->name != NULL ? target->name : "without a name",
	                    hr_str_text(&origin), why);
	hr_str_release(&origin);
	return code;
}

static enum hr_err ask(const struct hr_curl *curl, const struct hr_plan_target *target,
                       const char *url, struct curl_slist *headers, struct hr_error *err)
{
	CURL *easy = curl->easy_init();
	CURLcode result;
	long status = 0;
	char text[40];

	if (easy == NULL)
		hr_out_of_memory();
	curl->easy_setopt(easy, CURLOPT_URL, url);
	curl->easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, TIMEOUT_MS);
	curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->easy_setopt(easy, CURLOPT_USERAGENT, "headroom/" PACKAGE_VERSION);
	curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
	if (target->ca_file != NULL)
		curl->easy_setopt(easy, CURLOPT_CAINFO, target->ca_file);
	result = hr_curl_wait(curl, easy);
	curl->easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl->easy_cleanup(easy);
	if (result != CURLE_OK)
		return unhealthy(target, url, curl->easy_strerror(result), err);
	if (status >= 200 && status <= 399)
		return HR_OK;
	snprintf(text, sizeof(text), "it answers with the status %ld", status);
	return unhealthy(target, url, text, err);
}

static enum hr_err check_target(const struct hr_curl *curl, const struct hr_plan_target *target,
                                struct hr_error *err)
{
	const struct hr_http_headers *lists[1] = { &target->headers };
	struct curl_slist *headers = NULL;
	struct hr_str url = { 0 };
	enum hr_err code;

	code = hr_http_join_url(target->url, target->health_check, &url, err);
	if (code == HR_OK)
		code = hr_http_add_headers(curl, lists, 1, &headers, err);
	if (code == HR_OK)
		code = ask(curl, target, hr_str_text(&url), headers, err);
	curl->slist_free_all(headers);
	hr_str_release(&url);
	return code;
}

/* One target and what came of it. */
struct check {
	const struct hr_plan_target *target;
	enum hr_err code;
	struct hr_error error;
};

struct checks {
	const struct hr_curl *curl;
	struct check *items;
	struct hr_error *err;
	enum hr_err code; /* of the first target that is not well */
};

static void ask_one(void *context, size_t i)
{
	struct checks *checks = context;
	struct check *check = &checks->items[i];

	check->code = hr_stop_wanted() ? HR_OK
	                               : check_target(checks->curl, check->target, &check->error);
}

static bool take_one(void *context, size_t i, bool wanted)
{
	struct checks *checks = context;
	const struct check *check = &checks->items[i];

	if (!wanted || check->code == HR_OK || hr_stop_wanted())
		return wanted;
	checks->code = check->code;
	*checks->err = check->error;
	return false;
}

static bool is_used(const struct hr_config_load_plan *plan, const struct hr_plan_target *target)
{
	for (size_t i = 0; i < plan->scenario_count; i++)
		if (plan->scenarios[i].target == NULL ||
		    (target->name != NULL && strcmp(plan->scenarios[i].target, target->name) == 0))
			return true;
	return false;
}

enum hr_err hr_http_health_checks(const struct hr_curl *curl,
                                  const struct hr_config_load_plan *plan, struct hr_error *err)
{
	struct checks checks = { .curl = curl,
		                 .items = hr_zalloc(plan->target_count + 1, sizeof(struct check)),
		                 .err = err };
	const struct hr_in_order order = { &checks, ask_one, take_one };
	size_t count = 0;

	for (size_t i = 0; i < plan->target_count; i++)
		if (plan->targets[i].health_check != NULL && is_used(plan, &plan->targets[i]))
			checks.items[count++].target = &plan->targets[i];
	hr_threads_in_order(count, count < HR_THREADS_MAX ? (unsigned)count : HR_THREADS_MAX,
	                    &order);
	free(checks.items);
	return checks.code;
}
#endif
