using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>Membership and the closing of rounds, with trainers that only send messages.</summary>
[Collection(ClusterTests.Name)]
public sealed class RoundTests(GrainCluster cluster)
{
    [Fact]
    public async Task One_report_is_published_unchanged_and_a_repeat_answers_the_same()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        var report = await a.Write(weight: 3, images: 20);

        var first = await a.HandIn(report);
        var repeat = await a.HandIn(report);

        Assert.Equal(first, repeat);
        Assert.Equal((1, 1, 20, 5, report.ReportBlob), (first.Round, first.Version, first.Clock, first.StepsDone, first.ModelBlob));
        Assert.False(first.Fenced);
        Assert.Null(await run.Grain.Manifest(1));
        Assert.Single((await run.Manifest(0)).Reports);
    }

    [Fact]
    public async Task Unknown_and_old_incarnations_are_fenced_and_change_nothing()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        var old = a.Round;
        var report = await a.Write(weight: 3, images: 20);
        await a.Join();

        Assert.True((await run.Grain.HandIn(report)).Fenced);
        Assert.True((await run.Grain.Renew(a.Key, old.Incarnation)).Fenced);
        Assert.True((await run.Grain.Renew("nobody", 0)).Fenced);
        Assert.True((await run.Grain.HandIn(report with { Trainer = "nobody", Incarnation = 0 })).Fenced);
        Assert.True((await run.Grain.HandIn(report with { Incarnation = a.Round.Incarnation, Epoch = 1 })).Fenced);
        await run.Grain.Fail("nobody", 0, "made up");
        await run.Grain.Leave(a.Key, old.Incarnation, "late");

        Assert.Equal(0, (await run.Grain.Current()).Round);
        Assert.False((await a.Renew()).Fenced);
        Assert.Equal(RunPhase.WaitingForTrainers, (await run.Grain.Status()).Phase);
    }

    [Fact]
    public async Task Two_reports_become_their_mean_weighted_by_images_batch_norm_included()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));

        var rounds = await Task.WhenAll(a.Commit(weight: 2, images: 30), b.Commit(weight: 6, images: 10));

        Assert.Equal(rounds[0] with { Incarnation = 0 }, rounds[1] with { Incarnation = 0 });
        Assert.Equal((1, 40, 5), (a.Round.Round, a.Round.Clock, a.Round.StepsDone));
        using var model = await cluster.Models.Read(a.Round.ModelBlob);
        Assert.All(model["student.weight"].data<float>().ToArray(), value => Assert.Equal(3, value));
        Assert.All(model["teacher.weight"].data<float>().ToArray(), value => Assert.Equal(-3, value));
        Assert.All(model["student.norm.running_mean"].data<float>().ToArray(), value => Assert.Equal(30, value));
        Assert.Equal(25, model["student.norm.num_batches_tracked"].item<long>());
        Assert.Equal(2, (await run.Manifest(0)).Reports.Length);
    }

    [Fact]
    public async Task A_round_closes_at_the_deadline_without_the_straggler_whose_report_enters_the_next_with_its_own_clock()
    {
        var run = await cluster.Define(("round-deadline-seconds", "60"), ("lease-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        var late = await b.Write(weight: 6, images: 10, new() { [1] = FakeTrainer.Sums(1, 2, 3) }, 7, 8);

        var waiting = await a.Report(weight: 2, images: 30, new() { [1] = FakeTrainer.Sums(1, 2, 5) });
        Assert.False(waiting.IsCompleted);
        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await b.Renew();
        await waiting;
        Assert.Equal((1, 30), (a.Round.Round, a.Round.Clock));

        Assert.Equal(1, (await b.HandIn(late)).Round);
        Assert.Equal(1, (await b.HandIn(late)).Round);
        await Task.WhenAll(a.Commit(weight: 2, images: 30, new() { [1] = FakeTrainer.Sums(1, 2, 5, clock: 30) }), b.Commit(weight: 4, images: 20));

        var second = await run.Manifest(1);
        Assert.Equal([(b.Key, 0L), (a.Key, 1L), (b.Key, 1L)], second.Reports.Select(r => (r.Trainer, r.Round)));
        Assert.Equal([7, 8], second.Reports[0].Trained[0]);
        Assert.Equal(30 + 10 + 30 + 20, second.Clock);
        await run.Prototype(1).CatchUp(2);
        Assert.Equal(13, (await run.Prototype(1).Committed())!.Count);
    }

    [Fact]
    public async Task A_report_two_rounds_late_is_dropped()
    {
        var run = await cluster.Define(("round-deadline-seconds", "60"), ("lease-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        var late = await b.Write(weight: 6, images: 10);
        for (var round = 0; round < 2; round++)
        {
            var waiting = await a.Report();
            cluster.Time.Advance(TimeSpan.FromSeconds(61));
            await b.Renew();
            await waiting;
            await Patience.Until(run.Grain.Current, assignment => assignment.Round == round + 1);
        }

        Assert.Equal(2, (await b.HandIn(late)).Round);
        await Task.WhenAll(a.Commit(), b.Commit());

        Assert.All((await run.Manifest(2)).Reports, r => Assert.Equal(2, r.Round));
    }

    [Fact]
    public async Task A_report_that_arrives_while_the_round_is_being_closed_enters_the_next()
    {
        var run = await cluster.Define(("round-deadline-seconds", "60"), ("lease-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        var late = await b.Write(weight: 6, images: 10);
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        using (cluster.Pause((operation, name) => operation == "Write" && name.StartsWith($"runs/{run.Name}/rounds/", StringComparison.Ordinal), reached, goOn.Task))
        {
            var waiting = await a.Report();
            cluster.Time.Advance(TimeSpan.FromSeconds(61));
            var renewal = b.Renew();
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            var handIn = run.Grain.HandIn(late);
            await run.Grain.Current();
            goOn.SetResult();
            await Task.WhenAll(waiting, handIn, renewal);
        }

        await b.Renew();
        await Task.WhenAll(a.Commit(), b.Commit());

        Assert.Single((await run.Manifest(0)).Reports);
        Assert.Equal([(b.Key, 0L), (a.Key, 1L), (b.Key, 1L)], (await run.Manifest(1)).Reports.Select(r => (r.Trainer, r.Round)));
    }

    [Fact]
    public async Task A_dead_members_lease_expires_and_the_round_closes_without_it()
    {
        var run = await cluster.Define(("round-deadline-seconds", "1000"), ("lease-seconds", "30"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        cluster.Time.Advance(TimeSpan.FromSeconds(20));

        var waiting = await a.Report();
        cluster.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(1, (await waiting).Round);
        Assert.False((await b.Renew()).Fenced);
    }

    [Fact]
    public async Task A_member_that_leaves_is_not_waited_for()
    {
        var run = await cluster.Define(("round-deadline-seconds", "1000"), ("lease-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));

        var waiting = await a.Report();
        await run.Grain.Leave(b.Key, b.Round.Incarnation, "drained");

        Assert.Equal(1, (await waiting).Round);
    }

    [Fact]
    public async Task A_member_that_fails_is_not_waited_for_and_the_others_go_on()
    {
        var run = await cluster.Define(("round-deadline-seconds", "1000"), ("lease-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));

        var waiting = await a.Report();
        Assert.True(await run.Grain.Fail(b.Key, b.Round.Incarnation, "out of memory"));

        var next = await waiting;
        Assert.Equal((1, true), (next.Round, next.Training));
        Assert.NotEqual(RunPhase.Failed, (await run.Grain.Status()).Phase);

        await b.Join();
        await Task.WhenAll(a.Commit(), b.Commit());
        Assert.Equal(2, (await run.Manifest(1)).Reports.Length);
    }

    [Fact]
    public async Task The_last_member_that_fails_stops_the_run_with_its_reason()
    {
        var run = await cluster.Define(("round-deadline-seconds", "1000"), ("lease-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));

        await run.Grain.Fail(a.Key, a.Round.Incarnation, "an odd device");
        Assert.False(await run.Grain.Fail(b.Key, b.Round.Incarnation, "out of memory"));

        var status = await run.Grain.Status();
        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Equal($"{b.Key}: out of memory", status.Reason);
        await cluster.Silos.DeactivateAsync(run.Grain);
        Assert.Equal(RunPhase.Failed, (await run.Grain.Status()).Phase);
        Assert.False((await a.Renew()).Training);
        await run.Grain.Start();
        Assert.True((await a.Renew()).Training);
    }

    [Fact]
    public async Task A_round_that_somebody_else_committed_is_adopted_and_nothing_forks()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        var theirs = await b.CommitElsewhere();

        var results = await Task.WhenAll(a.Commit(weight: 2, images: 30), b.HandIn(theirs));

        Assert.All(results, r => Assert.Equal((1, 10, theirs.ReportBlob), (r.Round, r.Clock, r.ModelBlob)));
        Assert.Equal(DateTime.UnixEpoch, (await run.Manifest(0)).CommittedUtc);

        // The report that lost the race is late by a round.
        await Task.WhenAll(a.Commit(), b.Commit());
        Assert.Equal([(a.Key, 0L), (a.Key, 1L), (b.Key, 1L)], (await run.Manifest(1)).Reports.Select(r => (r.Trainer, r.Round)));
    }

    [Fact]
    public async Task A_restarted_run_finds_its_round_and_adopts_members_that_renew()
    {
        var run = await cluster.Define(("lease-seconds", "1000"), ("round-deadline-seconds", "1000"));
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(a.Commit(), b.Commit());
        }

        await cluster.Silos.DeactivateAsync(run.Grain);
        var found = await a.Renew();
        Assert.Equal((3, 3, 120, 15, false), (found.Round, found.Version, found.Clock, found.StepsDone, found.Fenced));
        await b.Renew();
        var waiting = await a.Report();
        Assert.False(waiting.IsCompleted);
        await Task.WhenAll(waiting, b.Commit());
        Assert.Equal(2, (await run.Manifest(3)).Reports.Length);
    }

    private Task<FakeTrainer> Trainer(TestRun run, string name) => new FakeTrainer(cluster, run, name).Join();
}
