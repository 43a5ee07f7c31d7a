#!/bin/sh
# Comparisons of real nights: six of Apicurio's registry, October 2021 (famartinrh/apicurio-perf-results).
# From the 4th to the 6th it became faster; from the 7th to the 13th nothing changed; on the 6th one
# request took 11 s, which moves no verdict.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

real=${HEADROOM_SHARED:-$top_srcdir/../shared}/data/real/famartinrh-apicurio-perf-results
if [ ! -d "$real" ]; then
	skip "real nights" "no real recordings"
	finish
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-nights.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
for day in 04 06 07 08 12 13; do
	for log in "$real/2021-10-$day"/End2EndSimulation/*/simulation.log; do
		"$HEADROOM" summarize "$log" >"$scratch/$day.json" || exit 1
	done
done
cd "$scratch" || exit 1

# Prints the worst verdict, and whether any metric regressed.
compare()
{
	"$HEADROOM" compare "$@" -o compared.json 2>stderr
	sed -n '/^  "comparison"/,/^  }/p' compared.json | awk -F'"' '/^    "verdict"/ { print $4 }'
}
expect()
{
	# @1: name, @2: verdict; the rest goes to compare
	name=$1 wanted=$2
	shift 2
	got=$(compare "$@")
	verdict "$name" "$([ "$got" = "$wanted" ] || echo "found '$got', expected '$wanted'")"
}
expect "faster from the 4th to the 6th" improved -b 04.json 06.json
expect "slower the other way round" regressed -b 06.json 04.json
expect "the same from the 7th to the 13th" unchanged -b 07.json -b 08.json -b 12.json 13.json
expect "the 11 s of the 6th move no verdict" unchanged -b 06.json 07.json
expect "nor the other way round" unchanged -b 07.json 06.json

# The same night without the request of 11 s, which the median takes the place of. Means know themselves
# better then, and some that could not be told can be; nothing turns bad or good by it, and no
# percentile, ratio or rate notices.
awk -F'\t' -v OFS='\t' '$1 == "REQUEST" && $5 - $4 > 10000 { $5 = $4 + 20; found++ } { print } END { exit found != 1 }' \
	"$real"/2021-10-06/End2EndSimulation/*/simulation.log >quiet.log || verdict "one request of 11 s" "found another number"
"$HEADROOM" summarize quiet.log >quiet.json || exit 1
# Prints the checks of a comparison or trend with their verdicts.
verdicts()
{
	"$HEADROOM" "$@" -o checked.json 2>stderr
	awk -F'"' '/^      "id"/ { id = $4 } /^      "verdict"/ { print id, $4 }' checked.json | grep -v '^quality/'
}
same_without_outlier()
{
	# @1: name, @2 @3: the command with and without it
	# shellcheck disable=SC2086
	verdicts $2 >with
	# shellcheck disable=SC2086
	verdicts $3 >without
	problem=$(diff with without | awk '
		$1 == "<" { was[$2] = $3 }
		$1 == ">" && !($2 ~ /\/mean\// && (was[$2] == "inconclusive" || $3 == "inconclusive") &&
			was[$2] $3 !~ /fail|warn/) { print $2 ": " was[$2] " with it, " $3 " without" }')
	[ -s with ] || problem="there are no checks"
	verdict "$1" "$problem"
}
same_without_outlier "against the 4th the 11 s turn nothing" "compare -b 04.json 06.json" "compare -b 04.json quiet.json"
same_without_outlier "nor as the baseline of the 7th" "compare -b 06.json 07.json" "compare -b quiet.json 07.json"
same_without_outlier "nor in the trend of six nights" "trend 04.json 06.json 07.json 08.json 12.json 13.json" \
	"trend 04.json quiet.json 07.json 08.json 12.json 13.json"

# Four nights alone: too few for a verdict on any figure, and by halves the mean is stable.
"$HEADROOM" trend 07.json 08.json 12.json 13.json -o trend.json 2>stderr
problem=
grep -q '"state": "open"' trend.json && problem="an event is open"
grep -q '"verdict": "fail"' trend.json && problem="$problem; a check fails"
awk -F'"' '/^        "label"/ { label = $4 } /^        "metric"/ { metric = $4 } /^        "verdict"/ { v = $4 }
	/^        "trend"/ { print label, metric, v, $4 }' trend.json >series
grep -q '^total mean few_runs stable$' series || problem="$problem; $(grep '^total mean' series)"
grep -v -e ' few_runs ' -e ' no_data ' series >judged && problem="$problem; $(cat judged)"
verdict "the 7th to the 13th alone: too few runs, and stable" "$problem"
finish
