using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Refusals;

public sealed class BadImageTests(RefusingSilo silo) : IClassFixture<RefusingSilo>
{
    [Theory]
    [InlineData("text", "NotAnImage", "does not begin like an image")]
    [InlineData("truncated", "Damaged", "the PNG")]
    [InlineData("header bomb", "Damaged", "8192×4096")]
    [InlineData("one pixel", "TooSmall", "1×1")]
    [InlineData("huge", "TooLarge", "30000×30000")]
    [InlineData("animated PNG", "NotAnImage", "animated")]
    [InlineData("animated GIF", "NotAnImage", "GIF")]
    public async Task A_bad_image_is_refused_by_name_and_counted(string kind, string reason, string rule)
    {
        var file = silo.Scenes.Write("bad.png", BrokenFiles.Make(kind));

        var push = await Push(file);

        push.FailedWithOneLine(1, file, rule);
        Assert.Equal(reason, RefusedReason(push));
        Assert.Equal(Once(reason), await silo.AssertHealthy());
    }

    [Fact]
    public async Task An_empty_file_is_refused_before_it_is_sent()
    {
        var push = await Push(silo.Scenes.Write("bad.png", BrokenFiles.Make("empty")));

        push.FailedWithOneLine(1, "bad.png", "0 bytes");
        Assert.Equal("NotAnImage", RefusedReason(push));
        Assert.Empty(await silo.AssertHealthy());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("truncated")]
    [InlineData("huge")]
    public async Task A_bad_image_is_not_predicted_either(string kind)
    {
        var file = silo.Scenes.Write("bad.png", BrokenFiles.Make(kind));
        var output = Path.Combine(silo.Scenes.Folder, "out");

        (await silo.Prcl.Run("predict", file, "-o", output, "--run", RefusingSilo.Run)).FailedWithOneLine(1, file);
        Assert.False(Directory.Exists(output));
        Assert.StartsWith("predict ", Assert.Single(await silo.AssertHealthy()).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_of_another_size_is_refused_with_both_sizes()
    {
        var push = await PushWithLabel(PngFile.Gray(SceneFiles.Width, SceneFiles.Height - 1, (_, _) => 0));

        push.FailedWithOneLine(1, $"{SceneFiles.Width}×{SceneFiles.Height - 1}", $"{SceneFiles.Width}×{SceneFiles.Height}");
        Assert.Equal("BadLabel", RefusedReason(push));
        Assert.Equal(Once("BadLabel"), await silo.AssertHealthy());
    }

    [Fact]
    public async Task A_label_with_a_class_that_the_run_lacks_is_refused_with_its_id()
    {
        var push = await PushWithLabel(PngFile.Gray(SceneFiles.Width, SceneFiles.Height, (x, y) => x == 3 && y == 5 ? (byte)77 : (byte)0));

        push.FailedWithOneLine(1, "77");
        Assert.Equal("BadLabel", RefusedReason(push));
        Assert.Equal(Once("BadLabel"), await silo.AssertHealthy());
    }

    [Fact]
    public async Task A_label_that_inflates_without_end_is_refused()
    {
        var push = await PushWithLabel(PngFile.Build(SceneFiles.Width, SceneFiles.Height, colourType: 0, new byte[64 << 20]));

        push.FailedWithOneLine(1, "more pixel data than pixels");
        Assert.Equal("BadLabel", RefusedReason(push));
        Assert.Equal(Once("BadLabel"), await silo.AssertHealthy());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("../up")]
    public async Task A_domain_with_slashes_is_refused_before_anything_is_sent(string domain)
    {
        var push = await silo.Prcl.Run("push", silo.Scenes.Write("fine.png", SceneFiles.Image(1)), "--domain", domain, "--run", RefusingSilo.Run);

        push.FailedWithOneLine(2, $"'{domain}'", "letters, digits");
        Assert.Empty(await silo.AssertHealthy());
    }

    private static Dictionary<string, long> Once(string reason) => new() { [reason] = 1 };

    private static string RefusedReason(Finished push)
    {
        var reason = Assert.Single(push.Json.GetProperty("refused").EnumerateArray()).GetProperty("reason").GetString()!;
        return char.ToUpperInvariant(reason[0]) + reason[1..];
    }

    private Task<Finished> Push(params string[] arguments) => silo.Prcl.RunJson(["push", .. arguments, "--domain", "camera", "--run", RefusingSilo.Run]);

    private Task<Finished> PushWithLabel(byte[] label)
    {
        var image = silo.Scenes.Write(Path.Combine("one", "a.png"), SceneFiles.Image(1));
        var labels = Path.GetDirectoryName(silo.Scenes.Write(Path.Combine("masks", "a.png"), label))!;
        return Push(image, "--labels", labels);
    }
}
