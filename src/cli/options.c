/*
 * Every option of every command, one row each.
 */
#include <config.h>
#include "cli/option.h"

#include <stddef.h>

#include "base/message.h"
#include "base/threads.h"
#include "config/config.h"

#define MEMBER(name) offsetof(struct hr_settings, name)

#define FLAG(long_name, letter, groups, member, help)                                              \
	{                                                                                          \
		long_name, letter, HR_OPTION_FLAG, groups, MEMBER(member), NULL,                   \
		        HR_COMPLETES_NOTHING, NULL, help                                           \
	}
#define TEXT(long_name, letter, groups, member, argument, completes, help)                         \
	{                                                                                          \
		long_name, letter, HR_OPTION_TEXT, groups, MEMBER(member), argument, completes,    \
		        NULL, help                                                                 \
	}
#define LIST(long_name, letter, groups, member, argument, completes, help)                         \
	{                                                                                          \
		long_name, letter, HR_OPTION_LIST, groups, MEMBER(member), argument, completes,    \
		        NULL, help                                                                 \
	}
#define CHOICE(long_name, groups, member, argument, choices, help)                                 \
	{                                                                                          \
		long_name, 0, HR_OPTION_TEXT, groups, MEMBER(member), argument,                    \
		        HR_COMPLETES_CHOICES, choices, help                                        \
	}

static const char *const stamps[] = { "start", "end", NULL };
static const char *const host_ways[] = { "one", "each", NULL };
static const char *const nestings[] = { "skip", "flatten", NULL };
static const char *const sub_result_ways[] = { "total", "apart", NULL };
static const char *const quantiles[] = { "R6", "R7", "nearest", NULL };
static const char *const rules[] = { "statistics", "threshold", NULL };
static const char *const colours[] = { "auto", "always", "never", NULL };
static const char *const failures[] = { "inconclusive", "warn",    "regression",  "slo", "capacity",
	                                "alert",        "quality", "undelivered", NULL };

static const char *const undelivered[] = { "undelivered", NULL };

