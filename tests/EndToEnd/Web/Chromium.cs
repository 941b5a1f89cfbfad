using Microsoft.Playwright;
using Xunit;

namespace Prcl.EndToEnd.Web;

/// <summary>The browser of this machine; none is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The program; null where it isn't installed.</summary>
    public static string? Program { get; } =
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Starts it, or skips the test.</summary>
    public static async Task<IBrowser> StartedOrSkip()
    {
        Assert.SkipUnless(Program is not null, "Chromium isn't installed (Debian's package chromium): the page wasn't tried in a browser.");
        var driver = await Playwright.CreateAsync();
        return await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--disable-gpu", "--disable-dev-shm-usage"] });
    }
}
