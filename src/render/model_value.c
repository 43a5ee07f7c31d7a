#include <config.h>
#include "render/model_part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/utf8.h"
#include "document/jsonx.h"

#define THIN_SPACE "\xe2\x80\xaf" /* U+202F */
#define MINUS      "\xe2\x88\x92" /* U+2212 */
#define DASH       "\xe2\x80\x93" /* U+2013 */
#define ELLIPSIS   "\xe2\x80\xa6" /* U+2026 */

static json_t *value_of(json_t *raw, const char *text, const char *unit)
{
	json_t *value = json_object();

	json_object_set_new(value, "raw", raw);
	json_object_set_new(value, "text", hr_json_text(text));
	json_object_set_new(value, "unit", json_string(unit));
	json_object_set_new(value, "cls", json_string(""));
	return value;
}

json_t *hr_value_new(double raw, enum hr_quantity quantity)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(raw, quantity, HR_STYLE_UNICODE, text);
	return value_of(hr_json_real(raw), text, "");
}

json_t *hr_value_in(double raw, const char *unit)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format_in(raw, unit, HR_STYLE_UNICODE, text);
	return value_of(hr_json_real(raw), text, "");
}

json_t *hr_value_fixed(double raw, double scale, int decimals, const char *unit)
{
	struct hr_str text = { 0 };
	json_t *value;

	hr_put_fixed(&text, raw * scale, decimals);
	value = value_of(hr_json_real(raw), hr_str_text(&text), unit);
	hr_str_release(&text);
	return value;
}

int64_t hr_instant_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	int64_t instant_ns;

	if (text == NULL ||
	    hr_instant_parse(hr_slice_of(text), hr_zone_utc(), &instant_ns, NULL) != HR_OK)
		return HR_INSTANT_NONE;
	return instant_ns;
}

json_t *hr_value_seconds(const json_t *object, const char *key)
{
	return hr_value_new(hr_stat(object, key) * 1000, HR_QUANTITY_DURATION_MS);
}

void hr_list_add_sentence(json_t *list, struct hr_str *text)
{
	json_t *item = json_object();

	hr_object_put_text(item, "text", hr_str_text(text));
	json_array_append_new(list, item);
	hr_str_truncate(text, 0);
}

json_t *hr_value_text(const char *text)
{
	return value_of(hr_json_text(text), text != NULL ? text : DASH, "");
}

json_t *hr_value_instant(int64_t instant_ns, const struct hr_zone *zone)
{
	char text[HR_INSTANT_TEXT_SIZE] = DASH;

	if (instant_ns != HR_INSTANT_NONE)
		hr_instant_format_human(instant_ns, zone, text);
	return value_of(hr_json_instant(instant_ns), text, "");
}

void hr_value_set_class(json_t *value, const char *cls)
{
	json_object_set_new(value, "cls", json_string(cls));
}

const char *hr_value_get_text(const json_t *value)
{
	const char *text = json_string_value(json_object_get(value, "text"));

	return text != NULL ? text : "";
}

void hr_put_seconds(struct hr_str *out, double seconds)
{
	hr_put_value(out, seconds * 1000, HR_QUANTITY_DURATION_MS);
}

