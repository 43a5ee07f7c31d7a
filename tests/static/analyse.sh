#!/bin/sh
# What static analysers say of src/, without what accepted.txt argues away. Each that is installed, or
# those in TOOLS. What one said of a file is kept in the build folder for as long as the file, all it
# includes and the analyser's settings stay the same. ANALYSE_TIME bounds a run in seconds: what is left
# then is counted, and the next run goes on there; files come in the order of how close they stand to
# what others wrote, readers first. ANALYSE_SINCE=REVISION has gcc and clang-tidy look at no more than
# what has changed since (cppcheck looks at the whole, in less than a minute); ANALYSE_JOBS at a time.
# Arguments: the source folder, the build folder. Status 1 when something new was found, 3 when files are
# left.
set -u
source=$(cd "$1" && pwd)
build=$(cd "$2" && pwd)
here=$source/tests/static
scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-static.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$source" || exit 2
: "${TOOLS:=cppcheck gcc clang-tidy}" "${ANALYSE_TIME:=3600}" "${ANALYSE_JOBS:=1}" "${ANALYSE_SINCE=}" "${TIDY_CHECKS=}"
end=$(($(date +%s) + ANALYSE_TIME))
# As system headers, so that only what is ours is spoken of.
includes=$(pkg-config --cflags jansson gsl libxml-2.0 libcurl yaml-0.1 | sed 's/-I/-isystem /g')
flags="-std=gnu11 -DHAVE_CONFIG_H -DHR_DATADIR=NULL -I$build -Isrc $includes"

with_cppcheck()
{
	mkdir -p "$build/tests/static/cppcheck"
	cppcheck -q -j "$ANALYSE_JOBS" --cppcheck-build-dir="$build/tests/static/cppcheck" \
		--library="$here/cppcheck.cfg" --enable=warning,portability,performance \
		--inline-suppr --std=c11 --suppress=missingIncludeSystem -I src -I "$build" \
		-DHAVE_CONFIG_H '-DHR_DATADIR="x"' --template='{file}:{line}: {id}: {message}' src 2>&1 |
		sed 's/^\([^:]*\):\([0-9]*\): \([A-Za-z]*\): /cppcheck \1 \3 \2 /'
}

gcc_settings='-O1 -fanalyzer'
with_gcc() # FILE
{
	# shellcheck disable=SC2086
	gcc $flags $gcc_settings -c "$1" -o /dev/null -fdiagnostics-plain-output 2>&1 |
		sed -n 's/^\(src[^:]*\):\([0-9]*\):[0-9]*: warning: \(.*\) \[-W\([a-z-]*\)\]$/gcc \1 \4 \2 \3/p'
}

with_tidy() # FILE
{
	# shellcheck disable=SC2086
	clang-tidy-14 --quiet --checks="$TIDY_CHECKS" "$1" -- $flags 2>/dev/null |
		sed -n "s,^$source/,,; s/^\(src[^:]*\):\([0-9]*\):[0-9]*: warning: \(.*\) \[\([a-zA-Z0-9.,-]*\)\]\$/clang-tidy \1 \4 \2 \3/p"
}

settings_of() # TOOL
{
	case $1 in
	gcc) echo "$gcc_settings" ;;
	tidy) echo "$TIDY_CHECKS $(cat .clang-tidy)" ;;
	esac
}

# Sources that were changed, and those that include a header that was.
changed()
{
	git diff --name-only --diff-filter=d "$ANALYSE_SINCE" -- src >"$scratch/changed" || return
	sed -n 's,^src/\(.*\.h\)$,#include "\1",p' "$scratch/changed" >"$scratch/headers"
	{
		grep '\.c$' "$scratch/changed"
		grep -rlF --include='*.c' -f "$scratch/headers" src
	} | sort -u
}

all()
{
	for folder in read config document net base; do
		find "src/$folder" -name '*.c' | sort
	done
	find src -name '*.c' | grep -v '^src/\(read\|config\|document\|net\|base\)/' | sort
}

# What the tools say of one file, from the cache where it is there.
look() # FILE SCRATCH TOOL...
{
	file=$1 mine=$2
	shift 2
	# shellcheck disable=SC2086
	gcc $flags -E -C "$file" >"$mine.text"
	for tool; do
		said=$build/tests/static/$tool/$({ settings_of "$tool"; cat "$mine.text"; } | sha256sum | cut -d ' ' -f 1)
		if [ ! -f "$said" ]; then
			if [ "$(date +%s)" -ge "$end" ]; then
				echo "$tool $file" >>"$scratch/left"
				continue
			fi
			"with_$tool" "$file" >"$mine.said"
			mv "$mine.said" "$said"
		fi
		cat "$said"
	done
}

look_at_all() # TOOL...
{
	if [ -z "$ANALYSE_SINCE" ]; then
		all
	elif ! changed; then
		echo "$ANALYSE_SINCE is no revision here: all files are looked at" >&2
		all
	fi >"$scratch/files"
	for tool; do
		mkdir -p "$build/tests/static/$tool"
	done
	job=0
	while [ $job -lt "$ANALYSE_JOBS" ]; do
		awk -v jobs="$ANALYSE_JOBS" -v job=$job 'NR % jobs == job' "$scratch/files" | while read -r file; do
			look "$file" "$scratch/job$job" "$@"
		done >"$scratch/found$job" &
		job=$((job + 1))
	done
	wait
	cat "$scratch"/found[0-9]* >>"$scratch/found"
	echo "gcc, clang-tidy: $(wc -l <"$scratch/files") files"
}

: >"$scratch/found"
: >"$scratch/left"
per_file=
for tool in $TOOLS; do
	program=$(echo "$tool" | sed 's/clang-tidy/&-14/')
	command -v "$program" >/dev/null || {
		echo "$program is not installed: left out"
		continue
	}
	case $tool in
	cppcheck) with_cppcheck >>"$scratch/found" ;;
	*) per_file="$per_file ${tool#clang-}" ;;
	esac
done
# shellcheck disable=SC2086
[ -z "$per_file" ] || look_at_all $per_file
for tool in $TOOLS; do
	echo "$tool: $(sort -u "$scratch/found" | grep -c "^$tool ") remarks"
done
# A remark is accepted by tool, file and kind; * stands for any file.
grep -v '^#' "$here/accepted.txt" | awk '{ print $1, $2, $3 }' | sort -u >"$scratch/accepted"
sort -u "$scratch/found" | awk -v accepted="$scratch/accepted" '
	BEGIN { while ((getline line <accepted) > 0) known[line] = 1 }
	!(($1 " " $2 " " $3) in known) && !(($1 " * " $3) in known) { print; n++ }
	END { if (n > 0) { print n, "not accepted"; exit 1 } print "nothing new" }' || exit 1
if [ -s "$scratch/left" ]; then
	echo "$(wc -l <"$scratch/left") looks at a file left when the time was over"
	exit 3
fi
# What is argued away and not said any more, where all was looked at.
if [ -z "$ANALYSE_SINCE" ] && [ "$TOOLS" = 'cppcheck gcc clang-tidy' ]; then
	awk '{ print $1, $2, $3; print $1, "*", $3 }' "$scratch/found" | sort -u |
		comm -13 - "$scratch/accepted" | sed 's/^/not said any more: /'
fi
