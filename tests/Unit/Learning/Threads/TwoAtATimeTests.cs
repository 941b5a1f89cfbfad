using Prcl.Learning.Threads;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Learning.Threads;

public sealed class TwoAtATimeTests
{
    [Fact]
    public void Two_threads_do_one_piece_each_at_the_same_time()
    {
        (int Thread, int Tensors) first = default, second = default;
        var after = 0;
        using Barrier meeting = new(2);
        (int, int) Meet() => meeting.SignalAndWait(TimeSpan.FromMinutes(1)) ? (Environment.CurrentManagedThreadId, get_num_threads()) : default;

        OnAThread(2, sides =>
        {
            sides.Run(() => first = Meet(), () => second = Meet());
            after = get_num_threads();
        });

        Assert.NotEqual(0, first.Thread);
        Assert.NotEqual(first.Thread, second.Thread);
        Assert.Equal((1, 1, 2), (first.Tensors, second.Tensors, after));
    }

    [Fact]
    public void Four_threads_are_two_for_each_piece()
    {
        int first = 0, second = 0;

        OnAThread(4, sides => sides.Run(() => first = get_num_threads(), () => second = get_num_threads()));

        Assert.Equal((2, 2), (first, second));
    }

    [Fact]
    public void One_thread_does_the_first_piece_and_then_the_second()
    {
        var order = new List<(string, int)>();
        var caller = 0;

        OnAThread(1, sides =>
        {
            caller = Environment.CurrentManagedThreadId;
            sides.Run(() => order.Add(("first", Environment.CurrentManagedThreadId)), () => order.Add(("second", Environment.CurrentManagedThreadId)));
        });

        Assert.Equal([("first", caller), ("second", caller)], order);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Tensors_of_both_pieces_live_until_the_scope_ends(int threads)
    {
        bool[] alive = [], after = [];
        OnAThread(threads, sides =>
        {
            Tensor first = null!, second = null!;
            using (sides.NewDisposeScope())
            {
                sides.Run(() => first = ones(1), () => second = ones(1));
                alive = [!first.IsInvalid, !second.IsInvalid];
            }

            after = [!first.IsInvalid, !second.IsInvalid];
        });

        Assert.Equal([true, true], alive);
        Assert.Equal([false, false], after);
    }

    [Theory]
    [InlineData(true, false, "first")]
    [InlineData(false, true, "second")]
    [InlineData(true, true, "first")]
    public void A_failure_is_thrown_when_both_pieces_are_over(bool firstFails, bool secondFails, string thrown)
    {
        var over = 0;
        var after = 0;
        void Piece(string name, bool fails)
        {
            Interlocked.Increment(ref over);
            if (fails)
            {
                throw new InvalidOperationException(name);
            }
        }

        OnAThread(2, sides =>
        {
            var failure = Assert.Throws<InvalidOperationException>(() => sides.Run(() => Piece("first", firstFails), () => Piece("second", secondFails)));
            Assert.Equal((thrown, 2), (failure.Message, over));
            sides.Run(() => after = get_num_threads(), () => { });
        });

        Assert.Equal(1, after);
    }

    // The number of threads is a thread's own: a thread of the test's keeps it off other tests.
    private static void OnAThread(int threads, Action<TwoAtATime> work)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                TensorThreads.Use(threads);
                using var sides = new TwoAtATime(CPU);
                work(sides);
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
