namespace Prcl.Contracts.Requests;

/// <summary>A value that breaks a rule.</summary>
/// <param name="Where">The way to it from the value that was looked at, such as <c>[3].Domain</c>; empty for that value itself.</param>
/// <param name="What">What is wrong with it and what would be right, as a phrase that follows its name.</param>
internal sealed record Fault(string Where, string What);
