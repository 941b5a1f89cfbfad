using System.Runtime.InteropServices;
using Prcl.Grains.Devices;
using Prcl.Learning.Settings;
using Xunit;

namespace Prcl.Unit.Grains.Devices;

public sealed class DeviceFailureTests
{
    private const string Memory = "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 79.10 GiB of which 1.06 GiB is free.\nException raised from malloc at ...";

    [Theory]
    [InlineData(Memory)]
    [InlineData("CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    public void Too_little_memory_is_no_loss(string message)
    {
        var failure = new ExternalException(message);

        Assert.True(DeviceFailure.IsOutOfMemory(failure));
        Assert.False(DeviceFailure.IsLoss(failure));
    }

    [Theory]
    [InlineData("CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported")]
    [InlineData("CUDA error: device-side assert triggered")]
    [InlineData("CUDA error: unspecified launch failure")]
    [InlineData("CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(...)`")]
    [InlineData("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED")]
    [InlineData("CUDA driver error: unknown error")]
    public void Other_errors_of_CUDA_are_a_loss_whatever_they_are_wrapped_in(string message)
    {
        var failure = new InvalidOperationException("A step failed.", new ExternalException(message));

        Assert.True(DeviceFailure.IsLoss(failure));
        Assert.False(DeviceFailure.IsOutOfMemory(failure));
    }

    [Theory]
    [InlineData("The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1")]
    [InlineData("[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory")]
    [InlineData("")]
    public void What_has_nothing_to_do_with_a_GPU_is_neither(string message)
    {
        var failure = new ExternalException(message);

        Assert.False(DeviceFailure.IsLoss(failure) || DeviceFailure.IsOutOfMemory(failure));
    }

    [Fact]
    public void Too_little_memory_is_told_with_its_figures_and_what_helps()
    {
        var settings = new TrainingSettings() with { LabelledBatch = 4, UnlabelledBatch = 3, ReplayBatch = 1, CropWidth = 225, CropHeight = 161 };

        var text = DeviceFailure.WhatHelps(new ExternalException(Memory), "cuda-0", settings);

        Assert.StartsWith("cuda:0 has too little memory for a step of 4 labelled and 4 unlabelled images of 225×161", text, StringComparison.Ordinal);
        Assert.Contains("of which 1.06 GiB is free.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception raised", text, StringComparison.Ordinal);
        Assert.Contains("labelled-batch", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_loss_is_signalled_and_kept()
    {
        using var loss = new DeviceLoss();
        loss.Observe("cuda-0", new ExternalException(Memory));
        loss.Observe("cpu", new InvalidOperationException("other"));
        Assert.Null(loss.Reason);
        Assert.False(loss.Happened.IsCancellationRequested);

        loss.Observe("cuda-1", new ExternalException("CUDA error: unspecified launch failure\nmore"));
        loss.Observe("cuda-0", new ExternalException("CUDA error: device-side assert triggered"));

        Assert.Equal("device 'cuda:1' is lost: CUDA error: unspecified launch failure", loss.Reason);
        Assert.True(loss.Happened.IsCancellationRequested);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("cuda:7")]
    public void A_GPU_that_is_asked_for_is_never_replaced_by_the_CPU(string name)
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "This machine has a GPU.");

        var refusal = Assert.Throws<ArgumentException>(() => DeviceThreads.Choose([name])).Message;

        Assert.Contains($"'{name}' can't be used, and the CPU isn't taken in its place; this machine's devices are cpu.", refusal, StringComparison.Ordinal);
        Assert.Contains("a libtorch for the CPU only", refusal, StringComparison.Ordinal);
        Assert.Contains("no GPU that it can use", refusal, StringComparison.Ordinal);
    }
}
