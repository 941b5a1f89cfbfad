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
    public async Task A_folder_without_labels_is_a_usage_error()
    {
        _files.Write("rain/images/a.jpg");

        Assert.Equal(ExitCode.Usage, await Run("evaluate", _files.At("rain")));
        Assert.Contains("labels/", _prcl.Error, StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
