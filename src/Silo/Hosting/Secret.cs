using System.Security.Cryptography;
using System.Text;

namespace Prcl.Silo.Hosting;

/// <summary>A text that must not be seen: whatever prints it prints a placeholder.</summary>
/// <param name="value">The text.</param>
public sealed class Secret(string value)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(value);

    /// <summary>Characters that a secret has at least.</summary>
    public const int MinimumLength = 16;

    /// <summary>Characters.</summary>
    public int Length => value.Length;

    /// <summary>The text itself, for the one who needs it.</summary>
    public string Reveal() => value;

    /// <summary>Whether another text is the same, without telling by the time how much of it is.</summary>
    public bool Matches(string? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, Encoding.UTF8.GetBytes(other));

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
