/*
 * Small files that a program of ours wrote once and that anybody may have changed since: rules for
 * labels, the state of alerts, events of a history, a template. The first byte chooses which.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/output.h"
#include "deliver/alert_state.h"
#include "document/document_trend.h"
#include "document/store.h"
#include "render/bulletin.h"
#include "render/template_check.h"
#include "summarize/label_map.h"

static struct hr_str folder;

static void remove_folder(void)
{
	static const char *const names[] = { "labels",     "alerts.json",      "alerts.json.lock",
		                             "t.mustache", "events/fuzz.json", "events",
		                             "runs",       "baselines",        "lock" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct hr_str path = { 0 };

		hr_str_printf(&path, "%s/%s", hr_str_text(&folder), names[i]);
		remove(hr_str_text(&path));
		hr_str_release(&path);
	}
	remove(hr_str_text(&folder));
	hr_str_release(&folder);
}

/* A folder of this process, in memory where there is one. */
static void make_folder(void)
{
	const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	struct hr_str events = { 0 };

	hr_str_printf(&folder, "%s/headroom-fuzz-%ld", base, (long)getpid());
	hr_str_printf(&events, "%s/events", hr_str_text(&folder));
	fuzz_require(hr_output_make_folder(hr_str_text(&events), NULL) == HR_OK);
	hr_str_release(&events);
	atexit(remove_folder);
}

/* Written without ceremony: nothing here needs to last. */
static char *write_file(const char *name, const uint8_t *data, size_t size)
{
	struct hr_str path = { 0 };
	int file;

	hr_str_printf(&path, "%s/%s", hr_str_text(&folder), name);
	file = open(hr_str_text(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	fuzz_require(file >= 0 && write(file, data, size) == (ssize_t)size && close(file) == 0);
	return path.data;
}

static void try_labels(const char *path)
{
	struct hr_label_map *map = hr_label_map_new();
	struct hr_error err = { 0 };

	if (hr_label_map_add_text(map, path, &err) == HR_OK)
		(void)hr_label_map_apply(map, hr_slice_of("GET /item/12?a=b"));
	else
		fuzz_require(err.text[0] != '\0');
	hr_label_map_free(map);
}

static bool is_over(const void *context, const char *check)
{
	(void)context;
	return check[0] != 'x';
}

static void try_alerts(const char *path)
{
	struct hr_alert_state *state;
	struct hr_error err = { 0 };
	struct hr_bulletin bulletin = { 0 };
	unsigned level;

	if (hr_alert_state_open(path, &state, &err) != HR_OK) {
		fuzz_require(err.text[0] != '\0');
		return;
	}
	bulletin.suite = hr_strdup("suite");
	hr_alert_state_resolved(state, &bulletin, is_over, NULL);
	for (size_t i = 0; i < bulletin.count; i++) {
		struct hr_notice *notice = &bulletin.notices[i];

		(void)hr_alert_state_told(state, notice->key, "ops", &level);
		hr_alert_state_tell(state, notice, "ops", 1);
		hr_alert_state_note(state, notice, "suite", 2);
		hr_alert_state_forget(state, notice->key);
	}
	(void)hr_alert_state_rests(state, "ops", 1);
	hr_alert_state_count(state, "ops", false, INT64_MAX, 1);
	hr_bulletin_release(&bulletin);
	hr_alert_state_close(state);
}

static void try_events(void)
{
	struct hr_store *store = hr_store_open(hr_str_text(&folder));
	struct hr_trend_known *known = NULL;
	struct hr_error err = { 0 };
	size_t count = 0;

	if (hr_trend_known_load(store, &known, &count, &err) == HR_OK)
		hr_trend_known_free(known, count);
	else
		fuzz_require(err.text[0] != '\0');
	hr_store_close(store);
}

static void try_template(void)
{
	static const struct hr_template_check_options options = { .strict = true };
	struct hr_template_store *store = hr_template_store_new(hr_str_text(&folder));
	struct hr_template_findings findings = { 0 };
	struct hr_error err = { 0 };

	if (hr_template_check(store, "t.mustache", &options, &findings, &err) != HR_OK)
		fuzz_require(err.text[0] != '\0');
	hr_template_findings_release(&findings);
	hr_template_store_free(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "labels", "alerts.json", "events/fuzz.json",
		                             "t.mustache" };
	unsigned which;
	char *path;

	if (size == 0)
		return 0;
	if (folder.length == 0)
		make_folder();
	which = data[0] % 4u;
	path = write_file(names[which], data + 1, size - 1);
	if (which == 0)
		try_labels(path);
	else if (which == 1)
		try_alerts(path);
	else if (which == 2)
		try_events();
	else
		try_template();
	free(path);
	return 0;
}
