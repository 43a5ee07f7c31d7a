/* Names of elements and properties are those JMeter 5.6.3 and the plugins write; figures follow
 * from their manuals. */
#include <config.h>
#include "read/jmx.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "unit.h"

#define PLAN(children)                                                                             \
	"<jmeterTestPlan version=\"1.2\" jmeter=\"5.6.3\"><hashTree><TestPlan testname=\"P\"/>"    \
	"<hashTree>" children "</hashTree></hashTree></jmeterTestPlan>"
#define S(name, value) "<stringProp name=\"" name "\">" value "</stringProp>"
#define LOOPS(loops)                                                                               \
	"<elementProp name=\"ThreadGroup.main_controller\" elementType=\"LoopController\">"        \
	"<intProp name=\"LoopController.loops\">" loops "</intProp></elementProp>"
#define GROUP(properties, below)                                                                   \
	"<ThreadGroup testname=\"G\">" properties "</ThreadGroup><hashTree>" below "</hashTree>"
#define GET(name) "<HTTPSamplerProxy testname=\"" name "\"/><hashTree/>"
#define VARIABLE(name, value)                                                                      \
	"<elementProp name=\"v\" elementType=\"Argument\">" S("Argument.name", name)               \
	        S("Argument.value", value) "</elementProp>"
#define VARIABLES(list)                                                                            \
	"<Arguments testname=\"vars\"><collectionProp name=\"Arguments.arguments\">" list          \
	"</collectionProp></Arguments><hashTree/>"

static void put(struct hr_str *out, const char *name, double value)
{
	if (!isnan(value))
		hr_str_printf(out, " %s=%g", name, value);
}

/* A plan as lines of text. */
static void describe(const struct hr_plan *plan, struct hr_str *out)
{
	for (size_t i = 0; i < plan->group_count; i++) {
		const struct hr_plan_group *group = &plan->groups[i];

		hr_str_printf(out, "%s %s %s threads=%d loops=%d%s", group->kind,
		              hr_plan_phase_name(group->phase), group->name, (int)group->threads,
		              (int)group->loops, group->forever ? " forever" : "");
		put(out, "delay", group->delay_s);
		put(out, "ramp", group->ramp_s);
		put(out, "duration", group->duration_s);
		put(out, "arrivals", group->arrivals_per_s);
		hr_str_putc(out, '\n');
	}
	for (size_t i = 0; i < plan->sampler_count; i++) {
		const struct hr_plan_sampler *sampler = &plan->samplers[i];

		hr_str_printf(out, "%s %s in '%s'",
		              sampler->transaction ? "transaction" : "sampler", sampler->name,
		              sampler->group);
		put(out, "times", sampler->per_iteration);
		put(out, "rate", sampler->rate_per_s);
		hr_str_printf(out, "%s", sampler->once ? " once" : "");
		if (sampler->host != NULL || sampler->path != NULL)
			hr_str_printf(out, " %s %s://%s:%s%s",
			              sampler->method != NULL ? sampler->method : "-",
			              sampler->protocol != NULL ? sampler->protocol : "-",
			              sampler->host != NULL ? sampler->host : "-",
			              sampler->port != NULL ? sampler->port : "-",
			              sampler->path != NULL ? sampler->path : "-");
		hr_str_putc(out, '\n');
	}
	for (size_t i = 0; i < plan->timer_count; i++) {
		const struct hr_plan_timer *timer = &plan->timers[i];

		hr_str_printf(out, "timer %s in '%s' of %s", timer->kind, timer->group,
		              timer->sampler != NULL ? timer->sampler : "all");
		put(out, "delay", timer->delay_ms);
		put(out, "range", timer->range_ms);
		put(out, "rate", timer->rate_per_s);
		hr_str_putc(out, '\n');
	}
	for (size_t i = 0; i < plan->assertion_count; i++)
		hr_str_printf(out, "assertion %s in '%s': %s\n", plan->assertions[i].kind,
		              plan->assertions[i].group,
		              plan->assertions[i].expected != NULL ? plan->assertions[i].expected
		                                                   : "-");
	for (size_t i = 0; i < plan->unresolved_count; i++)
		hr_str_printf(out, "unresolved %s\n", plan->unresolved[i]);
	for (size_t i = 0; i < plan->assumed_count; i++)
		hr_str_printf(out, "assumed %s\n", plan->assumed[i]);
	if (plan->disabled > 0)
		hr_str_printf(out, "disabled %d\n", (int)plan->disabled);
}

