# Replaces a line @NAME@ by the file NAME.mdoc of the folder given as `parts`.
# Parts may hold parts.
function put(text,    file, line, status) {
	if (text !~ /^@[a-z-]+@$/) {
		print text
		return
	}
	file = parts "/" substr(text, 2, length(text) - 2) ".mdoc"
	while ((status = (getline line < file)) > 0)
		put(line)
	if (status < 0) {
		print "parts.awk: cannot read " file > "/dev/stderr"
		exit 1
	}
	close(file)
}
{ put($0) }
