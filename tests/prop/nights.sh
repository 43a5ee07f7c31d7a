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
finish
