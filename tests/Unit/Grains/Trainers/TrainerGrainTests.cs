using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Rounds;
using Xunit;

namespace Prcl.Unit.Grains.Trainers;

/// <summary>A trainer's life: idling, stopping, going on, draining.</summary>
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
    public async Task A_trainer_s_status_says_when_crops_do_not_suit_its_images()
    {
        var run = await cluster.Create([.. Short, ("crop-height", "33"), ("crop-width", "33"), ("working-size", "129")]);
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        await run.Trainer.Start();

        var status = await Patience.Until(run.Trainer.Status, s => s.Note is not null);
        Assert.Contains("crops of 33×33 show less than a quarter of the 129×129 pixels", status.Note, StringComparison.Ordinal);
        await run.Trainer.Drain();
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
        // Two labelled ones and a new one a step: replay begins with the second round.
        Assert.True(status.ImagesTrained >= 9);
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