static const struct {
	const char *text, *want;
} cases
        [] = {
	        /* threads x loops, scheduler off: its duration does not count */
	        { PLAN(GROUP(S("ThreadGroup.num_threads", "100") S("ThreadGroup.ramp_time", "10")
	                             S("ThreadGroup.duration", "60") LOOPS("10"),
	                     GET("a"))),
	          "ThreadGroup main G threads=100 loops=10 delay=0 ramp=10\n"
	          "sampler a in 'G' times=1\n" },
	        { PLAN(GROUP("<intProp name=\"ThreadGroup.num_threads\">3</intProp>"
	                     "<boolProp name=\"ThreadGroup.scheduler\">true</boolProp>"
	                     "<longProp name=\"ThreadGroup.duration\">30</longProp>"
	                     "<longProp name=\"ThreadGroup.delay\">5</longProp>"
	                     "<intProp name=\"ThreadGroup.ramp_time\">1</intProp>" LOOPS("-1"),
	                     "")),
	          "ThreadGroup main G threads=3 loops=-1 forever delay=5 ramp=1 duration=35\n" },
	        /* what is switched off is gone, with all below it */
	        { PLAN("<ThreadGroup testname=\"off\" enabled=\"false\"/><hashTree>" GET(
	                  "x") "</hashTree>" GROUP("", "<HTTPSamplerProxy testname=\"y\" "
	                                               "enabled=\"false\"/><hashTree/>" GET("z"))),
	          "ThreadGroup main G threads=-1 loops=-1 delay=0\nsampler z in 'G' "
	          "times=1\ndisabled 2\n" },
	        /* HTTP defaults, wherever they stand in the tree */
	        { PLAN(GROUP("",
	                     "<HTTPSamplerProxy testname=\"a\">" S("HTTPSampler.path", "/x")
	                             S("HTTPSampler.method",
	                               "PUT") "</HTTPSamplerProxy><hashTree/>"
	                                      "<ConfigTestElement testname=\"d\">" S(
	                                              "HTTPSampler.domain",
	                                              "h") S("HTTPSampler.protocol",
	                                                     "https") S("HTTPSampler.port", "8443")
	                                              S("HTTPSampler.path",
	                                                "/d") "</ConfigTestElement><hashTree/>")),
	          "ThreadGroup main G threads=-1 loops=-1 delay=0\n"
	          "sampler a in 'G' times=1 PUT https://h:8443/x\n" },
	        /* controllers */
	        { PLAN(GROUP("", "<LoopController testname=\"l\">" S("LoopController.loops", "5") "</LoopController><hashTree>" GET("a") "<TransactionController testname=\"t\"/><hashTree>" GET(
	                                 "b") "</hashTree>"
	                                      "</hashTree><IfController "
	                                      "testname=\"i\"/><hashTree>" GET(
	                                              "c") "</hashTree>"
	                                                   "<OnceOnlyController "
	                                                   "testname=\"o\"/><hashTree>" GET(
	                                                           "d") "</hashTree>"
	                                                                "<ThroughputController "
	                                                                "testname=\"p\">"
	                                                                "<intProp "
	                                                                "name="
	                                                                "\"ThroughputController."
	                                                                "style\">1</"
	                                                                "intProp><FloatProperty>"
	                                                                "<name>"
	                                                                "ThroughputController."
	                                                                "percentThroughput</"
	                                                                "name><value>25.0</value>"
	                                                                "</FloatProperty></"
	                                                                "ThroughputController><"
	                                                                "hashTree>" GET(
	                                                                        "e") "</"
	                                                                             "hashTree>")),
	          "ThreadGroup main G threads=-1 loops=-1 delay=0\n"
	          "sampler a in 'G' times=5\ntransaction t in 'G' times=5\nsampler b in 'G' "
	          "times=5\n"
	          "sampler c in 'G'\nsampler d in 'G' times=1 once\nsampler e in 'G' "
	          "times=0.25\n" },
	        /* timers: 600 a minute of all threads is 10/s; 60 a minute each of 3 is 3/s */
	        { PLAN(GROUP(
	                  S("ThreadGroup.num_threads", "3"),
	                  "<ConstantThroughputTimer "
	                  "testname=\"c\"><doubleProp><name>throughput</name>"
	                  "<value>600.0</value><savedValue>0.0</savedValue></doubleProp>"
	                  "<intProp "
	                  "name=\"calcMode\">1</intProp></ConstantThroughputTimer><hashTree/>"
	                  "<HTTPSamplerProxy testname=\"a\"/><hashTree><ConstantThroughputTimer "
	                  "testname=\"d\">" S(
	                          "throughput",
	                          "60") "<intProp name=\"calcMode\">0</intProp>"
	                                "</ConstantThroughputTimer><hashTree/></hashTree>"
	                                "<UniformRandomTimer testname=\"u\">" S(
	                                        "ConstantTimer.delay", "100")
	                                        S("RandomTimer.range",
	                                          "50.0") "</UniformRandomTimer><hashTree/>"
	                                                  "<PreciseThroughputTimer "
	                                                  "testname=\"p\"><doubleProp><name>"
	                                                  "throughput</name>"
	                                                  "<value>90.0</value></"
	                                                  "doubleProp><intProp "
	                                                  "name=\"throughputPeriod\">30</intProp>"
	                                                  "</PreciseThroughputTimer><hashTree/>")),
	          "ThreadGroup main G threads=3 loops=-1 delay=0\n"
	          "sampler a in 'G' times=1 rate=3\n"
	          "timer ConstantThroughputTimer in 'G' of all rate=10\n"
	          "timer ConstantThroughputTimer in 'G' of a rate=3\n"
	          "timer UniformRandomTimer in 'G' of all delay=100 range=50\n"
	          "timer PreciseThroughputTimer in 'G' of all rate=3\n" },
	        { PLAN(GROUP("",
	                     "<ResponseAssertion testname=\"r\"><collectionProp "
	                     "name=\"Asserion.test_strings\"><stringProp "
	                     "name=\"49586\">200</stringProp>"
	                     "</collectionProp></ResponseAssertion><hashTree/><DurationAssertion "
	                     "testname=\"d\">" S("DurationAssertion.duration",
	                                         "3000") "</DurationAssertion><hashTree/>")),
	          "ThreadGroup main G threads=-1 loops=-1 delay=0\n"
	          "assertion ResponseAssertion in 'G': 200\nassertion DurationAssertion in 'G': "
	          "3000 ms\n" },
	        /* variables, properties and their defaults; what cannot be known */
	        { PLAN(VARIABLES(VARIABLE("u", "${v}") VARIABLE("v", "${__P(users, 7)}")
	                                 VARIABLE("r", "${r}"))
	                       GROUP(S("ThreadGroup.num_threads", "${u}")
	                                     S("ThreadGroup.ramp_time", "${__property(ramp,,20)}")
	                                             LOOPS("${__P(loops)}"),
	                             GET("${__time()} ${r}"))),
	          "ThreadGroup main G threads=7 loops=1 delay=0 ramp=20\n"
	          "sampler ${__time()} ${r} in 'G' times=1\n"
	          "unresolved name: ${__time()} ${r}\n"
	          "assumed property users: its default, 7\n"
	          "assumed property ramp: its default, 20\nassumed property loops: its default, "
	          "1\n" },
	        { PLAN(GROUP(S("ThreadGroup.num_threads", "${nobody}"), "")),
	          "ThreadGroup main G threads=-1 loops=-1 delay=0\nunresolved threads: "
	          "${nobody}\n" },
	        /* 10 at once, then 10 every 2 s: 9 steps after the burst; 100 / 5 stops of 1 s */
	        { PLAN("<kg.apc.jmeter.threads.SteppingThreadGroup testname=\"s\">" S(
	                  "ThreadGroup.num_threads", "100") S("Threads initial delay", "1")
	                       S("Start users count", "10") S("Start users count burst", "10")
	                               S("Start users period", "2") S("Stop users count", "5") S(
	                                       "Stop users period", "1") S("flighttime", "20")
	                                       S("rampUp",
	                                         "5") "</kg.apc.jmeter.threads.SteppingThreadGroup>"
	                                              "<hashTree/>"),
	          "SteppingThreadGroup main s threads=100 loops=-1 delay=1 ramp=23 duration=64\n" },
	        /* 10 from 0 to 100 s, 20 more from 30 to 130 s: 30 from 60 s on */
	        { PLAN("<kg.apc.jmeter.threads.UltimateThreadGroup testname=\"u\"><collectionProp "
	               "name=\"ultimatethreadgroupdata\"><collectionProp name=\"1\">" S(
	                       "1", "10") S("2", "0") S("3", "30") S("4", "60")
	                       S("5", "10") "</collectionProp>"
	                                    "<collectionProp name=\"2\">" S("1", "20") S(
	                                            "2", "30") S("3", "30") S("4", "60")
	                                            S("5",
	                                              "10") "</collectionProp></collectionProp>"
	                                                    "</"
	                                                    "kg.apc.jmeter.threads."
	                                                    "UltimateThreadGroup><hashTree/>"),
	          "UltimateThreadGroup main u threads=30 loops=-1 delay=0 ramp=60 duration=130\n" },
	        /* 20 from 0 to 4 s, half of them at 2 s, when 100 more are there for a second */
	        { PLAN("<kg.apc.jmeter.threads.UltimateThreadGroup testname=\"u\"><collectionProp "
	               "name=\"ultimatethreadgroupdata\"><collectionProp name=\"1\">" S(
	                       "1", "20") S("2", "0") S("3", "4") S("4", "10")
	                       S("5", "0") "</collectionProp>"
	                                   "<collectionProp name=\"2\">" S("1", "100") S(
	                                           "2", "2") S("3", "0") S("4", "1")
	                                           S("5", "0") "</collectionProp></collectionProp>"
	                                                       "</"
	                                                       "kg.apc.jmeter.threads."
	                                                       "UltimateThreadGroup><hashTree/>"),
	          "UltimateThreadGroup main u threads=110 loops=-1 delay=0 ramp=2 duration=14\n" },
	        { PLAN("<com.blazemeter.jmeter.threads.concurrency.ConcurrencyThreadGroup "
	               "testname=\"c\">" S("TargetLevel", "100") S("RampUp", "3") S("Steps", "4")
	                       S("Hold", "20") S("Iterations", "")
	                               S("Unit", "M") "</com.blazemeter.jmeter.threads.concurrency."
	                                              "ConcurrencyThreadGroup><hashTree/>"),
	          "ConcurrencyThreadGroup main c threads=100 loops=-1 forever delay=0 ramp=180 "
	          "duration=1380\n" },
	        { PLAN("<com.blazemeter.jmeter.threads.arrivals.ArrivalsThreadGroup "
	               "testname=\"a\">" S("TargetLevel", "120") S("RampUp", "1") S("Hold", "2")
	                       S("Unit", "M") "</"
	                                      "com.blazemeter.jmeter.threads.arrivals."
	                                      "ArrivalsThreadGroup><hashTree/>"),
	          "ArrivalsThreadGroup main a threads=-1 loops=-1 forever delay=0 ramp=60 "
	          "duration=180 "
	          "arrivals=2\n" },
	        { PLAN("<SetupThreadGroup testname=\"s\"/><hashTree/><PostThreadGroup "
	               "testname=\"t\"/>"
	               "<hashTree/>"),
	          "SetupThreadGroup setup s threads=-1 loops=-1 delay=0\n"
	          "PostThreadGroup teardown t threads=-1 loops=-1 delay=0\n" },
	        { "<jmeterTestPlan/>", "" },
        };

