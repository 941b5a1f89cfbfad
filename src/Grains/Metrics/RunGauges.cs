using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Prcl.Grains.Alarms;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Metrics;

/// <summary>
/// Measures every run from every <c>state</c> silo, trained or not: where trainers are scaled by the backlog, nobody else would tell it
/// while there are none. All silos tell the same; a query takes the maximum by run.
/// </summary>
/// <param name="runs">The runs.</param>
/// <param name="grains">Reaches the grains.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed class RunGauges(RunStore runs, IGrainFactory grains, TimeProvider time, ILogger<RunGauges> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new(GrainMeters.Name);
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Gauge("prcl.backlog", "{image}", "Unlabelled images that nobody has trained on or holds.", s => s.Status.Images.Backlog);
        Gauge("prcl.trainers", "{trainer}", "Trainers that are members of the run.", s => s.Status.Trainers.Length);
        Gauge("prcl.rounds", "{round}", "Rounds that are committed.", s => s.Status.Round);
        Gauge("prcl.trained", "{image}", "Image draws that committed rounds have trained on.", s => s.Status.ImagesTrained);
        Gauge("prcl.stored", "{image}", "Images in the log.", s => s.Status.Images.Stored);
        Gauge("prcl.quarantined", "{image}", "Images that can't be read.", s => s.Status.Images.Quarantined);
        Gauge("prcl.staleness", "s", "Time since the newest version was first seen.", s => time.GetElapsedTime(s.Since).TotalSeconds);
        Gauge("prcl.miou", "%", "mIoU of the newest measured version, and on the same frames of the last one before the first unlabelled image was learned from.", s => s.MeanIou);
        Gauge("prcl.uncertainty.auroc", "", "How well the published uncertainty tells wrong pixels from right ones, of the same versions; 0.5 by chance.", s => s.UncertaintyAuroc);
        Gauge("prcl.calibration.error", "", "Expected calibration error of confidence, of the same versions, 0 to 1.", s => s.CalibrationError);
        Gauge("prcl.coverage", "", "Share of the pseudo-labelled pixels that reach the threshold, mean over the newest round's steps, 0 to 1.", p => p.Coverage);
        Gauge("prcl.uncertainty", "", "Mean published uncertainty of the unlabelled images that the newest round saw, 0 to 1.", p => p.Uncertainty);
        Gauge("prcl.speed", "", "Image draws a second of step time in the newest round, all trainers together.", p => p.ImagesPerSecond);
        _meter.CreateObservableGauge(
            "prcl.loss",
            () => from seen in _seen
                  from loss in Losses(seen.Value.Newest)
                  where loss.Value is not null
                  select new Measurement<double>(loss.Value!.Value, new("run", seen.Key), new("kind", loss.Kind)),
            "",
            "Losses, mean over the newest round's steps.");
        _meter.CreateObservableGauge(
            "prcl.alarm",
            () => from seen in _seen
                  from kind in RunAlarms.Kinds
                  select new Measurement<int>(
                      Array.Exists(seen.Value.Status.Alarms ?? [], a => a.Kind == kind) ? 1 : 0, new("run", seen.Key), new("kind", kind)),
            description: "1 while a run shows a sign of collapse.");
        return new RunPatrol(runs, time, logger).Walk(Period, Look, stoppingToken, gone: run => _seen.TryRemove(run, out _));
    }

    private void Gauge(string name, string unit, string meaning, Func<Seen, double> value) => _meter.CreateObservableGauge(
        name, () => _seen.Select(s => new Measurement<double>(value(s.Value), new KeyValuePair<string, object?>("run", s.Key))), unit, meaning);

    private static (string Kind, double? Value)[] Losses(MetricsPoint? newest) =>
        [("supervised", newest?.Supervised), ("unsupervised", newest?.Unsupervised), ("contrast", newest?.Contrast)];

    // Of the newest committed round; what it doesn't tell isn't told.
    private void Gauge(string name, string unit, string meaning, Func<MetricsPoint, double?> value) => _meter.CreateObservableGauge(
        name,
        () => from seen in _seen
              let figure = seen.Value.Newest is { } newest ? value(newest) : null
              where figure is not null
              select new Measurement<double>(figure.Value, new KeyValuePair<string, object?>("run", seen.Key)),
        unit,
        meaning);

    // Of the newest measured version and of the baseline, in each domain; what isn't known isn't told.
    private void Gauge(string name, string unit, string meaning, Func<ModelScore, double?> value) => _meter.CreateObservableGauge(
        name,
        () => from seen in _seen
              from compared in seen.Value.Status.Comparison ?? []
              from score in new[] { (Model: "newest", Of: compared.Newest), (Model: "baseline", Of: compared.Baseline) }
              let figure = value(score.Of)
              where figure is not null && !double.IsNaN(figure.Value)
              select new Measurement<double>(figure.Value, new("run", seen.Key), new("domain", compared.Domain), new("model", score.Model)),
        unit,
        meaning);

    private async Task Look(string run)
    {
        try
        {
            var grain = grains.GetGrain<IRunGrain>(run);
            var status = await grain.Status().WaitAsync(Patience, time);
            var newest = (await grain.Metrics(Math.Max(-1, status.Round - 2)).WaitAsync(Patience, time)).LastOrDefault();
            _seen.AddOrUpdate(
                run,
                _ => new Seen(status, newest, time.GetTimestamp()),
                (_, before) => new Seen(status, newest, before.Status.Version == status.Version ? before.Since : time.GetTimestamp()));
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            // A figure that isn't known any more mustn't be told on.
            _seen.TryRemove(run, out _);
            throw;
        }
    }

    private sealed record Seen(RunStatus Status, MetricsPoint? Newest, long Since);
}
