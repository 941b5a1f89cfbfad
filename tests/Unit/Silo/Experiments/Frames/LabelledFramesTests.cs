using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Protocols;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Frames;

public sealed class LabelledFramesTests
{
    [Fact]
    public void Even_frames_are_those_of_the_published_split()
    {
        int[] expected = [.. Enumerable.Range(0, 15).Select(i => (int)Math.Round(i * 121 / 14.0, MidpointRounding.ToEven))];

        Assert.Equal(expected, LabelledFrames.Indices(122, 15, LabelledChoice.Even, seed: 7));
        Assert.Equal(expected, LabelledFrames.Indices(122, 15, LabelledChoice.BySeed, seed: 0));
    }

    [Fact]
    public void By_seed_each_stretch_gives_one_frame_and_seeds_differ()
    {
        var sets = Enumerable.Range(1, 8).Select(seed => LabelledFrames.Indices(122, 15, LabelledChoice.BySeed, seed)).ToArray();

        Assert.All(sets, set => Assert.All(set.Select((frame, i) => (frame, i)), p => Assert.InRange(p.frame, p.i * 122 / 15, (p.i + 1) * 122 / 15 - 1)));
        Assert.Equal(8, sets.Select(set => string.Join(',', set)).Distinct().Count());
        Assert.Equal(sets[2], LabelledFrames.Indices(122, 15, LabelledChoice.BySeed, seed: 3));
    }

    [Fact]
    public void All_frames_can_be_labelled() => Assert.Equal([0, 1, 2, 3], LabelledFrames.Indices(4, 4, LabelledChoice.BySeed, seed: 5));
}
