using Prcl.Contracts.Security;

namespace Prcl.Contracts.Cluster;

/// <summary>What the cluster consists of, as the silo that answers sees it. Key: 0.</summary>
[Alias("prcl.IClusterGrain")]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>Every silo that isn't dead, by name, with its trainers.</summary>
    [Alias("Silos"), ForClients]
    Task<SiloView[]> Silos();
}
