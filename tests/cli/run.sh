#!/bin/sh
# Golden cases of the command line. A case is a folder cases/GROUP/NAME with
#   cmd     shell text, run by sh in a scratch folder; `headroom` is the program under test
#   in      its standard input            (missing: empty)
#   out     expected standard output      (missing: empty)
#   err     expected standard error       (missing: empty)
#   rc      expected exit status          (missing: 0)
#   needs   a library, without which the case is skipped
#   files/  copied into the scratch folder
# out and err may hold lines that end in " [...]": only what stands before must match.
# UPDATE_GOLDEN=1 rewrites out, err and rc of failing cases that hold no such line.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-cli.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "${HEADROOM:?}" "$scratch/bin/headroom"
PATH=$scratch/bin:$PATH
SOURCE_DATE_EPOCH=1795132800
COLUMNS=80
export PATH SOURCE_DATE_EPOCH COLUMNS
unset NO_COLOR FORCE_COLOR HEADROOM_HISTORY XDG_CONFIG_HOME

# Lines compared one by one, so that a pattern line can end in [...].
matches()
{
	awk -v expected="$1" '
		BEGIN { while ((getline line < expected) > 0) want[++n] = line }
		{
			i = FNR
			if (i > n) exit bad = 1
			if (substr(want[i], length(want[i]) - 5) == " [...]") {
				prefix = substr(want[i], 1, length(want[i]) - 5)
				if (index($0, prefix) != 1) exit bad = 1
			} else if ($0 "" != want[i] "") exit bad = 1
		}
		END { exit bad || FNR != n }
	' "$2"
}

check_stream()
{
	# @1: name, @2: case folder; prints the difference
	expected=$2/$1
	[ -f "$expected" ] || expected=/dev/null
	if [ "$expected" = /dev/null ]; then
		[ ! -s "$scratch/$1" ] && return
	else
		matches "$expected" "$scratch/$1" && return
	fi
	if [ "${UPDATE_GOLDEN-}" = 1 ] && ! grep -q ' \[\.\.\.\]$' "$expected"; then
		cp "$scratch/$1" "$2/$1"
		[ -s "$2/$1" ] || rm -f "$2/$1"
	fi
	echo "std$1 differs:"
	diff "$expected" "$scratch/$1" | head -40
}

run_case()
{
	rm -rf "$scratch/work"
	mkdir "$scratch/work"
	[ -d "$1/files" ] && cp -R "$1/files/." "$scratch/work"
	chmod -R u+w "$scratch/work"
	input=$1/in
	[ -f "$input" ] || input=/dev/null
	rc=0
	(cd "$scratch/work" && sh "$1/cmd" <"$input" >"$scratch/out" 2>"$scratch/err") || rc=$?
	expected_rc=0
	[ -f "$1/rc" ] && expected_rc=$(cat "$1/rc")
	if [ "$rc" != "$expected_rc" ]; then
		echo "exit status $rc, expected $expected_rc"
		sed 's/^/stderr: /' "$scratch/err" | head -5
		[ "${UPDATE_GOLDEN-}" = 1 ] && echo "$rc" >"$1/rc"
	fi
	check_stream out "$1"
	check_stream err "$1"
}

version=$("$HEADROOM" --version)
cases=$(cd "$top_srcdir/tests/cli/cases" && pwd)
for case in "$cases"/${HEADROOM_CASES:-*/*}; do
	[ -f "$case/cmd" ] || continue
	if [ -f "$case/needs" ] && echo "$version" | grep -q "without $(cat "$case/needs")"; then
		skip "${case#"$cases/"}" "built without $(cat "$case/needs")"
		continue
	fi
	verdict "${case#"$cases/"}" "$(run_case "$case")"
done
finish
