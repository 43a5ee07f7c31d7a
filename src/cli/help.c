#include <config.h>
#include "cli/help.h"

#include <gsl/gsl_version.h>
#include <jansson.h>
#include <string.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "read/reader.h"
#include "record/metric.h"
#include "render/chart.h"
#include "render/form.h"

static void two_columns(struct hr_str *out, const char *name, const char *text)
{
	hr_str_printf(out, "  %-22s %s\n", name, text);
}

void hr_help_overview(struct hr_str *out)
{
	hr_str_puts(out, "Usage: headroom COMMAND [OPTION ...] [FILE ...]\n\n"
	                 "Reads what load tests and machines have recorded and says how it went:\n"
	                 "one HTML page, one JSON document, one exit status.\n\nCommands:\n");
	for (size_t i = 0; hr_commands[i] != NULL; i++)
		two_columns(out, hr_commands[i]->name, hr_commands[i]->summary);
	hr_str_puts(out, "\nTopics of 'headroom help TOPIC':\n");
	for (size_t i = 0; i < hr_help_topic_count; i++)
		two_columns(out, hr_help_topics[i].name, hr_help_topics[i].summary);
	hr_str_puts(out,
	            "\n'headroom COMMAND --help' lists the options of a command; 'man headroom'\n"
	            "is the manual.\n");
}

static void put_kinds(const struct hr_command *command, struct hr_str *out)
{
	hr_str_printf(out, "Usage: headroom %s KIND [OPTION ...]\n\n%s\n\nKinds:\n", command->name,
	              command->summary);
	for (size_t i = 0; command->kinds[i] != NULL; i++)
		two_columns(out, hr_command_word(command->kinds[i]), command->kinds[i]->summary);
	if (command->details != NULL)
		hr_str_printf(out, "\n%s", command->details);
	hr_str_printf(out,
	              "\n'headroom %s KIND --help' lists the options of a kind; the manual is "
	              "headroom-%s(1).\n",
	              command->name, command->name);
}

void hr_help_command(const struct hr_command *command, struct hr_str *out)
{
	if (command->kinds != NULL) {
		put_kinds(command, out);
		return;
	}
	hr_str_printf(out, "Usage: headroom %s [OPTION ...] %s\n", command->name,
	              command->operands);
	hr_str_printf(out, "\n%s\n", command->summary);
	if (command->details != NULL)
		hr_str_printf(out, "\n%s", command->details);
	hr_str_puts(out, "\nOptions:\n");
	hr_options_help(command->groups, out);
	hr_str_printf(out, "\nThe manual is headroom-%.*s(1).\n", (int)strcspn(command->name, " "),
	              command->name);
}

void hr_help_version(struct hr_str *out)
{
	hr_str_puts(out, "headroom " PACKAGE_VERSION "\n");
	hr_str_puts(out, "jansson " JANSSON_VERSION ", gsl " GSL_VERSION ", libxml2 when needed");
#ifdef HAVE_ZLIB
	hr_str_puts(out, ", zlib " ZLIB_VERSION);
#else
	hr_str_puts(out, ", without zlib");
#endif
#ifdef HAVE_LIBCURL
	hr_str_puts(out, ", libcurl when needed");
#else
	hr_str_puts(out, ", without libcurl");
#endif
#ifdef HAVE_LIBYAML
	hr_str_puts(out, ", libyaml");
#else
	hr_str_puts(out, ", without libyaml");
#endif
	hr_str_puts(out, "\nLicence GPL-3.0-or-later. There is no warranty.\n");
}

/* "samples, series" */
static void put_carried(unsigned carries, struct hr_str *out)
{
	static const struct {
		enum hr_carries what;
		const char *word;
	} words[] = { { HR_CARRIES_SAMPLES, "samples" },
		      { HR_CARRIES_HISTOGRAMS, "histograms" },
		      { HR_CARRIES_AGGREGATES, "aggregates" },
		      { HR_CARRIES_OBSERVATIONS, "series" },
		      { HR_CARRIES_EVENTS, "events" } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if ((carries & (unsigned)words[i].what) != 0)
			hr_str_printf(out, "%s%s", out->length > 0 ? ", " : "", words[i].word);
}

static void write_formats(struct hr_str *out)
{
	hr_str_puts(out, "Input formats, told apart by content; --input-format=NAME overrides:\n");
	for (size_t i = 0; hr_formats[i] != NULL; i++) {
		struct hr_str carried = { 0 };

		put_carried(hr_formats[i]->carries, &carried);
		hr_str_printf(out, "  %-18s %-27s %s\n", hr_formats[i]->name, hr_str_text(&carried),
		              hr_formats[i]->title);
		hr_str_release(&carried);
	}
	hr_str_puts(
	        out,
	        "samples: each request; histograms: distributions; aggregates: figures that the "
	        "tool computed,\nshown as they are and never merged; series: values of "
	        "resources over time; events: marks in time.\n"
	        "Documents of headroom itself are read wherever a recording is.\n"
	        "The manual is headroom-formats(5).\n");
}

static void write_forms(struct hr_str *out)
{
	hr_str_puts(out, "Output forms of -f and --report:\n");
	for (size_t i = 0; i < hr_form_count; i++)
		two_columns(out, hr_forms[i].name, hr_forms[i].title);
}

static void write_charts(struct hr_str *out)
{
	hr_str_puts(out, "Charts of 'headroom render --chart=NAME':\n");
	for (size_t i = 0; hr_charts[i] != NULL; i++)
		two_columns(out, hr_charts[i]->name, hr_charts[i]->title);
}

/* How a limit of that quantity is written. */
static const char *limit_example(const struct hr_metric *metric)
{
	switch (metric->quantity) {
	case HR_QUANTITY_DURATION_MS:
		return "800ms, 1.5 s";
	case HR_QUANTITY_RATIO:
		return "1%, 0.01";
	case HR_QUANTITY_PER_S:
		return "100/s";
	case HR_QUANTITY_BYTES:
		return "20 KiB";
	case HR_QUANTITY_BYTES_PER_S:
		return "20 KiB/s";
	case HR_QUANTITY_COUNT:
	case HR_QUANTITY_NUMBER:
		break;
	}
	return "a number";
}

static void write_metrics(struct hr_str *out)
{
	hr_str_puts(out, "Metrics of --check (any other percentile is written p97.5), how a limit "
	                 "is written,\nand other names:\n");
	for (size_t i = 0; i < hr_metric_count; i++) {
		const struct hr_metric *metric = &hr_metrics[i];

		hr_str_printf(out, "  %-19s %-23s ", metric->name, metric->title);
		if (metric->alias != NULL)
			hr_str_printf(out, "%-13s %s\n", limit_example(metric), metric->alias);
		else
			hr_str_printf(out, "%s\n", limit_example(metric));
	}
}

const struct hr_help_topic hr_help_topics[] = {
	{ "formats", "input formats and what they carry", write_formats },
	{ "forms", "output forms", write_forms },
	{ "charts", "charts of the report", write_charts },
	{ "metrics", "metrics that criteria can name", write_metrics },
};
const size_t hr_help_topic_count = sizeof(hr_help_topics) / sizeof(*hr_help_topics);
