#!/bin/sh
# The table of mistakes that are not made names tests that exist, one at least for each; and no text
# that the program can print promises an improvement in percent (the 43rd).
# shellcheck source-path=SCRIPTDIR/../lint
. "$top_srcdir/tests/lint/tap.sh"

table=$top_srcdir/tests/MISTAKES.md

# A test is `FILE: NAME`, with NAME one of its tests, or the folder of a case.
missing()
{
	while read -r test; do
		file=$top_srcdir/tests/${test%%:*}
		name=${test#*: }
		case $test in
		unit/*) grep -qE "(tcase_add[a-z_]*test|HR_ADD_ROWS)\\([^,]*, *$name\>" "$file" 2>/dev/null ||
			echo "there is no test $test" ;;
		config/*) grep -q "^$name()" "$file" || echo "there is no $test" ;;
		*) [ -f "$file/cmd" ] || echo "there is no case $test" ;;
		esac
	done
}

n=1
while [ "$n" -le 44 ]; do
	# shellcheck disable=SC2016
	tests=$(sed -n "s/^| $n | .* | .* | \(.*\) |\$/\1/p" "$table" | grep -o '`[^`]*`' | tr -d '`')
	if [ -n "$tests" ]; then
		verdict "mistake $n has its tests" "$(printf '%s\n' "$tests" | missing)"
	else
		verdict "mistake $n has its tests" "none is named"
	fi
	n=$((n + 1))
done

claims()
{
	grep -nEi '(improv|faster|sav(e|es|ing)|reduc)[a-z ]* (by )?[0-9]+ ?(-|–|to) ?[0-9]+ ?%|[0-9]+ ?(-|–) ?[0-9]+ ?% (faster|less|better|improvement)' \
		"$top_srcdir"/src/*/*.c "$top_srcdir"/templates/* "$top_srcdir"/data/capacity-rules.json
}
verdict 'no improvement is promised in percent' "$(claims)"
finish
