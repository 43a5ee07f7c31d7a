#include <config.h>
#include "render/form.h"

#include <string.h>

#include "render/form_part.h"

const struct hr_form hr_forms[] = {
	{ "html", "page with charts", hr_form_html },
	{ "json", "the document", hr_form_json },
	{ "text", "terminal", hr_form_text },
	{ "csv", "table of labels", hr_form_csv },
	{ "md", "Markdown for comments and step summaries", hr_form_markdown },
	{ "postmortem", "Markdown post-mortem of each incident, to be completed",
	  hr_form_postmortem },
	{ "junit", "JUnit XML, a test case a check", hr_form_junit },
	{ "ndjson", "checks, one JSON object a line", hr_form_ndjson },
	{ "tsv", "checks, tab-separated", hr_form_tsv },
	{ "openmetrics", "metrics of the run", hr_form_openmetrics },
	{ "prom", "metrics for Prometheus's textfile collector", hr_form_prom },
	{ "gitlab", "GitLab's metrics report", hr_form_gitlab },
	{ "github", "annotations of a GitHub workflow", hr_form_github },
	{ "github-output", "outputs of a step of a GitHub workflow", hr_form_github_output },
	{ "benchmark-action", "github-action-benchmark, smaller is better",
	  hr_form_benchmark_action },
	{ "benchmark-action-bigger", "github-action-benchmark, bigger is better",
	  hr_form_benchmark_action_bigger },
	{ "bencher", "Bencher Metric Format", hr_form_bencher },
	{ "grafana", "dashboard over the exported metrics", hr_form_grafana },
	{ "slack", "Slack's incoming webhook", hr_form_slack },
	{ "teams", "Microsoft Teams, an Adaptive Card", hr_form_teams },
	{ "pagerduty", "PagerDuty events, one a line", hr_form_pagerduty },
	{ "alertmanager", "Alertmanager's alerts", hr_form_alertmanager },
	{ "eml", "mail message, for sendmail -t", hr_form_eml },
	{ "prometheus-rules", "alert rules for Prometheus, of error budgets",
	  hr_form_prometheus_rules },
	{ "jmeter", "JMeter's statistics.json", hr_form_jmeter },
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
