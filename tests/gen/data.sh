#!/bin/sh
# data/ is what the generator makes of the commands in data/README.md.
. "$top_srcdir/tests/lint/tap.sh"

generate=$top_builddir/tests/gen/generate
made() # FILE ARGUMENT...
{
	file=$1
	shift
	verdict "data/$file" "$("$generate" "$@" | cmp - "$top_srcdir/data/$file" 2>&1)"
}
made night.jtl night
made night.xml night --format=xml
made regression.jtl regression --seed=44
made stress.jtl stress --minutes=8
made resources.csv resources
finish
