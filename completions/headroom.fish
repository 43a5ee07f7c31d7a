# fish completion for headroom: the program itself knows what fits.
# A word that is being typed may have a quote that is still open.
function __headroom_plain
    string unescape -- $argv[1]
    or string unescape -- $argv[1]'"'
    or string unescape -- $argv[1]"'"
end

# Fish itself completes names of files, for commands of which it knows nothing: with blanks and quotes.
function __headroom_files
    complete -C "__headroom_files_alone $argv[1]"
end

function __headroom_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l plain (__headroom_plain "$current")
    for line in ($words[1] __complete $words[2..-1] "$plain" 2>/dev/null)
        switch $line
            case @files
                __headroom_files "$current"
            case @folders
                __headroom_files "$current" | string match '*/'
            case '*'
                echo $line
        end
    end
end
complete -c headroom -f -a '(__headroom_complete)'
