#!/bin/sh
# What static analysers say of src/, without what accepted.txt argues away. Each that is installed.
# Arguments: the source folder, the build folder. Status 1 when something new was found.
set -u
source=$(cd "$1" && pwd)
build=$(cd "$2" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-static.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
here=$source/tests/static
cd "$source" || exit 2
flags="-std=gnu11 -DHAVE_CONFIG_H -DHR_DATADIR=NULL -I$build -Isrc $(pkg-config --cflags jansson gsl libxml-2.0 libcurl)"
jobs=$(nproc)

with_cppcheck()
{
	cppcheck -q -j "$jobs" --library="$here/cppcheck.cfg" --enable=warning,portability,performance \
		--inline-suppr --std=c11 --suppress=missingIncludeSystem -I src -I "$build" \
		-DHAVE_CONFIG_H '-DHR_DATADIR="x"' --template='{file}:{line}: {id}: {message}' src 2>&1 |
		sed 's/^\([^:]*\):\([0-9]*\): \([A-Za-z]*\): /cppcheck \1 \3 \2 /'
}

with_gcc()
{
	# shellcheck disable=SC2086
	find src -name '*.c' | sort | xargs -P "$jobs" -I '{}' gcc $flags -O1 -fanalyzer -c '{}' \
		-o /dev/null -fdiagnostics-plain-output 2>&1 |
		sed -n 's/^\(src[^:]*\):\([0-9]*\):[0-9]*: warning: \(.*\) \[-W\([a-z-]*\)\]$/gcc \1 \4 \2 \3/p'
}

with_clang_tidy()
{
	# shellcheck disable=SC2086
	find src -name '*.c' | sort | xargs -P "$jobs" -n 4 sh -c 'flags=$1; shift
		clang-tidy-14 --quiet "$@" -- $flags' sh "$flags" 2>/dev/null |
		sed -n "s,^$source/,,; s/^\(src[^:]*\):\([0-9]*\):[0-9]*: warning: \(.*\) \[\([a-zA-Z.,-]*\)\]\$/clang-tidy \1 \4 \2 \3/p"
}

: >"$scratch/found"
for tool in cppcheck gcc clang-tidy-14; do
	command -v $tool >/dev/null || {
		echo "$tool is not installed: left out"
		continue
	}
	case $tool in
	cppcheck) with_cppcheck ;;
	gcc) with_gcc ;;
	clang-tidy-14) with_clang_tidy ;;
	esac >"$scratch/$tool"
	echo "$tool: $(sort -u "$scratch/$tool" | wc -l) remarks"
	cat "$scratch/$tool" >>"$scratch/found"
done
# A remark is accepted by tool, file and kind.
grep -v '^#' "$here/accepted.txt" | awk '{ print $1, $2, $3 }' | sort -u >"$scratch/accepted"
sort -u "$scratch/found" | awk -v accepted="$scratch/accepted" '
	BEGIN { while ((getline line <accepted) > 0) known[line] = 1 }
	!(($1 " " $2 " " $3) in known) { print; n++ }
	END { if (n > 0) { print n, "not accepted"; exit 1 } print "nothing new" }'
