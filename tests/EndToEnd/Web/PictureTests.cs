using Microsoft.Playwright;
using Prcl.EndToEnd.Processes;
using Xunit;

namespace Prcl.EndToEnd.Web;

/// <summary>Takes the pictures of docs/web.md of a run that is in training: PRCL_PAGE is its overview's address.</summary>
public sealed class PictureTests
{
    private const string Variable = "PRCL_PAGE";
    private static readonly ViewportSize Screen = new() { Width = 1280, Height = 860 };

    [Fact(Explicit = true)]
    public async Task Pictures_are_taken()
    {
        var address = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(address is { Length: > 0 }, $"{Variable} names no page.");
        var browser = await Chromium.StartedOrSkip();
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = Screen, ColorScheme = ColorScheme.Light });

        await page.GotoAsync(address);
        await page.Locator("prcl-overview table.matrix").WaitForAsync();
        await page.Locator("prcl-losses canvas").WaitForAsync();
        await Take("overview");

        var nav = page.Locator("nav a");
        await nav.Filter(new LocatorFilterOptions { HasText = "Stream" }).ClickAsync();
        await page.Locator(".tile button").First.ClickAsync();
        await page.Locator("dialog .button").ClickAsync();
        await page.GetByText("answered").WaitForAsync();
        await page.GetByLabel("Hide what is less sure than").FillAsync("0.6");
        await page.Locator("prcl-segmented canvas").HoverAsync(new LocatorHoverOptions { Position = new Position { X = 100, Y = 100 } });
        await page.Locator(".scores").WaitForAsync();
        await Take("predict");

        await nav.Filter(new LocatorFilterOptions { HasText = "Prototypes" }).ClickAsync();
        await page.Locator("prcl-prototype-map section > :nth-child(2)").WaitForAsync();
        await Take("prototypes");
        await browser.CloseAsync();

        Task Take(string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Programs.InRepository($"docs/pictures/web-{name}.png") });
    }
}
