#include <config.h>
#include "render/label_change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/palette.h"

#define BAR_WIDTH  60.0
#define BAR_HEIGHT 10.0

int hr_label_change_rank(const struct hr_change_row *row)
{
	static const char *const words[] = { "regressed", "suspect", "improved", "new" };

	for (int i = 0; row != NULL && i < 4; i++)
		if (strcmp(row->verdict, words[i]) == 0)
			return i;
	return HR_LABEL_UNCHANGED;
}

static double size_of(const struct hr_change_row *row)
{
	double size = fabs(hr_json_number_at(row->change, "change"));

	return isfinite(size) ? size : 0;
}

static int by_label(const void *a, const void *b)
{
	const struct hr_change_row *x = *(const struct hr_change_row *const *)a;
	const struct hr_change_row *y = *(const struct hr_change_row *const *)b;
	int order = strcmp(x->label, y->label);

	if (order == 0)
		order = hr_label_change_rank(x) - hr_label_change_rank(y);
	if (order == 0 && (size_of(x) < size_of(y) || size_of(x) > size_of(y)))
		order = size_of(x) < size_of(y) ? 1 : -1;
	return order != 0 ? order : strcmp(x->metric, y->metric);
}

void hr_label_changes_init(struct hr_label_changes *changes, const json_t *comparison)
{
	size_t count = 0;

	*changes = (struct hr_label_changes){ 0 };
	changes->rows = hr_change_rows(comparison, HR_STYLE_UNICODE, &count);
	changes->sorted = hr_alloc_array(count + 1, sizeof(*changes->sorted));
	for (size_t i = 0; i < count; i++) {
		const char *kind = hr_json_text_at(changes->rows[i].change, "kind");

		if (changes->rows[i].changed && kind != NULL && strcmp(kind, "total") != 0 &&
		    strcmp(kind, "resource") != 0)
			changes->sorted[changes->count++] = &changes->rows[i];
	}
	qsort(changes->sorted, changes->count, sizeof(*changes->sorted), by_label);
}

void hr_label_changes_release(struct hr_label_changes *changes)
{
	free(changes->sorted);
	free(changes->rows);
	*changes = (struct hr_label_changes){ 0 };
}

const struct hr_change_row *hr_label_change(const struct hr_label_changes *changes,
                                            const char *label)
{
	size_t low = 0, high = changes->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(changes->sorted[middle]->label, label) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < changes->count && strcmp(changes->sorted[low]->label, label) == 0
	               ? changes->sorted[low]
	               : NULL;
}

static void put_bar(json_t *out, const struct hr_change_row *row)
{
	double change = hr_json_number_at(row->change, "change"), half = BAR_WIDTH / 2;
	struct hr_str path = { 0 };

	hr_object_put(out, "bar", NULL);
	if (!isfinite(change))
		return;
	hr_str_printf(&path, "M%.0f 1h%.1fv%.0fH%.0fz", half,
	              fmax(-1, fmin(1, change)) * (half - 1), BAR_HEIGHT - 2, half);
	hr_object_put_text(out, "bar", hr_str_text(&path));
	hr_str_release(&path);
}

static enum hr_role role_of(const char *cls)
{
	static const enum hr_role roles[] = { HR_ROLE_BAD, HR_ROLE_WARN, HR_ROLE_GOOD };

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(cls, hr_role_name(roles[i])) == 0)
			return roles[i];
	return HR_ROLE_BASE;
}

json_t *hr_label_change_model(const struct hr_change_row *row)
{
	json_t *out = json_object();
	struct hr_str text = { 0 };
	enum hr_role role;

	hr_str_puts(&text, row->effect);
	if (row->effect[0] != '\0')
		hr_str_printf(&text, " %s", row->figure);
	hr_object_put_text(out, "text", hr_str_text(&text));
	hr_object_put_text(out, "cls", row->cls);
	hr_object_put_text(out, "icon", row->icon);
	hr_object_put_text(out, "verdict", row->verdict);
	hr_object_put_text(out, "metric", row->metric);
	role = role_of(row->cls);
	hr_object_put_text(out, "role", hr_role_name(role));
	hr_object_put_text(out, "colour", hr_role_colour(role));
	put_bar(out, row);
	hr_str_release(&text);
	return out;
}
