/*
 * Example recordings from a seed: what data/ holds, and larger ones for benchmarks.
 *   generate night|regression|stress [--format=csv|xml] [--seed=N] [--minutes=N] [--users=N]
 *   generate resources [--seed=N] [--days=N]
 *   generate bulk --bytes=N [--labels=N] [--format=csv|xml] [--seed=N]
 * The same arguments give the same bytes. Users are simulated one by one: request, think, request;
 * rows appear in the order in which requests end, as JMeter writes them.
 */
#include <config.h>

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"

#define USERS_MAX    2000
#define START_MS     INT64_C(1795132800000) /* 2026-11-20T00:00:00Z */
#define SERVED_USERS 60.0                   /* at once, before the stress run saturates */

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static double uniform(uint64_t *state)
{
	return ((double)(next_random(state) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(uint64_t *state)
{
	double u = uniform(state);

	return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * uniform(state));
}

struct request {
	const char *label, *path;
	double weight; /* share of the mix */
	double median_ms;
	double sigma; /* of the log */
	double error_ratio;
	int bytes;
};

static const struct request shop[] = {
	{ "Home", "/", 0.24, 38, 0.35, 0.0002, 18200 },
	{ "Search", "/search?q={word}", 0.22, 95, 0.50, 0.0008, 24100 },
	{ "Product detail", "/product/{id}", 0.26, 62, 0.40, 0.0004, 31400 },
	{ "Add to cart", "/cart", 0.12, 74, 0.38, 0.0010, 2100 },
	{ "Login", "/login", 0.07, 140, 0.30, 0.0020, 3900 },
	{ "Checkout", "/checkout", 0.05, 210, 0.45, 0.0030, 5200 },
	{ "Order status", "/orders/{id}", 0.03, 55, 0.35, 0.0005, 1700 },
	{ "Logout", "/logout", 0.01, 21, 0.25, 0.0001, 640 },
};
#define REQUESTS (sizeof(shop) / sizeof(*shop))
#define CHECKOUT 5
#define SEARCH   1

static const struct failure {
	const char *code, *message, *assertion;
} failures[] = {
	{ "500", "Internal Server Error", "" },
	{ "503", "Service Unavailable", "" },
	{ "200", "OK", "Test failed: text expected to contain /order \"confirmed\", total/" },
	{ "Non HTTP response code: java.net.SocketTimeoutException",
	  "Non HTTP response message: Read timed out", "" },
};
#define FAILURES (sizeof(failures) / sizeof(*failures))

enum kind { NIGHT, REGRESSION, STRESS, RESOURCES, BULK };

struct plan {
	enum kind kind;
	bool xml;
	uint64_t seed;
	int64_t duration_ms;
	int users;
	uint64_t bytes; /* of bulk: about as many are written */
	int days;
	size_t labels; /* of bulk: so many different ones, equally often; 0 the shop's mix */
};

struct user {
	int64_t start_ms, end_ms, elapsed_ms, latency_ms, connect_ms;
	const struct request *request;
	size_t variant;                /* of the label: 0 is the shop's own */
	const struct failure *failure; /* NULL: success */
	bool connected;                /* keep-alive: only the first request connects */
};

struct simulation {
	const struct plan *plan;
	uint64_t random;
	uint64_t written;
	struct user users[USERS_MAX];
};

/* How many users the plan wants at a time: ramp-up over a minute, or steps of a tenth of the run.
 */
static int wanted_users(const struct plan *plan, int64_t at_ms)
{
	if (plan->kind == STRESS) {
		int64_t step = at_ms * 10 / plan->duration_ms + 1;

		return (int)(plan->users * (step > 10 ? 10 : step) / 10);
	}
	if (plan->kind == BULK || at_ms >= 60000)
		return plan->users;
	return (int)(1 + (plan->users - 1) * at_ms / 60000);
}

/* Response times rise as the users near the number that can be served at once. */
static double load_factor(const struct plan *plan, int users)
{
	double used = (double)users / SERVED_USERS;

	if (plan->kind != STRESS)
		return 1.0;
	return used < 0.9 ? 1.0 / (1.0 - 0.8 * used) : 3.6 * (1.0 + 4.0 * (used - 0.9));
}

static const struct request *pick_request(uint64_t *random)
{
	double u = uniform(random);

	for (size_t i = 0; i < REQUESTS; i++) {
		u -= shop[i].weight;
		if (u < 0)
			return &shop[i];
	}
	return &shop[0];
}

/* The shop's requests again and again, numbered from the second time on. */
static const struct request *pick_numbered(const struct plan *plan, uint64_t *random,
                                           size_t *variant)
{
	size_t number = (size_t)(next_random(random) % plan->labels);

	*variant = number / REQUESTS;
	return &shop[number % REQUESTS];
}

static double slowdown(const struct plan *plan, const struct request *request)
{
	if (plan->kind != REGRESSION)
		return 1.0;
	return request == &shop[CHECKOUT] ? 1.55 : request == &shop[SEARCH] ? 1.12 : 1.0;
}

static double error_factor(const struct plan *plan, const struct request *request, int users)
{
	if (plan->kind == REGRESSION && request == &shop[CHECKOUT])
		return 9.0;
	if (plan->kind == STRESS && users > SERVED_USERS)
		return 1.0 + 3.0 * (users - SERVED_USERS);
	return 1.0;
}

static void begin_request(struct simulation *simulation, struct user *user, int64_t start_ms)
{
	const struct plan *plan = simulation->plan;
	uint64_t *random = &simulation->random;
	int users = wanted_users(plan, start_ms - START_MS);
	const struct request *request = plan->labels > 0
	                                        ? pick_numbered(plan, random, &user->variant)
	                                        : pick_request(random);
	double elapsed = request->median_ms * exp(request->sigma * normal(random));

	elapsed *= load_factor(plan, users) * slowdown(plan, request);
	if (uniform(random) < 0.002)
		elapsed *= 8.0; /* a stall: garbage collection, a lock */
	user->request = request;
	user->failure = NULL;
	if (uniform(random) < request->error_ratio * error_factor(plan, request, users))
		user->failure = &failures[next_random(random) % FAILURES];
	user->connect_ms = user->connected ? 0 : (int64_t)(2.0 + 3.0 * uniform(random));
	user->connected = true;
	user->start_ms = start_ms;
	user->elapsed_ms = user->connect_ms + (int64_t)(elapsed + 0.5);
	user->latency_ms = user->elapsed_ms -
	                   (int64_t)((double)user->elapsed_ms * 0.2 * uniform(random));
	user->end_ms = start_ms + user->elapsed_ms;
}

static void write_quoted(const char *text)
{
	bool quote = strpbrk(text, ",\"\n") != NULL;

	if (quote)
		putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	if (quote)
		putchar('"');
}

static void write_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputs("&quot;", stdout);
		else if (*text == '&')
			fputs("&amp;", stdout);
		else if (*text == '<')
			fputs("&lt;", stdout);
		else
			putchar(*text);
	}
}

