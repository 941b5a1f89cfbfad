using System.Text;
using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Storage;
using Prcl.Grains.Streams;
using Prcl.Grains.Streams.Doubts;
using Xunit;

namespace Prcl.Unit.Grains.Streams.Doubts;

public sealed class DoubtBookTests
{
    private readonly StreamState _state = new();

    private DoubtBook Book => new(_state);

    [Fact]
    public void Reports_of_a_round_fold_in_any_order_and_the_largest_doubt_counts()
    {
        CommittedReport[] reports = [Report((3, 0.5, 1), (4, 0.1, 0)), Report((3, 0.75, 2), (9, 1, 300)), Report((4, 0, 5)), Report((3, 0.25, 7))];
        string? first = null;
        foreach (var order in new[] { reports, [.. reports.Reverse()], [reports[2], reports[0], reports[3], reports[1]] })
        {
            var state = new StreamState();
            new DoubtBook(state).Fold(0, order);
            first ??= Convert.ToHexString(state.Doubts);

            Assert.Equal(first, Convert.ToHexString(state.Doubts));
            var book = new DoubtBook(state);
            Assert.Equal((0.75, 2), (book.Of(3)!.Mean, book.Of(3)!.ClassId), (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.002 && a.Item2 == b.Item2);
            Assert.Equal((1.0, 300), (book.Of(9)!.Mean, book.Of(9)!.ClassId));
            Assert.Equal(0.1, book.Of(4)!.Mean, 0.002);
            Assert.Null(book.Of(5));
            Assert.Null(book.Of(100_000));
        }
    }

    [Fact]
    public void A_later_round_takes_an_earlier_ones_place_also_with_a_smaller_doubt()
    {
        Book.Fold(0, [Report((1, 0.9, 3))]);
        Book.Fold(0, [Report((1, 0, 2))]);

        Assert.Equal((0.0, 2), (Book.Of(1)!.Mean, Book.Of(1)!.ClassId));
    }

    [Fact]
    public void Only_the_newest_images_are_kept_so_the_state_stays_small_however_many_come()
    {
        var largest = 0;
        for (var i = 0; i < 300; i++)
        {
            new DoubtBook(_state, capacity: 8192).Fold(0, [Report((1000 * i, 0.5, i))]);
            largest = Math.Max(largest, _state.Doubts.Length);
        }

        Assert.InRange(largest, 3 * 7000, 3 * 8192);
        Assert.Equal([292, 293, 299], new[] { 292, 293, 299 }.Select(i => Book.Of(1000 * i)!.ClassId));
        Assert.Null(Book.Of(1000 * 290));

        // One that is older than all that are kept changes nothing.
        Book.Fold(0, [Report((5, 1, 1))]);
        Assert.Null(Book.Of(5));
    }

    [Fact]
    public void It_is_stored_as_it_is_and_a_state_of_before_there_were_doubts_opens()
    {
        Book.Fold(0, [Report((7, 0.5, 4))]);
        var again = StateFormat.Decode<StreamState>("state", StateFormat.Encode(_state));
        Assert.Equal(4, new DoubtBook(again).Of(7)!.ClassId);

        var old = StateFormat.Decode<StreamState>("state", Encoding.UTF8.GetBytes("""{"format":"prcl.state","version":1,"state":{"round":3,"trained":[0,5],"fencedBelow":0}}"""));
        Assert.Null(new DoubtBook(old).Of(2));
        new DoubtBook(old).Fold(0, [Report((2, 0.5, 1))]);
        Assert.Equal(1, new DoubtBook(old).Of(2)!.ClassId);
    }

    [Fact]
    public void Nonsense_of_another_silo_and_other_partitions_are_left_out()
    {
        var cut = new ReportedDoubts(0, [3, 9], [200, 200], [1]);
        Book.Fold(0, [Report((1, 0.5, 1)) with { Doubts = [cut, new ReportedDoubts(1, [8, 8], [200], [1]), new ReportedDoubts(0, [5, 7], [0, 9, 9], [1, -1, 70_000])] }, Report() with { Doubts = null }]);

        Assert.Equal([3], Enumerable.Range(0, 12).Where(i => Book.Of(i) is not null));
    }

    private static CommittedReport Report(params (long Sequence, double Mean, int ClassId)[] doubts)
    {
        var inOrder = doubts.OrderBy(d => d.Sequence).ToArray();
        return new CommittedReport("run/a/cpu", 1, 0, "weights", "sums", 5, 20, [], Doubts:
        [
            new ReportedDoubts(0, SequenceRanges.Pack(inOrder.Select(d => d.Sequence)), [.. inOrder.Select(d => DoubtLevel.Of(d.Mean))], [.. inOrder.Select(d => d.ClassId)]),
        ]);
    }
}
