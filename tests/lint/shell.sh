#!/bin/sh
# Shell scripts pass shellcheck; what says who runs it may be run, and nothing else.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
# Status 0 when the execute bit and the first line say the same.
agrees() # SCRIPT
{
	if head -n 1 "$1" | grep -q '^#!'; then [ -x "$1" ]; else [ ! -x "$1" ]; fi
}
verdict 'scripts are executable' "$(for script in $(find . -name build -prune -o -name '*.sh' -print -o -name '*.py' -print | sort); do
	agrees "$script" || echo "$script: the execute bit belongs to what begins with #!, and to nothing else"
done)"
if ! command -v shellcheck >/dev/null; then
	skip "shell scripts" "shellcheck is not installed"
	finish
fi
for script in autogen.sh .ci/run $(find tests -name '*.sh' | sort); do
	[ -f "$script" ] || continue
	verdict "$script" "$(shellcheck -x -S warning -e SC1090,SC1091,SC2034,SC2046,SC2154 "$script")"
done
finish
