namespace Prcl.Silo.Commands;

/// <summary>What a command's end tells the shell, or a supervisor: docs/operations.md has the table.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Something failed; a line on standard error says what.</summary>
    public const int Failed = 1;

    /// <summary>The command can't be read, or names a run's setting that breaks a rule; nothing has been tried.</summary>
    public const int Usage = 2;

    /// <summary>A GPU was lost (EX_IOERR): a process that starts anew may find it again.</summary>
    public const int DeviceLost = 74;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
