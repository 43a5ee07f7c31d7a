#!/bin/sh
# The manual: mandoc finds nothing, every command has a page, pages and options agree, and what the
# tables of the program name has its place.
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

# names_all PAGE WHAT NAMES: the page has each of them as a word, and there are some.
names_all()
{
	verdict "$1 names every $2" "$(printf '%s\n' "$3" | awk -v page="$1" '
		BEGIN {
			while ((getline line < page) > 0) {
				n = split(line, words, /[^A-Za-z0-9_-]+/)
				for (i = 1; i <= n; i++) has[words[i]] = 1
			}
		}
		NF == 0 { print "no name was found" }
		NF > 0 && !($0 in has)')"
}
names_all man/headroom.1 command "$commands"
names_all man/headroom-capture.1.in "kind of capture" "$("$HEADROOM" __complete capture '' | grep -v '^-')"
names_all man/headroom-formats.5 format "$("$HEADROOM" help formats | sed -n 's/^  \([a-z0-9-]*\)  .*/\1/p')"
names_all man/headroom-config.5 section "$("$HEADROOM" config schema |
	sed -n '/^  "properties"/,/^  }/s/^    "\([a-z_]*\)": {.*/\1/p')"
names_all man/headroom-channels.5 "type of channel" "$(tr -d '\n' <src/config/config_alerts.c |
	sed 's/.*hr_channel_types\[\] = {\([^}]*\)NULL.*/\1/' | grep -o '[a-z]\{2,\}')"
names_all man/headroom-methods.7 "rule of validity" \
	"$(sed -n 's/^	{ "\([a-z_]*\)", hr_quality_[a-z_]* },$/\1/p' src/analyse/run_quality.c)"
models=$(sed -n -e 's/^	\.name = "\(.*\)",$/\1/p' -e 's/^METHOD([^"]*"\([^"]*\)".*/\1/p' src/model/*.c)
names_all man/headroom-forecasting.7 model "$models"
names_all man/headroom-forecast.1.in model "$models"
finish
