namespace Prcl.Contracts.Requests;

/// <summary>A name: <see cref="PrclNames.Rule"/>.</summary>
public sealed class NameAttribute : RuleAttribute
{
    internal override bool IsFor(Type type) => type == typeof(string);

    internal override string? Fault(object value) =>
        PrclNames.IsName((string)value) ? null : $"is {Printable.Quoted((string)value)}; it must be {PrclNames.Rule}";
}
