namespace Prcl.Silo.Http.Api.Lists;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The <c>cursor</c> of the part that follows; null at the end. A part may have fewer items than asked for, even none, and yet be followed.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
