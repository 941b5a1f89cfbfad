using Prcl.Learning.Threads;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Threads;

public sealed class TensorThreadsTests
{
    [Fact]
    public void A_thread_keeps_its_number_whatever_others_set_before_its_first_work()
    {
        var number = 0;
        using Barrier step = new(2);
        Thread first = new(() =>
        {
            TensorThreads.Use(2);
            step.SignalAndWait();
            step.SignalAndWait();
            number = torch.get_num_threads();
        });
        Thread second = new(() =>
        {
            step.SignalAndWait();
            TensorThreads.Use(1);
            step.SignalAndWait();
        });
        first.Start();
        second.Start();
        first.Join();
        second.Join();

        Assert.Equal(2, number);
    }
}
