using Microsoft.Extensions.DependencyInjection;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Runs;
using Prcl.Grains.Limits;
using Prcl.Grains.Room;
using Xunit;

namespace Prcl.Unit.Grains.Limits;

/// <summary>A silo with tight limits: what is beyond them is refused by name, and nothing else is touched.</summary>
public sealed class SiloLimitTests : IAsyncLifetime
{
    private const int Runs = 3;
    private const int MegaByte = 1 << 20;
    private readonly GrainCluster _cluster = new()
    {
        Limits = new SiloLimits { Classes = 8, Runs = Runs, FreeBytes = 10 * MegaByte, RunBytes = 4 * Street.Image(0).Length, DecodedPixels = 10_000 },
    };

    public async ValueTask InitializeAsync()
    {
        _cluster.Storage.Free = 100 * MegaByte;
        await _cluster.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task More_runs_than_allowed_are_refused_and_asking_again_for_one_that_exists_is_fine()
    {
        TestRun[] runs = [.. Enumerable.Range(0, Runs + 1).Select(_ => new TestRun(_cluster, _cluster.NextName()))];
        foreach (var run in runs[..Runs])
        {
            await run.Grain.Create(TestRun.Request());
        }

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => runs[Runs].Grain.Create(TestRun.Request()));

        Assert.Equal($"Run '{runs[Runs].Name}' can't be created: there are 3 runs, and the silo lets there be at most 3 (max-runs).", refusal.Message);
        Assert.Empty(await _cluster.Blobs($"runs/{runs[Runs].Name}/"));
        await runs[0].Grain.Create(TestRun.Request());
    }

    [Fact]
    public async Task More_classes_than_allowed_are_refused()
    {
        var nine = $$"""{"ignore": 255, "classes": [{{string.Join(", ", Enumerable.Range(0, 9).Select(k => $$"""{"name": "c{{k}}", "color": [{{k}}, 0, 0]}"""))}}]}""";

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => _cluster.Grains.GetGrain<IRunGrain>("nine").Create(TestRun.Request() with { ClassesJson = nine }));

        Assert.Equal("classes: there are 9; the silo lets a run have at most 8 (max-classes).", refusal.Message);
        Assert.True(refusal.IsBadValue);
    }

    [Fact]
    public async Task With_too_little_room_unlabelled_images_are_refused_and_labelled_ones_and_known_ones_are_not()
    {
        var run = await _cluster.Define();
        await run.Store(Street.Unlabelled(0));
        _cluster.Storage.Free = 9 * MegaByte;
        _cluster.Time.Advance(StorageRoom.Period);

        var replies = await run.Ingest.Push([Street.Unlabelled(0), Street.Unlabelled(1), Street.Labelled(2)]);

        Assert.Equal([IngestOutcome.AlreadyStored, IngestOutcome.OutOfRoom, IngestOutcome.Stored], replies.Select(r => r.Outcome));
        Assert.Equal($"{Street.Unlabelled(1).Name}: the storage has 9 MB free, less than free-megabytes, 10: unlabelled images are refused until there is room, labelled ones aren't.", replies[1].Message);

        _cluster.Storage.Free = 11 * MegaByte;
        _cluster.Time.Advance(StorageRoom.Period);
        await run.Store(Street.Unlabelled(1));
    }

    [Fact]
    public async Task A_runs_images_beyond_its_quota_are_refused_and_known_ones_and_another_runs_are_not()
    {
        var (run, other) = (await _cluster.Define(("partitions", "2")), await _cluster.Define());
        await run.Store(Street.Unlabelled(0), Street.Unlabelled(1));
        var blobs = (await _cluster.Blobs("images/")).Length;

        var replies = await run.Ingest.Push([Street.Unlabelled(2), Street.Unlabelled(0), Street.Labelled(3), Street.Unlabelled(4)]);

        Assert.Contains(IngestOutcome.AlreadyStored, replies.Select(r => r.Outcome));
        var refused = replies.Where(r => r.Outcome == IngestOutcome.OverQuota).ToArray();
        Assert.True(refused.Length >= 1, string.Join(", ", replies.Select(r => r.Outcome)));
        Assert.Contains("more than run-gigabytes, ", refused[0].Message, StringComparison.Ordinal);
        Assert.InRange((await run.Stream(0).Counts()).Bytes + (await run.Stream(1).Counts()).Bytes, 1, _cluster.Limits.RunBytes);
        Assert.InRange((await _cluster.Blobs("images/")).Length, blobs, blobs + 2);
        await other.Store(Street.Unlabelled(4));
        await run.Ingest.Delete([replies[1].Sha256]);
        Assert.Equal(IngestOutcome.Stored, Assert.Single(await run.Ingest.Push([Street.Unlabelled(0)])).Outcome);
    }

    [Fact]
    public async Task Who_pushes_predicts_measures_and_trains_shares_the_pixels()
    {
        var run = await _cluster.Create();
        await run.Store(Street.Labelled(0), Street.Labelled(1));
        var gate = _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<PixelGate>();
        using var turn = await gate.Enter(_cluster.Limits.DecodedPixels);
        await run.Trainer.Start();
        Task[] all =
        [
            run.Ingest.Push([Street.Unlabelled(0)]),
            run.Predictor.Predict(new PredictRequest("a", Street.Image(3), PredictionPictures.None, null)),
            run.Evaluator.Score([Street.Labelled(4)], null),
        ];
        await Patience.Until(() => Task.FromResult(gate.Waiting), waiting => waiting == all.Length + 1);
        Assert.DoesNotContain(all, t => t.IsCompleted);
        turn.Dispose();
        await Task.WhenAll(all);
        await run.Until(s => s.Trainers is [{ Steps: > 0 }]);
        await run.Trainer.Drain();
    }
}
