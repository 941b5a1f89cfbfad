using System.Globalization;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Blobs;
using Prcl.Long;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Devices;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A trainer among damaged images, a storage that fails, and failures of its own.</summary>
[Collection(ClusterTests.Name)]
public sealed class TrainerFaultTests(GrainCluster cluster)
{
    [LongTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_image_is_quarantined_after_three_leases_and_training_goes_on(bool isLabelled)
    {
        // A labelled image is drawn, and found to be damaged, once a round.
        var run = await cluster.Create(("replay-budget", isLabelled ? "20" : "2"));
        var (bad, pushes) = (isLabelled ? 0 : 3, Enumerable.Range(isLabelled ? 220 : 230, 7).Select((f, i) => i < 2 ? Street.Labelled(f) : Street.Unlabelled(f)).ToArray());
        await run.Store(pushes);
        await cluster.Damage(pushes[bad].Image);

        await run.Trainer.Start();
        await run.Until(s => s.Images.Quarantined == 1 && s.Phase == RunPhase.Idle, seconds: 90);
        var idle = await run.Folded();

        var quarantined = Assert.Single(await run.Stream().List(0, 99, onlyQuarantined: true));
        Assert.Equal(pushes[bad].Name, quarantined.Name);
        Assert.Contains("damaged", quarantined.Quarantine, StringComparison.Ordinal);
        Assert.Equal((isLabelled ? 5 : 4, 0, 0), (idle.Images.Trained, idle.Images.Backlog, idle.Images.Leased));
        await run.Trainer.Drain();
    }

    [Fact]
    public async Task A_damaged_label_quarantines_its_image_and_without_another_one_training_waits()
    {
        var run = await cluster.Create(("replay-budget", "2"), ("warmup-steps", "0"));
        await run.Store(Street.Labelled(210), Street.Unlabelled(211), Street.Unlabelled(212));
        await cluster.Damage(Street.Label(210));

        await run.Trainer.Start();
        var idle = await run.Until(s => s.Images.Quarantined == 1 && s.Phase == RunPhase.Idle);
        Assert.Equal("there is no labelled image yet", (await run.Until(s => s.Reason.Contains("yet", StringComparison.Ordinal))).Reason);
        Assert.Equal(0, idle.ImagesTrained);

        // The unlabelled images that were leased for steps that never came are not lost.
        await run.Store(Street.Labelled(213));
        await run.Until(s => s.Images.Trained == 2 && s.Phase == RunPhase.Idle);
        await run.Trainer.Drain();
    }

    [LongFact]
    public async Task A_storage_outage_makes_training_wait_and_it_goes_on_afterwards()
    {
        var run = await cluster.Create(("replay-budget", "1000000"));
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        await run.Trainer.Start();
        await run.Until(s => s.Round >= 1);

        long round;
        using (cluster.Fail((operation, name) => name.StartsWith($"runs/{run.Name}/", StringComparison.Ordinal) && operation is "Write" or "Append" ? Fault.DiskFull : Fault.None))
        {
            var waiting = await Patience.Until(run.Trainer.Status, s => s is { State: TrainerState.HandingIn, Reason.Length: > 0 });
            Assert.Matches("^tried [0-9]+ times: Write of blob '.*' failed: the disk is full$", waiting.Reason);
            var held = await run.Until(s => s.Reason.Length > 0);
            Assert.Equal(RunPhase.Training, held.Phase);
            Assert.Contains("/cpu waits, tried ", held.Reason, StringComparison.Ordinal);
            Assert.Contains(held.Notes!, n => n.StartsWith("the storage takes nothing: Write of blob", StringComparison.Ordinal));
            round = (await run.Grain.Current()).Round;
        }

        var after = await run.Until(s => s.Round > round + 1);
        Assert.Equal((RunPhase.Training, ""), (after.Phase, after.Reason));
        await run.Trainer.Drain();
    }

    [Fact]
    public async Task A_trainer_that_cannot_go_on_fails_the_run_with_the_reason_and_can_be_started_again()
    {
        var run = await cluster.Create();
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        var model = (await run.Grain.Model("0"))!.Blob;
        var bytes = (await cluster.Storage.Read(model, TestContext.Current.CancellationToken))!.Bytes;
        await cluster.Models.Remove(model);

        await run.Trainer.Start();
        var failed = await run.Until(s => s.Phase == RunPhase.Failed);

        Assert.Contains(model, failed.Reason, StringComparison.Ordinal);
        Assert.Contains(run.Trainer.GetPrimaryKeyString(), failed.Reason, StringComparison.Ordinal);
        var status = await run.Trainer.Status();
        Assert.Equal(TrainerState.Failed, status.State);
        Assert.Contains(model, status.Reason, StringComparison.Ordinal);
        await run.Trainer.Drain();
        Assert.Equal(TrainerState.Failed, (await run.Trainer.Status()).State);

        await cluster.Storage.Write(model, bytes, BlobCondition.Any, TestContext.Current.CancellationToken);
        await run.Grain.Start();
        await run.Trainer.Start();
        await run.Until(s => s.Round >= 1);
        await run.Trainer.Drain();
    }

    [Theory]
    [InlineData(FailingKernel.Lost, "CUDA error: an illegal memory access was encountered")]
    [InlineData(FailingKernel.TooLarge, "cpu has too little memory for a step of")]
    public async Task A_device_that_fails_stops_its_trainer_which_hands_its_images_back(double temperature, string reason)
    {
        var run = await cluster.Create(("temperature", temperature.ToString(CultureInfo.InvariantCulture)), ("lease-seconds", "1000"));
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        var backlog = (await run.Grain.Status()).Images.Backlog;

        await run.Trainer.Start();
        var failed = await run.Until(s => s.Phase == RunPhase.Failed && s.Images.Backlog == backlog);

        Assert.True(backlog > 0);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(TrainerState.Failed, (await run.Trainer.Status()).State);
    }

    [Fact]
    public async Task A_trainer_that_fails_beside_others_rests_a_minute_and_joins_again()
    {
        var run = await cluster.Create(("lease-seconds", "1000"));
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        var other = await new FakeTrainer(cluster, run, "other").Join();
        var model = (await run.Grain.Model("0"))!.Blob;
        var bytes = (await cluster.Storage.Read(model, TestContext.Current.CancellationToken))!.Bytes;
        await cluster.Models.Remove(model);

        await run.Trainer.Start();
        var failed = await Patience.Until(run.Trainer.Status, s => s.State == TrainerState.Failed);
        Assert.Contains(model, failed.Reason, StringComparison.Ordinal);
        await run.Trainer.Drain();
        Assert.True((await other.Renew()).Training);

        await cluster.Storage.Write(model, bytes, BlobCondition.Any, TestContext.Current.CancellationToken);
        await run.Trainer.Start();
        Assert.Equal(TrainerState.Failed, (await run.Trainer.Status()).State);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await run.Trainer.Start();
        await Patience.Until(run.Trainer.Status, s => s.StepInRound > 0);
        await run.Grain.Leave(other.Key, other.Round.Incarnation, "done");
        await run.Trainer.Drain();
    }

    [Fact]
    public async Task A_failure_is_told_even_when_the_run_cannot_be_reached_at_first()
    {
        var run = await cluster.Create();
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        var model = (await run.Grain.Model("0"))!.Blob;
        await cluster.Models.Remove(model);
        var writes = 0;
        using (cluster.Fail((operation, name) => operation == "Write" && name.EndsWith($"/run/{run.Name}", StringComparison.Ordinal) && Interlocked.Increment(ref writes) is > 1 and < 4
            ? Fault.Fails
            : Fault.None))
        {
            await run.Trainer.Start();
            await Patience.Until(() => Task.FromResult(writes), count => count >= 4);
        }

        await run.Trainer.Drain();
        await cluster.Silos.DeactivateAsync(run.Grain);
        Assert.Equal(RunPhase.Failed, (await run.Grain.Status()).Phase);
    }

    [Fact]
    public async Task A_silo_that_is_gone_and_a_device_that_it_lacks_are_told()
    {
        var run = await cluster.Define();

        var device = await Assert.ThrowsAsync<PrclRequestException>(
            () => cluster.Grains.GetGrain<ITrainerGrain>(PrclNames.TrainerKey(run.Name, cluster.SiloName, "tpu-0")).Start());
        var silo = await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.GetGrain<ITrainerGrain>(PrclNames.TrainerKey(run.Name, "gone", "cpu")).Start());
        var odd = await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.GetGrain<ITrainerGrain>("no-silo-in-the-key").Start());

        Assert.Contains("'tpu-0'", device.Message, StringComparison.Ordinal);
        Assert.Contains("'gone'", silo.Message, StringComparison.Ordinal);
        Assert.Contains("no-silo-in-the-key", odd.Message, StringComparison.Ordinal);
    }
}
