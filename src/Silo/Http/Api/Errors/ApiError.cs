namespace Prcl.Silo.Http.Api.Errors;

/// <summary>A kind of error that the API answers, as RFC 9457 has it. Codes keep their meanings; new ones may come.</summary>
/// <param name="Code">The last part of the problem's type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it means, the same each time.</param>
internal sealed record ApiError(string Code, int Status, string Title)
{
    /// <summary>What the types of all problems begin with.</summary>
    public const string Namespace = "urn:prcl:problem:";

    /// <summary>The problem's type.</summary>
    public string Type => Namespace + Code;
}
