namespace Prcl.Client.Shell;

/// <summary>Scripts that make a shell complete <c>prcl</c> and <c>prcl-silo</c>: both programs say themselves what may follow (<c>[suggest:N]</c>).</summary>
internal static class CompletionScript
{
    private const string Bash = """
        _prcl_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _prcl_complete prcl prcl-silo
        """;

    private const string Zsh = """
        #compdef prcl prcl-silo
        _prcl_complete() {
          local -a found
          found=(${(f)"$("${words[1]}" "[suggest:$#BUFFER]" "$BUFFER" 2>/dev/null)"})
          compadd -a found
          _files
        }
        compdef _prcl_complete prcl prcl-silo
        """;

    private const string Fish = """
        for program in prcl prcl-silo
          complete -c $program -a "($program '[suggest:'(string length -- (commandline -cp))']' (commandline -cp) 2>/dev/null)"
        end
        """;

    /// <summary>The shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells => [.. Scripts.Keys];

    private static Dictionary<string, string> Scripts { get; } = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    /// <summary>The script of a shell.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Of(string shell) => Scripts.TryGetValue(shell, out var script)
        ? script
        : throw new UsageException($"'{shell}' is no shell that prcl knows; it knows {string.Join(", ", Shells)}");
}
