#include <config.h>
#include "render/text_table.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

#define GAP       2
#define LABEL_MIN 12

struct row {
	char *label;
	char *cells[HR_TEXT_COLUMNS_MAX];
};

struct hr_text_table {
	struct hr_text_column columns[HR_TEXT_COLUMNS_MAX];
	size_t column_count;
	struct row *rows;
	size_t row_count, row_capacity;
};

struct hr_text_table *hr_text_table_new(const struct hr_text_column *columns, size_t count)
{
	struct hr_text_table *table = hr_zalloc(1, sizeof(*table));
	size_t c;

	assert(count <= HR_TEXT_COLUMNS_MAX);
	for (c = 0; c < count; c++)
		table->columns[c] = columns[c];
	table->column_count = count;
	return table;
}

void hr_text_table_free(struct hr_text_table *table)
{
	size_t r, c;

	for (r = 0; r < table->row_count; r++) {
		free(table->rows[r].label);
		for (c = 0; c < table->column_count; c++)
			free(table->rows[r].cells[c]);
	}
	free(table->rows);
	free(table);
}

void hr_text_table_add(struct hr_text_table *table, const char *label, const char *const *cells)
{
	struct row *row;
	size_t c;

	table->rows = hr_grow(table->rows, table->row_count, &table->row_capacity, sizeof(*row));
	row = &table->rows[table->row_count++];
	row->label = hr_strdup(label);
	for (c = 0; c < table->column_count; c++)
		row->cells[c] = hr_strdup(cells[c]);
}

static size_t width_of(const char *text)
{
	return hr_utf8_width(hr_slice_of(text));
}

static void pad(struct hr_str *out, size_t count)
{
	while (count-- > 0)
		hr_str_putc(out, ' ');
}

void hr_text_put_cut(struct hr_str *out, const char *text, size_t width, const char *ellipsis)
{
	struct hr_slice rest = hr_slice_of(text);
	size_t used = 0, n, mark = width_of(ellipsis);
	uint32_t code_point;

	if (hr_utf8_width(rest) <= width) {
		hr_str_puts(out, text);
		return;
	}
	if (width < mark)
		return;
	while ((n = hr_utf8_next(rest, &code_point)) > 0) {
		size_t w = hr_utf8_width((struct hr_slice){ rest.ptr, n });

		if (used + w > width - mark)
			break;
		hr_str_add(out, rest.ptr, n);
		used += w;
		rest.ptr += n;
		rest.length -= n;
	}
	hr_str_puts(out, ellipsis);
}

struct plan {
	size_t width[HR_TEXT_COLUMNS_MAX];
	bool shown[HR_TEXT_COLUMNS_MAX];
	size_t label;
};

static size_t figures_width(const struct hr_text_table *table, const struct plan *plan)
{
	size_t c, sum = 0;

	for (c = 0; c < table->column_count; c++)
		sum += plan->shown[c] ? plan->width[c] + GAP : 0;
	return sum;
}

static bool drop_one(const struct hr_text_table *table, struct plan *plan)
{
	size_t c, worst = table->column_count, shown = 0;

	for (c = 0; c < table->column_count; c++) {
		if (!plan->shown[c])
			continue;
		shown++;
		if (worst == table->column_count ||
		    table->columns[c].rank >= table->columns[worst].rank)
			worst = c;
	}
	if (shown <= 1)
		return false;
	plan->shown[worst] = false;
	return true;
}

static struct plan plan_of(const struct hr_text_table *table, size_t width)
{
	struct plan plan = { .label = 0 };
	size_t longest = 0, want, r, c;

	for (r = 0; r < table->row_count; r++) {
		size_t w = width_of(table->rows[r].label);

		longest = w > longest ? w : longest;
	}
	for (c = 0; c < table->column_count; c++) {
		bool filled = false;

		plan.width[c] = width_of(table->columns[c].title);
		for (r = 0; r < table->row_count; r++) {
			size_t w = width_of(table->rows[r].cells[c]);

			plan.width[c] = w > plan.width[c] ? w : plan.width[c];
			filled = filled || w > 0;
		}
		plan.shown[c] = filled;
	}
	/* Half of the line is as much as a long label may claim from the figures. */
	want = longest < width / 2 ? longest : width / 2;
	want = want > LABEL_MIN ? want : LABEL_MIN;
	while (figures_width(table, &plan) + want > width && drop_one(table, &plan))
		;
	plan.label = figures_width(table, &plan) + LABEL_MIN > width
	                     ? LABEL_MIN
	                     : width - figures_width(table, &plan);
	plan.label = longest < plan.label ? longest : plan.label;
	return plan;
}

static void put_line(const struct hr_text_table *table, const struct plan *plan, const char *label,
                     const struct row *row, const char *ellipsis, struct hr_str *out)
{
	size_t c, start = out->length;

	hr_text_put_cut(out, label, plan->label, ellipsis);
	pad(out, plan->label - width_of(out->length > start ? out->data + start : ""));
	for (c = 0; c < table->column_count; c++) {
		const char *text = row != NULL ? row->cells[c] : table->columns[c].title;

		if (!plan->shown[c])
			continue;
		pad(out, GAP + plan->width[c] - width_of(text));
		hr_str_puts(out, text);
	}
	while (out->length > start && out->data[out->length - 1] == ' ')
		hr_str_truncate(out, out->length - 1);
	hr_str_putc(out, '\n');
}

void hr_text_table_put(const struct hr_text_table *table, size_t width, const char *ellipsis,
                       struct hr_str *out)
{
	struct plan plan = plan_of(table, width > 20 ? width : 20);
	size_t r;

	if (table->row_count == 0)
		return;
	put_line(table, &plan, "", NULL, ellipsis, out);
	for (r = 0; r < table->row_count; r++)
		put_line(table, &plan, table->rows[r].label, &table->rows[r], ellipsis, out);
}
