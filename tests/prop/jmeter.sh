#!/bin/sh
# Recorded runs with JMeter's own dashboard: all fields of all labels, the errors, the APDEX.
# The recordings are not part of the project; without them this is skipped.
. "$top_srcdir/tests/lint/tap.sh"

real=${HEADROOM_SHARED:-$top_srcdir/../shared}/data/real
if [ ! -d "$real" ] || ! command -v python3 >/dev/null; then
	skip "JMeter's dashboards" "no recordings in $real, or no python3"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-jmeter.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

while read -r recording statistics; do
	"$HEADROOM" summarize "$real/$recording" 2>/dev/null >"$scratch/run.json"
	"$HEADROOM" render -f jmeter "$scratch/run.json" >"$scratch/ours.json"
	verdict "$recording" "$(python3 "$top_srcdir/tests/prop/jmeter.py" "$scratch/ours.json" "$real/$statistics" 2>&1)"
	tables=$real/$(dirname "$statistics")/dashboard-tables.json
	[ -f "$tables" ] || tables=$real/${recording%%/*}/dashboard-tables.json
	[ -f "$tables" ] || continue
	verdict "$recording: errors and APDEX" "$(python3 "$top_srcdir/tests/prop/jmeter_tables.py" "$scratch/run.json" "$tables" 2>&1)"
done <<'END'
apache-jmeter/HTMLReportTestFile.csv apache-jmeter/HTMLReportExpect.json
mohai17-ParaBank_Performance_Test_JMeter/ReportLog.jtl mohai17-ParaBank_Performance_Test_JMeter/report/statistics.json
ortizvillalba-api-python-php-jmeter/resultados/sumary.csv ortizvillalba-api-python-php-jmeter/docs/statistics.json
mlanglet-spring-streaming-poc/jmeter/results/result.jtl mlanglet-spring-streaming-poc/jmeter/results/statistics.json
cedric-ko-loadqa-homeworks-load_web/results.jtl cedric-ko-loadqa-homeworks-load_web/report/statistics.json
END
finish
