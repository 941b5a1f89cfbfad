using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Measuring_adds_all_batches_of_one_version()
    {
        var versions = new List<long?>();
        for (var i = 0; i < 10; i++)
        {
            _files.Write($"rain/images/{i}.jpg");
            _files.Write($"rain/labels/{i}.png");
        }

        _prcl.Grains.On<IEvaluatorGrain>("Score", (_, arguments) =>
        {
            var images = (ImagePush[])arguments[0]!;
            lock (versions)
            {
                versions.Add((long?)arguments[1]);
            }

            return Task.FromResult(new EvaluationResult("rain", 7, images.Length, 0, [], [images.Length, 0, 0, 0, 0, 0, 0, 0, 0], 0, 0));
        });

        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain"), "--json"));
        using var document = JsonDocument.Parse(_prcl.Out);
        Assert.Equal([null, 7, 7], versions);
        Assert.Equal((10, 7, 100.0), (document.RootElement.GetProperty("images").GetInt32(), document.RootElement.GetProperty("version").GetInt32(), document.RootElement.GetProperty("meanIou").GetDouble()));
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("perClass")[2].GetProperty("iou").ValueKind);
        Assert.Equal(10, document.RootElement.GetProperty("confusion")[0].GetInt64());
    }

    [Fact]
    public async Task The_baseline_is_measured_beside_it_when_asked_for()
    {
        _files.Write("rain/images/0.jpg");
        _files.Write("rain/labels/0.png");
        _prcl.Grains
            .On<IRunGrain>("Model", (_, a) => Task.FromResult(a[0] is "baseline" ? new ModelReference(2, "blob", 480) : null))
            .On<IEvaluatorGrain>("Score", (_, a) => Task.FromResult(
                new EvaluationResult("rain", (long?)a[1] ?? 7, 1, 0, [], a[1] is 2L ? [1, 1, 0, 0, 0, 0, 0, 0, 0] : [2, 0, 0, 0, 0, 0, 0, 0, 0], 0, 0)));

        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain"), "--baseline", "--json"));
        using var document = JsonDocument.Parse(_prcl.Out);
        var baseline = document.RootElement.GetProperty("baseline");
        Assert.Equal((7, 100.0), (document.RootElement.GetProperty("version").GetInt32(), document.RootElement.GetProperty("meanIou").GetDouble()));
        Assert.Equal((2, 25.0), (baseline.GetProperty("version").GetInt32(), baseline.GetProperty("meanIou").GetDouble()));
        Assert.Equal(50, baseline.GetProperty("perClass")[0].GetProperty("iou").GetDouble());
        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain"), "--baseline"));
        Assert.Contains("learning has gained +75.00 points: the baseline, version 2, has 25.00 %", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_how_far_uncertainty_and_confidence_can_be_believed_and_what_is_taken_for_what()
    {
        for (var i = 0; i < 8; i++)
        {
            _files.Write($"rain/images/{i}.jpg");
            _files.Write($"rain/labels/{i}.png");
        }

        _prcl.Grains.On<IEvaluatorGrain>("Score", (_, arguments) => Task.FromResult(
            new EvaluationResult("rain", 7, 4, 0, [], [6, 2, 0, 0, 8, 0, 0, 0, 0], 0, 0, Reliability: Reliability(right: 14, wrong: 2))));

        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain"), "--json"));
        using var document = JsonDocument.Parse(_prcl.Out);
        var road = document.RootElement.GetProperty("perClass")[1];
        Assert.Equal((87.5, 0.75, 0.25), (Number(document.RootElement, "pixelAccuracy"), Number(document.RootElement, "uncertaintyAuroc"), Number(document.RootElement, "calibrationError")));
        Assert.Equal((80.0, 80.0, 100.0), (Number(road, "iou"), Number(road, "precision"), Number(road, "recall")));

        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain"), "--confusion"));
        Assert.Contains("AUROC of 0.75 (chance: 0.5); confidence is off by 25.00 points", _prcl.Out, StringComparison.Ordinal);
        Assert.Contains("Sky 75.0, Road 25.0", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_silo_that_does_not_count_reliability_the_rest_is_shown()
    {
        _files.Write("rain/images/0.jpg");
        _files.Write("rain/labels/0.png");
        _prcl.Grains.On<IEvaluatorGrain>("Score", (_, _) => Task.FromResult(new EvaluationResult("rain", 7, 1, 0, [], [1, 0, 0, 0, 0, 0, 0, 0, 0], 0, 0)));

        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain"), "--json"));
        using var document = JsonDocument.Parse(_prcl.Out);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("calibrationError").ValueKind);
        Assert.Equal(ExitCode.Done, await Run("evaluate", _files.At("rain")));
        Assert.Contains("mIoU 100.00 %", _prcl.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("AUROC", _prcl.Out, StringComparison.Ordinal);
    }

    // Half of the right pixels are as much in doubt as the wrong ones, half are not; all with confidence 0.625 in a bin of accuracy 0.875.
    private static ReliabilityCounts Reliability(int right, int wrong)
    {
        var (sure, unsure, confident) = (ReliabilityCounts.DoubtBin(0.1f), ReliabilityCounts.DoubtBin(0.6f), ReliabilityCounts.ConfidenceBin(0.625f));
        long[] rightByDoubt = new long[ReliabilityCounts.DoubtBins], wrongByDoubt = new long[ReliabilityCounts.DoubtBins];
        (rightByDoubt[sure], rightByDoubt[unsure], wrongByDoubt[unsure]) = (right / 2, right / 2, wrong);
        long[] pixels = new long[ReliabilityCounts.ConfidenceBins], rightByConfidence = new long[ReliabilityCounts.ConfidenceBins];
        var confidence = new double[ReliabilityCounts.ConfidenceBins];
        (pixels[confident], rightByConfidence[confident], confidence[confident]) = (right + wrong, right, 0.625 * (right + wrong));
        return new ReliabilityCounts(rightByDoubt, wrongByDoubt, pixels, rightByConfidence, confidence);
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    [Fact]
    public async Task A_folder_without_labels_is_a_usage_error()
    {
        _files.Write("rain/images/a.jpg");

        Assert.Equal(ExitCode.Usage, await Run("evaluate", _files.At("rain")));
        Assert.Contains("labels/", _prcl.Error, StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
