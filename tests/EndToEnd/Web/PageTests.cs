using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Web;

public sealed partial class PageTests(WatchedSilo silo) : IClassFixture<WatchedSilo>
{
    [LongFact]
    public async Task A_key_is_asked_for_and_then_the_overview_follows_a_push()
    {
        await using var tab = await silo.Open("overview", key: "");
        await tab.Sees("h1", "A key is needed");
        await tab.Page.GetByLabel("Key").FillAsync("prcl_wrong");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Sees("[role=alert]", "not good here");
        await tab.Page.GetByLabel("Key").FillAsync(silo.AdminKey);
        await tab.Page.Keyboard.PressAsync("Enter");

        await tab.Sees("prcl-overview table.matrix", "held-out");
        var images = tab.Page.Locator(".tiles dd").First;
        var before = int.Parse(await images.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        (await silo.Silo.Prcl.RunJson("push", silo.Scenes.Unlabelled("later", 60, 1), "--run", WatchedSilo.Run)).Succeeded();

        await tab.Sees(".tiles dd", new Regex($"^{before + 1}$"));
        await tab.Sees("prcl-losses figcaption", "supervised");
        await tab.AssertAccessible();
    }

    [LongFact]
    public async Task An_image_is_segmented_and_what_is_unsure_hidden_and_a_bad_file_refused_in_words()
    {
        await using var tab = await silo.Open("predict");
        var files = tab.Page.Locator("prcl-predict input[type=file]");
        await files.SetInputFilesAsync(new FilePayload { Name = "notes.png", MimeType = "image/png", Buffer = "no image"u8.ToArray() });
        await tab.Sees("[role=alert]", "notes.png can’t be read");

        await files.SetInputFilesAsync(new FilePayload { Name = "scene.png", MimeType = "image/png", Buffer = SceneFiles.Image(70) });
        await tab.Sees("prcl-predict [role=status]", SomeVersion());
        var all = await tab.Picture();
        await tab.Page.GetByLabel("Hide what is less sure than").FillAsync("0");
        Assert.NotEqual(all, await tab.Picture());
        await tab.Page.GetByLabel("Hide what is less sure than").FillAsync("1");
        Assert.Equal(all, await tab.Picture());

        await tab.Page.Locator("prcl-segmented canvas").HoverAsync();
        await tab.Sees("prcl-segmented output", new Regex("(sky|wall|road), uncertainty [0-9.]+ %"));
        await tab.Sees(".scores tr.chosen", new Regex("(sky|wall|road)\\s*[0-9.]+ %\\s*[−0-9.]+"));
        await tab.Page.GetByLabel("Version").SelectOptionAsync("0");
        await tab.Sees("prcl-predict [role=status]", "Version 0 answered");
        await tab.AssertAccessible();
    }

    [LongFact]
    public async Task A_key_that_may_only_look_is_told_what_it_may_not()
    {
        await using var tab = await silo.Open("predict", silo.ReadKey);
        await tab.Page.Locator("prcl-predict input[type=file]").SetInputFilesAsync(new FilePayload { Name = "scene.png", MimeType = "image/png", Buffer = SceneFiles.Image(71) });

        await tab.Sees("[role=alert]", "this needs predict");
    }

    [LongFact]
    public async Task The_stream_is_walked_by_keyboard_alone()
    {
        await using var tab = await silo.Open("overview");
        var keyboard = tab.Page.Keyboard;
        await tab.Sees("nav", "Stream");
        await TabTo("a[aria-current], nav a:nth-of-type(3)", "nav a:nth-of-type(3)");
        await keyboard.PressAsync("Enter");
        await TabTo("prcl-stream", ".tile button");
        await keyboard.PressAsync("ArrowRight");
        await keyboard.PressAsync("Enter");
        await tab.Sees("dialog.large h2", ".png");
        await tab.Sees("dialog.large h3:has-text('Version')", SomeVersion());
        var first = await tab.Page.Locator("dialog.large h2").InnerTextAsync();
        await tab.AssertAccessible();

        await keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(tab.Page.Locator("dialog.large h2")).Not.ToHaveTextAsync(first);
        await keyboard.PressAsync("Escape");
        await Assertions.Expect(tab.Page.Locator("dialog.large")).ToHaveCountAsync(0);
        await Assertions.Expect(tab.Page.Locator(".tile button[data-index='2']")).ToBeFocusedAsync();
        await tab.AssertAccessible();

        async Task TabTo(string what, string selector)
        {
            await Assertions.Expect(tab.Page.Locator(selector).First).ToBeVisibleAsync();
            for (var presses = 0; presses < 60; presses++)
            {
                await keyboard.PressAsync("Tab");
                if (await tab.Page.Locator($"{selector}:focus").CountAsync() > 0)
                {
                    return;
                }
            }

            Assert.Fail($"{what} isn't reached by Tab.");
        }
    }

    [LongFact]
    public async Task Files_are_pushed_with_progress_and_refusals_in_words()
    {
        await using var tab = await silo.Open("stream");
        await tab.Page.Locator(".push summary").ClickAsync();
        await tab.Page.Locator(".push").GetByLabel("Domain").FillAsync("dropped");
        await tab.Page.Locator(".push input[type=file]").SetInputFilesAsync(
        [
            new FilePayload { Name = "new.png", MimeType = "image/png", Buffer = SceneFiles.Image(80) },
            new FilePayload { Name = "torn.png", MimeType = "image/png", Buffer = SceneFiles.Image(81)[..200] },
            new FilePayload { Name = "again.png", MimeType = "image/png", Buffer = SceneFiles.Image(80) },
        ]);

        await tab.Sees(".push [role=status]", "Done. 1 image stored, 1 there already, 1 refused.");
        await tab.Sees(".refused li", new Regex("^torn.png: .+"));
        await tab.Page.Locator(".controls input[type=search]").FillAsync("dropped");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.Locator(".tile")).ToHaveCountAsync(1);
    }

