/*
 * Exports of Prometheus's series in other forms than the API's: CSV of Grafana and scripts, text
 * and JSON of promtool.
 */
#include <config.h>
#include "read/formats.h"

#include "reader_case.h"
#include "recording_sink.h"
#include "unit.h"

#define NAMED "{__name__=\"\"up\"\", instance=\"\"a:1\"\", job=\"\"x\"\"}"

static const struct {
	const struct hr_format *format;
	struct reader_case_named one;
} cases[] = {
	{ &hr_format_prom_csv,
	  { .name = "a column a series; empty fields and words for nothing are gaps",
	    .text = "\"Time\",\"" NAMED "\",\"legend, as it is\"\n1795140000000,1,0.5\n"
	            "1795140015000,,undefined\n1795140030000,NaN,2e3\n",
	    .records = "observation 1795140000000 name=up{job=\"x\"} value=1000000 gauge host=a:1\n"
	               "observation 1795140000000 name=legend, as it is value=500000 gauge\n"
	               "observation 1795140030000 name=legend, as it is value=2000000000 gauge\n",
	    .diag = "" } },
	{ &hr_format_prom_csv,
	  { .name = "units of the panel become one; a legend that is a name keeps its meaning",
	    .text = "\"Time\",\"a\",\"b\",\"rx_bytes_total\"\n"
	            "2026-11-20 03:00:00,1.5 GiB,250 ms,7\n"
	            "2026-11-20 03:00:15,1 MB,1 min,8\n2026-11-20 03:00:30,3 Mil,5 widgets,9\n",
	    .records =
	            "observation 1795140000000 name=a value=1610612736000000 gauge unit=B\n"
	            "observation 1795140000000 name=b value=250000 gauge unit=s\n"
	            "observation 1795140000000 name=rx_bytes_total value=7000000 counter unit=B\n"
	            "observation 1795140015000 name=a value=1000000000000 gauge unit=B\n"
	            "observation 1795140015000 name=b value=60000000 gauge unit=s\n"
	            "observation 1795140015000 name=rx_bytes_total value=8000000 counter unit=B\n"
	            "observation 1795140030000 name=a value=3000000000000 gauge\n"
	            "observation 1795140030000 name=b value=5000000 gauge unit=widgets\n"
	            "observation 1795140030000 name=rx_bytes_total value=9000000 counter unit=B\n",
	    .diag = "",
	    .zone = "+01:00" } },
	{ &hr_format_prom_csv,
	  { .name = "rows of an old Grafana, twice in one file",
	    .text = "sep=;\nSeries;Time;Value\n\"m\";2026-11-20T02:00:00Z;5\n"
	            "m;2026-11-20T02:00:15Z;null\nsep=;\nSeries;Time;Value\n"
	            "m;2026-11-20T02:00:30+00:00;6\n",
	    .records = "observation 1795140000000 name=m value=5000000 gauge\n"
	               "observation 1795140030000 name=m value=6000000 gauge\n",
	    .diag = "" } },
	{ &hr_format_prom_csv,
	  { .name = "a column a label; those without value are none",
	    .text = "name,timestamp,value,instance,job,mode\nx_total,1795140000,1,a:1,j,\n"
	            "x_total,1795140000.5,2,,j,m\n",
	    .records = "observation 1795140000000 name=x_total{job=\"j\"} value=1000000 counter "
	               "host=a:1\n"
	               "observation 1795140000500 name=x_total{job=\"j\",mode=\"m\"} value=2000000 "
	               "counter\n",
	    .diag = "" } },
	{ &hr_format_prom_csv,
	  { .name = "bad rows cost themselves, bad values too",
	    .text = "Time,a,b\nnoon,1,2\n1795140000000,x,2\n1795140000001,1,2,3\n"
	            "1795140000002,1e30,2\n1795140000003,1",
	    .records = "observation 1795140000000 name=b value=2000000 gauge\n"
	               "observation 1795140000002 name=b value=2000000 gauge\n",
	    .diag = "rejected 2 3 a value is no number, or too large for a series\n"
	            "rejected 1 4 more fields than columns\n"
	            "rejected 1 2 no usable time\n" } },
	{ &hr_format_prom_csv,
	  { .name = "no header of an export",
	    .text = "a,b\n1,2\n",
	    .records = "",
	    .diag = "",
	    .result = HR_EPARSE,
	    .error = "begins with Time" } },
	{ &hr_format_promtool,
	  { .name = "a range, an instant, a scalar value of both signs",
	    .text = "x_total{instance=\"a:1\", path=\"/a, \\\"b\\\"\"} =>\n1 @[1795140000]\n"
	            "2.5 @[1795140015.5]\n\nup => 1 @[1795140000.781]\n{job=\"j\"} => -5 "
	            "@[1795140000]\r\n",
	    .records = "observation 1795140000000 name=x_total{path=\"/a, \"b\"\"} value=1000000 "
	               "counter host=a:1\n"
	               "observation 1795140015500 name=x_total{path=\"/a, \"b\"\"} value=2500000 "
	               "counter host=a:1\n"
	               "observation 1795140000781 name=up value=1000000 gauge\n"
	               "observation 1795140000000 name={job=\"j\"} value=-5000000 gauge\n",
	    .diag = "" } },
	{ &hr_format_promtool,
	  { .name = "dumps, in milliseconds and in seconds",
	    .text = "{__name__=\"x_seconds_total\", instance=\"a:1\"} 5 1795140000123\n"
	            "# HELP up whether it is\n# TYPE up gauge\nup{job=\"j\"} 1 1795140000.123\n"
	            "# EOF\n",
	    .records = "observation 1795140000123 name=x_seconds_total value=5000000 counter "
	               "host=a:1 unit=s\n"
	               "observation 1795140000123 name=up{job=\"j\"} value=1000000 gauge\n",
	    .diag = "" } },
	{ &hr_format_promtool,
	  { .name = "counters beyond 2^43 are counted modulo it, gauges are too large",
	    .text = "x_total => 8796093022208 @[1795140000]\nx_total => 1.7592186044418e+13 "
	            "@[1795140015]\nx => 8796093022208000000 @[1795140000]\n",
	    .records = "observation 1795140000000 name=x_total value=8796093022208000000 counter\n"
	               "observation 1795140015000 name=x_total value=2000000 counter\n",
	    .diag = "note 1 0 a counter is too large for a series: it is counted modulo 2^43\n"
	            "rejected 1 3 a value is no number, or too large for a series\n" } },
	{ &hr_format_promtool,
	  { .name = "gaps and bad lines",
	    .text = "5 @[1795140000]\nx =>\nNaN @[1795140000]\ny @[1795140000]\n1 @[noon]\n"
	            "a{b=c} 1 1795140000\na{b=\"c\" 1 1\n\nx => 1 @[1795140000]\nx => 1 @[17951",
	    .records = "observation 1795140000000 name=x value=1000000 gauge\n",
	    .diag = "note 1 3 NaN and infinite values are gaps\n"
	            "rejected 1 4 a value is no number, or too large for a series\n"
	            "rejected 3 1 no line of series, value and time\n"
	            "rejected 1 5 no usable time\n"
	            "note 1 10 the last line is cut off\n" } },
	{ &hr_format_prometheus,
	  { .name = "promtool query -o json: the list alone",
	    .text = "[{\"metric\":{\"__name__\":\"up\",\"instance\":\"a:1\"},\"values\":[[1,\"2\"],"
	            "[2,\"3\"]]},\n{\"metric\":{\"job\":\"j\"},\"value\":[1,\"4\"]}]",
	    .records = "observation 1000 name=up value=2000000 gauge host=a:1\n"
	               "observation 2000 name=up value=3000000 gauge host=a:1\n"
	               "observation 1000 name={job=\"j\"} value=4000000 gauge\n",
	    .diag = "" } },
};

