#!/bin/sh
# Inputs made to use up memory or time end with a result or a clear message, in 600 MB of address
# space and within seconds; bounds.py has the list. `make check-hostile` takes them at full length.
. "$top_srcdir/tests/lint/tap.sh"

if ! command -v python3 >/dev/null; then
	skip "bounds" "python3 is not installed"
	finish
fi
# shellcheck disable=SC3045
if ! (ulimit -v 600000 && "$HEADROOM" --version >/dev/null) 2>/dev/null; then
	skip "bounds" "the program cannot run in 600 MB (sanitizers, valgrind)"
	finish
fi
if ! "$HEADROOM" --version | grep -q ', zlib ' || ! "$HEADROOM" --version | grep -qi 'yaml'; then
	skip "bounds" "built without zlib or YAML"
	finish
fi
exec python3 "$top_srcdir/tests/fault/bounds.py" "${HEADROOM_SCALE:-0.01}"