static const char *label_of(const struct user *user)
{
	static char label[64];

	if (user->variant == 0)
		return user->request->label;
	snprintf(label, sizeof(label), "%s %zu", user->request->label, user->variant + 1);
	return label;
}

/* Both row writers return about how many bytes they wrote. */
static int write_csv_row(const struct user *user, size_t number, int active)
{
	const struct request *request = user->request;
	const struct failure *failure = user->failure;
	int n;

	n = printf("%" PRId64 ",%" PRId64 ",%s,", user->start_ms, user->elapsed_ms, label_of(user));
	write_quoted(failure != NULL ? failure->code : "200");
	putchar(',');
	write_quoted(failure != NULL ? failure->message : "OK");
	n += printf(",Shoppers 1-%zu,text,%s,", number, failure != NULL ? "false" : "true");
	write_quoted(failure != NULL ? failure->assertion : "");
	n += printf(",%d,%d,%d,%d,https://shop.example%s,%" PRId64 ",0,%" PRId64 "\n",
	            failure != NULL ? 612 : request->bytes, 380, active, active, request->path,
	            user->latency_ms, user->connect_ms);
	return n;
}

static int write_xml_row(const struct user *user, size_t number, int active)
{
	const struct failure *failure = user->failure;
	int n;

	n = printf("<httpSample t=\"%" PRId64 "\" it=\"0\" lt=\"%" PRId64 "\" ct=\"%" PRId64
	           "\" ts=\"%" PRId64 "\" s=\"%s\" lb=\"%s\" rc=\"",
	           user->elapsed_ms, user->latency_ms, user->connect_ms, user->start_ms,
	           failure != NULL ? "false" : "true", label_of(user));
	write_escaped(failure != NULL ? failure->code : "200");
	fputs("\" rm=\"", stdout);
	write_escaped(failure != NULL ? failure->message : "OK");
	n += printf("\" tn=\"Shoppers 1-%zu\" dt=\"text\" by=\"%d\" sby=\"%d\" ng=\"%d\" na=\"%d\"",
	            number, failure != NULL ? 612 : user->request->bytes, 380, active, active);
	if (failure == NULL || failure->assertion[0] == '\0') {
		fputs("/>\n", stdout);
		return n;
	}
	fputs(">\n  <assertionResult>\n    <name>Order is confirmed</name>\n"
	      "    <failure>true</failure>\n    <error>false</error>\n    <failureMessage>",
	      stdout);
	write_escaped(failure->assertion);
	fputs("</failureMessage>\n  </assertionResult>\n</httpSample>\n", stdout);
	return n;
}

static struct user *first_to_end(struct simulation *simulation)
{
	struct user *first = &simulation->users[0];

	for (int i = 1; i < simulation->plan->users; i++) {
		if (simulation->users[i].end_ms < first->end_ms)
			first = &simulation->users[i];
	}
	return first;
}

static void let_users_join(struct simulation *simulation)
{
	for (int i = 0; i < simulation->plan->users; i++) {
		int64_t join_ms = 0;

		while (wanted_users(simulation->plan, join_ms) <= i)
			join_ms += 100;
		begin_request(simulation, &simulation->users[i],
		              START_MS + join_ms + (int64_t)(900 * uniform(&simulation->random)));
	}
}