START_TEST(reads)
{
	reader_case_check_named(&cases[_i].one, cases[_i].format);
}
END_TEST

static const struct {
	const char *name;
	const struct hr_format *format;
	uint64_t records;
} fixtures[] = {
	{ "grafana.csv", &hr_format_prom_csv, 5 },
	{ "grafana-rows.csv", &hr_format_prom_csv, 2 },
	{ "prometheus-query.csv", &hr_format_prom_csv, 3 },
	{ "promtool.txt", &hr_format_promtool, 3 },
	{ "promtool-dump.txt", &hr_format_promtool, 2 },
	{ "promtool.json", &hr_format_prometheus, 2 },
};

START_TEST(reads_fixtures)
{
	struct recording recording;

	reader_case_fixture(fixtures[_i].name, fixtures[_i].format, fixtures[_i].records,
	                    &recording);
	recording_release(&recording);
}
END_TEST

START_TEST(tells_tables_apart)
{
	static const struct {
		const char *text;
		const struct hr_format *format;
	} heads[] = {
		{ "Time,cpu,memory\n2026-11-20T02:00:00Z,5,6\n", &hr_format_prom_csv },
		{ "Time,label\n2026-11-20T02:00:00Z,cart\n", NULL },
		{ "time,value\n2026-11-20T02:00:00Z,5\n", &hr_format_table_csv },
		{ "time,name,value,host,unit\n1795140000,cpu,5,a,%\n", &hr_format_table_csv },
		{ "name,time,value,host,unit\ncpu,1795140000,5,a,%\n", &hr_format_table_csv },
		{ "name,timestamp,value\nup,1795140000,5\n", &hr_format_table_csv },
		{ "name,timestamp,value,job\nup,1795140000,5,j\n", &hr_format_prom_csv },
		{ "up 1\n", NULL },
		{ "up 1 5\n", NULL },
		{ "a => b\n", NULL },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		reader_case_sniff(heads[i].text, heads[i].format);
}
END_TEST

static Suite *prom_export_suite(void)
{
	Suite *suite = suite_create("read/prom_export");
	TCase *tcase = tcase_create("prom_export");

	HR_ADD_ROWS(tcase, reads, cases);
	HR_ADD_ROWS(tcase, reads_fixtures, fixtures);
	tcase_add_test(tcase, tells_tables_apart);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(prom_export_suite)
