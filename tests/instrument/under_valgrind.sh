#!/bin/sh
# The program under valgrind, for tests that run it as $HEADROOM.
# shellcheck disable=SC2086
exec ${VALGRIND:-valgrind -q --error-exitcode=99} "${top_builddir:?}/headroom" "$@"
