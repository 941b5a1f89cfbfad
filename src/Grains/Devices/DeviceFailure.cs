using Prcl.Learning.Settings;

namespace Prcl.Grains.Devices;

/// <summary>What an exception of libtorch says about the device. It has no types of its own for that, only texts.</summary>
public static class DeviceFailure
{
    private static readonly string[] Memory = ["CUDA out of memory", "CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED"];

    // After one of these every further call in the process fails, whatever it asks for.
    private static readonly string[] Loss = ["CUDA error", "CUDA driver error", "CUBLAS_STATUS_", "CUDNN_STATUS_", "cuDNN error", "CUSOLVER_STATUS_", "NVRTC_ERROR"];

    /// <summary>Whether the device had too little memory. It works on: something smaller may fit.</summary>
    public static bool IsOutOfMemory(Exception failure) => Says(failure, Memory);

    /// <summary>Whether this process can't use the device any more, nor any other GPU.</summary>
    public static bool IsLoss(Exception failure) => !IsOutOfMemory(failure) && Says(failure, Loss);

    /// <summary>The first line of what libtorch says, which has the figures; what follows is a stack.</summary>
    public static string FirstLine(Exception failure) => failure.Message.Split('\n', 2)[0].Trim();

    /// <summary>What helps when a step doesn't fit.</summary>
    /// <param name="failure">That of which <see cref="IsOutOfMemory"/> holds.</param>
    /// <param name="device">Its name.</param>
    /// <param name="settings">The run's.</param>
    public static string WhatHelps(Exception failure, string device, TrainingSettings settings) =>
        $"{DeviceThreads.Shown(device)} has too little memory for a step of {settings.LabelledBatch} labelled and {settings.UnlabelledBatch + settings.ReplayBatch} unlabelled images of "
        + $"{settings.CropWidth}×{settings.CropHeight} ({FirstLine(failure)}); smaller batches (labelled-batch, unlabelled-batch, replay-batch), a smaller crop, "
        + "precision bfloat16, or fewer trainers on the device need less";

    private static bool Says(Exception? failure, string[] texts)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (Array.Exists(texts, text => failure.Message.Contains(text, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
