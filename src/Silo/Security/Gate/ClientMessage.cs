using Prcl.Contracts.Security;

namespace Prcl.Silo.Security.Gate;

/// <summary>What the header of a client's message says.</summary>
/// <param name="Flags">What follows, and which way it goes.</param>
/// <param name="Id">The sender's number of the message.</param>
/// <param name="Sender">Who sends it, as it says.</param>
/// <param name="Target">Whom it calls.</param>
/// <param name="TimeToLive">Milliseconds that it stays valid; null: for ever.</param>
/// <param name="Interface">The interface that it calls.</param>
/// <param name="InterfaceVersion">The version of that.</param>
/// <param name="Context">What the call carries besides: the cluster's secret, what traces need.</param>
internal sealed record ClientMessage(
    MessageFlags Flags,
    long Id,
    GrainId Sender,
    GrainId Target,
    int? TimeToLive,
    IdSpan Interface,
    uint? InterfaceVersion,
    IReadOnlyList<(string Key, string Value)> Context)
{
    /// <summary>The cluster's secret, as it says.</summary>
    public string? Secret => Context.FirstOrDefault(entry => entry.Key == SecretBearer.ContextKey).Value;

    /// <summary>Whether somebody waits for the answer.</summary>
    public bool IsRequest => (Flags & MessageFlags.Direction) == MessageFlags.Request;
}
