using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Prcl.EndToEnd.Web;

/// <summary>A browser's tab with the page in it. What the browser complains of (an error of the script, something that the policy forbids) fails the test when it is closed.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private const float Patience = 60_000;
    private const int Phone = 390;
    private static readonly string[] Grave = ["serious", "critical"];
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private WatchedPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>A fresh tab with a storage of its own.</summary>
    public static async Task<WatchedPage> Open(IBrowser browser, string address, string key)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { AcceptDownloads = true });
        context.SetDefaultTimeout(Patience);
        if (key.Length > 0)
        {
            await context.AddInitScriptAsync($"sessionStorage.setItem('prcl-key', {JsonSerializer.Serialize(key)})");
        }

        var watched = new WatchedPage(context, await context.NewPageAsync());
        watched.Page.PageError += (_, error) => watched.Complain(error);
        watched.Page.Console += (_, message) => watched.Complain(message.Type == "error" ? message.Text : "");
        await watched.Page.GotoAsync(address);
        return watched;
    }

    /// <summary>Waits until an element has a text.</summary>
    public Task Sees(string selector, Regex text) => Assertions.Expect(Page.Locator(selector).First).ToHaveTextAsync(text, new LocatorAssertionsToHaveTextOptions { Timeout = Patience });

    /// <summary>Waits until an element has a text in it.</summary>
    public Task Sees(string selector, string text) => Assertions.Expect(Page.Locator(selector).First).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <summary>Asserts that nobody is shut out: axe-core finds nothing serious or critical; in the dark only contrasts may differ; on a phone nothing lies beside the screen.</summary>
    public async Task AssertAccessible()
    {
        await AssertAccessible(ColorScheme.Light, null);
        await AssertAccessible(ColorScheme.Dark, RunOnlyOptions.Rules("color-contrast"));
        await Page.SetViewportSizeAsync(Phone, 844);
        var width = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        Assert.True(width <= Phone, $"the page is {width} pixels wide on a screen of {Phone}");
        await Page.SetViewportSizeAsync(1280, 720);
    }

    /// <summary>The sum of the first canvas's pixels: another picture has another.</summary>
    public Task<double> Picture() => Page.EvaluateAsync<double>(
        "() => { const c = document.querySelector('prcl-segmented canvas'); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.reduce((a, b, i) => (a * 31 + b + i) % 4294967291, 0); }");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }

    private async Task AssertAccessible(ColorScheme scheme, RunOnlyOptions? rules)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        var found = (await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations], RunOnly = rules })).Violations.Where(v => Grave.Contains(v.Impact)).ToArray();
        Assert.True(found.Length == 0, $"{scheme}: {string.Join('\n', found.Select(v => $"{v.Id}: {v.Help} {string.Join(' ', v.Nodes.Take(3).Select(n => n.Html))}"))}");
    }

    // An answer that is an error, or none while the silo is away, is said on the page; the browser says it too.
    private void Complain(string text)
    {
        if (text.Length > 0 && !text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _complaints.Add(text);
        }
    }
}
