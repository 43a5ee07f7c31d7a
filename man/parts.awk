# Replaces a line @NAME@ by the file NAME.mdoc of the folder given as `parts`.
/^@[a-z-]+@$/ {
	file = parts "/" substr($0, 2, length($0) - 2) ".mdoc"
	status = 0
	while ((status = (getline line < file)) > 0)
		print line
	if (status < 0) {
		print "parts.awk: cannot read " file > "/dev/stderr"
		exit 1
	}
	close(file)
	next
}
{ print }
