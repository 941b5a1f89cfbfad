using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Devices;
using Prcl.Grains.Images;
using Prcl.Grains.Limits;
using Prcl.Grains.Models;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;
using Prcl.Learning.Contrast;

namespace Prcl.Grains.Trainers;

/// <summary>
/// The facade of a trainer: its loop runs on threads of its own, so that this answers at once. Reentrant: its status is
/// told while it drains.
/// </summary>
[KeepAlive]
[Reentrant]
[OwnSiloPlacement]
public sealed class TrainerGrain(
    RunStore runs,
    SiloProfile profile,
    DeviceThreads devices,
    DeviceLoss loss,
    IContrastKernel kernel,
    ImageBlobs images,
    PixelGate pixels,
    ModelStore models,
    TimeProvider time,
    ILogger<TrainerGrain> logger)
    : Grain, ITrainerGrain, IDisposable
{
    private TrainerLoop? _loop;
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task Start()
    {
        var key = this.GetPrimaryKeyString();
        var device = PrclNames.LastPartOf(key);
        if (!profile.Devices.Contains(device))
        {
            throw new PrclRequestException($"This silo doesn't train on a device '{device}'; its devices are: {string.Join(", ", profile.Devices)}.");
        }

        var run = await runs.Get(PrclNames.RunOf(key));
        if (!_running.IsCompleted || _loop?.RestsUntil > time.GetUtcNow())
        {
            return;
        }

        _loop?.Dispose();
        _loop = new TrainerLoop(key, run, device, devices.Of(device), loss, kernel, GrainFactory, new StoredImages(images, pixels), models, profile.DrainTime, time, logger);
        _running = Task.Run(_loop.Run);
    }

    /// <inheritdoc/>
    public async Task Drain()
    {
        _loop?.Drain();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc/>
    public Task<TrainerStatus> Status() => Task.FromResult(
        _loop?.Progress.Status(this.GetPrimaryKeyString()) ?? new TrainerProgress().Status(this.GetPrimaryKeyString()));

    /// <inheritdoc/>
    public Task<StepLosses[]> Losses(long afterStep) => Task.FromResult(_loop?.Progress.Losses(afterStep) ?? []);

    /// <inheritdoc/>
    public void Dispose() => _loop?.Dispose();

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _loop?.Drain();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }
}
