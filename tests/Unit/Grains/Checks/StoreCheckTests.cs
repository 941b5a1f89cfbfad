using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Checks;
using Prcl.Grains.Images;
using Prcl.Grains.Prototypes;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Checks;

public sealed class StoreCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_store_has_no_findings()
    {
        await Train();

        Assert.Empty(await Check(c => c.Look()));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("damaged")]
    public async Task A_run_without_its_newest_round_stands_still_by_name_and_goes_on_in_a_new_epoch_once_mended(string how)
    {
        var run = await Train();
        Damage($"runs/{run}/rounds/000000000002.json", how);

        await using (var cluster = await GrainCluster.On(_folder))
        {
            var reason = how == "removed"
                ? (await new TestRun(cluster, run).Grain.Status()).Reason
                : (await Assert.ThrowsAnyAsync<Exception>(() => new TestRun(cluster, run).Grain.Status())).Message;
            Assert.Contains(how == "removed" ? "the newest manifest is that of round 1" : "000000000002.json", reason, StringComparison.Ordinal);
        }

        // The run's own state knows the version that the lost manifest had published.
        var findings = await Check(c => c.Repair());
        Assert.Contains(findings, f => f.Blob.EndsWith("000000000002.json", StringComparison.Ordinal) && f.Loss.Text.Contains("after version 3", StringComparison.Ordinal));
        Assert.Empty(await Check(c => c.Look()));

        await using var mended = await GrainCluster.On(_folder);
        var again = new TestRun(mended, run);
        var trainer = await new FakeTrainer(mended, again, "a") { CarriesPrototypes = true }.Join();
        Assert.Equal((1, true), (trainer.Round.Epoch, trainer.Round.Training));
        Assert.True(trainer.Round.Round > 3);
        Assert.Equal(3, (await again.Committed(1, trainer.Round.Round))!.ToSums().Count);
        await trainer.Commit(sums: new() { [1] = FakeTrainer.Sums(1, 1, 1) });
        Assert.Equal(4, (await again.Committed(1, trainer.Round.Round))!.ToSums().Count);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("damaged")]
    public async Task A_prototype_is_made_again_from_the_newest_checkpoint(string how)
    {
        var run = await Train(rounds: 6);
        Damage($"state/prototype/prototype/{run}_2F1", how);
        await using (var cluster = await GrainCluster.On(_folder))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => new TestRun(cluster, run).Prototype(1).Query());
        }

        var finding = Assert.Single(await Check(c => c.Repair()));

        Assert.Equal(LossKinds.Drift, finding.Loss.Kinds);
        await using var mended = await GrainCluster.On(_folder);
        Assert.Equal(6, (await new TestRun(mended, run).Committed(1, 6))!.ToSums().Count);
    }

    [Fact]
    public async Task A_lost_state_of_the_run_is_made_again_from_the_manifests()
    {
        var run = await Train();
        Damage($"state/run/run/{run}", "damaged");

        var finding = Assert.Single(await Check(c => c.Repair()));

        Assert.True(finding.Loss.Kinds.HasFlag(LossKinds.Aliases));
        await using var mended = await GrainCluster.On(_folder);
        var trainer = await new FakeTrainer(mended, new TestRun(mended, run), "a").Join();
        Assert.Equal(3, trainer.Round.Round);
        Assert.True(trainer.Round.Incarnation > 1);
    }

    [Fact]
    public async Task A_checkpoint_that_is_damaged_takes_its_version_and_the_newest_one_its_round()
    {
        var run = await Train();
        string[] models = [.. Directory.GetFiles(Path.Combine(_folder.Path, "runs", run, "reports"), "*.weights.safetensors").Order(StringComparer.Ordinal)];
        Damage(Path.GetRelativePath(_folder.Path, models[0]), "damaged");
        Damage(Path.GetRelativePath(_folder.Path, models[^1]), "cut");

        var findings = await Check(c => c.Repair());

        Assert.Equal(2, findings.Count);
        Assert.Contains(findings, f => f.Loss.Text.StartsWith("version 1", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Loss.Kinds.HasFlag(LossKinds.Rounds));
        await using var mended = await GrainCluster.On(_folder);
        var current = await new TestRun(mended, run).Grain.Current();
        using var checkpoint = await mended.Models.Read(current.ModelBlob);
        Assert.Equal((1, true), (current.Epoch, checkpoint.Contains("student.weight")));
    }

    [Fact]
    public async Task A_run_file_is_put_back_from_its_copy_and_hides_no_other_run_meanwhile()
    {
        var run = await Train();
        await using (var cluster = await GrainCluster.On(_folder))
        {
            await cluster.Grains.GetGrain<IRunGrain>("another").Create(TestRun.Request());
        }

        Damage($"runs/{run}/run.json", "emptied");
        await using (var cluster = await GrainCluster.On(_folder))
        {
            var listed = await cluster.Grains.GetGrain<IRunCatalogGrain>(0).List();
            Assert.Equal(["another", run], listed.Select(r => r.Name).Order(StringComparer.Ordinal));
            Assert.Contains("run.json", listed.Single(r => r.Name == run).Note, StringComparison.Ordinal);
        }

        Assert.Equal(Loss.Nothing, Assert.Single(await Check(c => c.Repair())).Loss);
        await using var mended = await GrainCluster.On(_folder);
        Assert.NotNull(await new TestRun(mended, run).Grain.Describe());
    }

    [Fact]
    public async Task A_damaged_image_is_quarantined_and_pushing_it_again_mends_it()
    {
        var image = Street.Unlabelled(3);
        var name = "";
        await using (var cluster = await GrainCluster.On(_folder))
        {
            var run = await cluster.Create();
            name = run.Name;
            await run.Store(image);
        }

        Damage(ImageBlobs.NameOf(ContentHash.Of(image.Image)), "emptied");
        Assert.Equal(LossKinds.Files, Assert.Single(await Check(c => c.Repair())).Loss.Kinds);
        Assert.Empty(await Check(c => c.Look()));

        await using var mended = await GrainCluster.On(_folder);
        var again = new TestRun(mended, name);
        Assert.Equal(1, (await again.Stream().Counts()).Quarantined);
        Assert.Equal(IngestOutcome.Stored, Assert.Single(await again.Ingest.Push([image])).Outcome);
        Assert.Equal(0, (await again.Stream().Counts()).Quarantined);
        Assert.Empty(await Check(c => c.Look()));
    }

    private async Task<string> Train(int rounds = 3)
    {
        await using var cluster = await GrainCluster.On(_folder);
        var run = await cluster.Create(("keep-versions", "3"));
        var trainer = await new FakeTrainer(cluster, run, "a") { CarriesPrototypes = true }.Join();
        for (var round = 0; round < rounds; round++)
        {
            await trainer.Commit(sums: new() { [1] = FakeTrainer.Sums(1, 1, 1) });
            await Patience.Until(() => run.Prototype(1).Query(), p => p.Round == trainer.Round.Round);
        }

        // What follows a commit is stored before the next round, or when the grains leave.
        await Patience.Until(
            async () => (await StatesOf(run.Name)).Count(r => r == rounds), folded => folded == Street.Classes.Count + 1);
        return run.Name;
    }

    private async Task<List<long>> StatesOf(string run)
    {
        using var store = new FileBlobStore(_folder.Path);
        var rounds = new List<long>();
        foreach (var state in new[] { "prototype/prototype", "imagestream/stream" })
        {
            await foreach (var entry in store.List($"state/{state}/{run}_2F", TestContext.Current.CancellationToken))
            {
                using var document = System.Text.Json.JsonDocument.Parse((await store.Read(entry.Name, TestContext.Current.CancellationToken))!.Bytes);
                rounds.Add(document.RootElement.GetProperty("state").GetProperty("round").GetInt64());
            }
        }

        return rounds;
    }

    private void Damage(string blob, string how)
    {
        var path = Path.Combine(_folder.Path, blob);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        File.Delete(path);
        if (how != "removed")
        {
            File.WriteAllBytes(path, how switch { "emptied" => [], "cut" => bytes[..^100], _ => bytes });
        }
    }

    private async Task<IReadOnlyList<Finding>> Check(Func<StoreCheck, Task<IReadOnlyList<Finding>>> how)
    {
        using var store = new FileBlobStore(_folder.Path);
        return await how(new StoreCheck(store, TimeProvider.System));
    }
}
