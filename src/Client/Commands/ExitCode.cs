namespace Prcl.Client.Commands;

/// <summary>What a command's end tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Something failed; a line on standard error says what.</summary>
    public const int Failed = 1;

    /// <summary>The command can't be read or names a value that breaks a rule; nothing has been tried.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
