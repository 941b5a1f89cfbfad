using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Silo.Demo;
using Prcl.Unit.Learning.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Silo.Demo;

public sealed class FolderSourceTests
{
    [Fact]
    public void A_folder_is_divided_into_labelled_streamed_and_evaluation_frames()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60, "day").WithDomain("dusk", 30, "dusk");

        var plan = FolderSource.Open(data.Root, ["day", "dusk"]);

        Assert.Equal(["day", "dusk"], plan.Domains.Select(d => d.Name));
        Assert.Equal([15, 0], plan.Domains.Select(d => d.Labelled.Count));
        Assert.Equal([36 - 15, 18], plan.Domains.Select(d => d.Streamed.Count));
        Assert.Equal([60 - 36 - 5, 30 - 18 - 5], plan.Domains.Select(d => d.Evaluation.Count));
    }

    [Fact]
    public void No_evaluation_frame_is_among_those_that_train()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60, "day").WithDomain("dusk", 30, "dusk");

        var plan = FolderSource.Open(data.Root, null);

        var training = plan.Labelled.Concat(plan.Streamed).Select(f => (f.Domain, f.Name)).ToHashSet();
        Assert.DoesNotContain(plan.Evaluation, f => training.Contains((f.Domain, f.Name)));
        Assert.Equal(training.Count, plan.Labelled.Count + plan.Streamed.Count);
    }

    [Fact]
    public void A_streamed_frame_is_pushed_without_the_label_that_it_has()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60);

        var plan = FolderSource.Open(data.Root, null);

        Assert.Null(plan.Streamed[0].Unlabelled().Label);
        Assert.Equal(ImagePurpose.Train, plan.Streamed[0].Unlabelled().Purpose);
        Assert.NotNull(plan.Labelled[0].Labelled().Label);
        Assert.Equal(ImagePurpose.Evaluate, plan.Evaluation[0].Evaluation().Purpose);
        Assert.NotNull(plan.Evaluation[0].Evaluation().Label);
        Assert.Equal("day", plan.Evaluation[0].Evaluation().Domain);
    }

    [Fact]
    public void A_small_folder_keeps_half_of_its_stream_unlabelled()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 20);

        var plan = FolderSource.Open(data.Root, null);

        Assert.Equal(6, plan.Labelled.Count);
        Assert.Equal(6, plan.Streamed.Count);
    }

    [Fact]
    public void Unlabelled_images_in_the_stream_are_welcome()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60);
        File.Delete(Path.Combine(data.Root, "day", "labels", "0001.png"));

        Assert.Equal(21, FolderSource.Open(data.Root, null).Streamed.Count);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        Assert.Contains(missing, Assert.Throws<DatasetException>(() => FolderSource.Open(missing, null)).Message, StringComparison.Ordinal);
        Assert.Contains(missing, Assert.Throws<DatasetException>(() => FolderSource.OpenEvaluation(missing, TestDataset.Classes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_whose_name_is_no_domain_is_refused()
    {
        using var data = new TestDataset().WithClasses().WithDomain("a day", 60);

        Assert.Contains("no name for a domain", Assert.Throws<DatasetException>(() => FolderSource.Open(data.Root, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_to_measure_on_at_the_end_has_evaluation_frames_only()
    {
        using var data = new TestDataset().WithClasses().WithDomain("fog", 4);

        var fog = FolderSource.OpenEvaluation(Path.Combine(data.Root, "fog"), TestDataset.Classes);

        Assert.Equal(("fog", 0, 0, 4), (fog.Name, fog.Labelled.Count, fog.Streamed.Count, fog.Evaluation.Count));
    }

    [Fact]
    public void A_label_that_does_not_fit_the_classes_is_named_before_training()
    {
        using var data = new TestDataset().WithClasses().WithDomain("fog", 4);
        var label = data.Write("fog/labels/0002.png", LabelPng.Write(TestImages.Labels(20, 16, [3])));

        Assert.Contains(label, Assert.Throws<DatasetException>(() => FolderSource.OpenEvaluation(Path.Combine(data.Root, "fog"), TestDataset.Classes)).Message, StringComparison.Ordinal);
    }
}
