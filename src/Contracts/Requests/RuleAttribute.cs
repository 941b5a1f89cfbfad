namespace Prcl.Contracts.Requests;

/// <summary>
/// What a value that clients send must be: at a parameter of a method for clients, or at a member of a type that they send. Of a list it means each item.
/// <see cref="RequestCheck"/> looks, before a grain does.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public abstract class RuleAttribute : Attribute
{
    /// <summary>Whether values of this type can have the rule.</summary>
    internal abstract bool IsFor(Type type);

    /// <summary>What is wrong with a value, as a phrase that follows its name; null when nothing is.</summary>
    internal abstract string? Fault(object value);
}
