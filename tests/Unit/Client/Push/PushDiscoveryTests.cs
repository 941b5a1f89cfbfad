using Prcl.Client;
using Prcl.Client.Push;
using Prcl.Contracts.Ingest;
using Xunit;

namespace Prcl.Unit.Client.Push;

public sealed class PushDiscoveryTests : IDisposable
{
    private readonly ScratchFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_folder_with_images_and_labels_is_a_domain_of_its_name()
    {
        _files.Write("rain/images/b.PNG", 5);
        _files.Write("rain/images/a.jpg", 7);
        _files.Write("rain/images/deep/c.jpeg");
        _files.Write("rain/labels/a.png", 3);
        _files.Write("rain/labels/deep/c.png");
        _files.Write("rain/readme.txt");

        var plan = Find(_files.At("rain"));

        Assert.Equal(["a.jpg", "b.PNG", "c.jpeg"], plan.Items.Select(item => Path.GetFileName(item.ImagePath)));
        Assert.All(plan.Items, item => Assert.Equal("rain", item.Domain));
        Assert.Equal([_files.At("rain/labels/a.png"), null, _files.At("rain/labels/deep/c.png")], plan.Items.Select(item => item.LabelPath));
        Assert.Equal([10, 5], plan.Items.Take(2).Select(item => item.Bytes));
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void A_data_set_of_several_domains_is_found_whole()
    {
        _files.Write("set/classes.json");
        _files.Write("set/day/images/a.jpg");
        _files.Write("set/day/labels/a.png");
        _files.Write("set/night/images/a.jpg");

        var plan = Find(_files.At("set") + Path.DirectorySeparatorChar);

        Assert.Equal([("day", true), ("night", false)], plan.Items.Select(item => (item.Domain, item.LabelPath is not null)));
        Assert.Equal(1, plan.Ignored);
    }

    [Fact]
    public void A_plain_folder_takes_its_name_as_domain_and_labels_from_beside_or_the_folder_given()
    {
        _files.Write("photos/a.jpg");
        _files.Write("photos/.hidden.jpg");
        _files.Write("photos/labels/a.png");
        _files.Write("masks/a.png");

        var plain = Find(_files.At("photos"));
        var labelled = new PushDiscovery(new LabelSource(_files.At("masks")), "snow", ImagePurpose.Train).Find([_files.At("photos")]);

        var item = Assert.Single(plain.Items);
        Assert.Equal(("photos", _files.At("photos/labels/a.png")), (item.Domain, item.LabelPath));
        item = Assert.Single(labelled.Items);
        Assert.Equal(("snow", _files.At("masks/a.png")), (item.Domain, item.LabelPath));
    }

    [Fact]
    public void A_label_without_image_is_a_problem()
    {
        _files.Write("rain/images/a.jpg");
        _files.Write("rain/labels/a.png");
        _files.Write("rain/labels/b.png");

        var problem = Assert.Single(Find(_files.At("rain")).Problems);

        Assert.Equal((_files.At("rain/labels/b.png"), "noImage"), (problem.File, problem.Reason));
    }

    [Fact]
    public void Files_named_one_by_one_do_not_make_other_labels_a_problem()
    {
        var image = _files.Write("photos/a.jpg");
        _files.Write("masks/a.png");
        _files.Write("masks/b.png");

        var plan = new PushDiscovery(new LabelSource(_files.At("masks")), null, ImagePurpose.Train).Find([image, image]);

        Assert.Empty(plan.Problems);
        Assert.Equal("photos", Assert.Single(plan.Items).Domain);
    }

    [Fact]
    public void An_image_to_evaluate_with_needs_a_label()
    {
        _files.Write("rain/images/a.jpg");

        var plan = new PushDiscovery(new LabelSource(), null, ImagePurpose.Evaluate).Find([_files.At("rain")]);

        Assert.Empty(plan.Items);
        Assert.Equal("noLabel", Assert.Single(plan.Problems).Reason);
    }

    [Fact]
    public void A_folder_whose_name_cannot_be_a_domain_asks_for_one()
    {
        _files.Write("my photos/a.jpg");

        var error = Assert.Throws<UsageException>(() => Find(_files.At("my photos")));

        Assert.Contains("'my photos'", error.Message, StringComparison.Ordinal);
        Assert.Contains("--domain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_counts_with_the_size_of_its_file()
    {
        var target = _files.Write("elsewhere/a.jpg", 1000);
        Directory.CreateDirectory(_files.At("links"));
        File.CreateSymbolicLink(_files.At("links/a.jpg"), target);

        Assert.Equal(1000, Assert.Single(Find(_files.At("links")).Items).Bytes);
    }

    [Fact]
    public void A_folder_that_links_back_to_its_parent_does_not_go_round_in_circles()
    {
        _files.Write("photos/a.jpg");
        Directory.CreateSymbolicLink(_files.At("photos/again"), _files.At("photos"));

        Assert.Single(Find(_files.At("photos")).Items);
    }

    private static PushPlan Find(string path) => new PushDiscovery(new LabelSource(), null, ImagePurpose.Train).Find([path]);
}
