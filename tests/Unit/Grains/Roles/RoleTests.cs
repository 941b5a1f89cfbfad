using Prcl.Contracts;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Contracts.Versions;
using Prcl.Grains.Roles;
using Prcl.Long;
using Xunit;

namespace Prcl.Unit.Grains.Roles;

public sealed class RoleTests
{
    private const string Run = "street";

    [Fact]
    public async Task Grains_live_on_silos_of_their_role_and_trainers_on_their_own_and_none_where_only_the_page_is()
    {
        await using var cluster = await RoleCluster.Of(SiloRoles.State, SiloRoles.Predictor, SiloRoles.Trainer, SiloRoles.Web);
        var run = cluster.Grains.GetGrain<IRunGrain>(Run);
        await run.Create(TestRun.Request());

        await cluster.Grains.GetGrain<IIngestGrain>(Run).Push([Street.Labelled(0), Street.Labelled(1)]);
        await Task.WhenAll(Enumerable.Range(0, Street.Classes.Count).Select(k => cluster.Grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(Run, k)).Query()));
        var status = await Patience.Until(run.Status, s => s.Version > 0);

        // Last, since stateless workers that have nothing to do are removed.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.Grains.GetGrain<IPredictorGrain>(Run).Predict(new PredictRequest("new", Street.Image(9), PredictionPictures.None, null))));

        Assert.Equal([$"{Run}/{cluster.SiloOf(SiloRoles.Trainer)}/cpu"], status.Trainers.Select(t => t.Key));
        foreach (var (grain, role) in new[]
        {
            ("RunGrain", SiloRoles.State), ("ImageStreamGrain", SiloRoles.State), ("PrototypeGrain", SiloRoles.State), ("IngestGrain", SiloRoles.State),
            ("PredictorGrain", SiloRoles.Predictor), ("EvaluatorGrain", SiloRoles.Predictor), ("TrainerGrain", SiloRoles.Trainer),
        })
        {
            Assert.Equal($"{grain} on {role}", $"{grain} on {string.Join(" and ", (await cluster.WhereIs($".{grain}")).Distinct())}");
        }
    }

    [Fact]
    public async Task A_run_without_a_trainer_silo_says_so_and_goes_on_when_one_joins()
    {
        await using var cluster = await RoleCluster.Of(SiloRoles.State);
        var run = cluster.Grains.GetGrain<IRunGrain>(Run);
        await run.Create(TestRun.Request());
        await cluster.Grains.GetGrain<IIngestGrain>(Run).Push([Street.Labelled(0), Street.Labelled(1)]);

        var waiting = await run.Status();
        Assert.Equal(RunPhase.WaitingForTrainers, waiting.Phase);
        Assert.Contains("goes on when a trainer silo joins", waiting.Reason, StringComparison.Ordinal);

        var trainer = await cluster.Join(SiloRoles.Trainer);
        await Patience.Until(run.Status, s => s.Version > 0);

        // Leaving, it hands in: nothing is leased any more, and the run says again what it waits for.
        await cluster.Stop(trainer);
        var left = await run.Status();
        Assert.Equal((RunPhase.WaitingForTrainers, 0L), (left.Phase, left.Images.Leased));
    }

    [Fact]
    public async Task Without_a_silo_of_the_role_a_call_fails_at_once_and_says_which()
    {
        await using var cluster = await RoleCluster.Of(SiloRoles.State);
        await cluster.Grains.GetGrain<IRunGrain>(Run).Create(TestRun.Request());

        var failure = await Assert.ThrowsAnyAsync<OrleansException>(
            () => cluster.Grains.GetGrain<IPredictorGrain>(Run).Predict(new PredictRequest("new", Street.Image(9), PredictionPictures.None, null)));
        Assert.Contains("No live silo has the role 'predictor'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_runs_name_is_free_where_no_silo_has_a_role_that_its_grains_need()
    {
        await using var cluster = await RoleCluster.Of(SiloRoles.State);
        var run = cluster.Grains.GetGrain<IRunGrain>(Run);
        await run.Create(TestRun.Request());

        await run.Delete(0);
        await run.Create(TestRun.Request());

        Assert.Equal(1, (await run.Describe())!.Generation);
    }

    [LongFact]
    public async Task A_drained_silo_trains_no_more_until_it_is_told_to()
    {
        await using var cluster = await RoleCluster.Of(SiloRoles.State, SiloRoles.Trainer);
        var silo = cluster.SiloOf(SiloRoles.Trainer);
        var run = cluster.Grains.GetGrain<IRunGrain>(Run);
        await run.Create(TestRun.Request());
        await cluster.Grains.GetGrain<IIngestGrain>(Run).Push([Street.Labelled(0), Street.Labelled(1)]);
        await Patience.Until(run.Status, s => s.Version > 0);

        var trainers = cluster.Grains.GetGrain<ISiloTrainersGrain>(silo);
        Assert.True((await trainers.Drain()).Draining);
        await Patience.Until(trainers.Describe, t => t.Trainers.All(s => s.State == TrainerState.Stopped));
        var drained = await Patience.Until(run.Status, s => s.Trainers.Length == 0);
        Assert.Equal((RunPhase.WaitingForTrainers, 0L), (drained.Phase, drained.Images.Leased));

        // A run that is created now isn't trained on it either.
        var other = cluster.Grains.GetGrain<IRunGrain>("other");
        await other.Create(TestRun.Request());
        Assert.Empty((await other.Status()).Trainers);
        Assert.Single((await trainers.Describe()).Trainers);

        await trainers.Resume();
        await Patience.Until(run.Status, s => s.Version > drained.Version);
    }

    [Fact]
    public async Task The_cluster_describes_its_silos_and_their_trainers()
    {
        await using var cluster = await RoleCluster.Of(SiloRoles.State | SiloRoles.Predictor, SiloRoles.Trainer);
        await cluster.Grains.GetGrain<IRunGrain>(Run).Create(TestRun.Request());

        var silos = await Patience.Until(
            cluster.Grains.GetGrain<IClusterGrain>(0).Silos,
            s => s.Length == 2 && s.All(silo => silo.Version.Length > 0) && s.Any(silo => silo.Trainers?.Length > 0));

        var trainer = silos.Single(s => s.Name == cluster.SiloOf(SiloRoles.Trainer));
        Assert.Equal(["trainer"], trainer.Roles);
        Assert.Equal(["cpu"], trainer.Devices);
        Assert.Equal(("active", false), (trainer.Status, trainer.Draining));
        Assert.Equal($"{Run}/{trainer.Name}/cpu", Assert.Single(trainer.Trainers!).Key);
        var state = silos.Single(s => s != trainer);
        Assert.Equal(["predictor", "state"], state.Roles);
        Assert.Equal((0, 0), (state.Devices.Length, state.Trainers!.Length));
        Assert.Equal(ProgramVersion.Release, state.Version);
    }
}
