using System.Text.Json;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Blobs;
using Prcl.Grains.Rounds;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A trainer's life: idling, stopping, going on, draining, failing.</summary>
[Collection(ClusterTests.Name)]
public sealed class TrainerGrainTests(GrainCluster cluster)
{
    private static readonly (string, string)[] Short = [("replay-budget", "2"), ("warmup-steps", "0")];

    [Fact]
    public async Task Training_idles_without_a_label_and_when_the_budget_is_spent_and_goes_on_by_itself()
    {
        var run = await cluster.Create(Short);
        await run.Store(Street.Unlabelled(1), Street.Unlabelled(2));
        await run.Trainer.Start();

        var waiting = await run.Until(s => s.Phase == RunPhase.Idle);
        Assert.Equal((0, "there is no labelled image yet"), (waiting.ImagesTrained, waiting.Reason));

        await run.Store(Street.Labelled(0));
        var spent = await run.Until(s => s.Phase == RunPhase.Idle && s.Images.Trained == 2);
        Assert.Contains("replay budget of 2", spent.Reason, StringComparison.Ordinal);
        Assert.Equal((0, 0), (spent.Images.Backlog, spent.Images.Leased));
        Assert.InRange(spent.ImagesTrained, 5, 10);

        await run.Store(Street.Unlabelled(3));
        var more = await run.Until(s => s.Phase == RunPhase.Idle && s.Images.Trained == 3);
        Assert.True(more.Round > spent.Round && more.ImagesTrained > spent.ImagesTrained);

        // A label makes an image count anew: nothing is asked for again until something changes.
        await run.Store(Street.Labelled(1));
        await run.Until(s => s.Images.Labelled == 2);
        await run.Trainer.Drain();
        Assert.Equal(TrainerState.Stopped, (await run.Trainer.Status()).State);
        Assert.Equal(RunPhase.WaitingForTrainers, (await run.Grain.Status()).Phase);
    }

    [Fact]
    public async Task Stopping_hands_in_the_open_round_and_starting_goes_on()
    {
        var run = await cluster.Create(("round-steps", "1000"), ("replay-budget", "1000000"));
        await run.Store([Street.Labelled(0), Street.Labelled(1), .. Enumerable.Range(2, 3).Select(Street.Unlabelled)]);
        await run.Trainer.Start();
        await Patience.Until(run.Trainer.Status, s => s.StepInRound >= 3);

        await run.Grain.Stop();
        var stopped = await Patience.Until(run.Trainer.Status, s => s.State == TrainerState.Idle);
        var status = await run.Folded();
        Assert.Equal((RunPhase.Stopped, 1), (status.Phase, (int)status.Round));
        Assert.True(status.ImagesTrained >= 12);
        Assert.Equal(3, status.Images.Trained);
        Assert.Equal("the run is stopped", stopped.Reason);

        await run.Grain.Start();
        await Patience.Until(run.Trainer.Status, s => s.State == TrainerState.Training && s.Steps > stopped.Steps + 2);
        await run.Trainer.Drain();

        Assert.Equal(2, (await run.Grain.Status()).Round);
        using var model = await cluster.Models.Read((await run.Grain.Model("latest"))!.Blob);
        Assert.Equal((await run.Trainer.Status()).Steps.ToString(), model.Metadata["steps"]);
    }

