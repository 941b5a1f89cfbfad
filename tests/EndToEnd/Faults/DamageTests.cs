using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Faults;

/// <summary>A short form of <c>tests/Chaos -- damage</c>: a store of real silos, damaged one file at a time.</summary>
public sealed class DamageTests
{
    private static readonly int Damages = LongTests.AreFull ? 40 : 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [LongFact]
    public async Task No_damage_is_silent_or_stuck_and_each_repair_loses_what_it_said()
    {
        var ended = await Finished.Run(Programs.Chaos, ["damage", "--damages", $"{Damages}", "--seed", "3", "--silos", "1"], patience: Patience);

        Assert.True(ended.ExitCode == 0, ended.Out + ended.Error);
        using var report = JsonDocument.Parse(ended.Out.TrimEnd().Split('\n')[^1]);
        int Count(string name) => report.RootElement.GetProperty(name).GetInt32();
        Assert.Equal((Damages, 0, 0), (Count("damages"), Count("silent"), Count("stuck")));
        Assert.True(report.RootElement.GetProperty("lossesAsAnnounced").GetBoolean());
        Assert.Equal(Count("silos"), Count("trainedOn") + Count("hopeless"));
        Assert.InRange(Count("mendedWhole"), 1, Damages);
    }
}
