namespace Prcl.Contracts;

/// <summary>
/// A request that breaks a rule, or asks for something that doesn't exist. The message is one line for the person who
/// asked: what, where, the rule. Nothing has been changed.
/// </summary>
[GenerateSerializer, Alias("prcl.request-error")]
public sealed class PrclRequestException : Exception
{
    /// <summary>An error without a message.</summary>
    public PrclRequestException()
    {
    }

    /// <summary>An error with a line for the person who asked.</summary>
    public PrclRequestException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a line for the person who asked, and its cause.</summary>
    public PrclRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether a value that was named breaks a rule, such as a setting out of its range.</summary>
    [Id(0)]
    public bool IsBadValue { get; init; }
}
