#!/bin/sh
# Each header compiles alone, is guarded by its path, and no header includes config.h.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
alone=
guards=
for header in $(find src -name '*.h' | sort); do
	path=${header#src/}
	if ! message=$(echo "#include \"$path\"" |
		${CC:-cc} -std=gnu11 -D_GNU_SOURCE -Isrc ${HR_LINT_CPPFLAGS-} -Wall -Wextra -x c -fsyntax-only - 2>&1); then
		alone="$alone$message
"
	fi
	guard=HR_$(printf '%s' "${path%.h}" | tr 'a-z/-' 'A-Z__')_H
	grep -q "^#ifndef $guard\$" "$header" || guards="$guards$header: guard is not $guard
"
done
verdict "headers compile alone" "$alone"
verdict "guards are named after the path" "$guards"
verdict "no header includes config.h" "$(grep -ln 'include <config.h>' $(find src -name '*.h'))"
verdict "every source includes config.h first" "$(find src -name '*.c' | sort | while read -r file; do
	grep -m1 '^#include' "$file" | grep -q '<config.h>' || echo "$file"
done)"
finish
