namespace Prcl.Contracts.Requests;

/// <summary>A SHA-256: 64 hexadecimal digits of either case.</summary>
public sealed class Sha256Attribute : RuleAttribute
{
    private const int Digits = 64;

    internal override bool IsFor(Type type) => type == typeof(string);

    internal override string? Fault(object value) => ((string)value).Length == Digits && ((string)value).All(char.IsAsciiHexDigit)
        ? null
        : $"is {Printable.Quoted((string)value)}; it must be a SHA-256, {Digits} hexadecimal digits";
}
