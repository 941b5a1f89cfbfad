using Prcl.Images.Datasets;
using Prcl.Learning.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Learning.Datasets;

public sealed class DomainSetTests : IDisposable
{
    private readonly TestDataset _files = new TestDataset().WithClasses();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Domains_come_by_name_when_nothing_says_otherwise()
    {
        _files.WithDomain("dusk", 1).WithDomain("day", 1, image: TestImages.Png(TestImages.Gradient(20, 17)));
        _files.Write("notes/readme.txt", [1]);

        var domains = DomainSet.Open(_files.Root);

        Assert.Equal(["day", "dusk"], Names(domains));
        Assert.False(domains.IsOrderGiven);
        Assert.Empty(domains.Notes);
        Assert.Equal(TestDataset.Classes, domains.Classes);
    }

    [Fact]
    public void A_list_of_names_goes_before_the_stream_file_and_that_before_the_names()
    {
        _files.WithDomain("a", 1).WithDomain("b", 1).WithDomain("c", 1);
        _files.Write("stream.json", """{"domains": ["c", "a"]}"""u8.ToArray());

        Assert.Equal(["c", "a"], Names(DomainSet.Open(_files.Root)));
        Assert.Equal(["b", "c"], Names(DomainSet.Open(_files.Root, ["b", "c"])));
        Assert.True(DomainSet.Open(_files.Root).IsOrderGiven);
    }

    [Fact]
    public void Domains_that_number_their_frames_alike_are_kept()
    {
        _files.WithDomain("a", 3).WithDomain("b", 3, image: TestImages.Png(TestImages.Gradient(20, 17)));

        Assert.Equal(["a", "b"], Names(DomainSet.Open(_files.Root)));
    }

    [Fact]
    public void A_copy_is_left_out_with_a_note()
    {
        _files.WithDomain("a", 3).WithDomain("b", 2);

        var domains = DomainSet.Open(_files.Root);

        Assert.Equal(["a"], Names(domains));
        Assert.Contains("b is left out: every file in it is also in a", Assert.Single(domains.Notes), StringComparison.Ordinal);
        Assert.Equal(["b", "a"], Names(DomainSet.Open(_files.Root, ["b", "a"])));
    }

    [Fact]
    public void A_cut_named_after_its_source_is_left_out_but_a_longer_name_is_its_own()
    {
        byte[] Frame(int height) => TestImages.Png(TestImages.Gradient(20, height));
        _files.WithDomain("day", 3, prefix: "day_").WithDomain("cut", 2, prefix: "day_9", image: Frame(17)).WithDomain("day2", 2, prefix: "day2_", image: Frame(18));

        var domains = DomainSet.Open(_files.Root);

        Assert.Equal(["day", "day2"], Names(domains));
        Assert.Contains("cut is left out: every file in it is named after day,", Assert.Single(domains.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_equal_domains_one_stays()
    {
        _files.WithDomain("a", 2).WithDomain("b", 2).WithDomain("c", 2);

        var domains = DomainSet.Open(_files.Root);

        Assert.Equal(["a"], Names(domains));
        Assert.Equal(2, domains.Notes.Count);
    }

    [Fact]
    public void The_clip_of_CamVid_is_left_out()
    {
        var domains = DomainSet.Open(SharedData.PathOrSkip("camvid"));

        Assert.Equal(["0001TP", "0006R0", "0016E5"], Names(domains));
        Assert.Contains("0016E5-clip is left out: every file in it is named after 0016E5", Assert.Single(domains.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a,a")]
    public void A_name_that_is_no_folder_is_refused(string names)
    {
        _files.WithDomain("a", 1);

        Assert.Throws<DatasetException>(() => DomainSet.Open(_files.Root, names.Split(',')));
    }

    [Theory]
    [InlineData("""{"domains": [1]}""")]
    [InlineData("""{"domains": []}""")]
    [InlineData("nonsense")]
    public void A_broken_stream_file_is_refused(string json)
    {
        _files.WithDomain("a", 1);
        _files.Write("stream.json", System.Text.Encoding.UTF8.GetBytes(json));

        Assert.Throws<DatasetException>(() => DomainSet.Open(_files.Root));
    }

    [Fact]
    public void A_root_without_domains_or_classes_is_refused()
    {
        Assert.Contains("no folder below it holds images/", Assert.Throws<DatasetException>(() => DomainSet.Open(_files.Root)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_files.Root, "classes.json"));
        Assert.EndsWith("classes.json", Assert.Throws<DatasetException>(() => DomainSet.Open(_files.Root)).Path, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(DomainSet domains) => domains.Domains.Select(domain => domain.Name);
}
