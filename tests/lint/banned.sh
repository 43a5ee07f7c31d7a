#!/bin/sh
# Calls that are unsafe, depend on the locale, or belong to one file only.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
# The code without its comments, every line as FILE:LINE:TEXT.
code=$(mktemp) && trap 'rm -f "$code"' EXIT
find src -name '*.[ch]' | sort | xargs awk '
	/^[ \t]*\*/ || /^\/\*/ { next }
	{ gsub(/\/\*.*\*\//, ""); print FILENAME ":" FNR ":" $0 }' >"$code"

calls()
{
	# @1: words; @2: the files that may call them
	grep -E "(^|[^A-Za-z0-9_>.])($1)[ \t]*\(" "$code" | while IFS=: read -r file line; do
		case " $2 " in *" $file "*) continue ;; esac
		printf '%s:%s\n' "$file" "$line"
	done
}
verdict "no unbounded or hidden-state string functions" \
	"$(calls 'strcpy|strcat|sprintf|vsprintf|strtok|gets|asctime|ctime' '')"
verdict "numbers are read by base/num only" \
	"$(calls 'atoi|atol|atof|strtol|strtoul|strtoll|strtoull|strtod|strtof|strtold|sscanf' '')"
verdict "times are read by base/zone only" "$(calls 'gmtime|localtime|mktime|gmtime_r|localtime_r|timegm|tzset|strftime|strptime' '')"
verdict "no locale" "$(calls 'setlocale' '')"
verdict "no unseeded randomness" "$(calls 'rand|random|srand|srandom|drand48' '')"
verdict "memory comes from base/mem" \
	"$(calls 'malloc|calloc|realloc|strdup|strndup|alloca' 'src/base/mem.c')"
verdict "only main exits" "$(calls 'exit|_exit|abort|quick_exit|_Exit' 'src/main.c src/base/mem.c')"
verdict "what is printed goes by base/output, base/log or base/progress" \
	"$(calls 'printf|puts|putchar|perror' '')"
# A number of bytes may end inside a character; those of a recurrence are digits by then.
verdict "texts are cut by base/message, not by formats" \
	"$(grep -E '"[^"]*%-?[0-9]*\.[0-9]+s' "$code" | grep -v '^src/base/recurrence\.c:')"
verdict "no text is cut to what an expression says" \
	"$(grep -E '\(int\)\(?[a-z_>.-]+(length)? < [A-Z0-9]|[?] \(int\)[a-z_>.-]*length : [A-Z0-9]' "$code")"
verdict "sentences are printed by base/message and base/str" "$(calls 'vsnprintf' 'src/base/message.c src/base/str.c')"
finish
