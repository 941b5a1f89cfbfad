namespace Prcl.Client.Connection;

/// <summary>No silo could be reached at an endpoint. The message is one line for the person.</summary>
public sealed class NoSiloException : Exception
{
    /// <summary>An error without a message.</summary>
    public NoSiloException()
    {
    }

    /// <summary>An error with a message.</summary>
    public NoSiloException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public NoSiloException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal static NoSiloException At(SiloEndpoint endpoint, string? hint = null, Exception? cause = null) =>
        new($"no silo answers at {endpoint} ({hint ?? "start one with \"prcl-silo serve\""})", cause);
}
