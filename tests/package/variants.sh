#!/bin/sh
# Every switch of configure that leaves something out, and all of them together: it builds without a
# warning, the program says what it lacks and which switch brings it, and the tests pass or skip.
# The whole of make check runs where everything is left out; elsewhere, what the switch concerns.
# Arguments: the source folder, and names of variants (default: all). Builds below $TMPDIR, one after
# the other; CC, LDFLAGS and JOBS are taken from the environment.
set -u
source=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- zlib curl yaml none dispatch hardening tests clang
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-variants.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
# Without -g a compiler's cache is good for all of them.
CFLAGS=-O2
export CFLAGS
: "${JOBS:=$(nproc)}"
failed=0

units()
{
	for name in "$@"; do
		echo "tests/unit/test_$name"
	done
}

# switches VARIANT: what configure is told
switches()
{
	case $1 in
	zlib | curl | yaml) echo "--without-$1" ;;
	none) echo --without-zlib --without-curl --without-yaml --disable-hardening ;;
	dispatch) echo ac_cv_func_XXH3_64bits_update_dispatch=no ac_cv_header_xxh_x86dispatch_h=no ;;
	hardening | tests) echo "--disable-$1" ;;
	clang) echo CC=clang ;;
	*) return 1 ;;
	esac
}

# concerned VARIANT: programs of the tests, a line; then scripts
concerned()
{
	case $1 in
	zlib) units input inflate hdr_log formats && echo tests/fault/input.sh tests/fault/memory.sh tests/prop/several.sh tests/cli/run.sh ;;
	curl) units http_capture probe payload && echo tests/capture/http.sh tests/capture/ask.sh tests/capture/watch.sh tests/deliver/notify.sh \
		tests/man/examples.sh tests/cli/run.sh ;;
	yaml) units openslo config_tree config && echo tests/config/schema.sh tests/config/mistakes.sh tests/cli/run.sh ;;
	dispatch) units digest input && echo tests/prop/properties.sh ;;
	hardening) echo tests/package/hardening.sh tests/cli/run.sh ;;
	tests) echo tests/cli/run.sh ;;
	clang) units hist reference && echo tests/cli/run.sh tests/prop/reference.sh ;;
	esac
}

# says NAME PATTERN COMMAND ...: it ends with status 2 and a message that has the pattern
says()
{
	pattern=$1
	shift
	rc=0
	"$@" >"$scratch/said" 2>&1 </dev/null || rc=$?
	[ "$rc" = 2 ] && grep -q -e "$pattern" "$scratch/said" && return
	echo "$*: status $rc, expected 2 and '$pattern'"
	head -3 "$scratch/said"
}

lacks_zlib()
{
	gzip -c "$source/data/night.jtl" >"$scratch/night.jtl.gz"
	says 'without zlib (configure --with-zlib)' "$1" summarize "$scratch/night.jtl.gz"
}

lacks_curl()
{
	says 'without it (configure --with-curl)' "$1" capture http --url http://127.0.0.1:9/ --duration 1s -o "$scratch/out.jtl"
	says 'without it (configure --with-curl)' "$1" capture probe http://127.0.0.1:9/ --duration 1s -o "$scratch/out.jtl"
	says 'without it (configure --with-curl)' "$1" capture prometheus http://127.0.0.1:9/metrics --duration 1s -o "$scratch/out.csv"
}

lacks_yaml()
{
	printf 'name: shop\n' >"$scratch/night.yaml"
	says 'without libyaml (configure --with-yaml)' "$1" config check "$scratch/night.yaml"
}

# What is told of the variant whose program is $2.
lacks()
{
	case $1 in
	zlib | curl | yaml)
		"$2" --version | grep -q "without \(lib\)*$1" || echo "--version does not say that $1 is left out"
		"lacks_$1" "$2"
		;;
	none)
		for each in zlib curl yaml; do
			lacks $each "$2"
		done
		;;
	esac
}

# try VARIANT: prints what is wrong with it
try()
{
	folder=$scratch/$1
	log=$scratch/$1.log
	mkdir "$folder"
	cd "$folder" || return
	# shellcheck disable=SC2046
	"$source/configure" -q --enable-werror $(switches "$1") >"$log" 2>&1 || { echo "configure:"; tail -5 "$log"; return; }
	make -s -j"$JOBS" >"$log" 2>&1 || { echo "make:"; grep -E 'error:|warning:' "$log" | head; return; }
	lacks "$1" "$folder/headroom"
	if [ "$1" = none ]; then
		make -s -j"$JOBS" check LINT_TESTS= >"$log" 2>&1
	else
		tests=$(concerned "$1" | tr '\n' ' ')
		programs=tests/server/http_server
		for test in $tests; do
			case $test in
			*.sh) ;;
			*) programs="$programs $test" ;;
			esac
		done
		make -s -j"$JOBS" check TESTS="$tests" check_PROGRAMS="$programs" >"$log" 2>&1
	fi || { echo "make check:"; grep -v '^PASS' "$log" | grep -E '^(FAIL|ERROR)|error:' | head; }
	grep -q '^# PASS: *[1-9]' "$log" || echo "no test ran"
	sed -n 's/^# \(PASS\|SKIP\): */\1 /p' "$log" | tr '\n' ' ' >"$scratch/summary"
}

for variant; do
	if ! told=$(switches "$variant"); then
		echo "check-variants: no variant $variant" >&2
		exit 2
	fi
	if [ "$variant" = clang ] && ! command -v clang >/dev/null; then
		echo "skip $variant: not installed"
		continue
	fi
	faults=$(try "$variant")
	if [ -z "$faults" ]; then
		echo "ok   $variant ($told): $(cat "$scratch/summary")"
	else
		failed=1
		echo "FAIL $variant ($told)"
		echo "$faults" | sed 's/^/     /'
	fi
	rm -rf "${scratch:?}/$variant"
done
exit $failed