/* clang-format off */
const struct hr_option hr_options[] = {
	FLAG("help", 'h', HR_GROUP(COMMON), help, "show this help"),
	FLAG("version", 0, HR_GROUP(COMMON), version, "show the version and the libraries"),
	FLAG("quiet", 'q', HR_GROUP(COMMON), quiet, "errors only"),
	FLAG("verbose", 'v', HR_GROUP(COMMON), verbose, "details on stderr"),

	TEXT("config", 'c', HR_GROUP(CONFIG), config, "FILE", HR_COMPLETES_FILES,
	     "configuration file (headroom-config(5))"),
	TEXT("sla-config", 0, HR_GROUP(CONFIG), sla_config, "FILE", HR_COMPLETES_FILES,
	     "a second configuration, read after the first"),
	TEXT("name", 0, HR_GROUP(IDENTITY), name, "TEXT", HR_COMPLETES_NOTHING, "name of the run"),
	TEXT("environment", 0, HR_GROUP(IDENTITY), environment, "TEXT", HR_COMPLETES_NOTHING,
	     "environment it was recorded in"),
	TEXT("version-label", 0, HR_GROUP(IDENTITY), version_label, "TEXT", HR_COMPLETES_NOTHING,
	     "version of the system under test"),

	TEXT("input-format", 0, HR_GROUP(READ), input_format, "NAME", HR_COMPLETES_FORMATS,
	     "read every input as this format"),
	FLAG("explain-input", 0, HR_GROUP(READ), explain_input, "say on stderr what was assumed of each input"),
	FLAG("reference-parser", 0, HR_GROUP(READ), reference_parser,
	     "read by the parsers of libraries alone: slower, the same result"),
	TEXT("threads", 0, HR_GROUP(READ), threads, "N", HR_COMPLETES_NOTHING,
	     "threads that read (default: one for each processor, at most " HR_DIGITS(HR_THREADS_MAX) ")"),
	TEXT("tz", 0, HR_GROUP(READ), zone, "ZONE", HR_COMPLETES_NOTHING,
	     "time zone of times without one, and of the report"),
	TEXT("time-format", 0, HR_GROUP(READ), time_format, "PATTERN", HR_COMPLETES_NOTHING,
	     "form of the times (yyyy/MM/dd HH:mm:ss, %Y-..., ms)"),
	CHOICE("timestamps", HR_GROUP(READ), stamp, "start|end", stamps,
	       "what a time stamp marks (default start)"),
	TEXT("delimiter", 0, HR_GROUP(READ), delimiter, "CHAR", HR_COMPLETES_NOTHING,
	     "delimiter of CSV, or \"tab\""),
	TEXT("mapping", 0, HR_GROUP(READ), mapping, "NAME", HR_COMPLETES_NOTHING,
	     "column mapping of the configuration for generic tables"),
	CHOICE("nested", HR_GROUP(READ), nested, "skip|flatten", nestings,
	       "samples inside samples of JTL XML (default skip)"),
	CHOICE("hosts", HR_GROUP(READ), hosts, "one|each", host_ways,
	       "inputs that name no load generator are of one, or each of its own (default one)"),
	LIST("transactions", 0, HR_GROUP(READ), transactions, "PATTERN", HR_COMPLETES_NOTHING,
	     "labels that are transactions, kept out of the total"),

	TEXT("from", 0, HR_GROUP(SELECT), from, "TIME", HR_COMPLETES_NOTHING,
	     "only samples started since; +2m is from the start"),
	TEXT("to", 0, HR_GROUP(SELECT), to, "TIME", HR_COMPLETES_NOTHING,
	     "only samples started before; -1m is from the end"),
	TEXT("skip", 0, HR_GROUP(SELECT), skip, "DURATION", HR_COMPLETES_NOTHING,
	     "leave out the first part, as --from=+DURATION"),
	TEXT("last", 0, HR_GROUP(SELECT), last, "DURATION", HR_COMPLETES_NOTHING,
	     "only the last part, as --from=-DURATION"),
	FLAG("steady-state", 0, HR_GROUP(SELECT), steady_state,
	     "only what lies between warm-up and ramp-down, by MSER-5"),
	LIST("include", 0, HR_GROUP(SELECT), include, "PATTERN", HR_COMPLETES_NOTHING,
	     "only labels that match (glob, or ~ and a regular expression)"),
	LIST("exclude", 0, HR_GROUP(SELECT), exclude, "PATTERN", HR_COMPLETES_NOTHING,
	     "no labels that match"),
	LIST("label-map", 0, HR_GROUP(SELECT), label_map, "RULE", HR_COMPLETES_FILES,
	     "fold labels: PATTERN=NAME, or a file of such lines"),

	TEXT("interval", 0, HR_GROUP(WATCH), every, "DURATION", HR_COMPLETES_NOTHING,
	     "how often to look (default 30s)"),
	FLAG("once", 0, HR_GROUP(WATCH), once, "look once at what is there, and end"),
	TEXT("duration", 0, HR_GROUP(WATCH), duration, "DURATION", HR_COMPLETES_NOTHING,
	     "how long to watch (else until Ctrl-C)"),
	LIST("plan", 0, HR_GROUP(DECLARED), plans, "FILE", HR_COMPLETES_FILES,
	     "JMeter plan (.jmx) of the run: declared against observed"),
	TEXT("rate", 0, HR_GROUP(DECLARED), rate, "N/s", HR_COMPLETES_NOTHING,
	     "requests a second that were meant to be sent"),
	TEXT("interval", 0, HR_GROUP(STATISTICS), interval, "DURATION", HR_COMPLETES_NOTHING,
	     "length of the intervals, whole seconds (default: by the data)"),
	CHOICE("quantile", HR_GROUP(STATISTICS), quantile, "R6|R7|nearest", quantiles,
	       "definition of percentiles (default R6, JMeter's)"),
	CHOICE("sub-results", HR_GROUP(STATISTICS), sub_results, "total|apart", sub_result_ways,
	       "CSV sub-results in the total (as JMeter) or apart"),
	LIST("apdex", 0, HR_GROUP(STATISTICS), apdex, "[PATTERN=]T,F", HR_COMPLETES_NOTHING,
	     "APDEX thresholds (default 500ms,1500ms)"),
	FLAG("mask", 0, HR_GROUP(STATISTICS), mask, "drop query strings of labels and messages"),

	LIST("check", 0, HR_GROUP(CHECK), checks, "CRITERION", HR_COMPLETES_METRICS,
	     "pass or fail: \"p95 of checkout < 800ms\""),
	{ "fail-on", 0, HR_OPTION_LIST, HR_GROUP(CHECK), MEMBER(fail_on), "LIST",
	  HR_COMPLETES_CHOICES, failures, "exit 1 also for these verdicts or concerns" },
	CHOICE("profile", HR_GROUP(RENDER), profile, "NAME", hr_config_profiles,
	       "what a page begins with: nightly|weekly|monthly|quarterly"),
	TEXT("rows", 0, HR_GROUP(CAPACITY), rows, "FILE", HR_COMPLETES_FILES,
	     "write every series, also those the document leaves out, as CSV"),
	LIST("break-if", 0, HR_GROUP(STRESS), break_if, "CRITERION", HR_COMPLETES_METRICS,
	     "what breaks the system (default error_rate > 5%, mean > 5s)"),
	TEXT("model", 0, HR_GROUP(FORECAST), model, "NAME", HR_COMPLETES_NOTHING,
	     "combination (default), best, or one model (headroom-forecast(1))"),
	TEXT("horizon", 0, HR_GROUP(FORECAST), horizon, "STEPS", HR_COMPLETES_NOTHING,
	     "how far to look: steps, or a duration such as 90d"),
	TEXT("season", 0, HR_GROUP(FORECAST), season, "STEPS", HR_COMPLETES_NOTHING,
	     "length of the seasonal cycle; 1 is none, auto finds it"),
	TEXT("step", 0, HR_GROUP(FORECAST), step, "DURATION", HR_COMPLETES_NOTHING,
	     "resample readings to this step (default: by their distance)"),
	TEXT("limit", 0, HR_GROUP(FORECAST), limit, "VALUE", HR_COMPLETES_NOTHING,
	     "probability of passing it: 80, '<5', max, min"),
	TEXT("ceiling", 0, HR_GROUP(FORECAST), ceiling, "VALUE", HR_COMPLETES_NOTHING,
	     "no value can be above: growth levels off there"),
	FLAG("backtest", 0, HR_GROUP(FORECAST), backtest, "instead of forecasts: how each model would have done"),
	TEXT("origins", 0, HR_GROUP(FORECAST), origins, "N", HR_COMPLETES_NOTHING,
	     "origins of the backtest (default 3; 0 is none)"),
	FLAG("any-sign", 0, HR_GROUP(FORECAST), any_sign, "negative forecasts of values that never are"),
	TEXT("seed", 0, HR_GROUP(FORECAST) | HR_GROUP(CAPACITY), seed, "N", HR_COMPLETES_NOTHING,
	     "of simulated paths (default 0)"),
	TEXT("format", 'f', HR_GROUP(FORECAST), form, "NAME", HR_COMPLETES_NOTHING,
	     "csv (default) or json"),
	FLAG("strict", 0, HR_GROUP(FORECAST), strict, "exit 2 when any row was rejected"),
	FLAG("exit-zero", 0, HR_GROUP(CHECK), exit_zero, "exit 0 whatever the checks say (trouble is still 2)"),
	FLAG("strict", 0, HR_GROUP(CHECK), strict, "exit 2 when any row was rejected"),
	FLAG("strict", 0, HR_GROUP(TEMPLATE), strict, "check: warnings are errors"),

	LIST("channel", 0, HR_GROUP(NOTIFY), channels, "NAME", HR_COMPLETES_NOTHING,
	     "only this channel of the configuration"),
	TEXT("report-url", 0, HR_GROUP(NOTIFY) | HR_GROUP(REPORT), report_url, "URL", HR_COMPLETES_NOTHING,
	     "address of the page, for the messages"),
	FLAG("dry-run", 0, HR_GROUP(NOTIFY), dry_run, "print what would be sent, send nothing"),
	{ "fail-on", 0, HR_OPTION_LIST, HR_GROUP(NOTIFY), MEMBER(fail_on), "LIST",
	  HR_COMPLETES_CHOICES, undelivered, "exit 1 when a message stays undelivered" },
	TEXT("as-of", 0, HR_GROUP(SLO), as_of, "TIME", HR_COMPLETES_NOTHING,
	     "where windows end (default: the last event)"),
	FLAG("suggest", 0, HR_GROUP(SUGGEST), suggest,
	     "write objectives that the recording or --history supports"),
	TEXT("type", 0, HR_GROUP(GATE), deployment_type, "NAME", HR_COMPLETES_NOTHING,
	     "kind of deployment (default normal; exceptions pass)"),
	FLAG("allow-partial", 0, HR_GROUP(GATE), allow_partial,
	     "decide on windows that were observed in part"),

	TEXT("output", 'o', HR_GROUP(OUTPUT) | HR_GROUP(OUTPUT_PATH), output, "PATH", HR_COMPLETES_FILES,
	     "where to write; - is stdout"),
	TEXT("format", 'f', HR_GROUP(OUTPUT), form, "NAME", HR_COMPLETES_FORMS,
	     "output form (headroom help forms)"),
	TEXT("format", 'f', HR_GROUP(CONVERT), form, "NAME", HR_COMPLETES_RECORD_FORMS,
	     "form of the records: csv, jtl, series, ndjson"),
	FLAG("strict", 0, HR_GROUP(CONVERT), strict, "exit 2 when any row was rejected"),
	LIST("report", 0, HR_GROUP(REPORT), reports, "NAME=PATH", HR_COMPLETES_FORMS,
	     "write one more output form; - is stdout"),

	TEXT("history", 0, HR_GROUP(STORE), history, "FOLDER", HR_COMPLETES_FOLDERS,
	     "folder of the history (default headroom-history)"),
	FLAG("save", 0, HR_GROUP(REPORT), save, "add the run to the history"),
	TEXT("keep", 0, HR_GROUP(HISTORY), keep, "DURATION", HR_COMPLETES_NOTHING,
	     "prune: keep the runs of this time, such as 90d"),
	LIST("metric", 0, HR_GROUP(HISTORY) | HR_GROUP(TREND), metrics, "NAME", HR_COMPLETES_METRICS,
	     "export: this metric (default: those that runs are compared by)"),
	LIST("label", 0, HR_GROUP(HISTORY), labels, "PATTERN", HR_COMPLETES_NOTHING,
	     "export: labels that match (default: all, and the total)"),
	TEXT("min-effect", 0, HR_GROUP(TREND), min_effect, "PERCENT", HR_COMPLETES_NOTHING,
	     "smaller changes are none (default 5%)"),
	TEXT("control", 0, HR_GROUP(COMPARE) | HR_GROUP(TREND), control, "LABEL", HR_COMPLETES_FILES,
	     "a label that tells machine from product (trend: or a FILE)"),
	TEXT("reference", 0, HR_GROUP(TREND), reference, "VERSION|DATE", HR_COMPLETES_NOTHING,
	     "runs that the level must not creep away from"),
	LIST("ack", 0, HR_GROUP(TREND), ack, "ID",  HR_COMPLETES_NOTHING,
	     "acknowledge an event or group: it fails no more"),
	TEXT("since", 0, HR_GROUP(HISTORY), since, "TIME", HR_COMPLETES_NOTHING,
	     "list, export: runs started since; a duration such as 30d is from now"),
	LIST("baseline", 'b', HR_GROUP(COMPARE) | HR_GROUP(ALERTS), baselines, "FILE|NAME", HR_COMPLETES_FILES,
	     "compare with this run, or baseline of the history"),
	CHOICE("rule", HR_GROUP(COMPARE), rule, "statistics|threshold", rules,
	       "what decides (default statistics; threshold ignores noise)"),
	FLAG("each", 0, HR_GROUP(COMPARE), each, "every FILE is a run of its own, repeating the others"),
	FLAG("paired", 0, HR_GROUP(COMPARE), paired, "the same, and each belongs to one -b in turn"),
	FLAG("grade", 0, HR_GROUP(COMPARE), grade, "grade improvements: poor, fair, good, excellent"),
	TEXT("reason", 0, HR_GROUP(BASELINE), reason, "TEXT", HR_COMPLETES_NOTHING,
	     "save, promote: why, kept in the baseline"),
	FLAG("force", 0, HR_GROUP(BASELINE), force, "save, promote: also runs that failed"),

	TEXT("duration", 0, HR_GROUP(CAPTURE), duration, "DURATION", HR_COMPLETES_NOTHING,
	     "how long to record, such as 30s (else until Ctrl-C)"),
	TEXT("interval", 0, HR_GROUP(CAPTURE_EVERY), interval, "DURATION", HR_COMPLETES_NOTHING,
	     "how often to look, such as 10s (the manual says what else)"),
	TEXT("format", 'f', HR_GROUP(CAPTURE_SAMPLES), form, "NAME", HR_COMPLETES_RECORD_FORMS,
	     "form of the samples: jtl (default), csv or ndjson"),
	TEXT("label", 0, HR_GROUP(CAPTURE_SAMPLES), label, "NAME", HR_COMPLETES_NOTHING,
	     "label of the samples"),
	TEXT("timeout", 0, HR_GROUP(CAPTURE_SAMPLES) | HR_GROUP(CAPTURE_ASK), timeout, "DURATION", HR_COMPLETES_NOTHING,
	     "what takes longer is ended and an error"),
	TEXT("ca-file", 0, HR_GROUP(CAPTURE_ASK), ca_file, "FILE", HR_COMPLETES_FILES,
	     "certificates to trust instead of the system's"),
	LIST("expect", 0, HR_GROUP(CAPTURE_PROBE), expect, "MEMBER OP VALUE", HR_COMPLETES_NOTHING,
	     "what a JSON answer must say, such as 'checks.cpu.value < 80'"),
	LIST("include", 0, HR_GROUP(CAPTURE_PROMETHEUS), include, "PATTERN", HR_COMPLETES_NOTHING,
	     "only series that match (glob, or ~ and a regular expression)"),
	LIST("exclude", 0, HR_GROUP(CAPTURE_PROMETHEUS), exclude, "PATTERN", HR_COMPLETES_NOTHING,
	     "no series that match"),
	TEXT("resources", 0, HR_GROUP(CAPTURE_SAMPLES) | HR_GROUP(CAPTURE_HTTP), resources, "FILE", HR_COMPLETES_FILES,
	     "record the other figures here, as resource values"),
	TEXT("format", 'f', HR_GROUP(CAPTURE_FOLLOW), form, "NAME", HR_COMPLETES_RECORD_FORMS,
	     "form of the records (default jtl; series for resource values)"),
	FLAG("new-only", 0, HR_GROUP(CAPTURE_FOLLOW), new_only,
	     "pass over what is in the file already"),
	TEXT("runs", 0, HR_GROUP(CAPTURE_EXEC), runs, "N", HR_COMPLETES_NOTHING,
	     "how often to run it (default 1)"),
	TEXT("warmup", 0, HR_GROUP(CAPTURE_EXEC), warmup, "N", HR_COMPLETES_NOTHING,
	     "runs before them that are not recorded"),
	FLAG("show-output", 0, HR_GROUP(CAPTURE_EXEC), show_output,
	     "what the command prints goes to stderr, else nowhere"),
	LIST("only", 0, HR_GROUP(CAPTURE_SYSTEM), only, "PART", HR_COMPLETES_NOTHING,
	     "cpu, memory, paging, load, disk, network or pressure (default: all)"),
	LIST("process", 0, HR_GROUP(CAPTURE_SYSTEM), processes, "PID|COMMAND", HR_COMPLETES_NOTHING,
	     "follow this process, or all that run the command"),
	LIST("cgroup", 0, HR_GROUP(CAPTURE_SYSTEM), cgroups, "PATH", HR_COMPLETES_NOTHING,
	     "follow this group (version 2); self is that of headroom"),
	TEXT("host", 0, HR_GROUP(CAPTURE_SYSTEM), host, "NAME", HR_COMPLETES_NOTHING,
	     "name of the machine in the recording (default: its own)"),
	TEXT("proc-root", 0, HR_GROUP(CAPTURE_SYSTEM), proc_root, "FOLDER", HR_COMPLETES_FOLDERS,
	     "where /proc is, as of the machine outside of a container"),
	TEXT("sys-root", 0, HR_GROUP(CAPTURE_SYSTEM), sys_root, "FOLDER", HR_COMPLETES_FOLDERS,
	     "where /sys is"),
	TEXT("url", 0, HR_GROUP(CAPTURE_HTTP) | HR_GROUP(PLAN), url, "URL", HR_COMPLETES_NOTHING,
	     "send requests there, without a configuration"),
	TEXT("peak", 0, HR_GROUP(PLAN), peak, "N/s", HR_COMPLETES_NOTHING,
	     "requests a second at the peak of today (default: of the document)"),
	TEXT("target", 0, HR_GROUP(PLAN), target, "N/s", HR_COMPLETES_NOTHING,
	     "capacity to show (default: of the document)"),
	TEXT("rate", 0, HR_GROUP(CAPTURE_HTTP), rate, "N/s", HR_COMPLETES_NOTHING,
	     "start as many requests a second, whatever the answers do"),
	TEXT("users", 0, HR_GROUP(CAPTURE_HTTP), users, "N", HR_COMPLETES_NOTHING,
	     "users that each wait for their answer (default 1)"),
	TEXT("warmup", 0, HR_GROUP(CAPTURE_HTTP), warmup, "DURATION", HR_COMPLETES_NOTHING,
	     "load before the duration, not recorded"),
	TEXT("ramp-up", 0, HR_GROUP(CAPTURE_HTTP), ramp_up, "DURATION", HR_COMPLETES_NOTHING,
	     "until the load is complete"),
	TEXT("think-time", 0, HR_GROUP(CAPTURE_HTTP), think_time, "DURATION", HR_COMPLETES_NOTHING,
	     "pause of a user after an answer"),
	TEXT("method", 0, HR_GROUP(CAPTURE_HTTP), method, "NAME", HR_COMPLETES_NOTHING,
	     "GET (default; POST with a body), PUT, ..."),
	LIST("header", 0, HR_GROUP(CAPTURE_HTTP), headers, "NAME: VALUE", HR_COMPLETES_NOTHING,
	     "send this header; ${NAME} is from the environment"),
	TEXT("body", 0, HR_GROUP(CAPTURE_HTTP), body, "TEXT|@FILE", HR_COMPLETES_FILES,
	     "send this body"),
	TEXT("timeout", 0, HR_GROUP(CAPTURE_HTTP), timeout, "DURATION", HR_COMPLETES_NOTHING,
	     "longest wait for an answer (default 30s)"),
	TEXT("connections", 0, HR_GROUP(CAPTURE_HTTP), connections, "N", HR_COMPLETES_NOTHING,
	     "most at once, with --rate (default 4096)"),
	LIST("scenario", 0, HR_GROUP(CAPTURE_HTTP), scenarios, "NAME", HR_COMPLETES_NOTHING,
	     "only this scenario of the configuration"),
	TEXT("threads", 0, HR_GROUP(CAPTURE_HTTP), threads, "N", HR_COMPLETES_NOTHING,
	     "threads that send (default: one for each processor, at most " HR_DIGITS(HR_THREADS_MAX) ")"),
	TEXT("seed", 0, HR_GROUP(CAPTURE_HTTP), seed, "N", HR_COMPLETES_NOTHING,
	     "of choices and think times (default 0)"),
	TEXT("format", 'f', HR_GROUP(CAPTURE_HTTP), form, "NAME", HR_COMPLETES_RECORD_FORMS,
	     "jtl (default: JMeter's, whole milliseconds), csv or ndjson (exact)"),

	TEXT("template-dir", 0, HR_GROUP(RENDER) | HR_GROUP(TEMPLATE), template_dir, "FOLDER",
	     HR_COMPLETES_FOLDERS, "folder of own templates, searched first"),
	FLAG("pages", 0, HR_GROUP(RENDER), pages, "html: a folder of pages, one for each label"),
	FLAG("standalone", 0, HR_GROUP(RENDER), standalone, "html: one file that carries its style"),
	CHOICE("color", HR_GROUP(RENDER), colour, "auto|always|never", colours,
	       "colours of the text form (default auto)"),
	TEXT("chart", 0, HR_GROUP(CHART), chart, "NAME", HR_COMPLETES_CHARTS,
	     "draw one chart as SVG (headroom help charts)"),
	FLAG("dump-model", 0, HR_GROUP(CHART), dump_model,
	     "print what templates see (headroom-model(5)) instead of a form"),
	FLAG("exit-verdict", 0, HR_GROUP(CHART), exit_verdict, "exit with the document's status"),
};
/* clang-format on */
const size_t hr_option_count = sizeof(hr_options) / sizeof(*hr_options);
