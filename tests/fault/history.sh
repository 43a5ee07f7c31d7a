#!/bin/sh
# A history that is there and cannot be read is told as that, with status 2, by every command that reads
# one: never as a history without runs.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-history.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
SOURCE_DATE_EPOCH=1795132800
HEADROOM_FAULT_MARK=$scratch/mark
export SOURCE_DATE_EPOCH HEADROOM_FAULT_MARK
library=$top_builddir/tests/fault/inject.so
night=$top_srcdir/data/night.jtl

# What is read, and the commands that do, on the history "h".
cat >commands <<END
runs history list --history=h
runs history show --history=h none
runs history export --history=h
runs history prune --history=h --keep=1d
runs history add --history=h $night
runs trend --history=h
runs trend --history=h $night
runs report --history=h -o out $night
runs slo --suggest --history=h
runs baseline save --history=h new none
baselines baseline list --history=h
baselines baseline show --history=h none
baselines baseline remove --history=h main
baselines baseline promote --history=h main $night
baselines compare --history=h -b main $night
baselines report --history=h -o out -b main $night
baselines history prune --history=h --keep=1d
END

"$HEADROOM" baseline save -q --history=whole main "$night" || exit 1

# told WORDS COMMAND...: the one error names WORDS, nothing is said of what the history holds
told()
{
	words=$1
	shift
	rc=0
	"$HEADROOM" "$@" >stdout 2>stderr </dev/null || rc=$?
	[ "$rc" = 2 ] || echo "exit status $rc"
	[ "$(grep -c '^headroom: error: ' stderr)" = 1 ] || echo "not one error"
	grep -q "$words" stderr || echo "no '$words'"
	! grep -q 'holds no\|no baseline\|no run' stderr || echo "called empty"
}

# tell WAY: what is wrong for each command, said with its name
tell()
{
	while read -r kind command; do
		rm -rf h mark
		cp -R whole h
		case $1 in
		file) rm -rf h && echo text >h && words='h: .*folder' ;;
		place) rm -rf "h/$kind" && echo text >"h/$kind" && words="h/$kind: .*in .*place" ;;
		loop) rm -rf "h/$kind" && ln -s "$kind" "h/$kind" && words="h/$kind.*: .*symbolic links" ;;
		esac
		# shellcheck disable=SC2086 # words of a command
		found=$(told "$words" $command)
		[ -z "$found" ] || { echo "$command: $found"; head -2 stderr; }
	done <commands
}

verdict "a file is no history" "$(tell file)"
verdict "a file in the place of a folder of it" "$(tell place)"
verdict "a link that leads nowhere" "$(tell loop)"

# failing CALL HOW WORDS: from each place on. What writes meets a folder first when it cleans up.
failing()
{
	grep -v ' add \| baseline [^ls]\| save' commands | while read -r _ command; do
		place=1
		while [ $place -lt 20 ]; do
			rm -rf h mark
			cp -R whole h
			# shellcheck disable=SC2086 # words of a command
			found=$(
				HEADROOM_FAULT=$1:$2:$place+
				LD_PRELOAD=$library
				export HEADROOM_FAULT LD_PRELOAD
				told "cannot read the history: $3" $command
			)
			[ -f mark ] || break
			[ -z "$found" ] || { echo "$command, $1 $place: $found"; head -2 stderr; }
			place=$((place + 1))
		done
		[ $place -gt 1 ] || echo "$command: $1 is never called"
	done
}

if LD_PRELOAD=$library "$HEADROOM" --version >/dev/null 2>&1; then
	verdict "folders that may not be listed" "$(failing opendir EACCES 'Permission denied; make its folders readable')"
	verdict "folders whose listing ends early" "$(failing readdir EIO 'Input/output error')"
else
	skip "injected faults" "the program cannot run with the library (sanitizers, valgrind)"
fi
finish
