namespace Prcl.Grains.Backups;

/// <summary>A backup can't be made, read or restored. The message is for the person: what, where, and what still holds.</summary>
public sealed class BackupException : Exception
{
    /// <summary>An error with a message for the person.</summary>
    public BackupException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the person, and its cause.</summary>
    public BackupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
