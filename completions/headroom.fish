# fish completion for headroom: the program itself knows what fits.
function __headroom_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case @files
                __fish_complete_path "$current"
            case @folders
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c headroom -f -a '(__headroom_complete)'
