namespace Prcl.Silo.Hosting;

/// <summary>How silos find each other.</summary>
public enum ClusterKind
{
    /// <summary>They don't: one silo is the cluster.</summary>
    Local,

    /// <summary>Through a membership table in Redis. Losing it loses no data.</summary>
    Redis,
}
