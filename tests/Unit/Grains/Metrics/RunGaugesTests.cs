using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
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
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (tags.Length == 1 && (string?)tags[0].Value == run)
            {
                figures[instrument.Name] = value;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return figures;
    }
}