START_TEST(plans)
{
	struct hr_error err = { 0 };
	struct hr_str text = { 0 };
	struct hr_plan plan;

	ck_assert_msg(hr_jmx_read(hr_slice_of(cases[_i].text), "p.jmx", &plan, &err) == HR_OK, "%s",
	              err.text);
	describe(&plan, &text);
	ck_assert_str_eq(hr_str_text(&text), cases[_i].want);
	hr_str_release(&text);
	hr_plan_release(&plan);
}
END_TEST

static const struct {
	const char *text, *error;
} wrong[] = {
	{ "", "not well-formed" },
	{ "<jmeterTestPlan>", "not well-formed" },
	{ "<testResults/>", "expected a JMeter plan (jmeterTestPlan), found <testResults>" },
	{ "<!DOCTYPE x [<!ENTITY a \"b\">]><jmeterTestPlan/>", "document type" },
	{ "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><jmeterTestPlan/>", "document type" },
};

START_TEST(errors)
{
	struct hr_error err = { 0 };
	struct hr_plan plan;

	ck_assert_int_eq(hr_jmx_read(hr_slice_of(wrong[_i].text), "p.jmx", &plan, &err), HR_EPARSE);
	ck_assert_ptr_nonnull(strstr(err.text, wrong[_i].error));
	ck_assert_str_eq(err.source, "p.jmx");
	hr_plan_release(&plan);
}
END_TEST

