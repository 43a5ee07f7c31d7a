# C without comments and without what is in strings, one line at a time. Set in_comment to 0 where a
# file begins.
function without_comments(line,   at, end)
{
	if (in_comment) {
		if (!(end = index(line, "*/")))
			return ""
		line = substr(line, end + 2)
		in_comment = 0
	}
	gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", line)
	if (line !~ /^#[ \t]*include/)
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
	if (at = index(line, "/*")) {
		in_comment = 1
		line = substr(line, 1, at - 1)
	}
	return line
}
