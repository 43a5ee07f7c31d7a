#!/bin/sh
# data/ is what the generator makes of the commands in data/README.md.
. "$top_srcdir/tests/lint/tap.sh"

generate=$top_builddir/tests/gen/generate
same()
{
	file=$1
	shift
	verdict "data/$file" "$("$generate" "$@" | cmp - "$top_srcdir/data/$file" 2>&1)"
}
same night.jtl night
same night.xml night --format=xml
same regression.jtl regression --seed=44
same stress.jtl stress --minutes=8
same resources.csv resources
finish
