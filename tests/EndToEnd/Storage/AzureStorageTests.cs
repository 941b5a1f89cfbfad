using System.Text.Json;
using Prcl.EndToEnd.Faults;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Storage;

/// <summary><c>prcl-silo serve</c> with everything durable in Azure's storage, here its emulator.</summary>
public sealed class AzureStorageTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [LongFact]
    public async Task Everything_is_there_after_a_restart_and_a_kill()
    {
        await using var azurite = await Azurite.StartedOrSkip(isDurable: true);
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started(Settings(azurite));
        await SmallRun.Create(silo.Prcl, Run, scenes);
        await Push(silo, scenes.Labelled("labelled", 0, 4), 4);
        await Push(silo, scenes.Unlabelled("camera", 100, 6), 6);
        var witness = new LogWitness(silo, Run);
        await SeeAnotherRound(silo);
        await witness.Look();

        Assert.Equal(0, await silo.Terminate(Patience));
        silo.Start();
        await silo.Ready();
        await witness.Look();
        await SeeAnotherRound(silo);

        await silo.Kill9();
        silo.Start();
        await silo.Ready();
        await SeeAnotherRound(silo);
        await witness.Look();

        Assert.Equal(10, witness.Images.Length);
        Assert.Equal(3, (await silo.Prcl.Json("prototypes", "--run", Run)).GetArrayLength());
        var image = scenes.Write("new.png", SceneFiles.Image(300));
        Assert.Single((await silo.Prcl.Json("predict", image, "-o", Path.Combine(scenes.Folder, "out"), "--run", Run)).EnumerateArray());
        silo.Output.HasNoTrouble();
        Assert.Empty(Directory.GetFileSystemEntries(silo.DataFolder));
        Assert.Contains(azurite.Endpoint.ToString(), silo.Output.Lines[0], StringComparison.Ordinal);
        AssertNoSecret(silo);
    }

    [LongFact]
    public async Task An_outage_of_the_storage_loses_nothing_acknowledged_and_tells_no_secret()
    {
        await using var azurite = await Azurite.StartedOrSkip(isDurable: true);
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started(Settings(azurite));
        await SmallRun.Create(silo.Prcl, Run, scenes);
        await Push(silo, scenes.Labelled("labelled", 0, 4), 4);
        var witness = new LogWitness(silo, Run);
        await SeeAnotherRound(silo);
        await witness.Look();

        await azurite.Kill9();
        var refused = await silo.Prcl.RunJson("push", scenes.Unlabelled("camera", 100, 3), "--run", Run);
        Assert.NotEqual(0, refused.ExitCode);
        refused.AssertNoStackTrace();
        Assert.DoesNotContain(Azurite.AccountKey, refused.Out + refused.Error, StringComparison.Ordinal);

        await azurite.Start();
        await Eventually.See(
            "the push acknowledged",
            Patience,
            () => silo.Prcl.RunJson("push", scenes.Unlabelled("camera", 100, 3), "--run", Run),
            push => push.ExitCode == 0);
        await SeeAnotherRound(silo);
        await witness.Look();

        Assert.Equal(7, witness.Images.Length);
        AssertNoSecret(silo);
        Assert.DoesNotContain(silo.Output.Lines, line => line.Contains("Unhandled exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storage_that_is_not_there_is_named_at_the_start()
    {
        await using var silo = new SiloProcess();
        var nobody = LoopbackPorts.Next();
        var connection = $"DefaultEndpointsProtocol=http;AccountName=prcl;AccountKey={Azurite.AccountKey};BlobEndpoint=http://127.0.0.1:{nobody}/prcl;";
        var settings = new Dictionary<string, string> { ["PRCL_SILO_BLOBS"] = "azure", ["PRCL_SILO_AZURE_CONNECTION_STRING"] = connection };

        var ended = (await Finished.Run(Programs.Silo, silo.Arguments, settings)).FailedWithOneLine(1, "azure-connection-string", $"127.0.0.1:{nobody}/prcl/prcl");

        Assert.DoesNotContain(Azurite.AccountKey, ended.Out + ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BLOBS", "tape", "blobs is 'tape'; it must be file or azure")]
    [InlineData("BLOBS", "azure", "azure-connection-string and azure-account are not set")]
    [InlineData("AZURE_CONNECTION_STRING", "AccountKey=veryverysecret", "azure-connection-string is set, but blobs is file")]
    public async Task A_wrong_setting_is_named_at_the_start(string name, string value, string message)
    {
        await using var silo = new SiloProcess();

        var ended = await Finished.Run(Programs.Silo, silo.Arguments, new Dictionary<string, string> { ["PRCL_SILO_" + name] = value });

        Assert.DoesNotContain("veryverysecret", ended.FailedWithOneLine(1, message).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_lists_no_secret()
    {
        var settings = new Dictionary<string, string> { ["PRCL_SILO_AZURE_CONNECTION_STRING"] = "AccountKey=veryverysecret" };

        var listed = (await Finished.Run(Programs.Silo, ["settings"], settings)).Succeeded();

        Assert.DoesNotContain("veryverysecret", listed.Out + listed.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(Azurite azurite) => new()
    {
        ["PRCL_SILO_BLOBS"] = "azure",
        ["PRCL_SILO_AZURE_CONNECTION_STRING"] = azurite.ConnectionString,
        ["PRCL_SILO_AZURE_CONTAINER"] = "prcl-test",
    };

    private static void AssertNoSecret(SiloProcess silo)
        => Assert.DoesNotContain(silo.Output.Lines, line => line.Contains(Azurite.AccountKey, StringComparison.Ordinal) || line.Contains("AccountKey", StringComparison.Ordinal));

    private static async Task Push(SiloProcess silo, string folder, int images)
    {
        JsonElement push = await silo.Prcl.Json("push", folder, "--run", Run);
        Assert.Equal(images, push.GetProperty("stored").GetInt32());
    }

    private static Task<SiloOutput> SeeAnotherRound(SiloProcess silo)
    {
        var before = silo.Output.CommittedRounds.Length;
        return Eventually.See("another round committed", Patience, () => Task.FromResult(silo.Output), output => output.CommittedRounds.Length > before);
    }
}
