#!/bin/sh
# Shell scripts pass shellcheck.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
if ! command -v shellcheck >/dev/null; then
	skip "shell scripts" "shellcheck is not installed"
	finish
fi
for script in autogen.sh .ci/run $(find tests -name '*.sh' | sort); do
	[ -f "$script" ] || continue
	verdict "$script" "$(shellcheck -x -S warning -e SC1090,SC1091,SC2034,SC2046,SC2154 "$script")"
done
finish
