#!/bin/sh
# Calls that are unsafe, depend on the locale, or belong to one file only.
. "$top_srcdir/tests/lint/tap.sh"

cd "$top_srcdir" || exit 1
calls()
{
	# @1: words; @2: files that may. Comments are stripped first.
	find src -name '*.[ch]' | sort | while read -r file; do
		case " $2 " in *" $file "*) continue ;; esac
		sed 's,/\*.*\*/,,; /^[ \t]*\*/d; /^\/\*/d' "$file" |
			grep -nE "(^|[^A-Za-z0-9_>.])($1)[ \t]*\(" | sed "s,^,$file:,"
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
verdict "only cli, log and progress write to the terminal" \
	"$(calls 'printf|puts|putchar|perror' '')"
finish
