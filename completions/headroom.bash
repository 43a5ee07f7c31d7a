# bash completion for headroom: the program itself knows what fits.
_headroom()
{
	local line
	local -a words
	COMPREPLY=()
	# Bash splits at '=': put the pieces of --option=value together again.
	local i
	for ((i = 1; i <= COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} == = && ${#words[@]} -gt 0 ]]; then
			words[${#words[@]} - 1]+="="
		elif [[ ${#words[@]} -gt 0 && ${words[${#words[@]} - 1]} == --*= && ${COMP_WORDS[i - 1]} == = ]]; then
			words[${#words[@]} - 1]+=${COMP_WORDS[i]}
		else
			words+=("${COMP_WORDS[i]}")
		fi
	done
	# A quote that is still open is no part of the word.
	words[${#words[@]} - 1]=${words[${#words[@]} - 1]#[\"\']}
	while IFS= read -r line; do
		case $line in
		# As names of files they are quoted, and folders end in a slash.
		@files) compopt -o default -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]#=}") ;;
		@folders) compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "${COMP_WORDS[COMP_CWORD]#=}") ;;
		--*=*) COMPREPLY+=("${line#*=}") ;;
		*) COMPREPLY+=("$line") ;;
		esac
	done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}
complete -F _headroom headroom
