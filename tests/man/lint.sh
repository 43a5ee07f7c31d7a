#!/bin/sh
# The manual: mandoc finds nothing, every command has a page, and pages and options agree.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
page_of() { [ -f "man/$1" ] && echo "man/$1" || echo "$top_builddir/man/$1"; }
if command -v mandoc >/dev/null; then
	for page in man/*.[157] "$top_builddir"/man/*.[157]; do
		[ -f "$page" ] || continue
		verdict "mandoc -Tlint $(basename "$page")" "$(mandoc -Tlint -W warning "$page")"
	done
else
	skip "mandoc -Tlint" "mandoc is not installed"
fi
commands=$("$HEADROOM" __complete '' | grep -v '^-')
for command in $commands; do
	page=$(page_of "headroom-$command.1")
	if [ ! -f "$page" ]; then
		verdict "$page exists" "missing"
		continue
	fi
	for option in $("$HEADROOM" __complete "$command" -- | sort); do
		grep -qE "^\.It .*Fl -${option#--}( |$|=)" "$page" || echo "$option"
	done >"${TMPDIR:-/tmp}/headroom-options.$$"
	verdict "$page documents every option" "$(cat "${TMPDIR:-/tmp}/headroom-options.$$")"
	verdict "$page documents no other option" "$(sed -n 's/^\.It .*Fl -\([a-z][a-z-]*\).*/--\1/p' "$page" |
		while read -r option; do
			"$HEADROOM" __complete "$command" -- | grep -qx -e "$option" || echo "$option"
		done)"
	for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
		grep -q "^\.Sh $section\$" "$page" || echo "no section $section"
	done >"${TMPDIR:-/tmp}/headroom-options.$$"
	verdict "$page has the sections" "$(cat "${TMPDIR:-/tmp}/headroom-options.$$")"
done
rm -f "${TMPDIR:-/tmp}/headroom-options.$$"
finish
