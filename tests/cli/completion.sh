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
# On a terminal, as it is typed: what the shell runs after a tab is what counts.
printf '#!/bin/sh\ncase $1 in __complete) exec "%s" "$@" ;; esac\nprintf "%%s\\n" "$@" >"%s/record"\n: >"%s/record.done"\n' \
	"$HEADROOM" "$scratch" "$scratch" >bin/headroom
cat >setup.bash <<'END'
. "$top_srcdir/completions/headroom.bash"
PS1=@re\ady@
END
cat >setup.zsh <<'END'
PS1=@re''ady@
fpath=("$top_srcdir/completions" $fpath)
autoload -U compinit
compinit -u -D
END
cat >setup.fish <<'END'
source "$top_srcdir/completions/headroom.fish"
function fish_prompt
    echo -n @re'ady'@
end
END
cat >expected <<'END'
report
report|file.jtl
report|two words.jtl
report|two words.jtl
report|two words.jtl
report|two words.jtl|file.jtl
report|-o|folder
render|-f|junit
render|-f|junit
report|--quantile=nearest
baseline|promote
END
type_in()
{
	HOME=$scratch python3 "$top_srcdir/tests/cli/complete.py" "$1" "setup.$1" record 'headroom rep' \
		'headroom report fil' 'headroom report two' 'headroom report two\ w' 'headroom report "two w' \
		'headroom report "two words.jtl" fil' 'headroom report -o fo' 'headroom render -f jun' \
		'headroom render -f "jun' 'headroom report --quantile=nea' 'headroom baseline pr' 2>&1 | sed 's,/$,,'
}
top_srcdir=$(cd "$top_srcdir" && pwd)
export top_srcdir
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null || ! python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
		skip "$shell on a terminal" "$shell or python3 is not installed, or there are no terminals"
		continue
	fi
	verdict "$shell on a terminal: words with blanks, quotes, values" "$(type_in $shell | diff expected -)"
done
finish
