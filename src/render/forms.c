#include <config.h>
#include "render/form.h"

#include <string.h>

#include "render/form_part.h"

const struct hr_form hr_forms[] = {
	{ "html", "page with charts", "text/html", hr_form_html },
	{ "json", "the document", "application/json", hr_form_json },
	{ "text", "terminal", "text/plain", hr_form_text },
	{ "csv", "table of labels", "text/csv", hr_form_csv },
	{ "md", "Markdown for comments and step summaries", "text/markdown", hr_form_markdown },
	{ "postmortem", "Markdown post-mortem of each incident, to be completed", "text/markdown",
	  hr_form_postmortem },
	{ "junit", "JUnit XML, a test case a check", "application/xml", hr_form_junit },
	{ "ndjson", "checks, one JSON object a line", "application/x-ndjson", hr_form_ndjson },
	{ "tsv", "checks, tab-separated", "text/tab-separated-values", hr_form_tsv },
	{ "openmetrics", "metrics of the run", "application/openmetrics-text",
	  hr_form_openmetrics },
	{ "prom", "metrics for Prometheus's textfile collector", "text/plain", hr_form_prom },
	{ "gitlab", "GitLab's metrics report", "application/openmetrics-text", hr_form_gitlab },
	{ "github", "annotations of a GitHub workflow", "text/plain", hr_form_github },
	{ "github-output", "outputs of a step of a GitHub workflow", "text/plain",
	  hr_form_github_output },
	{ "benchmark-action", "github-action-benchmark, smaller is better", "application/json",
	  hr_form_benchmark_action },
	{ "benchmark-action-bigger", "github-action-benchmark, bigger is better",
	  "application/json", hr_form_benchmark_action_bigger },
	{ "bencher", "Bencher Metric Format", "application/json", hr_form_bencher },
	{ "grafana", "dashboard over the exported metrics", "application/json", hr_form_grafana },
	{ "slack", "Slack's incoming webhook", "application/json", hr_form_slack },
	{ "teams", "Microsoft Teams, an Adaptive Card", "application/json", hr_form_teams },
	{ "pagerduty", "PagerDuty events, one a line", "application/x-ndjson", hr_form_pagerduty },
	{ "alertmanager", "Alertmanager's alerts", "application/json", hr_form_alertmanager },
	{ "eml", "mail message, for sendmail -t", "message/rfc822", hr_form_eml },
	{ "prometheus-rules", "alert rules for Prometheus, of error budgets", "application/yaml",
	  hr_form_prometheus_rules },
	{ "jmeter", "JMeter's statistics.json", "application/json", hr_form_jmeter },
};

const size_t hr_form_count = sizeof(hr_forms) / sizeof(hr_forms[0]);

const struct hr_form *hr_form_find(const char *name)
{
	size_t i;

	for (i = 0; i < hr_form_count; i++)
		if (strcmp(hr_forms[i].name, name) == 0)
			return &hr_forms[i];
	return NULL;
}
