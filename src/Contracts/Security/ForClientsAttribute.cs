using System.Reflection;

namespace Prcl.Contracts.Security;

/// <summary>
/// A method that clients may call. All others are for silos, and are refused at the gateway before a grain sees them: a new method is closed
/// until somebody opens it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForClientsAttribute : Attribute
{
    /// <summary>Every method that clients may call.</summary>
    public static IEnumerable<MethodInfo> Methods => typeof(ForClientsAttribute).Assembly.GetTypes()
        .Where(t => t.IsInterface && t.IsAssignableTo(typeof(IAddressable)))
        .SelectMany(t => t.GetMethods())
        .Where(m => m.IsDefined(typeof(ForClientsAttribute)));
}