/* Trees as deep as the parser lets through, and as many elements as the caps. */
START_TEST(large)
{
	struct hr_str text = { 0 };
	struct hr_error err = { 0 };
	struct hr_plan plan;

	hr_str_puts(&text, "<jmeterTestPlan>");
	for (int i = 0; i < 240; i++)
		hr_str_puts(&text, "<hashTree>");
	for (int i = 0; i < HR_PLAN_ITEMS_MAX + 5; i++)
		hr_str_puts(&text, "<HTTPSamplerProxy testname=\"x\"/><hashTree/>");
	for (int i = 0; i < 240; i++)
		hr_str_puts(&text, "</hashTree>");
	hr_str_puts(&text, "</jmeterTestPlan>");
	ck_assert_int_eq(hr_jmx_read(hr_str_slice(&text), "p", &plan, &err), HR_OK);
	hr_plan_release(&plan);
	hr_str_truncate(&text, 0);
	hr_str_puts(&text, "<jmeterTestPlan><hashTree>");
	for (int i = 0; i < HR_PLAN_ITEMS_MAX + 5; i++)
		hr_str_puts(&text, "<HTTPSamplerProxy testname=\"x\"/><hashTree/>");
	for (int i = 0; i < HR_PLAN_GROUPS_MAX + 5; i++)
		hr_str_puts(&text, "<ThreadGroup testname=\"x\"/><hashTree/>");
	hr_str_puts(&text, "</hashTree></jmeterTestPlan>");
	ck_assert_int_eq(hr_jmx_read(hr_str_slice(&text), "p", &plan, &err), HR_OK);
	ck_assert_uint_eq(plan.sampler_count, HR_PLAN_ITEMS_MAX);
	ck_assert_uint_eq(plan.group_count, HR_PLAN_GROUPS_MAX);
	hr_plan_release(&plan);
	hr_str_release(&text);
}
END_TEST

