using Prcl.Grains.Devices;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Grains.Devices;

public sealed class DeviceThreadTests
{
    [Fact]
    public async Task Work_runs_in_order_on_one_thread_with_its_own_thread_count()
    {
        using var device = new DeviceThread("test", 1);
        var order = new List<int>();

        var work = Enumerable.Range(0, 50).Select(i => device.Run(() =>
        {
            order.Add(i);
            return (Environment.CurrentManagedThreadId, torch.get_num_threads());
        })).ToArray();
        var ran = await Task.WhenAll(work);

        Assert.Equal(Enumerable.Range(0, 50), order);
        Assert.Single(ran.Distinct());
        Assert.Equal(1, ran[0].Item2);
    }

    [Fact]
    public async Task A_failure_belongs_to_its_caller_and_the_thread_goes_on()
    {
        using var device = new DeviceThread("test", 1);

        await Assert.ThrowsAsync<InvalidDataException>(() => device.Run(() => throw new InvalidDataException("bad")));

        Assert.Equal(3, await device.Run(() => 3));
    }

    [Fact]
    public async Task Disposing_finishes_the_work_that_was_asked_for_and_refuses_more()
    {
        var device = new DeviceThread("test", 1);
        using var gate = new ManualResetEventSlim();
        var first = device.Run(() => gate.Wait(TestContext.Current.CancellationToken));
        var second = device.Run(() => 2);
        gate.Set();

        device.Dispose();
        device.Dispose();

        await first;
        Assert.Equal(2, await second);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => device.Run(() => 3));
    }

    [Fact]
    public async Task Time_in_work_is_counted()
    {
        using var device = new DeviceThread("test", 1);

        await device.Run(() => Thread.SpinWait(100_000));
        await device.Run(() => 0);

        Assert.True(device.Busy > TimeSpan.Zero);
    }

    [Fact]
    public void Each_device_has_one_thread_and_inference_one_of_its_own()
    {
        using var devices = new DeviceThreads(1, 1);

        Assert.Same(devices.Of("cpu"), devices.Of("cpu"));
        Assert.NotSame(devices.Of("cpu"), devices.Inference);
        Assert.Contains("cpu", DeviceThreads.Available());
    }

    [Theory]
    [InlineData(0, 1, 16, 16)]
    [InlineData(0, 8, 96, 12)]
    [InlineData(0, 8, 4, 1)]
    [InlineData(0, 0, 6, 6)]
    [InlineData(3, 8, 96, 3)]
    public void Cores_are_shared_evenly_by_the_trainers_unless_a_number_is_given(int threads, int trainers, int cores, int each) =>
        Assert.Equal(each, DeviceThreads.Share(threads, trainers, cores));
}
