using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Streams;
using Prcl.Learning.Randomness;
using Prcl.Learning.Uncertainty;
using Prcl.Silo.Experiments.Arms;
using Prcl.Silo.Experiments.Frames;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Chooses the frames that get the protocol's late labels, among those that have streamed in and could have one.</summary>
internal static class LateFrames
{
    private const long LateKey = 0x4C415445;

    /// <summary>Chooses them as the arm says.</summary>
    /// <param name="frames">All frames.</param>
    /// <param name="plan">The arm, how many it gets, and the seed.</param>
    /// <param name="doubts">Those that the teacher has looked at, with what it thought of them.</param>
    public static IReadOnlyCollection<Frame> Choose(FrameSet frames, TrialPlan plan, IReadOnlyDictionary<Frame, ImageDoubt> doubts)
    {
        var seed = plan.Settings.Seed;
        var labelled = frames.Labelled(plan.Protocol, seed).ToHashSet();
        Frame[] open =
        [
            .. frames.Domains.SelectMany(d => d.Streamed).Where(f => f.LoadLabel is not null && doubts.ContainsKey(f) && !labelled.Contains(f)),
        ];
        var count = plan.Protocol.LateLabels!.Count;
        return plan.Arm.Late == LateChoice.Suggested ? Suggested(open, doubts, count) : Random(open, RandomKey.FromSeed(seed).With(LateKey).ToRandom(), count);
    }

    private static Frame[] Random(Frame[] open, Random random, int count)
    {
        random.Shuffle(open);
        return open[..Math.Min(count, open.Length)];
    }

    // The product's own choice, of a log of one partition: a domain's frames come one after the other.
    private static Frame[] Suggested(Frame[] open, IReadOnlyDictionary<Frame, ImageDoubt> doubts, int count) =>
        [.. Suggestions.MostDoubtful(open.Select((frame, place) => (0, Logged(frame, place, doubts[frame]))), count).Select(chosen => open[chosen.Image.Sequence])];

    private static ImageInfo Logged(Frame frame, int place, ImageDoubt doubt) =>
        new(place, "", null, frame.Name, frame.Domain, ImagePurpose.Train, 0, 0, Trained: true, null, DateTime.UnixEpoch, Doubt: new SeenDoubt(doubt.Mean, doubt.ClassId));
}
