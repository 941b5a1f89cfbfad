using Prcl.Images.Datasets;
using Prcl.Learning.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Learning.Datasets;

public sealed class StreamSplitTests : IDisposable
{
    private readonly TestDataset _files = new TestDataset().WithClasses();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(204, 122)]
    [InlineData(101, 60)]
    [InlineData(62, 36)]
    [InlineData(10, 6)]
    [InlineData(3, 0)]
    public void The_streamed_part_is_sixty_percent_rounded_down_to_an_even_number(int frames, int streamed) =>
        Assert.Equal(streamed, StreamSplit.CountStreamed(frames, 0.6m));

    [Fact]
    public void Labelled_frames_are_evenly_spaced()
    {
        // numpy: round(linspace(0, 121, 15)), whose middle is 60.5 and goes to the even side.
        Assert.Equal([0, 9, 17, 26, 35, 43, 52, 60, 69, 78, 86, 95, 104, 112, 121], StreamSplit.LabelledIndices(122, 15));
        Assert.Equal([0], StreamSplit.LabelledIndices(122, 1));
        Assert.Equal([0, 1, 2], StreamSplit.LabelledIndices(3, 3));
    }

    [Fact]
    public void CamVid_is_split_as_published()
    {
        var split = StreamSplit.Of(DomainSet.Open(SharedData.PathOrSkip("camvid")));

        Assert.Equal(["0016E5", "0006R0", "0001TP"], split.Domains.Select(part => part.Domain.Name));
        Assert.Equal([122, 60, 36], split.Domains.Select(part => part.Streamed.Count));
        Assert.Equal([77, 36, 21], split.Domains.Select(part => part.Evaluation.Count));
        Assert.Equal([15, 0, 0], split.Domains.Select(part => part.Labelled.Count));
        foreach (var part in split.Domains)
        {
            Assert.Equal(part.Domain.Items.Take(part.Streamed.Count), part.Streamed);
            Assert.Equal(part.Domain.Items.Skip(part.Streamed.Count + 5), part.Evaluation);
            Assert.Subset(part.Streamed.ToHashSet(), part.Labelled.ToHashSet());
        }

        Assert.Equal(split.Domains[0].Streamed[60], split.Domains[0].Labelled[7]);
    }

    [Fact]
    public void A_given_order_is_kept()
    {
        _files.WithDomain("a", 14).WithDomain("b", 12, prefix: "x").WithDomain("c", 14, prefix: "y");
        var options = new StreamSplitOptions { LabelledCount = 2 };

        Assert.Equal(["b", "c"], Names(StreamSplit.Of(DomainSet.Open(_files.Root, ["b", "c"]), options)));
        Assert.Equal(["a", "c", "b"], Names(StreamSplit.Of(DomainSet.Open(_files.Root), options)));
    }

    [Fact]
    public void A_domain_too_short_is_refused()
    {
        var domains = DomainSet.Open(_files.WithDomain("a", 10).Root);

        var error = Assert.Throws<DatasetException>(() => StreamSplit.Of(domains, new StreamSplitOptions { LabelledCount = 2 }));

        Assert.Contains("of its 10 frames 6 would stream in and 0 be left for evaluation after a gap of 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("only 6 stream in", Assert.Throws<DatasetException>(() => StreamSplit.Of(domains, new StreamSplitOptions { Gap = 0 })).Message, StringComparison.Ordinal);
        Assert.Equal(4, StreamSplit.Of(domains, new StreamSplitOptions { Gap = 0, LabelledCount = 6 }).Domains[0].Evaluation.Count);
    }

    [Fact]
    public void A_frame_that_needs_a_label_must_have_one()
    {
        _files.WithDomain("a", 12);
        File.Delete(Path.Combine(_files.Root, "a/labels/0001.png"));
        var options = new StreamSplitOptions { LabelledCount = 2 };
        Assert.Equal(2, StreamSplit.Of(DomainSet.Open(_files.Root, requireLabels: false), options).Domains[0].Labelled.Count);

        File.Delete(Path.Combine(_files.Root, "a/labels/0011.png"));
        var error = Assert.Throws<DatasetException>(() => StreamSplit.Of(DomainSet.Open(_files.Root, requireLabels: false), options));
        Assert.EndsWith("0011.png", error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_outside_its_range_is_refused()
    {
        var domains = DomainSet.Open(_files.WithDomain("a", 12).Root);

        Assert.Throws<ArgumentOutOfRangeException>(() => StreamSplit.Of(domains, new StreamSplitOptions { StreamedShare = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamSplit.Of(domains, new StreamSplitOptions { Gap = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamSplit.Of(domains, new StreamSplitOptions { LabelledCount = 0 }));
    }

    private static IEnumerable<string> Names(StreamSplit split) => split.Domains.Select(part => part.Domain.Name);
}