    [LongFact]
    public async Task Of_a_hundred_thousand_images_only_those_in_sight_exist()
    {
        await using var tab = await silo.Open("cluster");
        await tab.Page.RouteAsync(new Regex(@"/images\?"), route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = Part(route.Request.Url) }));
        await tab.Page.RouteAsync(new Regex("/thumbnail$"), route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "image/png", BodyBytes = SceneFiles.Image(1) }));
        await tab.Page.Locator("nav a", new PageLocatorOptions { HasText = "Stream" }).ClickAsync();
        await tab.Sees(".tile", "0.png");
        await tab.Page.Locator(".tile button").First.FocusAsync();

        await Eventually.See("the last image", TimeSpan.FromSeconds(30), End, index => index == 99_999);
        await tab.Sees(".tile button:focus", "99999.png");

        async Task<int> End()
        {
            await tab.Page.Keyboard.PressAsync("End");
            Assert.InRange(await tab.Page.Locator(".tile").CountAsync(), 1, 150);
            return await tab.Page.EvaluateAsync<int>("() => Number(document.activeElement.dataset.index)");
        }
    }

    [LongFact]
    public async Task Prototypes_name_the_nearest_class_as_the_api_does()
    {
        await using var tab = await silo.Open("prototypes");
        await tab.Sees("prcl-prototypes table", "sky");
        var nearest = await tab.Page.EvaluateAsync<string>(
            "async key => (await (await fetch('/v1/runs/street/prototypes/0/neighbours', { headers: { Authorization: `Bearer ${key}` } })).json()).items[0].className", silo.AdminKey);
        await tab.Sees("prcl-prototypes tbody tr:first-child td:last-child", nearest);

        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "sky" }).ClickAsync();
        await tab.Sees("prcl-prototype-history h2", "sky");
        await tab.Page.Locator("prcl-matrix canvas").FocusAsync();
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Sees("prcl-matrix output", "sky and wall");
        await tab.AssertAccessible();
    }

    [LongFact]
    public async Task A_version_is_served_and_training_rolled_back_only_when_asked_twice()
    {
        await using var tab = await silo.Open("models");
        await tab.Sees("prcl-models tbody", "latest");
        var oldest = tab.Page.Locator("prcl-models tbody tr").Last;
        await oldest.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Serve" }).ClickAsync();
        await tab.Sees("prcl-models [role=status]", "serving is version 0 now.");
        await oldest.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Take the name serving away" }).ClickAsync();
        await tab.Page.Locator("dialog .danger").ClickAsync();
        await tab.Sees("prcl-models [role=status]", "no version’s name");
        await tab.AssertAccessible();

        await oldest.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Roll training back" }).ClickAsync();
        await tab.Sees("dialog.confirm", "is lost");
        await tab.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(tab.Page.Locator("dialog")).ToHaveCountAsync(0);
        await oldest.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Roll training back" }).ClickAsync();
        await tab.Page.Locator("dialog .danger").ClickAsync();
        await tab.Sees("prcl-models [role=status]", "Training goes on from version 0");
        await tab.Sees("prcl-models tbody", "a copy of 0");
    }

    [LongFact]
    public async Task A_silo_is_drained_and_let_train_again()
    {
        await using var tab = await silo.Open("cluster");
        await tab.Sees(".silo", "trainer");
        await tab.AssertAccessible();
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Drain its trainers" }).ClickAsync();
        await tab.Page.Locator("dialog .danger").ClickAsync();
        await tab.Sees(".silo", "draining");
        await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Let it train again" }).ClickAsync();
        await tab.Sees("prcl-cluster [role=status]", "trains again");
    }

    [LongFact]
    public async Task A_suggested_image_gets_its_label()
    {
        await using var tab = await silo.Open("cluster");
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(SceneFiles.Image(40)));
        var item = $$"""{"items":[{"sha256":"{{sha}}","name":"00040.png","domain":"stream","doubt":0.5,"class":1}],"next":null}""";
        await tab.Page.RouteAsync(new Regex("/label-next"), route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = item }));
        await tab.Page.Locator("nav a", new PageLocatorOptions { HasText = "Label next" }).ClickAsync();
        await tab.Sees(".card", "most about wall");
        await tab.AssertAccessible();

        var files = tab.Page.Locator(".card input[type=file]");
        await files.SetInputFilesAsync(new FilePayload { Name = "colours.png", MimeType = "image/png", Buffer = SceneFiles.Image(1) });
        await Assertions.Expect(tab.Page.Locator("prcl-label [role=alert]")).ToBeVisibleAsync();
        await files.SetInputFilesAsync(new FilePayload { Name = "mask.png", MimeType = "image/png", Buffer = SceneFiles.Label(40) });
        await tab.Sees("prcl-label [role=status]", "00040.png has its label now.");
    }

    [LongFact]
    public async Task A_silo_that_is_away_is_said_and_its_return_is_seen()
    {
        await using var tab = await silo.Open("overview");
        await tab.Sees(".headline h1", "round");
        await silo.Silo.Kill9();
        await tab.Sees(".banner", "The silo does not answer");
        silo.Silo.Start();
        await silo.Silo.Ready();

        await Assertions.Expect(tab.Page.Locator(".banner")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
        await tab.Sees(".headline h1", "round");
    }

    [LongFact]
    public async Task Nothing_is_asked_while_nobody_looks()
    {
        await using var tab = await silo.Open("overview");
        await tab.Page.Clock.InstallAsync();
        await tab.Page.ReloadAsync();
        await tab.Sees(".headline h1", "round");
        var asked = 0;
        tab.Page.Request += (_, request) => asked += request.Url.Contains("/v1/", StringComparison.Ordinal) ? 1 : 0;
        await tab.Page.EvaluateAsync("() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }");
        asked = 0;
        await tab.Page.Clock.RunForAsync(60_000);
        await tab.Page.Clock.RunForAsync(60_000);
        Assert.Equal(0, asked);

        var status = tab.Page.WaitForRequestAsync(new Regex("/status$"));
        await tab.Page.EvaluateAsync("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }");
        await tab.Page.Clock.RunForAsync(10_000);
        await status;
    }

    [GeneratedRegex("Version [0-9]+")]
    private static partial Regex SomeVersion();

    // A part of 100,000 images, as the API tells them, but ten times as large: the page needn't know.
    private static string Part(string address)
    {
        const int All = 100_000;
        const int AtOnce = 5_000;
        var from = int.Parse(System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)["cursor"] ?? "0", null);
        var items = Enumerable.Range(from, AtOnce).Select(i => new
        {
            sha256 = i.ToString("x64", null),
            labelSha256 = (string?)null,
            name = $"{i}.png",
            domain = "day",
            purpose = "train",
            width = 64,
            height = 48,
            quarantine = (string?)null,
        });
        return JsonSerializer.Serialize(new { items, next = from + AtOnce < All ? (from + AtOnce).ToString(null, null) : null });
    }
}
