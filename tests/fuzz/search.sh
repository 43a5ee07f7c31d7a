#!/bin/sh
# usage: search.sh search|merge TARGET... with FUZZ_COMPILE, FUZZ_LINK, FUZZ_SHARED, FUZZ_LIBS,
# FUZZ_DIR, FUZZ_TIME and top_srcdir in the environment, as `make fuzz` sets them.
#   search  each target for FUZZ_TIME seconds, one after the other: a line each, and all of them in
#           $FUZZ_DIR/summary.txt; status 1 when one of them found something
#   merge   the fewest files that reach what corpus and finds reach together, in $FUZZ_DIR/merged
# FUZZ_PLAIN=1 searches without the mutators that know a format. What is found stays in
# $FUZZ_DIR/found and is where the next search begins.
set -u
what=$1
shift
fuzz=$top_srcdir/tests/fuzz
scratch=$FUZZ_DIR/work
mkdir -p "$scratch" "$FUZZ_DIR/found" "$FUZZ_DIR/merged"
# Less freed memory kept from use than the default's 256 MB: paging it in is time without a search.
ASAN_OPTIONS=${ASAN_OPTIONS:-quarantine_size_mb=16:malloc_context_size=10}
export ASAN_OPTIONS
found_something=0

# What targets share, once.
objects=
build_shared()
{
	for source in $FUZZ_SHARED "$fuzz"/mutator_*.c; do
		object=$scratch/$(basename "$source" .c).o
		# shellcheck disable=SC2086
		$FUZZ_COMPILE -c "$source" -o "$object" || return
		case $source in */mutator_*) ;; *) objects="$objects $object" ;; esac
	done
}

# The program of a target, with the mutator that local.mk names.
build()
{
	mutator=$(sed -n "s,^tests_fuzz_fuzz_${name}_SOURCES = .* tests/fuzz/\(mutator_.*\)\.c,\1,p" "$fuzz/local.mk")
	if [ -n "${FUZZ_PLAIN:-}" ]; then
		mutator=
	elif [ -n "$mutator" ]; then
		mutator=$scratch/$mutator.o
	fi
	# shellcheck disable=SC2086
	$FUZZ_COMPILE -c "$fuzz/fuzz_$name.c" -o "$scratch/fuzz_$name.o" &&
		$FUZZ_LINK "$scratch/fuzz_$name.o" $mutator $objects $FUZZ_LIBS -o "$FUZZ_DIR/fuzz_$name"
}

# A dictionary may say "# with json.dict": the fuzzer takes one file only.
dictionary()
{
	own=$fuzz/dict/$name.dict
	[ -f "$own" ] || return
	{
		cat "$own"
		sed -n 's/^# with //p' "$own" | while read -r other; do cat "$fuzz/dict/$other"; done
	} >"$scratch/$name.dict"
	echo "-dict=$scratch/$name.dict"
}

stat_of() { sed -n "s/^stat::$1: *//p" "$scratch/$name.log"; }
last_of() { sed -n "s/.* $1: \([0-9]*\).*/\1/p" "$scratch/$name.log" | tail -1; }

search()
{
	# shellcheck disable=SC2046
	"$FUZZ_DIR/fuzz_$name" -max_total_time="$FUZZ_TIME" -timeout=10 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix="$FUZZ_DIR/$name-" $(dictionary) ${FUZZ_OPTIONS:-} \
		"$FUZZ_DIR/found/$name" "$fuzz/corpus/$name" >"$scratch/$name.log" 2>&1
	status=$?
	result=clean
	if [ $status -ne 0 ]; then
		found_something=1
		result=$(sed -n 's/.*Test unit written to //p' "$scratch/$name.log" | tail -1)
		result="FOUND ${result:-status $status, see $scratch/$name.log}"
	fi
	executed=$(stat_of number_of_executed_units)
	printf '%-20s %10s %9s %7s %9s  %s\n' "$name" "${executed:-?}" "$(last_of cov)" \
		"$(last_of ft)" "$(stat_of peak_rss_mb)" "$result" | tee -a "$FUZZ_DIR/summary.txt"
}

merge()
{
	rm -rf "${FUZZ_DIR:?}/merged/$name"
	mkdir -p "$FUZZ_DIR/merged/$name"
	"$FUZZ_DIR/fuzz_$name" -merge=1 -timeout=10 -rss_limit_mb=2048 "$FUZZ_DIR/merged/$name" \
		"$fuzz/corpus/$name" "$FUZZ_DIR/found/$name" >"$scratch/$name.log" 2>&1 || found_something=1
	set -- "$FUZZ_DIR/found/$name"/*
	before=$#
	set -- "$FUZZ_DIR/merged/$name"/*
	printf '%-20s %10s %9s\n' "$name" "$before" $#
}

build_shared || exit 2
for target in "$@"; do
	name=${target##*/fuzz_}
	build || exit 2
done
if [ "$what" = search ]; then
	: >"$FUZZ_DIR/summary.txt"
	printf '%-20s %10s %9s %7s %9s  %s\n' target executions edges features 'peak MiB' result |
		tee -a "$FUZZ_DIR/summary.txt"
else
	printf '%-20s %10s %9s\n' target found merged
fi
for target in "$@"; do
	name=${target##*/fuzz_}
	mkdir -p "$FUZZ_DIR/found/$name"
	"$what"
done
if [ "$what" = search ]; then
	awk 'NR > 1 { all += $2 } END { printf "%d targets, %.1f million executions\n", NR - 1, all / 1e6 }' \
		"$FUZZ_DIR/summary.txt" | tee "$FUZZ_DIR/total.txt"
fi
exit $found_something
