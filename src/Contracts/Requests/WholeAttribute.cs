using System.Globalization;

namespace Prcl.Contracts.Requests;

/// <summary>A whole number within bounds.</summary>
/// <param name="least">The least that is allowed.</param>
/// <param name="most">The most that is allowed.</param>
public sealed class WholeAttribute(long least, long most = long.MaxValue) : RuleAttribute
{
    /// <summary>The least that is allowed.</summary>
    public long Least => least;

    /// <summary>The most that is allowed.</summary>
    public long Most => most;

    internal override bool IsFor(Type type) => type == typeof(int) || type == typeof(long);

    internal override string? Fault(object value)
    {
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return number >= least && number <= most ? null : $"is {number}; it must be {(most == long.MaxValue ? $"{least} or more" : $"from {least} to {most}")}";
    }
}
