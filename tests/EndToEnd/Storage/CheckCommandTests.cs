using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Storage;

/// <summary><c>prcl-silo check</c> as a person calls it.</summary>
public sealed class CheckCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_damaged_store_is_named_by_the_silo_and_by_the_check_and_is_itself_again_after_a_repair()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        await SmallRun.Create(silo.Prcl, "street", scenes);
        (await silo.Prcl.Run("push", scenes.Unlabelled("stream", 0, 6), "--domain", "day", "--run", "street")).Succeeded();
        var busy = await Check(silo, "--repair");
        Assert.Equal(1, busy.ExitCode);
        Assert.Contains("in use by another silo", busy.Error, StringComparison.Ordinal);
        Assert.Equal(0, await silo.Terminate(Patience));
        var sound = await Check(silo);
        Assert.Equal((0, "Everything stored is sound."), (sound.ExitCode, sound.Out.Trim()));

        (await Finished.Run(Programs.Silo, ["check", "--data-dir", scenes.Folder], patience: Patience)).FailedWithOneLine(1, "is no folder of a silo");

        var log = Path.Combine(silo.DataFolder, "runs", "street", "stream", "0000", "00000000.log");
        await using (var file = File.OpenWrite(log))
        {
            file.SetLength(file.Length - 300);
        }

        silo.Start();
        await silo.Ready();
        var status = await silo.Prcl.Run("status", "--run", "street");
        Assert.Contains("6 had been confirmed", status.Out + status.Error, StringComparison.Ordinal);
        Assert.Contains(silo.Output.Lines, l => l.Contains("Damaged: street/0", StringComparison.Ordinal));
        await silo.Terminate(Patience);

        var found = await Check(silo);
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("had been confirmed", found.Out, StringComparison.Ordinal);
        Assert.Contains("a repair loses", found.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await Check(silo, "--run", "stret")).ExitCode);
        (await Check(silo, "--repair")).Succeeded();
        (await Check(silo)).Succeeded();

        silo.Start();
        await silo.Ready();
        (await silo.Prcl.Run("push", scenes.Unlabelled("again", 0, 6), "--domain", "day", "--run", "street")).Succeeded();
        Assert.Equal(6, (await silo.Prcl.Json("images", "--run", "street")).GetArrayLength());
    }

    private static Task<Finished> Check(SiloProcess silo, params string[] options) =>
        Finished.Run(Programs.Silo, ["check", "--data-dir", silo.DataFolder, .. options], patience: Patience);
}