void hr_put_value_in(struct hr_str *out, double value, const char *unit)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format_in(value, unit, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

const char *hr_text_or(const json_t *object, const char *path, const char *otherwise)
{
	const char *text = hr_json_text_at(object, path);

	return text != NULL ? text : otherwise;
}

const char *hr_name_at(const json_t *object, const char *path)
{
	return hr_text_or(object, path, "(no name)");
}

const char *hr_word_at(const json_t *object, const char *path)
{
	return hr_text_or(object, path, "not known");
}

void hr_put_value(struct hr_str *out, double value, enum hr_quantity quantity)
{
	char text[HR_UNIT_TEXT_SIZE];

	hr_unit_format(value, quantity, HR_STYLE_UNICODE, text);
	hr_str_puts(out, text);
}

void hr_put_fixed(struct hr_str *out, double value, int decimals)
{
	char digits[352]; /* the largest double has 309 digits before the point */
	size_t whole, i, length;

	if (!isfinite(value)) {
		hr_str_puts(out, DASH);
		return;
	}
	length = (size_t)snprintf(digits, sizeof(digits), "%.*f", decimals, fabs(value));
	if (value < 0 && strspn(digits, "0.") != length)
		hr_str_puts(out, MINUS);
	whole = strcspn(digits, ".");
	for (i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			hr_str_puts(out, THIN_SPACE);
		hr_str_putc(out, digits[i]);
	}
	hr_str_puts(out, digits + whole);
}

void hr_put_count(struct hr_str *out, uint64_t count, const char *one, const char *many)
{
	hr_put_figure_count(out, (double)count, one, many);
}

void hr_put_figure_count(struct hr_str *out, double count, const char *one, const char *many)
{
	hr_put_value(out, count, HR_QUANTITY_COUNT);
	hr_str_putc(out, ' ');
	hr_str_puts(out, count >= 1 && count <= 1 ? one : many);
}

void hr_put_cut(struct hr_str *out, const char *text, size_t max)
{
	struct hr_slice rest = hr_slice_of(text);
	uint32_t code_point;
	size_t n, used = 0;

	while ((n = hr_utf8_next(rest, &code_point)) > 0) {
		if (used == max) {
			hr_str_puts(out, ELLIPSIS);
			return;
		}
		hr_str_add(out, rest.ptr, n);
		rest.ptr += n;
		rest.length -= n;
		used++;
	}
}

int hr_decimals_for(const double *values, size_t count)
{
	double smallest = INFINITY, largest = 0;
	bool whole = true;
	int need, room;
	size_t i;

	for (i = 0; i < count; i++) {
		double value = fabs(values[i]);

		if (!isfinite(value) || !(value > 0))
			continue;
		smallest = fmin(smallest, value);
		largest = fmax(largest, value);
		whole = whole && floor(value) >= value;
	}
	if (whole)
		return 0;
	need = smallest >= 10 ? 0 : smallest >= 1 ? 1 : smallest >= 0.1 ? 2 : 3;
	room = largest >= 10000 ? 0 : largest >= 1000 ? 1 : largest >= 100 ? 2 : 3;
	return need < room ? need : room;
}

void hr_list_finish(json_t *list)
{
	size_t i, n = json_array_size(list);

	for (i = 0; i < n; i++) {
		json_t *item = json_array_get(list, i);

		json_object_set_new(item, "first", json_boolean(i == 0));
		json_object_set_new(item, "last", json_boolean(i + 1 == n));
		json_object_set_new(item, "index", json_integer((json_int_t)i + 1));
	}
}

void hr_object_put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value != NULL ? value : json_null());
}

void hr_object_put_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, hr_json_text(text));
}

json_t *hr_left_out(size_t count, size_t max)
{
	return count > max ? hr_value_new((double)(count - max), HR_QUANTITY_COUNT) : NULL;
}

double hr_stat(const json_t *stats, const char *key)
{
	const json_t *value = json_object_get(stats, key);

	return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

const struct hr_label *hr_stats_label(const struct hr_scene *scene, const json_t *stats,
                                      enum hr_sample_kind kind)
{
	const json_t *name = json_object_get(stats, "label");

	if (!json_is_string(name))
		return NULL;
	return hr_run_find(&scene->run,
	                   (struct hr_slice){ json_string_value(name), json_string_length(name) },
	                   kind);
}

bool hr_scene_has_samples(const struct hr_scene *scene)
{
	size_t i;

	for (i = 0; i < scene->run.label_count; i++) {
		const struct hr_label *label = scene->run.labels[i];

		if (label->count > 0 || label->source == HR_SOURCE_AGGREGATE)
			return true;
	}
	return false;
}

bool hr_scene_put_aggregates(const struct hr_scene *scene, struct hr_str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < scene->run.label_count; i++)
		n += scene->run.labels[i]->source == HR_SOURCE_AGGREGATE;
	if (n == 0)
		return false;
	if (n < scene->run.label_count)
		hr_str_printf(out, "%zu of %zu labels: ", n, scene->run.label_count);
	hr_str_puts(out, "figures of another tool, shown as they are, never merged");
	return true;
}

const char *hr_label_shown(const char *label)
{
	if (label == NULL || *label == '\0')
		return HR_EMPTY_LABEL;
	return label[strspn(label, " \t\r\n\f\v")] == '\0' ? "(blank label)" : label;
}
