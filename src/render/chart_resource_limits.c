/*
 * Which resource runs out? One fan for each of the most urgent: the largest hour of each day, its
 * forecast, the limit, and the date on which they meet.
 */
#include <config.h>
#include "render/charts.h"

#include <stdlib.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/fan.h"
#include "render/model_part.h"
#include "render/multiples.h"

#define ROW_HEIGHT 190.0
#define FANS_MAX   6

struct sheet {
	struct hr_fan fans[FANS_MAX];
	char *titles[FANS_MAX]; /* owned */
	const char *units[FANS_MAX];
	size_t count;
};

static char *title_of(const json_t *row, const char *unit)
{
	const char *name = hr_json_text_at(row, "resource"), *host = hr_json_text_at(row, "host");
	struct hr_str title = { 0 };

	hr_put_cut(&title, name != NULL ? name : "", 40);
	if (host != NULL && host[0] != '\0') {
		hr_str_putc(&title, ' ');
		hr_put_cut(&title, host, 40);
	}
	if (unit[0] != '\0')
		hr_str_printf(&title, ", %s", unit);
	return hr_str_detach(&title);
}

static void read_sheet(const struct hr_scene *scene, struct sheet *sheet)
{
	const json_t *rows = hr_json_at(scene->document, "capacity.rows"), *row;
	size_t i;

	sheet->count = 0;
	json_array_foreach(rows, i, row)
	{
		struct hr_fan_source source = { .history = json_object_get(row, "history"),
			                        .forecast = json_object_get(row, "forecast"),
			                        .date = json_object_get(row, "at_limit"),
			                        .limit = hr_stat(row, "limit") };
		const char *unit = hr_json_text_at(row, "unit");

		if (sheet->count == FANS_MAX || !hr_fan_read(&source, &sheet->fans[sheet->count]))
			continue;
		unit = unit == NULL ? "" : strcmp(unit, "1/s") == 0 ? "/s" : unit;
		sheet->units[sheet->count] = unit;
		sheet->titles[sheet->count++] = title_of(row, unit);
	}
}

static void release_sheet(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		hr_fan_release(&sheet->fans[i]);
		free(sheet->titles[i]);
	}
}

static bool has_data(const struct hr_scene *scene)
{
	struct sheet sheet;

	read_sheet(scene, &sheet);
	release_sheet(&sheet);
	return sheet.count > 0;
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_multiples multiples = {
		.columns = 2, .row_height = ROW_HEIGHT, .gap = 24, .top = 18
	};
	const struct hr_zone *zone = hr_scene_zone(scene);
	struct hr_str desc = { 0 };
	struct hr_plot plot;
	struct sheet sheet;

	read_sheet(scene, &sheet);
	multiples.count = sheet.count;
	multiples.columns = multiples.count == 1 ? 1 : 2;
	for (size_t i = 0; i < sheet.count; i++) {
		struct hr_fan_words words = { "", "limit ", sheet.units[i], HR_QUANTITY_NUMBER };

		hr_str_printf(&desc, "%s%s: ", i > 0 ? ". " : "", sheet.titles[i]);
		hr_fan_describe(&sheet.fans[i], &words, zone, &desc);
	}
	hr_str_putc(&desc, '.');
	hr_plot_begin(&plot, about, hr_multiples_height(&multiples), hr_str_slice(&desc), svg);
	for (size_t i = 0; i < sheet.count; i++) {
		struct hr_fan_words words = { sheet.titles[i], "limit ", sheet.units[i],
			                      HR_QUANTITY_NUMBER };
		struct hr_panel panel = { 0 };

		hr_multiples_place(&multiples, plot.width, i, &panel);
		panel.outer_left = panel.left;
		panel.right -= 12;
		hr_fan_draw(&plot, &panel, &sheet.fans[i], &words, zone);
	}
	hr_plot_end(&plot);
	release_sheet(&sheet);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_resource_limits = {
	.name = "resource-limits",
	.title = "Resources and their limits",
	.note = "The most urgent: the largest hour of each day. "
	        "Shades hold 50, 80 and 95\u202f% of the days to come.",
	.wide = true,
	.has_data = has_data,
	.draw = draw,
};
