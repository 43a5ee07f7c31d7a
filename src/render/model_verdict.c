/*
 * The verdict bar: one word, one icon, one line. Without checks it says the essentials instead.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"

struct tally {
	uint64_t all, failed, warned, inconclusive, passed;
};

static struct tally count_checks(const json_t *checks)
{
	struct tally tally = { 0 };
	size_t i;

	for (i = 0; i < json_array_size(checks); i++) {
		const json_t *check = json_array_get(checks, i);
		const char *verdict = hr_json_text_at(check, "verdict");

		if (hr_check_is_quality(check))
			continue;
		tally.all++;
		if (verdict == NULL || strcmp(verdict, "inconclusive") == 0)
			tally.inconclusive++;
		else if (strcmp(verdict, "fail") == 0)
			tally.failed++;
		else if (strcmp(verdict, "warn") == 0)
			tally.warned++;
		else
			tally.passed++;
	}
	return tally;
}

static void put_others(const struct tally *tally, struct hr_str *out)
{
	if (tally->warned > 0)
		hr_str_printf(out, ", %llu to watch", (unsigned long long)tally->warned);
	if (tally->inconclusive > 0)
		hr_str_printf(out, ", %llu inconclusive", (unsigned long long)tally->inconclusive);
}

static void put_checks(const struct tally *tally, struct hr_str *out)
{
	if (tally->failed > 0) {
		hr_str_printf(out, "%llu of ", (unsigned long long)tally->failed);
		hr_put_count(out, tally->all, "check", "checks");
		hr_str_puts(out, " failed");
		put_others(tally, out);
	} else if (tally->warned > 0 && tally->all == 1) {
		hr_str_puts(out, "the check warns");
	} else if (tally->warned > 0) {
		hr_str_puts(out, "none of ");
		hr_put_count(out, tally->all, "check", "checks");
		hr_str_puts(out, " failed");
		put_others(tally, out);
	} else if (tally->passed == 0) {
		hr_str_puts(out, tally->all == 1 ? "the check has no verdict"
		                                 : "none of the checks has a verdict");
	} else {
		if (tally->passed == tally->all)
			hr_str_puts(out, tally->all == 1 ? "the check" : "all ");
		else
			hr_str_printf(out, "%llu of ", (unsigned long long)tally->passed);
		if (tally->passed != tally->all || tally->all != 1)
			hr_put_count(out, tally->all, "check", "checks");
		hr_str_puts(out, " passed");
		put_others(tally, out);
	}
}

static void put_essentials(const json_t *total, struct hr_str *out)
{
	hr_put_figure_count(out, hr_stat(total, "count"), "request", "requests");
	hr_str_puts(out, ", ");
	if (hr_stat(total, "errors") > 0) {
		hr_put_value(out, hr_stat(total, "error_ratio"), HR_QUANTITY_RATIO);
		hr_str_puts(out, " errors");
	} else {
		hr_str_puts(out, "no errors");
	}
	if (isfinite(hr_stat(total, "p95_ms"))) {
		hr_str_puts(out, ", p95 ");
		hr_put_value(out, hr_stat(total, "p95_ms"), HR_QUANTITY_DURATION_MS);
	}
}

static json_t *bar(const char *word, const char *icon, const char *cls, const struct tally *tally,
                   struct hr_str *summary)
{
	json_t *section = json_object();

	hr_object_put_text(section, "word", word);
	hr_object_put_text(section, "icon", icon);
	hr_object_put_text(section, "cls", cls);
	hr_object_put_text(section, "summary", hr_str_text(summary));
	json_object_set_new(section, "checks", json_integer((json_int_t)tally->all));
	json_object_set_new(section, "failed", json_integer((json_int_t)tally->failed));
	json_object_set_new(section, "warned", json_integer((json_int_t)tally->warned));
	json_object_set_new(section, "inconclusive", json_integer((json_int_t)tally->inconclusive));
	json_object_set_new(section, "passed", json_integer((json_int_t)tally->passed));
	hr_str_release(summary);
	return section;
}

json_t *hr_model_verdict(const struct hr_scene *scene)
{
	struct tally tally = count_checks(json_object_get(scene->document, "checks"));
	const json_t *total = json_object_get(json_object_get(scene->document, "run"), "total");
	const char *verdict = hr_document_verdict(scene->document);
	struct hr_str summary = { 0 };

	if (tally.all > 0) {
		put_checks(&tally, &summary);
		if (strcmp(verdict, "fail") == 0)
			return bar("FAIL", "\xe2\x9c\x96", "bad", &tally, &summary);
		if (strcmp(verdict, "pass") == 0)
			return bar("PASS", "\xe2\x9c\x94", "good", &tally, &summary);
		return bar("INCONCLUSIVE", "?", "warn", &tally, &summary);
	}
	if (hr_stat(total, "count") > 0) {
		put_essentials(total, &summary);
		return bar("NO CHECKS", "\xe2\x97\x8b", "neutral", &tally, &summary);
	}
	if (hr_scene_has_samples(scene)) {
		hr_str_puts(&summary, "figures of another tool, shown as they are");
		return bar("NO CHECKS", "\xe2\x97\x8b", "neutral", &tally, &summary);
	}
	if (scene->run.series_count > 0) {
		hr_put_count(&summary, scene->run.series_count, "resource series",
		             "resource series");
		hr_str_puts(&summary, ", no requests");
		return bar("NO CHECKS", "\xe2\x97\x8b", "neutral", &tally, &summary);
	}
	hr_document_put_no_data(scene->document, &summary);
	return bar("NO DATA", "\xe2\x96\xb2", "warn", &tally, &summary);
}
