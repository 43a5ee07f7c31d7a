#!/bin/sh
# Comments are /* */, and nothing is left for later.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
verdict "no // comments" "$(grep -nE '(^|[;{}, \t])//' $(find src tests -name '*.[ch]') | grep -v '"[^"]*//[^"]*"' | grep -vE '(https?|ftp):?//')"
verdict "no marks of unfinished work" "$(grep -nE '\b(TODO|FIXME|XXX|HACK)\b' -r src tests templates --include='*.[ch]' --include='*.sh' --include='*.mustache' | grep -v tests/lint/comments.sh)"
finish
