using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Contracts.Runs;
using Prcl.Grains.Metrics;
using Prcl.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Metrics;

[Collection(ClusterTests.Name)]
public sealed class RunGaugesTests(GrainCluster cluster)
{
    [Fact]
    public async Task Backlog_and_rounds_are_told_for_a_run_that_nobody_trains()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(1), TestRun.Entry(2), TestRun.Entry(3, label: "label")]);
        using var gauges = new RunGauges(new RunStore(cluster.Storage), cluster.Grains, TimeProvider.System, NullLogger<RunGauges>.Instance);
        await gauges.StartAsync(TestContext.Current.CancellationToken);

        var figures = await Patience.Until(() => Task.FromResult(Figures(run.Name)), f => f.Count > 0);
        Assert.Equal((2, 0, 0, 3, 0), (figures["prcl.backlog"], figures["prcl.trainers"], figures["prcl.rounds"], figures["prcl.stored"], figures["prcl.quarantined"]));
        Assert.InRange(figures["prcl.staleness"], 0, 60);
        await gauges.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_was_measured_of_a_domain_is_told_of_the_newest_version_and_of_the_baseline()
    {
        var run = await cluster.Create(("evaluation-seconds", "0"), ("unsupervised-begin", "0"));
        await run.Store(Street.Evaluated(0, "rain"));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: 2);
        await run.Evaluator.Start();
        var rain = Assert.Single(await Patience.Until(run.Evaluator.Comparison, c => c is [{ Newest.Version: 1 }]));
        using var gauges = new RunGauges(new RunStore(cluster.Storage), cluster.Grains, TimeProvider.System, NullLogger<RunGauges>.Instance);
        await gauges.StartAsync(TestContext.Current.CancellationToken);

        var figures = await Patience.Until(() => Task.FromResult(Figures(run.Name)), f => f.ContainsKey("prcl.miou rain newest"));

        Assert.Equal((rain.Newest.MeanIou, rain.Baseline.MeanIou), (figures["prcl.miou rain newest"], figures["prcl.miou rain baseline"]));
        Assert.Equal((rain.Newest.UncertaintyAuroc, rain.Newest.CalibrationError), (figures["prcl.uncertainty.auroc rain newest"], figures["prcl.calibration.error rain newest"]));
        await gauges.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_alarm_is_in_the_status_and_a_metric_that_is_0_otherwise()
    {
        var run = await cluster.Create();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        for (var i = 0; i < 2; i++)
        {
            await trainer.HandIn(await trainer.Write(1, 20) with { Signs = new LearningSigns([100, .. new long[7]], [50, 50, .. new long[6]], 1, 10, 50, 0.01) });
        }

        var alarm = Assert.Single((await run.Grain.Status()).Alarms!);
        using var gauges = new RunGauges(new RunStore(cluster.Storage), cluster.Grains, TimeProvider.System, NullLogger<RunGauges>.Instance);
        await gauges.StartAsync(TestContext.Current.CancellationToken);
        var figures = await Patience.Until(() => Task.FromResult(Figures(run.Name)), f => f.Count > 0);

        Assert.Equal(("class-shares", 1), (alarm.Kind, alarm.SinceRound));
        Assert.Equal((1, 0, 0), (figures["prcl.alarm class-shares"], figures["prcl.alarm false-certainty"], figures["prcl.alarm prototype-drift"]));
        await gauges.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Losses_speed_and_uncertainty_of_the_newest_round_are_told()
    {
        var run = await cluster.Create();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await trainer.HandIn(await trainer.Write(1, 20) with { Losses = new RoundLosses(9, 9, 9, 0.9, 5, 1) });
        await trainer.HandIn(await trainer.Write(1, 20) with { Losses = new RoundLosses(3, 2, 1, 0.5, 5, 4), Doubts = [new ReportedDoubts(0, [0, 0], [255], [1])] });
        using var gauges = new RunGauges(new RunStore(cluster.Storage), cluster.Grains, TimeProvider.System, NullLogger<RunGauges>.Instance);
        await gauges.StartAsync(TestContext.Current.CancellationToken);

        var figures = await Patience.Until(() => Task.FromResult(Figures(run.Name)), f => f.ContainsKey("prcl.loss supervised"));

        Assert.Equal((3, 2, 1), (figures["prcl.loss supervised"], figures["prcl.loss unsupervised"], figures["prcl.loss contrast"]));
        Assert.Equal((0.5, 1, 5), (figures["prcl.coverage"], figures["prcl.uncertainty"], figures["prcl.speed"]));
        await gauges.StopAsync(TestContext.Current.CancellationToken);
    }

    // By instrument, domain and model where it has such.
    private static Dictionary<string, double> Figures(string run)
    {
        var figures = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Meter.Name == GrainMeters.Name)
                {
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return figures;

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length > 0 && (string?)tags[0].Value == run)
            {
                figures[string.Join(' ', [instrument.Name, .. tags[1..].ToArray().Select(t => t.Value)])] = value;
            }
        }
    }
}
