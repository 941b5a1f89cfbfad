namespace Prcl.Grains.Doors;

/// <summary>What a client says first on a connection, of which only its name matters here: members as in Orleans's own preamble.</summary>
[GenerateSerializer, Alias("prcl.connection-greeting")]
public sealed class ConnectionGreeting
{
    /// <summary>The client's id; what it sends later must be from this one.</summary>
    [Id(1)]
    public GrainId NodeIdentity { get; init; }
}