    [Fact]
    public async Task Draining_hands_in_returns_leases_and_answers_meanwhile()
    {
        var run = await cluster.Create(("round-steps", "1000"));
        await run.Store([Street.Labelled(0), .. Enumerable.Range(1, 30).Select(Street.Unlabelled)]);
        await run.Trainer.Start();
        await Patience.Until(run.Trainer.Status, s => s.StepInRound >= 2);

        var drained = run.Trainer.Drain();
        var states = new HashSet<TrainerState>();
        while (!drained.IsCompleted)
        {
            states.Add((await run.Trainer.Status()).State);
        }

        await drained;
        Assert.Subset(new HashSet<TrainerState> { TrainerState.Draining, TrainerState.HandingIn, TrainerState.Stopped, TrainerState.Training }, states);
        var status = await run.Folded();
        Assert.Equal((1, 0), (status.Round, (int)status.Images.Leased));
        Assert.Equal(30, status.Images.Trained + status.Images.Backlog);
        Assert.Equal(status.Images.Trained, (await run.Trainer.Status()).Steps);
        await run.Trainer.Drain();
        Assert.Equal(TrainerState.Stopped, (await run.Trainer.Status()).State);
    }

    [Fact]
    public async Task A_trainer_that_starts_again_goes_on_from_the_last_round()
    {
        var run = await cluster.Create(("schedule", "polynomial"), ("total-steps", "6"), ("round-steps", "3"), ("replay-budget", "1000000"));
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        await run.Trainer.Start();
        await run.Trainer.Start();
        await Patience.Until(run.Grain.Current, r => r.Round >= 1);
        await run.Trainer.Drain();
        var steps = (await run.Grain.Current()).StepsDone;

        await run.Trainer.Start();
        var done = await run.Until(s => s.Phase == RunPhase.Idle);

        Assert.InRange(steps, 3, 6);
        Assert.Equal(6, (await run.Grain.Current()).StepsDone);
        Assert.Equal(2, Assert.Single(done.Trainers).Incarnation);
        await run.Trainer.Drain();
    }

    [Theory]
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
        var run = await cluster.Create(Short);
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

    [Fact]
    public async Task A_storage_outage_makes_training_wait_and_it_goes_on_afterwards()
    {
        var run = await cluster.Create(("replay-budget", "1000000"));
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        await run.Trainer.Start();
        await run.Until(s => s.Round >= 1);

        long round;
        using (cluster.Fail((operation, name) => name.StartsWith($"runs/{run.Name}/", StringComparison.Ordinal) && operation is "Write" or "Append" ? Fault.Fails : Fault.None))
        {
            await Patience.Until(run.Trainer.Status, s => s.State == TrainerState.HandingIn);
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

    [Fact]
    public async Task A_trainer_without_work_does_not_hold_up_the_others()
    {
        var run = await cluster.Create(("round-deadline-seconds", "1000"), ("lease-seconds", "1000"));
        await run.Trainer.Start();
        await Patience.Until(run.Trainer.Status, s => s.State == TrainerState.Idle);
        var other = await new FakeTrainer(cluster, run, "other").Join();

        await cluster.Publish(run, other, always: 3);
        Assert.Equal(1, other.Round.Round);

        // Nor does it fall behind: it goes on from what the other has published.
        await Patience.Until(run.Trainer.Status, s => s.Round == 1);
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        await Patience.Until(run.Trainer.Status, s => s.StepInRound > 0);
        await run.Grain.Leave(other.Key, other.Round.Incarnation, "done");
        await run.Trainer.Drain();
        var manifest = JsonSerializer.Deserialize<RoundManifest>((await run.Grain.Manifest(1))!)!;
        Assert.Equal([(run.Trainer.GetPrimaryKeyString(), 1L)], manifest.Reports.Select(r => (r.Trainer, r.Round)));
    }

    [Fact]
    public async Task Deactivating_a_trainer_drains_it()
    {
        var run = await cluster.Create(("round-steps", "1000"), ("replay-budget", "1000000"));
        await run.Store([Street.Labelled(0), .. Enumerable.Range(1, 9).Select(Street.Unlabelled)]);
        await run.Trainer.Start();
        await Patience.Until(run.Trainer.Status, s => s.StepInRound >= 2);

        await cluster.Silos.DeactivateAsync(run.Trainer);

        var status = await run.Folded();
        Assert.Equal((1, 0), (status.Round, (int)status.Images.Leased));
    }
}
