using System.Globalization;
using Microsoft.Playwright;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Web;

/// <summary>One silo that asks for keys, one run that has learned something, and one browser, for all tests of the page. Started by the first test that wants them.</summary>
public sealed class WatchedSilo : IAsyncLifetime
{
    /// <summary>The run.</summary>
    public const string Run = "street";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Task? _started;
    private IBrowser? _browser;

    internal SceneFiles Scenes { get; } = new();

    internal SiloProcess Silo { get; private set; } = null!;

    internal string AdminKey { get; private set; } = "";

    internal string ReadKey { get; private set; } = "";

    /// <summary>Where the page is.</summary>
    internal string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Silo.HttpPort}/");

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        if (Silo is not null)
        {
            await Silo.DisposeAsync();
        }

        Scenes.Dispose();
    }

    /// <summary>A fresh tab at a view; skips the test where there is no browser.</summary>
    /// <param name="view">The view, with what the address has behind it.</param>
    /// <param name="key">The key that is in the tab's storage; null: the administrator's, empty: none.</param>
    internal async Task<WatchedPage> Open(string view, string? key = null)
    {
        await (_started ??= Start());
        return await WatchedPage.Open(_browser!, $"{Address}#/{Run}/{view}", key ?? AdminKey);
    }

    private async Task Start()
    {
        _browser = await Chromium.StartedOrSkip();
        var keys = Path.Combine(Scenes.Folder, "api-keys.json");
        (AdminKey, ReadKey) = (await Key("person", "admin"), await Key("guest", "read"));
        Silo = new SiloProcess(options: ["--api-keys", keys]);
        Silo.Start();
        await Silo.Ready();
        await SmallRun.Create(Silo.Prcl, Run, Scenes);
        await Push(Scenes.Labelled("day", 0, 4));
        await Push(Scenes.Labelled("held-out", 20, 2), "--purpose", "evaluate");
        await Push(Scenes.Unlabelled("stream", 40, 8));
        await Eventually.See("a version that was measured", Patience, () => Silo.Prcl.Json("status", "--run", Run), s => s.GetProperty("aliases").TryGetProperty("measured", out var measured) && measured.GetInt64() > 0);

        async Task Push(params string[] arguments) => (await Silo.Prcl.RunJson(["push", .. arguments, "--run", Run])).Succeeded();

        async Task<string> Key(string name, string scopes) =>
            (await Finished.Run(Programs.Silo, ["keys", "add", name, "--scopes", scopes, "--api-keys", keys])).Succeeded().Out.Trim();
    }
}
