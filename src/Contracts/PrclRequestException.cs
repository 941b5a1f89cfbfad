namespace Prcl.Contracts;

/// <summary>
/// A request that breaks a rule, or asks for something that doesn't exist. The message is one line for the person who
/// asked: what, where, the rule; whatever it repeats can be shown (<see cref="Printable"/>). Nothing has been changed.
/// </summary>
[GenerateSerializer, Alias("prcl.request-error")]
public sealed class PrclRequestException : Exception
{
    private const int Longest = 4000;

    /// <summary>An error without a message.</summary>
    public PrclRequestException()
    {
    }

    /// <summary>An error with a line for the person who asked.</summary>
    public PrclRequestException(string message)
        : base(Line(message))
    {
    }

    /// <summary>An error with a line for the person who asked, and its cause.</summary>
    public PrclRequestException(string message, Exception innerException)
        : base(Line(message), innerException)
    {
    }

    /// <summary>Whether a value that was named breaks a rule, such as a setting out of its range.</summary>
    public bool IsBadValue => Code == RequestErrorCode.BadValue;

    /// <summary>What kind of mistake it is, for programs.</summary>
    /// <remarks>Number 0 was a member of silos before there were codes.</remarks>
    [Id(1)]
    public RequestErrorCode Code { get; init; }

    private static string Line(string message) => Printable.Of(message.Length <= Longest ? message : message[..Longest] + "…");
}
