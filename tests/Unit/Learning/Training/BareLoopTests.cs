using Prcl.Learning.Batches;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class BareLoopTests : IDisposable
{
    private static readonly TrainingSettings Settings = TinyRun.Settings with { RoundSteps = 2, LabelledBatch = 1 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Rounds_are_committed_and_sums_carry_the_clock_at_which_their_round_began()
    {
        using var learner = TinyRun.Learner(Settings);
        var loop = Loop(learner);

        // Steps of 1 labelled and 1 new image, then, from the second round on, 1 replayed one: clocks 0, 4, 10.
        var clocks = new List<(long? Pulled, long? Own)>();
        foreach (var _ in loop.Run(5, Cancelled))
        {
            clocks.Add((loop.Prototypes.Pulled.Max(sums => sums?.Clock), loop.Prototypes.Own.Max(sums => sums?.Clock)));
        }

        Assert.Equal([(null, 0), (null, 0), (0, 4), (0, 4), (4, 10)], clocks);
    }

    [Fact]
    public void Running_in_two_parts_is_running_once()
    {
        using TwoLearners learners = new();
        BareLoop<int> once = Loop(learners.First), twice = Loop(learners.Second);

        var whole = once.Run(4, Cancelled).Select(result => result.Total).ToArray();
        var parts = twice.Run(1, Cancelled).ToArray().Concat(twice.Run(3, Cancelled)).Select(result => result.Total).ToArray();

        Assert.Equal(whole, parts, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void A_loop_that_was_left_before_its_end_does_not_go_on_with_the_wrong_step()
    {
        using var learner = TinyRun.Learner(Settings);
        var loop = Loop(learner);
        foreach (var _ in loop.Run(10, Cancelled))
        {
            break;
        }

        var planned = Assert.Throws<InvalidOperationException>(() => loop.Run(1, Cancelled).First()).Message;
        Assert.Contains("the learner has made 1", planned, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => loop.SkipTo(0));

        // A new loop over the same images does, from the same place.
        var next = Loop(learner);
        next.SkipTo(learner.Steps);
        Assert.Single(next.Run(1, Cancelled));
    }

    [Fact]
    public void Three_steps_in_a_row_without_a_finite_loss_stop_the_run()
    {
        using var learner = TinyRun.Learner(Settings);
        using (torch.no_grad())
        {
            learner.Student.get_parameter("classifier.3.bias")!.fill_(float.NaN);
        }

        var seen = 0;
        Assert.Throws<TrainingDivergedException>(() =>
        {
            foreach (var result in Loop(learner).Run(10, Cancelled))
            {
                Assert.NotNull(result.Skipped);
                seen++;
            }
        });

        Assert.Equal(3, seen);
    }

    [Fact]
    public void Without_a_labelled_image_the_run_says_so()
    {
        using var learner = TinyRun.Learner(Settings);
        var loop = new BareLoop<int>(learner, TinyRun.Loader(Settings), [], [1, 2], offline: true);

        Assert.Contains("no labelled image", Assert.Throws<InvalidOperationException>(() => loop.Run(1, Cancelled).First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_ends_the_run_between_two_steps()
    {
        using var learner = TinyRun.Learner(Settings);
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in Loop(learner).Run(10, stop.Token))
            {
                stop.Cancel();
            }
        });

        Assert.Equal(1, learner.Steps);
    }

    [Fact]
    public void An_image_is_not_taken_before_it_has_arrived()
    {
        using var learner = TinyRun.Learner(Settings);
        var taken = new List<int>();
        var loader = new BatchLoader<int>(
            Settings, 255, seed => TinyRun.Scene(seed), seed =>
            {
                taken.Add(seed);
                return TinyRun.Scene(seed).Image;
            });
        var loop = new BareLoop<int>(learner, loader, [0, 1], [100, 101, 102, 103, 104], offline: false, step => step < 3 ? 2 : 5);

        var before = loop.Run(3, Cancelled).Count();
        int[] early = [.. taken];
        Assert.Equal(3, loop.Run(3, Cancelled).Count());

        Assert.Equal(3, before);
        Assert.Subset(new HashSet<int> { 100, 101 }, early.ToHashSet());
        Assert.Superset(new HashSet<int> { 100, 101, 102, 103, 104 }, taken.ToHashSet());
        Assert.Equal(loop.Drawn, 6 * Settings.LabelledBatch + taken.Count);
    }

    [Fact]
    public void An_image_that_gets_a_label_is_learned_from_with_it_and_never_again_without()
    {
        using var learner = TinyRun.Learner(Settings);
        var (paired, bare) = (new List<int>(), new List<int>());
        var loader = new BatchLoader<int>(
            Settings,
            255,
            seed =>
            {
                paired.Add(seed);
                return TinyRun.Scene(seed);
            },
            seed =>
            {
                bare.Add(seed);
                return TinyRun.Scene(seed).Image;
            });
        var loop = new BareLoop<int>(learner, loader, [0], [100, 101], offline: true);
        Assert.Equal(4, loop.Run(4, Cancelled).Count());
        Assert.Equal(bare.Distinct().Order(), loop.Doubts.Keys.Order());
        Assert.All(loop.Doubts.Values, doubt => Assert.InRange(doubt.Mean, 0, 1));

        loop.Label([100]);
        bare.Clear();
        Assert.Equal(8, loop.Run(8, Cancelled).Count());

        Assert.DoesNotContain(100, bare);
        Assert.Contains(100, paired);
    }

    private static BareLoop<int> Loop(Learner learner) =>
        new(learner, TinyRun.Loader(learner.Settings), [0, 1, 2], [.. Enumerable.Range(100, 12)], offline: false);

    private sealed class TwoLearners : IDisposable
    {
        public Learner First { get; } = TinyRun.Learner(Settings);

        public Learner Second { get; } = TinyRun.Learner(Settings);

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