static void simulate(const struct plan *plan)
{
	static struct simulation simulation;
	int64_t last_ms = START_MS + plan->duration_ms;

	simulation.plan = plan;
	simulation.random = plan->seed;
	let_users_join(&simulation);
	for (;;) {
		struct user *user = first_to_end(&simulation);
		int active = wanted_users(plan, user->end_ms - START_MS);
		size_t number = (size_t)(user - simulation.users) + 1;
		int64_t think_ms = 0;

		if (plan->kind == BULK ? simulation.written >= plan->bytes
		                       : user->start_ms >= last_ms)
			break;
		simulation.written += (uint64_t)(plan->xml ? write_xml_row(user, number, active)
		                                           : write_csv_row(user, number, active));
		if (plan->kind != BULK)
			think_ms = (int64_t)(2000.0 + 4000.0 * uniform(&simulation.random));
		begin_request(&simulation, user, user->end_ms + think_ms);
	}
}

/* Hourly means of a service with a daily and a weekly season that grows by a tenth over the time.
 */
static void write_resources(const struct plan *plan)
{
	uint64_t random = plan->seed;
	int hours = plan->days * 24;

	puts("time,name,value,host,unit");
	for (int hour = 0; hour < hours; hour++) {
		int64_t at_s = START_MS / 1000 - (int64_t)(hours - hour) * 3600;
		int weekday = (int)((at_s / 86400 + 4) % 7);
		double daily = 1.0 + 0.55 * sin(6.283185307179586 * (hour % 24 - 9) / 24.0);
		double weekly = weekday == 0 || weekday == 6 ? 0.7 : 1.0;
		double growth = 1.0 + 0.1 * hour / hours;
		double requests = 320.0 * daily * weekly * growth * exp(0.06 * normal(&random));
		double cpu = 6.0 + 0.085 * requests + 1.5 * normal(&random);
		double memory = 41.0 + 4.0 * growth + 0.006 * requests + 0.4 * normal(&random);

		printf("%" PRId64 ",requests,%.1f,shop-1,1/s\n", at_s, requests);
		printf("%" PRId64 ",cpu,%.2f,shop-1,%%\n", at_s, cpu < 0.5 ? 0.5 : cpu);
		printf("%" PRId64 ",memory,%.2f,shop-1,%%\n", at_s, memory);
	}
}

static const char *value_of(const char *argument, const char *name)
{
	size_t length = strlen(name);

	return strncmp(argument, name, length) == 0 && argument[length] == '='
	               ? argument + length + 1
	               : NULL;
}

static bool parse_kind(const char *word, struct plan *plan)
{
	static const char *const names[] = { "night", "regression", "stress", "resources", "bulk" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(word, names[i]) == 0) {
			plan->kind = (enum kind)i;
			return true;
		}
	}
	return false;
}

static bool parse_option(const char *argument, struct plan *plan)
{
	const char *format = value_of(argument, "--format");
	const char *value = strchr(argument, '=');
	uint64_t number = 0;

	if (format != NULL) {
		plan->xml = strcmp(format, "xml") == 0;
		return plan->xml || strcmp(format, "csv") == 0;
	}
	if (value == NULL || !hr_parse_u64(hr_slice_of(value + 1), &number))
		return false;
	if (value_of(argument, "--seed") != NULL)
		plan->seed = number;
	else if (value_of(argument, "--minutes") != NULL && number >= 1 && number <= 10000)
		plan->duration_ms = (int64_t)number * 60000;
	else if (value_of(argument, "--users") != NULL && number >= 1 && number <= USERS_MAX)
		plan->users = (int)number;
	else if (value_of(argument, "--bytes") != NULL)
		plan->bytes = number;
	else if (value_of(argument, "--labels") != NULL && number >= 1 && number <= 10000)
		plan->labels = (size_t)number;
	else if (value_of(argument, "--days") != NULL && number >= 1 && number <= 3660)
		plan->days = (int)number;
	else
		return false;
	return true;
}

int main(int argc, char **argv)
{
	struct plan plan = { .seed = 42, .duration_ms = 600000, .users = 20, .days = 90 };

	if (argc < 2 || !parse_kind(argv[1], &plan)) {
		fputs("usage: generate night|regression|stress|resources|bulk [--OPTION=VALUE "
		      "...]\n",
		      stderr);
		return 2;
	}
	if (plan.kind == STRESS)
		plan.users = 100;
	for (int i = 2; i < argc; i++) {
		if (!parse_option(argv[i], &plan)) {
			fprintf(stderr, "generate: cannot use '%s'\n", argv[i]);
			return 2;
		}
	}
	if (plan.kind == RESOURCES) {
		write_resources(&plan);
	} else if (plan.xml) {
		puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">");
		simulate(&plan);
		puts("</testResults>");
	} else {
		puts("timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,"
		     "success,"
		     "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,"
		     "Connect");
		simulate(&plan);
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
