using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Prcl.Unit.Grains;

/// <summary>Tests that share one cluster, one after the other: faults and the clock are the cluster's.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class ClusterTests : ICollectionFixture<GrainCluster>
{
    public const string Name = "cluster";
}
