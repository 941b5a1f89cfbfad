namespace Prcl.Silo.Hosting;

/// <summary>How soon a silo that is gone is noticed, in a cluster of several.</summary>
public sealed record MembershipSettings
{
    /// <summary>Time between two probes of a silo and patience with each, in seconds, 0.1 to 60.</summary>
    public double ProbeSeconds { get; init; } = 2;

    /// <summary>Probes in a row that a silo may miss before it is suspected, 1 to 100.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>Silos that must suspect one before it counts as dead (all others, when there are fewer), 1 to 10.</summary>
    public int DeathVotes { get; init; } = 2;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="HostException">A setting breaks its rule.</exception>
    internal MembershipSettings Checked()
    {
        SettingRules.Range("probe-seconds", ProbeSeconds, 0.1, 60);
        SettingRules.Range("missed-probes", MissedProbes, 1, 100);
        SettingRules.Range("death-votes", DeathVotes, 1, 10);
        return this;
    }
}
