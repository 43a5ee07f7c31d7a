#!/bin/sh
# coverage.sh SOURCES BUILD FLOOR: how many of the lines of src/ were run, from what a build with
# --enable-coverage has counted: by folder, the files below the floor, all. Pages that show the
# lines go to BUILD/lines. Fails when all is below the floor (percent).
set -eu
sources=$1 build=$2 floor=$3

mkdir -p "$build/lines"
gcovr --root "$sources" --object-directory "$build" --filter "$(realpath "$sources")/src/" \
	--csv "$build/lines/lines.csv" --html-details "$build/lines/index.html" "$build/src"
awk -F, -v floor="$floor" '
function line(name, covered, total) {
	printf "%-40s %6d %6d  %5.1f %%\n", name, covered, total, 100 * covered / total
}
BEGIN { printf "%-40s %6s %6s\n", "folder", "run", "lines" }
FNR == 1 || $2 == 0 { next }
{
	folder = $1
	sub("^src/", "", folder)
	folder = folder ~ "/" ? "src/" substr(folder, 1, index(folder, "/") - 1) : "src/main.c"
	if (!(folder in total))
		names[++folders] = folder
	total[folder] += $2; run[folder] += $3
	all += $2; all_run += $3
	if (100 * $3 < floor * $2) {
		below[++count] = $1; below_total[$1] = $2; below_run[$1] = $3
	}
}
END {
	if (all == 0) {
		print "coverage: nothing was counted: configure with --enable-coverage, and run tests"
		exit 1
	}
	for (i = 1; i <= folders; i++)
		line(names[i], run[names[i]], total[names[i]])
	printf "\n%d files below %s %%:\n", count, floor
	for (i = 1; i <= count; i++)
		line(below[i], below_run[below[i]], below_total[below[i]])
	printf "\n"
	line("all of src/", all_run, all)
	if (100 * all_run < floor * all) {
		printf "coverage: %.1f %% of lines, expected at least %s %%\n", 100 * all_run / all, floor
		exit 1
	}
}' "$build/lines/lines.csv"
