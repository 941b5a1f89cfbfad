namespace Prcl.Contracts.Requests;

/// <summary>A text of many lines that something else reads, and that isn't shown as it is: not too long.</summary>
/// <param name="most">Characters at most.</param>
public sealed class DocumentAttribute(int most) : RuleAttribute
{
    /// <summary>Characters at most.</summary>
    public int Most => most;

    internal override bool IsFor(Type type) => type == typeof(string);

    internal override string? Fault(object value) =>
        ((string)value).Length > most ? $"has {((string)value).Length} characters; at most {most} are allowed" : null;
}
