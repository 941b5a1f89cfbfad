using Prcl.EndToEnd.Processes;
using Xunit;

namespace Prcl.EndToEnd.Faults;

/// <summary>Looks at a run from outside, and holds every look against the one before: what was there stays, in its place.</summary>
internal sealed class LogWitness(SiloProcess silo, string run)
{
    private long _version;

    /// <summary>The log at the last look.</summary>
    public (string Name, string Sha256)[] Images { get; private set; } = [];

    /// <summary>Looks at status and log.</summary>
    public async Task Look()
    {
        var seen = silo.Output.CommittedRounds.DefaultIfEmpty(-1).Max() + 1;
        var status = await silo.Prcl.Json("status", "--run", run);
        var version = status.GetProperty("version").GetInt64();
        Assert.True(version >= Math.Max(seen, _version), $"version {version} after {Math.Max(seen, _version)}");
        Assert.NotEqual("failed", status.GetProperty("phase").GetString());

        var listed = (await silo.Prcl.Json("images", "--run", run, "--limit", "100000")).EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, listed.Length).Select(i => (long)i), listed.Select(i => i.GetProperty("sequence").GetInt64()));
        Assert.All(listed, i => Assert.Null(i.GetProperty("quarantine").GetString()));
        var images = listed.Select(i => (i.GetProperty("name").GetString()!, i.GetProperty("sha256").GetString()!)).ToArray();
        Assert.Equal(images.Length, images.Distinct().Count());
        Assert.Equal(Images, images.Take(Images.Length));
        (_version, Images) = (version, images);
    }
}
