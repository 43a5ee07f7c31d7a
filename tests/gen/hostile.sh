#!/bin/sh
# usage: hostile.sh > tests/fixtures/hostile.jtl
# A recording whose labels, messages, thread names and URLs try to become markup, formulas, commands
# or terminal controls in every output form. Texts below are in printf %b notation; the file holds
# the bytes. Each text is one label with three samples: a success, a failure that carries the text
# in all its columns, and a success.
set -eu
LC_ALL=C
export LC_ALL

start=1763690400000
row=0

# cell TEXT: a quoted CSV cell
cell() {
	printf '"'
	printf '%b' "$1" | sed 's/"/""/g'
	printf '"'
}

# sample TEXT ELAPSED CODE SUCCESS
sample() {
	row=$((row + 1))
	printf '%s,%s,' "$((start + row * 250))" "$2"
	cell "$1"
	printf ',%s,' "$3"
	if [ "$4" = true ]; then
		printf 'OK,users 1-%s,text,true,,' "$((row % 4 + 1))"
	else
		cell "$1"
		printf ','
		cell "$1"
		printf ',text,false,'
		cell "$1"
		printf ','
	fi
	printf '%s,%s,4,4,' "$((2048 + row))" 256
	cell "https://host.example/$1"
	printf ',%s,0,%s\n' "$(($2 - 5))" 3
}

hostile() {
	sample "$1" "$((40 + row % 50))" 200 true
	sample "$1" "$((400 + row % 50))" 500 false
	sample "$1" "$((60 + row % 50))" 200 true
}

printf '%s' 'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,'
printf '%s\n' 'failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect'

# HTML, SVG, XML
hostile '<script>alert(1)</script>'
hostile '"><img src=x onerror=alert(1)>'
hostile "' onmouseover='alert(1)"
hostile '</title></style></svg><svg onload=alert(1)>'
hostile 'javascript:alert(1)'
hostile '&amp; &lt;b&gt; &#60;i&#62; &copy'
hostile ']]><!-- --!> <![CDATA[ <?php ?>'
hostile '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;'
# templates
hostile '{{mustache}} {{{raw}}} {{>partial}} {{=<% %>=}} {{#a}}'
# Markdown and mentions
hostile 'a | b \\| `code` ```fence``` **bold** _under_ ~~gone~~'
hostile '@name #12 owner/repo#1 GH-1'
hostile '[link](javascript:alert(1)) ![i](http://host.example/x.png) <http://host.example>'
hostile '# heading'
hostile '- item'
hostile '1. first'
hostile '---'
# spreadsheets
hostile "=cmd|'/C calc'!A0"
hostile '+1+2'
hostile '-2+3'
hostile '@SUM(A1:A9)'
hostile '\t=1+1'
hostile '-12.5'
# line ends, CI commands, headers, exposition formats
hostile 'line one\nline two\r\nline three\rline four'
hostile 'x\n::error file=a,line=1::injected\n##[error]x'
hostile 'Subject: x\r\nBcc: all@host.example\r\n\r\nbody'
hostile '%0A%0D%25%00 %s %n %100000d'
hostile 'quote " backslash \\ brace } { comma , equals = semicolon ;'
hostile 'x"} 1\n# EOF\nfake_metric{a="b"} 1'
# terminals: colour, title, cursor, C1, bell, DEL
hostile '\0033[31mred\0033[0m \0033]0;title\0007 \0033[2J \0302\0233 31m'
hostile 'c0 \0000\0001\0002\0010\0013\0014\0016\0037 del \0177 c1 \0302\0200\0302\0205\0302\0237'
# bidirectional controls, line separators, zero width, BOM, non-characters
hostile 'bidi \0342\0200\0256evil\0342\0200\0254 \0342\0201\0246x\0342\0201\0251 \0330\0234 end'
hostile 'ls \0342\0200\0250 ps \0342\0200\0251 zwsp \0342\0200\0213 bom \0357\0273\0277 fffe \0357\0277\0276'
# not UTF-8: lone bytes, overlong, surrogate, beyond U+10FFFF, cut short
hostile 'latin1 caf\0351 \0200\0377'
hostile 'overlong \0300\0257 surrogate \0355\0240\0200 beyond \0364\0220\0200\0200 cut \0342\0202'
# fine text that must survive
hostile 'caf\0303\0251 \0346\0227\0245\0346\0234\0254\0350\0252\0236 \0360\0237\0232\0200 e\0314\0201'
# blanks, nothing, dots, slashes, lengths
hostile '  leading and trailing  '
hostile ' '
hostile ''
hostile '../../../../etc/passwd'
hostile 'checkout-0'
hostile '__proto__'
hostile 'null'
hostile "$(printf 'long <b>%2040s|' x x x x x | tr ' ' 'y')"
