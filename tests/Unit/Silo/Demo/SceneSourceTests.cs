using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Scenes;
using Prcl.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Demo;

public sealed class SceneSourceTests
{
    private static readonly SceneLength[] Short = [new(SceneDomain.Day, 18, 2), new(SceneDomain.Rain, 3, 1)];

    [Fact]
    public void Scenes_have_labels_on_the_first_drive_only_and_evaluation_after_a_gap()
    {
        var plan = SceneSource.Draw(1, Short, TestContext.Current.CancellationToken);

        Assert.Equal(["day", "rain"], plan.Domains.Select(d => d.Name));
        Assert.Equal([15, 0], plan.Domains.Select(d => d.Labelled.Count));
        Assert.Equal([3, 3], plan.Domains.Select(d => d.Streamed.Count));
        Assert.Equal(["day-0023.png", "day-0024.png", "rain-0008.png"], plan.Evaluation.Select(f => f.Name));
        Assert.Equal(8, plan.Classes.Count);
    }

    [Fact]
    public void No_scene_is_in_two_lists()
    {
        var plan = SceneSource.Draw(1, Short, TestContext.Current.CancellationToken);
        var names = plan.Labelled.Concat(plan.Streamed).Concat(plan.Evaluation).Select(f => f.Name).ToArray();

        Assert.Distinct(names);
    }

    [Fact]
    public void A_scene_comes_as_files_that_ingest_reads()
    {
        var frame = SceneSource.Draw(1, [new(SceneDomain.Day, 15, 1)], TestContext.Current.CancellationToken).Evaluation[0].Evaluation();

        var image = ImageDecoder.Decode(frame.Image, ImageLimits.Default).Image;
        var label = LabelPng.Read(frame.Label!, ImageLimits.Default).Labels;

        Assert.Equal((image!.Width, image.Height), (label!.Width, label.Height));
    }

    [Fact]
    public void The_demo_streams_three_hundred_scenes_of_three_domains()
    {
        Assert.Equal([(SceneDomain.Day, 150), (SceneDomain.Dusk, 75), (SceneDomain.Rain, 75)], SceneSource.Lengths.Select(l => (l.Domain, l.Streamed)));
    }
}
