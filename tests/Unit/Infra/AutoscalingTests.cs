using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prcl.Grains.Blobs;
using Prcl.Grains.Metrics;
using Prcl.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed partial class AutoscalingTests
{
    private static readonly string Folder = Path.Combine(InfraFolder.Kubernetes, "components", "autoscaling");

    [Fact]
    public async Task Trainers_are_scaled_by_a_figure_that_silos_tell()
    {
        var trigger = Assert.Single(Scaling().Triggers);
        var asked = Figure().Match(trigger.Metadata["query"]).Value;

        Assert.Equal(("prometheus", "AverageValue"), (trigger.Type, trigger.MetricType));
        Assert.Contains(asked, await FiguresOfRuns());
    }

    [Fact]
    public void Silos_all_tell_of_every_run_so_the_query_takes_the_maximum_by_run() =>
        Assert.StartsWith("sum(max by (run) (prcl_backlog", Scaling().Triggers[0].Metadata["query"], StringComparison.Ordinal);

    [Fact]
    public void No_figures_are_not_an_empty_backlog() => Assert.Equal("false", Scaling().Triggers[0].Metadata["ignoreNullValues"]);

    [Fact]
    public async Task It_is_the_trainers_that_are_scaled_and_applying_again_does_not_reset_their_number()
    {
        var manifests = await Manifests.Rendered("azure");
        var target = manifests.One<ScaledObject>("prcl-trainer").Spec.ScaleTargetRef;
        var trainer = manifests.One<V1StatefulSet>(target.Name);

        Assert.Equal((trainer.ApiVersion, trainer.Kind), (target.ApiVersion, target.Kind));
        Assert.Null(trainer.Spec.Replicas);
        Assert.All(manifests.Of<V1Deployment>(), d => Assert.NotNull(d.Spec.Replicas));
    }

    [Fact]
    public void One_trainer_leaves_at_a_time_and_has_drained_before_the_next_goes()
    {
        var policy = Assert.Single(Scaling().Advanced.HorizontalPodAutoscalerConfig.Behavior.ScaleDown.Policies);
        var pod = Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "base", "silo-pod.yaml")).Pods().Single().Value;

        Assert.Equal(("Pods", 1), (policy.Type, policy.Value));
        Assert.True(policy.PeriodSeconds >= pod.Spec.TerminationGracePeriodSeconds);
    }

    [Fact]
    public void Prometheus_asks_where_silos_answer_and_carries_the_key()
    {
        var monitor = Manifests.InFile(Path.Combine(Folder, "pod-monitor.yaml")).One<PodMonitor>("prcl-silo").Spec;
        var endpoint = Assert.Single(monitor.PodMetricsEndpoints);

        Assert.Equal(("http", "/metrics", "Bearer"), (endpoint.Port, endpoint.Path, endpoint.Authorization.Type));
        Assert.Equal("api-key", endpoint.Authorization.Credentials.Key);
        Assert.Equal(["prcl.orleans/silo"], monitor.Selector.MatchLabels.Keys);
    }

    private static ScaledObject.ScaledObjectSpec Scaling() =>
        Manifests.InFile(Path.Combine(Folder, "scaled-object.yaml")).One<ScaledObject>("prcl-trainer").Spec;

    /// <summary>
    /// What Prometheus is told of runs. Its names are the instruments' with '_' in the place of '.', and the unit behind it unless that
    /// stands in braces; the exporter's own output is looked at by the tests of the HTTP port.
    /// </summary>
    private static async Task<string[]> FiguresOfRuns()
    {
        var folder = Directory.CreateTempSubdirectory("prcl-gauges-");
        try
        {
            var names = new ConcurrentBag<string>();
            var isLast = new TaskCompletionSource();
            using var listener = new MeterListener();
            listener.InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == GrainMeters.Name && instrument is ObservableGauge<double>)
                {
                    names.Add(instrument.Name.Replace('.', '_') + (instrument.Unit is ['{', ..] ? "" : "_seconds"));
                    if (instrument.Name == "prcl.staleness")
                    {
                        isLast.TrySetResult();
                    }
                }
            };
            listener.Start();
            using var gauges = new RunGauges(new RunStore(new FileBlobStore(folder.FullName)), null!, new FakeTimeProvider(), NullLogger<RunGauges>.Instance);
            await gauges.StartAsync(TestContext.Current.CancellationToken);
            await isLast.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await gauges.StopAsync(TestContext.Current.CancellationToken);
            return [.. names];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("prcl_[a-z_]+")]
    private static partial Regex Figure();
}
