using System.Net.Http.Json;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Refusals;

/// <summary>One silo with one run for all tests of a class: it must be none the worse for any of them.</summary>
public sealed class RefusingSilo : IAsyncLifetime
{
    /// <summary>The run.</summary>
    public const string Run = "street";

    private Dictionary<string, long> _refused = [];

    internal SceneFiles Scenes { get; } = new();

    internal SiloProcess Silo { get; private set; } = null!;

    internal PrclCommand Prcl => Silo.Prcl;

    /// <summary>The silo's HTTP interface: what is asked after each test costs no process there.</summary>
    internal HttpClient Http { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Silo = new SiloProcess(options: ["--weights-dir", Scenes.Folder]);
        Silo.Start();
        await Silo.Ready();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Silo.HttpPort}/v1/") };
        await SmallRun.Create(Prcl, Run, Scenes);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Silo.DisposeAsync();
        Scenes.Dispose();
    }

    /// <summary>Asserts that the silo answers, stored nothing, and printed nothing to worry about.</summary>
    /// <returns>Refusals by reason since the last look.</returns>
    internal async Task<Dictionary<string, long>> AssertHealthy()
    {
        var status = await Http.GetFromJsonAsync<JsonElement>($"runs/{Run}/status");
        Assert.Equal(0, status.GetProperty("images").GetProperty("stored").GetInt64());
        Silo.Output.HasNoTrouble();

        var refused = status.GetProperty("refused").EnumerateObject().ToDictionary(r => r.Name, r => r.Value.GetInt64());
        var news = refused.Where(r => r.Value > _refused.GetValueOrDefault(r.Key)).ToDictionary(r => r.Key, r => r.Value - _refused.GetValueOrDefault(r.Key));
        _refused = refused;
        return news;
    }
}
