#!/bin/sh
# The program under valgrind, for tests that run it as $HEADROOM. Status 99 is an error or a leak;
# which one stands in $top_builddir/valgrind, a file for each process.
# shellcheck disable=SC2086
exec ${VALGRIND:-valgrind -q --error-exitcode=99} --log-file="${top_builddir:?}/valgrind/%p.log" \
	"$top_builddir/headroom" "$@"
