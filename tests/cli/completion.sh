#!/bin/sh
# The completion scripts of the shells that are installed ask the program and pass on what it says.
. "$top_srcdir/tests/lint/tap.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/headroom-completion.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
mkdir bin folder
# Shells complete by the name of the command; valgrind's wrapper has another one.
printf '#!/bin/sh\nexec "%s" "$@"\n' "$HEADROOM" >bin/headroom
chmod +x bin/headroom
PATH=$scratch/bin:$PATH
: >file.jtl
: >"two words.jtl"

cat >bash.sh <<'END'
. "$top_srcdir/completions/headroom.bash"
compopt() { :; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_headroom
printf '%s\n' "${COMPREPLY[@]}"
END
in_bash() { bash bash.sh headroom "$@" | sort; }

cat >fish.fish <<'END'
source "$top_srcdir/completions/headroom.fish"
complete -C "$argv[1]" | string replace -r '\t.*' '' | string match -v '' | sort
END
in_fish() { HOME=$scratch fish --no-config fish.fish "headroom $*" 2>&1; }

# completes SHELL EXPECTED WORD...
completes()
{
	shell=$1
	expected=$2
	shift 2
	found=$("in_$shell" "$@" | tr '\n' ' ')
	[ "$found" = "$expected " ] || echo "$*: expected '$expected', found '$found'"
}

for shell in bash fish; do
	if ! command -v $shell >/dev/null; then
		skip "$shell" "$shell is not installed"
		continue
	fi
	verdict "$shell: commands, options, values, files, folders" "$(
		completes $shell "report" rep
		completes $shell "--time-format --timestamps" report --tim
		completes $shell "junit" render -f jun
		completes $shell "file.jtl" report file.
		completes $shell "promote" baseline pr
		case $shell in
		bash)
			completes bash "folder" report -o fo
			completes bash "two words.jtl" report two
			completes bash "R6 R7 nearest" report --quantile = ''
			;;
		fish)
			completes fish "folder/" report -o fo
			completes fish "--quantile=R6 --quantile=R7 --quantile=nearest" report --quantile=
			;;
		esac)"
done
if command -v zsh >/dev/null; then
	verdict "zsh: the script can be read" "$(zsh -n "$top_srcdir/completions/_headroom" 2>&1)"
else
	skip "zsh" "zsh is not installed"
fi
finish
