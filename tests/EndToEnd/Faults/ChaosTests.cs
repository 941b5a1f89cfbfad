using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Faults;

/// <summary>The short form of <c>tests/Chaos</c>: each kind of fault once, on three silos over Redis and Azurite.</summary>
public sealed class ChaosTests(ITestOutputHelper log)
{
    private const int SkippedExitCode = 77;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    [LongFact]
    public async Task Whatever_dies_every_acknowledged_image_is_logged_once_and_every_prototype_is_its_reports_sum()
    {
        // The other tests leave silos little of the processor: how soon they answer is the full form's business.
        var ended = await Finished.Run(Programs.Chaos, ["--minutes", LongTests.AreFull ? "3" : "0.9", "--pause", "6", "--seed", "4", "--unanswered", "1000"], patience: Patience);
        Assert.SkipWhen(ended.ExitCode == SkippedExitCode, ended.Error);
        log.WriteLine(ended.Out);

        var report = JsonDocument.Parse(ended.Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        Assert.True(Number("faults") >= 5);
        Assert.True(Number("imagesAcknowledged") > 0);
        Assert.Equal(0, Number("imagesLost"));
        Assert.Equal(0, Number("imagesDuplicated"));
        Assert.Equal(0, Number("blobsDamaged"));
        Assert.True(Number("roundsAfterLastFault") > 0);
        Assert.True(Number("reportsCommitted") >= Number("roundsCommitted"));
        Assert.InRange(Number("prototypeMaxRelativeError"), 0, 1e-9);
        Assert.Equal(Number("trainedInManifests"), Number("trainedMarks"));

        double Number(string name) => report.GetProperty(name).GetDouble();
    }
}
