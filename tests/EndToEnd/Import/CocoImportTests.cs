using System.Globalization;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Import;

/// <summary>From a COCO data set to labelled images of a run, as a person would go.</summary>
public sealed class CocoImportTests
{
    [Fact]
    public async Task A_coco_data_set_becomes_a_run_with_labelled_images()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        var coco = Coco(scenes);
        var classes = Path.Combine(scenes.Folder, "coco-classes.json");

        (await silo.Prcl.Run("classes", "coco", coco, "--out", classes)).Succeeded();
        (await silo.Prcl.Run(["run", "create", "street", "--classes", classes, .. SmallRun.Settings.SelectMany(setting => new[] { "--set", setting })])).Succeeded();
        var pushed = await silo.Prcl.Json("import", "coco", coco, "--run", "street");
        var images = (await silo.Prcl.Json("images", "--run", "street")).EnumerateArray().ToArray();

        Assert.Equal((3, 3), (pushed.GetProperty("stored").GetInt32(), pushed.GetProperty("labelled").GetInt32()));
        Assert.Equal([50, 50], pushed.GetProperty("classShares").EnumerateArray().Select(share => share.GetProperty("percent").GetDouble()));
        Assert.Equal(3, images.Length);
        Assert.All(images, image => Assert.NotNull(image.GetProperty("labelSha256").GetString()));
        Assert.Equal(["evaluate", "train", "train"], images.Select(image => image.GetProperty("purpose").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await silo.Prcl.Json("import", "coco", coco, "--run", "street")).GetProperty("skipped").GetInt32());
    }

    // Two scenes to learn from and one to measure with; the lower half is road.
    private static string Coco(SceneFiles scenes)
    {
        var half = SceneFiles.Height / 2;
        foreach (var (split, first, count) in new[] { ("train", 0, 2), ("val", 2, 1) })
        {
            var numbers = Enumerable.Range(first, count).ToArray();
            Array.ForEach(numbers, number => scenes.Write($"coco/{split}2017/{SceneFiles.NameOf(number)}", SceneFiles.Image(number)));
            var images = string.Join(",", numbers.Select(number => string.Create(
                CultureInfo.InvariantCulture, $$"""{"id":{{number}},"file_name":"{{SceneFiles.NameOf(number)}}","width":{{SceneFiles.Width}},"height":{{SceneFiles.Height}}}""")));
            var annotations = string.Join(",", numbers.Select(number => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":{{number}},"image_id":{{number}},"category_id":9,"segmentation":[[0,{{half}},{{SceneFiles.Width}},{{half}},{{SceneFiles.Width}},{{SceneFiles.Height}},0,{{SceneFiles.Height}}]]}""")));
            scenes.Write(
                $"coco/annotations/instances_{split}2017.json",
                System.Text.Encoding.UTF8.GetBytes($$"""{"images":[{{images}}],"annotations":[{{annotations}}],"categories":[{"id":9,"name":"road"}]}"""));
        }

        return Path.Combine(scenes.Folder, "coco");
    }
}