static void read_into(struct hr_run *run, const char *text, const char *path)
{
	struct hr_error err = { 0 };
	struct hr_plan plan;

	ck_assert_int_eq(hr_jmx_read(hr_slice_of(text), path, &plan, &err), HR_OK);
	hr_plans_take(&run->plans, &plan);
}

/* Plans of equal content are one, in any order; a document gives them back. */
START_TEST(merging)
{
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_str texts[2] = { { 0 } };
	struct hr_run runs[2], back;
	struct hr_error err = { 0 };
	json_t *document;

	for (int i = 0; i < 2; i++) {
		struct hr_run other;

		hr_run_init(&runs[i], 0);
		hr_run_init(&other, 0);
		read_into(i == 0 ? &runs[i] : &other, cases[0].text, "host1/p.jmx");
		read_into(i == 0 ? &other : &runs[i], cases[0].text, "host2/p.jmx");
		read_into(i == 0 ? &other : &runs[i], cases[5].text, "q.jmx");
		ck_assert_int_eq(hr_run_merge(&runs[i], &other, &err), HR_OK);
		ck_assert_uint_eq(runs[i].plans.count, 2);
		for (size_t k = 0; k < 2; k++) {
			hr_str_printf(&texts[i], "%s\n", runs[i].plans.items[k].path);
			describe(&runs[i].plans.items[k], &texts[i]);
		}
		hr_run_release(&other);
	}
	ck_assert_str_eq(hr_str_text(&texts[0]), hr_str_text(&texts[1]));
	hr_run_classify(&runs[0]);
	document = hr_document_new(&runs[0], &options);
	ck_assert_msg(hr_document_run(document, &back, &err) == HR_OK, "%s", err.text);
	hr_str_truncate(&texts[1], 0);
	for (size_t k = 0; k < back.plans.count; k++) {
		hr_str_printf(&texts[1], "%s\n", back.plans.items[k].path);
		describe(&back.plans.items[k], &texts[1]);
	}
	ck_assert_str_eq(hr_str_text(&texts[0]), hr_str_text(&texts[1]));
	json_decref(document);
	hr_run_release(&back);
	hr_run_release(&runs[0]);
	hr_run_release(&runs[1]);
	hr_str_release(&texts[0]);
	hr_str_release(&texts[1]);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("jmx");
	TCase *tcase = tcase_create("jmx");

	HR_ADD_ROWS(tcase, plans, cases);
	HR_ADD_ROWS(tcase, errors, wrong);
	tcase_add_test(tcase, large);
	tcase_add_test(tcase, merging);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(suite)
