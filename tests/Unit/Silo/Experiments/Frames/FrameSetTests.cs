using Prcl.Images.Datasets;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Hosting;
using Prcl.Unit.Learning.Datasets;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Frames;

public sealed class FrameSetTests
{
    private static readonly Protocol Folders = new() { Domains = ["day", "dusk"], Steps = 10, Labelled = 4 };
    private static readonly Protocol Street = new() { Domains = ["rain", "day"], Steps = 10, Labelled = 4, Scenes = new StreetProtocol { Width = 32, Height = 24, Frames = [30, 20] } };

    [Fact]
    public void Folders_are_divided_as_the_protocol_says()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60, "day").WithDomain("dusk", 30, "dusk");

        var frames = FrameSet.Open(Folders, data.Root, []);

        Assert.Equal([("day", 36, 19), ("dusk", 18, 7)], frames.Domains.Select(d => (d.Name, d.Streamed.Count, d.Evaluation.Count)));
        Assert.Equal(4, frames.Labelled(Folders, seed: 1).Count);
        Assert.All(frames.Labelled(Folders, seed: 1), f => Assert.Contains(f, frames.Domains[0].Streamed));
    }

    [Fact]
    public void A_street_is_drawn_in_the_order_of_the_protocol_s_domains()
    {
        var frames = FrameSet.Open(Street, data: null, []);

        Assert.Equal([("rain", 18, 7), ("day", 12, 3)], frames.Domains.Select(d => (d.Name, d.Streamed.Count, d.Evaluation.Count)));
        var first = frames.Domains[0].Evaluation[0];
        Assert.Equal((32, 24), (first.Load().Width, first.LoadLabel!().Height));
        Assert.Same(first.Load(), first.Load());
    }

    [Fact]
    public void Folders_that_are_looked_at_only_at_the_end_stream_nothing()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60, "day").WithDomain("dusk", 30, "dusk").WithDomain("night", 8, "night");

        var unseen = Assert.Single(FrameSet.Open(Folders, data.Root, [Path.Combine(data.Root, "night")]).Unseen);

        Assert.Equal(("night", 0, 8), (unseen.Name, unseen.Streamed.Count, unseen.Evaluation.Count));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_in_words()
    {
        using var data = new TestDataset().WithClasses().WithDomain("day", 60, "day").WithDomain("dusk", 6, "dusk");

        Assert.Contains("--data", Assert.Throws<HostException>(() => FrameSet.Open(Folders, null, [])).Message, StringComparison.Ordinal);
        Assert.Contains("draws its street itself", Assert.Throws<HostException>(() => FrameSet.Open(Street, data.Root, [])).Message, StringComparison.Ordinal);
        Assert.Contains("none be left for evaluation", Assert.Throws<DatasetException>(() => FrameSet.Open(Folders, data.Root, [])).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<DatasetException>(() => FrameSet.Open(Folders, Path.Combine(data.Root, "elsewhere"), [])).Message, StringComparison.Ordinal);
        var many = Street with { Labelled = 50 };
        Assert.Contains("50 frames should be labelled, but only 18 stream in", Assert.Throws<DatasetException>(() => FrameSet.Open(many, null, []).Labelled(many, 0)).Message, StringComparison.Ordinal);
    }
}
