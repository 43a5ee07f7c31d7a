#!/bin/sh
# Runs every command of the EXAMPLES sections of the manual: lines of a literal block that begin
# with "$ ". The lines after one, up to the next, are its expected output; none means that the
# output does not matter. A comment line `.\" status N` before a block says what its last command exits with,
# and `.\" output` that the next block holds no command, only what one prints.
# Commands run in a scratch folder that holds a copy of data/. Whatever they ask of 127.0.0.1:8080
# goes to a server of the tests.
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"
. "$top_srcdir/tests/server/server.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-man.XXXXXX") || exit 1
trap 'stop_servers; rm -rf "$scratch"' EXIT
port=
why='the server of the tests is not built'
if "$HEADROOM" --version | grep -q 'without libcurl'; then
	why='built without libcurl'
elif [ -x "$server_program" ]; then
	start_server "$scratch/server"
fi
mkdir "$scratch/bin" "$scratch/blocks"
ln -s "${HEADROOM:?}" "$scratch/bin/headroom"
PATH=$scratch/bin:$PATH
SOURCE_DATE_EPOCH=1795132800
COLUMNS=80
export PATH SOURCE_DATE_EPOCH COLUMNS
unset NO_COLOR FORCE_COLOR

# One file per literal block: a line "status N", then the block as a reader sees it.
blocks_of()
{
	awk -v folder="$scratch/blocks" '
		/^\.Sh / { inside = ($0 == ".Sh EXAMPLES") }
		inside && /^\.\\" status / { status = $3 }
		/^\.\\" output$/ { output = 1; next }
		inside && output && /^\.Bd .*-literal/ { output = 0; next }
		inside && /^\.Bd .*-literal/ { block++; file = sprintf("%s/%03d", folder, block); print "status " (status == "" ? 0 : status) > file; status = ""; next }
		/^\.Ed/ { if (file) close(file); file = "" }
		file { gsub(/\\e/, "\\"); gsub(/\\-/, "-"); gsub(/\\&/, ""); gsub(/\\\(aq/, "\047"); print > file }
	' "$1"
}

run_block()
{
	expected_rc=$(sed -n '1s/^status //p' "$1")
	sed 1d "$1" | awk -v folder="$scratch" '
		/^\$ / { n++; command = substr($0, 3); file = sprintf("%s/command.%02d", folder, n); print command > file; close(file); expected = sprintf("%s/expected.%02d", folder, n); next }
		/^> / { print substr($0, 3) >> file; close(file); next }
		n { print > expected }
	'
	last=
	for command in "$scratch"/command.*; do
		[ -f "$command" ] || continue
		last=$command
	done
	[ -n "$last" ] || echo "no command in the block"
	[ -z "$port" ] || sed -i "s/127\.0\.0\.1:8080/127.0.0.1:$port/g" "$scratch"/command.*
	for command in "$scratch"/command.*; do
		[ -f "$command" ] || continue
		rc=0
		(cd "$scratch/work" && sh "$command" >"$scratch/out" 2>"$scratch/err" </dev/null) || rc=$?
		want=0
		[ "$command" = "$last" ] && want=$expected_rc
		[ "$rc" = "$want" ] || { echo "$(cat "$command"): exit status $rc, expected $want"; head -3 "$scratch/err"; }
		expected=$scratch/expected.${command##*.}
		[ -f "$expected" ] && diff "$expected" "$scratch/out"
	done
	rm -f "$scratch"/command.* "$scratch"/expected.*
}

for page in "$top_srcdir"/man/*.[157] "$top_builddir"/man/*.[157]; do
	[ -f "$page" ] || continue
	rm -f "$scratch"/blocks/*
	rm -rf "$scratch/work"
	mkdir "$scratch/work"
	cp -R "$top_srcdir"/data/. "$scratch/work"
	chmod -R u+w "$scratch/work"
	[ -z "$port" ] || sed -i "s/127\.0\.0\.1:8080/127.0.0.1:$port/g" "$scratch/work/example-config.json"
	blocks_of "$page"
	skipped=
	for block in "$scratch"/blocks/*; do
		[ -f "$block" ] || continue
		# What follows on the page may use what that block makes.
		if [ -z "$port" ] && { [ -n "$skipped" ] || grep -Eq 'capture (http|probe|prometheus)' "$block"; }; then
			skipped=yes
			skip "$(basename "$page") example ${block##*/}" "$why"
			continue
		fi
		verdict "$(basename "$page") example ${block##*/}" "$(run_block "$block")"
	done
done
finish
