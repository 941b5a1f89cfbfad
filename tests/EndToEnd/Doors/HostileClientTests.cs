using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.EndToEnd.Processes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Doors;

/// <summary>What a client may send that has a valid certificate and means ill: nothing of it stops a silo, or reaches what isn't for clients.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private const long MegaByte = 1 << 20;
    private CertificateFolders _certificates = null!;
    private SiloProcess _silo = null!;
    private HostileClient _hostile = null!;

    public async ValueTask InitializeAsync()
    {
        _certificates = await CertificateFolders.Made();
        _silo = await _certificates.Started();
        _hostile = await HostileClient.Connect(_silo.GatewayPort, _certificates.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await _hostile.DisposeAsync();
        await _silo.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_client_that_poses_as_a_silo_and_announces_the_death_of_all_is_not_believed()
    {
        var address = Assert.Single(_hostile.Silos);
        _hostile.Tampering.Change = frame => frame.From(HostileClient.MembershipOf(address));

        await Assert.ThrowsAnyAsync<Exception>(() => _hostile.AnnounceDeath(address));

        await AssertServes();
        Assert.Contains("a message in another one's name", _silo.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_in_its_own_name_does_not_reach_the_silos_own_services()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _hostile.AnnounceDeath(Assert.Single(_hostile.Silos)));

        await AssertServes();
        Assert.Contains("a call to one of the silos' own services", _silo.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_calls_itself_a_silo_when_it_connects_is_hung_up_on()
    {
        _hostile.Tampering.Greet = greeting => Replace(greeting, "sys.client"u8, "sys.silo.x"u8);

        await Assert.ThrowsAnyAsync<Exception>(() => HostileClient.Connect(_silo.GatewayPort, _certificates.Client, _hostile.Tampering));

        await AssertServes();
    }

    [Fact]
    public async Task What_only_silos_call_is_refused_by_name_and_wakes_nobody()
    {
        var run = _hostile.Grains.GetGrain<IRunGrain>("street");
        var stream = _hostile.Grains.GetGrain<IImageStreamGrain>("street/0");
        Func<Task>[] calls =
        [
            () => run.Join("trainer"),
            () => run.Leave("trainer", 1, "reason"),
            () => run.Fail("trainer", 1, "reason"),
            () => stream.Append([]),
            () => stream.Lease("trainer", 1, 1),
            () => _hostile.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.FromSeconds(1)),
        ];

        foreach (var call in calls)
        {
            Assert.Contains("for silos only", (await Assert.ThrowsAsync<PrclRequestException>(call)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, await Activations());
        await AssertServes();
    }

    [LongFact]
    public async Task Twenty_thousand_calls_with_long_names_wake_nobody_and_fill_neither_log_nor_memory()
    {
        const int Calls = 20_000;
        await Flood("warm", Calls / 2);
        var (memory, log) = (_silo.Memory, _silo.Output.ToString().Length);

        await Flood("name", Calls);

        var (grown, written) = (_silo.Memory - memory, _silo.Output.ToString().Length - log);
        Assert.True(grown < 20 * MegaByte, $"memory grew by {grown} bytes");
        Assert.True(written < MegaByte, $"{written} characters were logged");
        Assert.Equal(0, await Activations());
        await AssertServes();
    }

    [LongFact]
    public async Task A_body_of_95_megabytes_is_not_read()
    {
        var push = new ImagePush("large.png", new byte[95 * MegaByte], null, "", ImagePurpose.Train);
        await Assert.ThrowsAnyAsync<Exception>(() => _hostile.Grains.GetGrain<IIngestGrain>("street").Push([push with { Image = new byte[80 * MegaByte] }]));
        var memory = _silo.Memory;

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => _hostile.Grains.GetGrain<IIngestGrain>("street").Push([push]));
        }

        Assert.True(_silo.Memory - memory < 20 * MegaByte, $"memory grew by {_silo.Memory - memory} bytes");
        Assert.Contains("a message that is too large", _silo.Output.ToString(), StringComparison.Ordinal);
        await AssertServes();
    }

    private async Task Flood(string prefix, int calls)
    {
        var name = prefix + new string('x', 4000);
        foreach (var batch in Enumerable.Range(0, calls).Chunk(500))
        {
            await Task.WhenAll(batch.Select(i => Assert.ThrowsAsync<PrclRequestException>(() => _hostile.Grains.GetGrain<IRunGrain>($"{name}{i}").Status())));
        }
    }

    private async Task AssertServes()
    {
        Assert.True(_silo.IsRunning, _silo.Output.ToString());
        await _silo.Prcl.Json("run", "list");
    }

    /// <summary>Grains of runs and streams that are awake.</summary>
    private async Task<int> Activations()
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{_silo.HttpPort}/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("orleans_grains", metrics, StringComparison.Ordinal);
        return metrics.Split('\n').Count(l => l.StartsWith("orleans_grains", StringComparison.Ordinal)
            && (l.Contains("RunGrain", StringComparison.Ordinal) || l.Contains("ImageStreamGrain", StringComparison.Ordinal)) && !l.TrimEnd().EndsWith(" 0", StringComparison.Ordinal));
    }

    private static byte[] Replace(byte[] text, ReadOnlySpan<byte> old, ReadOnlySpan<byte> with)
    {
        var at = text.AsSpan().IndexOf(old);
        Assert.True(at >= 0);
        var changed = text.ToArray();
        with.CopyTo(changed.AsSpan(at));
        return changed;
    }
}
