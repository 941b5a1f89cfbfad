using System.Runtime.CompilerServices;
using Prcl.Learning.Scalars;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Scalars;

public sealed class HeldTests
{
    [Fact]
    public void Numbers_are_right_while_the_collector_runs()
    {
        using var over = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!over.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var i = 0; i < 20_000; i++)
            {
                using var x = torch.ones(4);
                x.mul_(Held.Number(3.5)).add_(x, alpha: Held.Number(2L));
                Assert.Equal(10.5f, x.data<float>()[3]);
            }
        }
        finally
        {
            over.Cancel();
            collector.Join();
        }
    }

    [Fact]
    public void A_number_lives_until_as_many_others_were_made_on_its_thread()
    {
        var first = Make(count: 1);
        Make(Held.Length - 1);
        Assert.True(IsAlive(first));

        Make(count: 1);
        Assert.False(IsAlive(first));
    }

    [Fact]
    public void Sums_are_those_of_the_operators()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.rand(3, 4), torch.rand(3, 4));

        Assert.True(a.Plus(b).Equals(a + b));
        Assert.True(a.Plus(0.25).Equals(a + 0.25));
        Assert.True(a.clone().PlusInPlace(b).Equals(a + b));
        Assert.True(a.clone().PlusInPlace(2).Equals(a + 2));
    }

    // In a method of its own, so that no local keeps a scalar alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Make(int count)
    {
        var last = new WeakReference(null);
        for (var i = 0; i < count; i++)
        {
            last.Target = Held.Number((double)i);
        }

        return last;
    }

    private static bool IsAlive(WeakReference scalar)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return scalar.IsAlive;
    }
}
