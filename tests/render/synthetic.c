#include <config.h>
#include "synthetic.h"

#include <math.h>
#include <string.h>

#include "summarize/summarizer.h"

#define START INT64_C(1795140000000000000) /* 2026-11-20T02:00:00Z */
#define MS    HR_NS_PER_MS
#define SEC   HR_NS_PER_S

/* Knuth's MMIX generator; the upper bits as a number in (0,1). */
static double uniform(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

/* Box and Muller 1958. */
static double normal(uint64_t *state)
{
	double radius = sqrt(-2 * log(uniform(state)));

	return radius * cos(2 * 3.14159265358979323846 * uniform(state));
}

static double lognormal(uint64_t *state, double median, double sigma)
{
	return median * exp(sigma * normal(state));
}

static struct hr_sample sample_of(const char *label, int64_t start_ns, int64_t elapsed_ns)
{
	struct hr_sample sample = { 0 };

	sample.kind = HR_SAMPLE_REQUEST;
	sample.success = true;
	sample.start_ns = start_ns;
	sample.elapsed_ns = elapsed_ns;
	sample.latency_ns = elapsed_ns / 10 * 7;
	sample.connect_ns = HR_UNKNOWN;
	sample.received_bytes = HR_UNKNOWN;
	sample.sent_bytes = HR_UNKNOWN;
	sample.active_users = HR_UNKNOWN;
	sample.weight = 1;
	sample.label = hr_slice_of(label);
	sample.code = HR_SLICE_LITERAL("200");
	sample.message = HR_SLICE_LITERAL("OK");
	return sample;
}

static const char *const shop[] = {
	"GET /",       "GET /product/{id}", "POST /checkout", "GET /cart",   "POST /cart/add",
	"GET /search", "POST /login",       "GET /recommend", "GET /health", "POST /logout",
};
static const double shop_median[] = { 28, 62, 140, 45, 55, 90, 75, 38, 4, 20 };

/* An hour of a shop at about 20 requests a second; @trouble slows ten minutes of it down. */
static void fill_shop(struct hr_sink *sink, bool trouble)
{
	uint64_t state = 17;
	double at = 0;

	while (at < 3600) {
		size_t which = (size_t)(pow(uniform(&state), 1.6) * 10);
		bool bad_time = trouble && at > 1460 && at < 1900;
		double users = at < 600 ? 4 + at / 10 : 64;
		double sigma = which == 2 ? 0.6 : 0.45;
		double slow = (bad_time && which < 5 ? 3.2 : 1) * (1 + users / 300);
		double ms = lognormal(&state, shop_median[which] * slow, sigma);
		struct hr_sample sample;

		if (uniform(&state) < 0.004)
			ms *= 8;
		sample = sample_of(shop[which], START + (int64_t)(at * 1e9), (int64_t)ms * MS);
		sample.connect_ns = (int64_t)(ms * 0.05) * MS;
		sample.received_bytes = (int64_t)lognormal(&state, 9000, 0.8);
		sample.sent_bytes = (int64_t)lognormal(&state, 700, 0.2);
		sample.active_users = (int32_t)users;
		if (uniform(&state) < (bad_time ? 0.08 : 0.003)) {
			sample.success = false;
			sample.failed = 1;
			sample.code = uniform(&state) < 0.7 ? HR_SLICE_LITERAL("503")
			                                    : HR_SLICE_LITERAL("504");
			sample.message = HR_SLICE_LITERAL("Service Unavailable");
		} else if (uniform(&state) < 0.03) {
			sample.code = HR_SLICE_LITERAL("302");
		}
		hr_sink_sample(sink, &sample);
		at += -log(uniform(&state)) / (users / 3);
	}
}

static void fill_normal(struct hr_sink *sink)
{
	fill_shop(sink, false);
}

static void fill_incident(struct hr_sink *sink)
{
	const struct hr_event phases[] = {
		{ START + 600 * SEC, START + 600 * SEC, HR_SLICE_LITERAL("phase"),
		  HR_SLICE_LITERAL("full load") },
		{ START + 1460 * SEC, START + 1900 * SEC, HR_SLICE_LITERAL("incident"),
		  HR_SLICE_LITERAL("database failover") },
	};

	fill_shop(sink, true);
	hr_sink_event(sink, &phases[0]);
	hr_sink_event(sink, &phases[1]);
}

static void fill_one(struct hr_sink *sink)
{
	struct hr_sample sample = sample_of("GET /", START, 123 * MS);

	hr_sink_sample(sink, &sample);
}

static void fill_failed(struct hr_sink *sink)
{
	for (int i = 0; i < 40; i++) {
		struct hr_sample sample = sample_of("GET /", START + i * SEC / 4, (3 + i % 3) * MS);

		sample.success = false;
		sample.failed = 1;
		sample.code = HR_SLICE_LITERAL("Non HTTP response code: java.net.ConnectException");
		hr_sink_sample(sink, &sample);
	}
}

static void fill_constant(struct hr_sink *sink)
{
	for (int i = 0; i < 300; i++) {
		struct hr_sample sample = sample_of("GET /", START + i * SEC, 100 * MS);

		sample.active_users = 1;
		hr_sink_sample(sink, &sample);
	}
}

static void fill_decades(struct hr_sink *sink)
{
	uint64_t state = 4;

	for (int i = 0; i < 4000; i++) {
		double ns = pow(10, 3 + 9 * uniform(&state));
		struct hr_sample sample = sample_of(
		        i % 2 == 0 ? "fast" : "slow", START + i * SEC / 10,
		        (int64_t)(i % 2 == 0 ? ns : fmin(ns * 100, 9e12)));

		hr_sink_sample(sink, &sample);
	}
}

static void fill_awkward(struct hr_sink *sink)
{
	static const char *const labels[] = {
		"GET "
		"/api/v2/customers/{customerId}/orders/{orderId}/positions/{positionId}/details",
		"\xd0\x9e\xd1\x84\xd0\xbe\xd1\x80\xd0\xbc\xd0\xbb\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5 "
		"\xd0\xb7\xd0\xb0\xd0\xba\xd0\xb0\xd0\xb7\xd0\xb0 \xd0\xb8 "
		"\xd0\xbe\xd0\xbf\xd0\xbb\xd0\xb0\xd1\x82\xd0\xb0 "
		"\xd0\xba\xd0\xb0\xd1\x80\xd1\x82\xd0"
		"\xbe\xd0\xb9",
		"\xe6\xb3\xa8\xe6\x96\x87\xe3\x82\x92\xe7\xa2\xba\xe5\xae\x9a\xe3\x81\x99\xe3\x82"
		"\x8b"
		"\xe3\x81\x9f\xe3\x82\x81\xe3\x81\xae\xe9\x95\xb7\xe3\x81\x84\xe5\x90\x8d\xe5\x89"
		"\x8d"
		"\xe3\x81\xae\xe8\xa6\x81\xe6\xb1\x82",
		"<script>alert(\"1\")</script>",
		"a & b \"quoted\" 'single' ]]> -->",
		"{{mustache}} ${el} %s %n",
		"x",
		"",
	};
	uint64_t state = 99;

	for (int i = 0; i < 4000; i++) {
		size_t which = (size_t)(uniform(&state) * 8);
		struct hr_sample sample = sample_of(
		        labels[which], START + i * SEC / 20,
		        (int64_t)lognormal(&state, 80 + 40 * (double)which, 0.5) * MS);

		if (i % 37 == 0) {
			sample.code = HR_SLICE_LITERAL("<b>&\"'");
			sample.success = false;
			sample.failed = 1;
		}
		sample.active_users = 5;
		hr_sink_sample(sink, &sample);
	}
}

/* A day at a low rate, with two hours in which nothing was recorded. */
static void fill_day(struct hr_sink *sink)
{
	uint64_t state = 5;
	double at = 0;

	while (at < 86400) {
		double load = 1 + 0.8 * sin((at - 25000) / 86400 * 6.2831853);

		if (at < 30000 || at > 37200) {
			struct hr_sample sample = sample_of(
			        "GET /", START + (int64_t)(at * 1e9),
			        (int64_t)lognormal(&state, 60 * (0.7 + load / 2), 0.5) * MS);

			sample.active_users = (int32_t)(load * 30) + 1;
			hr_sink_sample(sink, &sample);
		}
		at += -log(uniform(&state)) / load;
	}
}

static void fill_resources(struct hr_sink *sink)
{
	static const char *const hosts[] = { "web-1", "web-2", "db-1.eu-central.example.net" };
	uint64_t state = 8;
	int64_t total[3] = { 0 };

	fill_constant(sink);
	for (int64_t t = 0; t < 3600; t += 10) {
		for (size_t h = 0; h < 3; h++) {
			struct hr_observation value = {
				START + t * SEC,       0,
				HR_SERIES_GAUGE,       HR_SLICE_LITERAL("cpu"),
				hr_slice_of(hosts[h]), HR_SLICE_LITERAL("%")
			};

			if (h == 1 && t > 1200 && t < 1700)
				continue;
			value.value_micro = (int64_t)(1e6 *
			                              (20 + 15 * (double)h + 10 * uniform(&state) +
			                               (t > 2000 ? 20 : 0)));
			hr_sink_observation(sink, &value);
			value.name = HR_SLICE_LITERAL("memory");
			value.unit = HR_SLICE_LITERAL("bytes");
			value.value_micro = (int64_t)(1e6 *
			                              (6e9 + 1e9 * (double)h + 2e5 * (double)t));
			hr_sink_observation(sink, &value);
			value.name = HR_SLICE_LITERAL("net_rx");
			value.kind = HR_SERIES_COUNTER;
			total[h] += (int64_t)(1e6 * 10 * 1e5 * (1 + uniform(&state)));
			value.value_micro = total[h];
			hr_sink_observation(sink, &value);
			value.name = HR_SLICE_LITERAL("run queue");
			value.kind = HR_SERIES_GAUGE;
			value.unit = HR_SLICE_LITERAL("");
			value.value_micro = (int64_t)(uniform(&state) * 8) * 1000000;
			hr_sink_observation(sink, &value);
		}
	}
}

/* Requests of which only the outcome is known. */
static void fill_untimed(struct hr_sink *sink)
{
	for (int i = 0; i < 100; i++) {
		struct hr_sample sample = sample_of("GET /", START + i * SEC, HR_UNKNOWN);

		sample.latency_ns = HR_UNKNOWN;
		sample.success = i % 10 != 0;
		sample.failed = i % 10 == 0 ? 1 : 0;
		hr_sink_sample(sink, &sample);
	}
}

/* Elapsed times without a time of day: in totals, not in intervals. */
static void fill_undated(struct hr_sink *sink)
{
	for (int i = 0; i < 100; i++) {
		struct hr_sample sample = sample_of("GET /", HR_INSTANT_NONE, (10 + i) * MS);

		hr_sink_sample(sink, &sample);
	}
}

/* Gauges below zero, a constant at zero, a counter of which one value is known. */
static void fill_odd_resources(struct hr_sink *sink)
{
	for (int64_t t = 0; t < 600; t += 15) {
		struct hr_observation value = { START + t * SEC,
			                        (t - 300) * 1000000,
			                        HR_SERIES_GAUGE,
			                        HR_SLICE_LITERAL("temperature"),
			                        HR_SLICE_LITERAL(""),
			                        HR_SLICE_LITERAL("\xc2\xb0"
			                                         "C") };

		hr_sink_observation(sink, &value);
		value.name = HR_SLICE_LITERAL("<swap> & \"more\"");
		value.unit = HR_SLICE_LITERAL("bytes");
		value.value_micro = 0;
		hr_sink_observation(sink, &value);
		if (t == 0) {
			value.name = HR_SLICE_LITERAL("requests");
			value.kind = HR_SERIES_COUNTER;
			hr_sink_observation(sink, &value);
		}
	}
}

static void fill_nothing(struct hr_sink *sink)
{
	(void)sink;
}

const struct synthetic synthetic_runs[] = {
	{ "normal", "A normal hour", fill_normal, NULL },
	{ "incident", "An hour with an incident", fill_incident, NULL },
	{ "one", "One sample", fill_one, NULL },
	{ "failed", "Failures only", fill_failed, NULL },
	{ "constant", "Constant values", fill_constant, NULL },
	{ "decades", "Nine decades", fill_decades, "+05:30" },
	{ "awkward", "Awkward labels", fill_awkward, NULL },
	{ "day", "A day with a gap", fill_day, NULL },
	{ "resources", "Resources", fill_resources, NULL },
	{ "untimed", "Outcomes without times", fill_untimed, NULL },
	{ "undated", "Times without a clock", fill_undated, NULL },
	{ "odd", "Odd resources", fill_odd_resources, "-03:00" },
	{ "nothing", "Nothing at all", fill_nothing, NULL },
};
const size_t synthetic_count = sizeof(synthetic_runs) / sizeof(synthetic_runs[0]);

void synthetic_scene(const struct synthetic *synthetic, struct hr_scene *scene)
{
	struct hr_summarize_options options = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                            .to_ns = HR_INSTANT_NONE } };
	struct hr_summarizer *summarizer;

	memset(scene, 0, sizeof(*scene));
	hr_run_init(&scene->run, 0);
	summarizer = hr_summarizer_new(&scene->run, &options);
	synthetic->fill(hr_summarizer_sink(summarizer));
	hr_summarizer_free(summarizer);
	if (synthetic->zone != NULL &&
	    hr_zone_open(hr_slice_of(synthetic->zone), &scene->zone, NULL) != HR_OK)
		scene->zone = NULL;
	hr_run_classify(&scene->run);
	scene->total = hr_run_total(&scene->run, HR_TOTAL_REQUESTS, "all requests");
}

void synthetic_release(struct hr_scene *scene)
{
	hr_label_free(scene->total);
	hr_run_release(&scene->run);
	hr_zone_free(scene->zone);
}
