using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A trainer so slow that the version it was to begin with is gone before it has read it.</summary>
[Collection(ClusterTests.Name)]
public sealed class LateTrainerTests(GrainCluster cluster)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_goes_on_from_the_newest_version_and_fails_nothing(bool isRolledBack)
    {
        var run = await cluster.Create(("keep-versions", "1"), ("lease-seconds", "1000"), ("round-deadline-seconds", "1"));
        var other = await new FakeTrainer(cluster, run, "other").Join();
        await cluster.Publish(run, other, always: 3);
        var slow = other.Round.ModelBlob;
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        using (cluster.Pause((operation, name) => operation == "Read" && name == slow, reached, goOn.Task))
        {
            await run.Trainer.Start();
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            if (isRolledBack)
            {
                await run.Grain.RollBack(0, 0);
            }
            else
            {
                await cluster.Publish(run, other, always: 3);
            }

            await Patience.Until(() => cluster.Blobs($"runs/{run.Name}/reports/"), names => !names.Contains(slow));
            goOn.SetResult();
        }

        var status = await Patience.Until(run.Trainer.Status, s => s.State is TrainerState.Idle or TrainerState.Failed);
        Assert.Equal((TrainerState.Idle, 2, isRolledBack ? 3 : 2), (status.State, (int)status.Round, (int)status.Incarnation));
        Assert.NotEqual(RunPhase.Failed, (await run.Grain.Status()).Phase);
        await run.Trainer.Drain();
    }
}
