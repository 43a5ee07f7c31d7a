/*
 * All charts of all synthetic runs on one page, for looking at: chart_gallery > gallery.html
 * With the name of a run: that one only. With a chart too: the chart as a file of its own.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/chart.h"
#include "render/palette.h"
#include "synthetic.h"

static void add_page_style(struct hr_str *out)
{
	hr_str_puts(out, "<style>:root{color-scheme:light dark}"
	                 "body{font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:1044px;"
	                 "padding:16px;background:#fff;color:#1b1f24}"
	                 "@media(prefers-color-scheme:dark){body{background:#14181d;color:#e6edf3}}"
	                 "h2{font-size:18px;margin:36px 0 8px}h3{font-size:13px;margin:14px 0 4px}"
	                 ".all{display:flex;flex-wrap:wrap;gap:0 20px}figure{margin:0;width:510px}"
	                 ".wide{width:1040px}.chart{max-width:100%;height:auto;display:block}"
	                 "figcaption{font-size:12px;color:#808890}");
	hr_palette_style(out);
	hr_str_puts(out, "</style>");
}

static void add_run(const struct synthetic *synthetic, struct hr_str *out)
{
	struct hr_scene scene;

	synthetic_scene(synthetic, &scene);
	hr_str_printf(out, "<h2>%s</h2><div class=\"all\">", synthetic->title);
	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		const struct hr_chart *chart = hr_charts[i];
		size_t before;
		const char *desc, *end;

		if (!chart->has_data(&scene))
			continue;
		hr_str_printf(out, "<figure%s><h3>%s</h3>", chart->wide ? " class=\"wide\"" : "",
		              chart->title);
		before = out->length;
		chart->draw(&scene, chart, out);
		fprintf(stderr, "%-10s %-22s %6zu bytes\n", synthetic->name, chart->name,
		        out->length - before);
		desc = strstr(out->data + before, "<desc");
		end = desc != NULL ? strstr(desc, "</desc>") : NULL;
		if (end != NULL) {
			char *text = strndup(strchr(desc, '>') + 1,
			                     (size_t)(end - strchr(desc, '>') - 1));

			hr_str_printf(out, "<figcaption>%s</figcaption>", text);
			free(text);
		}
		hr_str_puts(out, "</figure>");
	}
	hr_str_puts(out, "</div>");
	synthetic_release(&scene);
}

static int one_chart(const char *run, const char *name)
{
	const struct hr_chart *chart = hr_chart_find(name);

	for (size_t i = 0; chart != NULL && i < synthetic_count; i++) {
		struct hr_str out = { 0 };
		struct hr_scene scene;

		if (strcmp(synthetic_runs[i].name, run) != 0)
			continue;
		synthetic_scene(&synthetic_runs[i], &scene);
		hr_chart_standalone(&scene, chart, &out);
		fputs(hr_str_text(&out), stdout);
		hr_str_release(&out);
		synthetic_release(&scene);
		return EXIT_SUCCESS;
	}
	fprintf(stderr, "chart_gallery: no run %s or no chart %s\n", run, name);
	return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct hr_str out = { 0 };

	if (argc == 3)
		return one_chart(argv[1], argv[2]);
	hr_str_puts(&out, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
	                  "<title>Charts</title>");
	add_page_style(&out);
	hr_str_puts(&out, "</head><body>");
	for (size_t i = 0; i < synthetic_count; i++)
		if (argc < 2 || strcmp(synthetic_runs[i].name, argv[1]) == 0)
			add_run(&synthetic_runs[i], &out);
	hr_str_puts(&out, "</body></html>\n");
	fputs(hr_str_text(&out), stdout);
	hr_str_release(&out);
	return EXIT_SUCCESS;
}
