namespace Prcl.Silo.Hosting;

/// <summary>The host can't start, or can't do what was asked. The message is one line for the person.</summary>
public sealed class HostException : Exception
{
    /// <summary>An error without a message.</summary>
    public HostException()
    {
    }

    /// <summary>An error with one line for the person.</summary>
    public HostException(string message)
        : base(message)
    {
    }

    /// <summary>An error with one line for the person, and its cause.</summary>
    public HostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
