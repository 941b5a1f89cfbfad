using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A hundred steps in twenty rounds without forgetting, made once for all tests of a class.</summary>
public sealed class HundredSteps(GrainCluster cluster) : IAsyncLifetime
{
    public const int Steps = 100;

    internal FinishedRun Finished { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Finished = await FinishedRun.Make(cluster, Steps);

    public ValueTask DisposeAsync()
    {
        Finished?.Dispose();
        return ValueTask.CompletedTask;
    }
}
