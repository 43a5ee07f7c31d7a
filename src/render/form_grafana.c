/*
 * A Grafana dashboard over the metrics of the openmetrics form: it draws what the collector has
 * gathered from run to run, so it needs nothing of the document but the suite's name.
 */
#include <config.h>

#include "document/jsonx.h"
#include "render/exported.h"
#include "render/form_part.h"

#define GRID_COLUMNS   24
#define PANEL_HEIGHT   8
#define SCHEMA_VERSION 36 /* of Grafana 9, which later versions migrate */

static const struct panel {
	const char *title, *type, *unit, *expression, *legend;
	int width;
} panels[] = {
	{ "Verdict of the last run", "stat", "none", "headroom_exit_status{suite=~\"$suite\"}",
	  "{{suite}} {{version}}", 6 },
	{ "Failed checks", "stat", "short",
	  "sum by (suite) (headroom_check_failed{suite=~\"$suite\"})", "{{suite}}", 6 },
	{ "Since the last run", "stat", "s",
	  "time() - headroom_last_run_timestamp_seconds{suite=~\"$suite\"}", "{{suite}}", 6 },
	{ "Error ratio", "stat", "percentunit",
	  "headroom_error_ratio{suite=~\"$suite\", endpoint=\"all\"}", "{{suite}}", 6 },
	{ "Percentiles of all requests", "timeseries", "s",
	  "headroom_latency_seconds{suite=~\"$suite\", endpoint=\"all\"}",
	  "{{suite}} p{{quantile}}", 12 },
	{ "p95 by endpoint", "timeseries", "s",
	  "headroom_latency_seconds{suite=~\"$suite\", endpoint=~\"$endpoint\", quantile=\"0.95\"}",
	  "{{endpoint}}", 12 },
	{ "Throughput by endpoint", "timeseries", "reqps",
	  "headroom_requests_per_second{suite=~\"$suite\", endpoint=~\"$endpoint\"}",
	  "{{endpoint}}", 12 },
	{ "Error ratio by endpoint", "timeseries", "percentunit",
	  "headroom_error_ratio{suite=~\"$suite\", endpoint=~\"$endpoint\"}", "{{endpoint}}", 12 },
	{ "Checks that fail", "table", "short", "headroom_check_failed{suite=~\"$suite\"} == 1",
	  "{{check}}", GRID_COLUMNS },
};
#define PANELS (sizeof(panels) / sizeof(panels[0]))

static json_t *data_source(void)
{
	return json_pack("{s:s, s:s}", "type", "prometheus", "uid", "${datasource}");
}

static json_t *write_panel(const struct panel *panel, size_t id, int x, int y)
{
	return json_pack("{s:i, s:s, s:s, s:o, s:{s:i, s:i, s:i, s:i}, s:{s:{s:s, s:i}, s:[]}, "
	                 "s:[{s:s, s:o, s:s, s:s, s:b}]}",
	                 "id", (int)id, "title", panel->title, "type", panel->type, "datasource",
	                 data_source(), "gridPos", "x", x, "y", y, "w", panel->width, "h",
	                 PANEL_HEIGHT, "fieldConfig", "defaults", "unit", panel->unit, "min", 0,
	                 "overrides", "targets", "refId", "A", "datasource", data_source(), "expr",
	                 panel->expression, "legendFormat", panel->legend, "instant",
	                 panel->width == GRID_COLUMNS);
}

static json_t *write_panels(void)
{
	json_t *out = json_array();
	int x = 0, y = 0;

	for (size_t i = 0; i < PANELS; i++) {
		if (x + panels[i].width > GRID_COLUMNS) {
			x = 0;
			y += PANEL_HEIGHT;
		}
		hr_json_append(out, write_panel(&panels[i], i + 1, x, y));
		x += panels[i].width;
	}
	return out;
}

static json_t *query_variable(const char *name, const char *label, const char *query)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:s, s:i, s:b, s:b, s:s}", "name", name, "label",
	                 label, "type", "query", "datasource", data_source(), "query", query,
	                 "refresh", 2, "multi", 1, "includeAll", 1, "allValue", ".*");
}

static json_t *write_variables(void)
{
	json_t *out = json_array();

	hr_json_append(out, json_pack("{s:s, s:s, s:s, s:s}", "name", "datasource", "label",
	                              "Data source", "type", "datasource", "query", "prometheus"));
	hr_json_append(
	        out, query_variable("suite", "Suite", "label_values(headroom_exit_status, suite)"));
	hr_json_append(out, query_variable("endpoint", "Endpoint",
	                                   "label_values(headroom_latency_seconds_count{suite=~"
	                                   "\"$suite\"}, endpoint)"));
	return out;
}

enum hr_err hr_form_grafana(const struct hr_scene *scene, const struct hr_render_options *options,
                            struct hr_str *out, struct hr_error *err)
{
	struct hr_str title = { 0 };
	json_t *dashboard;

	(void)options;
	(void)err;
	hr_str_printf(&title, "headroom: %s", hr_exported_suite(scene));
	dashboard = json_pack("{s:o, s:s, s:[s,s], s:i, s:b, s:{s:s, s:s}, s:s, s:{s:o}, s:o}",
	                      "title", hr_json_text(hr_str_text(&title)), "uid", "headroom", "tags",
	                      "headroom", "performance", "schemaVersion", SCHEMA_VERSION,
	                      "editable", 1, "time", "from", "now-30d", "to", "now", "timezone",
	                      "utc", "templating", "list", write_variables(), "panels",
	                      write_panels());
	hr_json_dump(dashboard, JSON_INDENT(2), out);
	hr_str_putc(out, '\n');
	json_decref(dashboard);
	hr_str_release(&title);
	return HR_OK;
}
