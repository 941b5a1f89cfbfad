namespace Prcl.Contracts.Security;

/// <summary>
/// A method that clients may call. All others are for silos, and are refused at the gateway before a grain sees them: a new method is closed
/// until somebody opens it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForClientsAttribute : Attribute;
