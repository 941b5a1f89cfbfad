namespace Prcl.Silo.Experiments.Arms;

/// <summary>One way of learning that an experiment compares with others.</summary>
/// <param name="Name">What rows and tables call it.</param>
/// <param name="Settings">Settings that make it what it is, name → text; they win over those that all arms share.</param>
/// <param name="Meaning">What it is, in one line.</param>
internal sealed record Arm(string Name, IReadOnlyDictionary<string, string> Settings, string Meaning)
{
    /// <summary>Which images it gets when.</summary>
    public ArmFeed Feed { get; init; } = ArmFeed.Streamed;

    /// <summary>
    /// Share of a domain's own batch-norm statistics in the network that is measured on it, 0 to 1; 0: the network as it is.
    /// </summary>
    public double BatchNormShare { get; init; }

    /// <summary>Which frames get the protocol's late labels.</summary>
    public LateChoice Late { get; init; }
}
