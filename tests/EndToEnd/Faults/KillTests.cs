using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Faults;

/// <summary>SIGKILL at any moment, again and again: while starting, while images arrive, around the commits of rounds.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private static readonly int Kills = LongTests.AreFull ? 20 : 8;
    private const int ChunkImages = 8;
    private const string Run = "killed";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [LongFact]
    public async Task Kills_at_any_moment_lose_no_acknowledged_image_and_no_closed_round()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PRCL_KILL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : 1;
        log.WriteLine($"seed {seed} (another one: PRCL_KILL_SEED)");
        var random = new Random(seed);
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        await SmallRun.Create(silo.Prcl, Run, scenes);
        (await silo.Prcl.RunJson("push", scenes.Labelled("labelled", 0, ChunkImages))).Succeeded();
        var witness = new LogWitness(silo, Run);
        var pushes = new List<Task>();

        for (var kill = 0; kill < Kills; kill++)
        {
            pushes.Add(PushUntilAcknowledged(silo, scenes.Unlabelled($"chunk-{kill}", ChunkImages * (kill + 1), ChunkImages)));
            var moment = await Live(silo, witness, random);
            await silo.Kill9();
            log.WriteLine($"kill {kill + 1}: {moment}, {silo.Output.CommittedRounds.Length} rounds seen");
            silo.Start();
        }

        await silo.Ready();
        await Task.WhenAll(pushes);
        await SeeAnotherRound(silo);
        await witness.Look();
        Assert.Equal(Numbers(0, ChunkImages * (Kills + 1)), witness.Images.Select(i => i.Name).Order(StringComparer.Ordinal));
        Assert.All(witness.Images, i => Assert.Equal(Hash(SceneFiles.Image(int.Parse(i.Name[..5], CultureInfo.InvariantCulture))), i.Sha256));
        AssertForwardOnly(silo.Output.CommittedRounds);
        silo.Output.HasNoTrouble();
        await AssertPrototypesAreWhole(silo);
        Assert.Equal(0, await silo.Terminate(Patience));
    }

    // Lives until a moment of one of three kinds, and says which.
    private static async Task<string> Live(SiloProcess silo, LogWitness witness, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                await Wait(random.Next(1200));
                return "at its start";
            case 1:
                await silo.Ready();
                await Wait(random.Next(1500));
                return "while ready";
            default:
                await silo.Ready();
                await Task.WhenAll(witness.Look(), SeeAnotherRound(silo));
                await Wait(random.Next(700));
                return "after a commit";
        }
    }

    // The moment of a kill, not a wait for anything.
    private static Task Wait(int milliseconds) => Task.Delay(milliseconds, TestContext.Current.CancellationToken);

    private static Task SeeAnotherRound(SiloProcess silo)
    {
        var before = silo.Output.CommittedRounds.Length;
        return Eventually.Holds("another round committed", Patience, () => silo.Output.CommittedRounds.Length > before);
    }

    // What a person with an unreliable silo does: push again until all of it is acknowledged.
    private static Task<Finished> PushUntilAcknowledged(SiloProcess silo, string folder) => Eventually.See(
        $"{folder} acknowledged",
        TimeSpan.FromMinutes(5),
        async () =>
        {
            var push = await silo.Prcl.RunJson("push", folder, "--run", Run, "--domain", "camera");
            push.AssertNoStackTrace();
            return push;
        },
        push => push.ExitCode == 0 && push.Json.GetProperty("stored").GetInt32() + push.Json.GetProperty("skipped").GetInt32() == ChunkImages);

    private static void AssertForwardOnly(long[] rounds)
    {
        Assert.All(rounds.Zip(rounds.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"round {pair.Second} was committed after round {pair.First}"));

        // A kill between a commit and its line hides one round.
        Assert.InRange(rounds[^1] + 1 - rounds.Length, 0, Kills);
        Assert.True(rounds.Length >= Kills / 4, $"only {rounds.Length} rounds were committed");
    }

    private static async Task AssertPrototypesAreWhole(SiloProcess silo)
    {
        (await silo.Prcl.Run("run", "stop", Run)).Succeeded();
        var status = await Eventually.See(
            "the run idle with its last round closed",
            Patience,
            () => silo.Prcl.Json("status", "--run", Run),
            s => s.GetProperty("trainers").EnumerateArray().All(t => t.GetProperty("state").GetString() == "idle"));
        var prototypes = (await silo.Prcl.Json("prototypes", "--run", Run)).EnumerateArray().ToArray();

        Assert.Equal(SceneFiles.Classes, prototypes.Length);
        Assert.All(prototypes, p => Assert.Equal(status.GetProperty("round").GetInt64(), p.GetProperty("round").GetInt64()));
        Assert.All(prototypes, p => Assert.True(p.GetProperty("evidence").GetDouble() > 0));
        Assert.All(prototypes, p => Assert.Equal(0, p.GetProperty("refusedSums").GetInt64()));
        Assert.All(prototypes.SelectMany(p => p.GetProperty("mean").EnumerateArray()), v => Assert.Equal(JsonValueKind.Number, v.ValueKind));

        // Nothing that never was committed may count: no more pixels than the committed draws had.
        var pixels = status.GetProperty("imagesTrained").GetInt64() * SmallRun.Crop * SmallRun.Crop;
        Assert.InRange(prototypes.Sum(p => p.GetProperty("evidence").GetDouble()), 1, pixels);
    }

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count).Select(SceneFiles.NameOf);

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}
