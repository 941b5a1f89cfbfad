using System.Globalization;
using System.Text;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>A backup's pin, renewed in the background while it is held: see <see cref="BackupPins"/>.</summary>
internal sealed class BackupPin : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly IBlobStore _blobs;
    private readonly string _name;
    private readonly byte[] _text;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _renewing;

    private BackupPin(IBlobStore blobs, TimeProvider time, string name, byte[] text)
    {
        (_blobs, _name, _text) = (blobs, name, text);
        _renewing = KeepRenewing(time);
    }

    /// <summary>Pins everything that is there.</summary>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public static async Task<BackupPin> Take(IBlobStore blobs, TimeProvider time, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{BackupPins.Folder}{Guid.NewGuid():N}");
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"A backup that {Environment.MachineName} began at {time.GetUtcNow():u}."));
        await blobs.Write(name, text, BlobCondition.MustNotExist, cancellation);
        return new BackupPin(blobs, time, name, text);
    }

    /// <summary>Makes sure that the pin has held all the time.</summary>
    /// <exception cref="BackupException">A silo took this backup for dead.</exception>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public Task Confirm(CancellationToken cancellation) => Renew(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
        _turn.Dispose();
        try
        {
            await _blobs.Delete(_name);
        }
        catch (BlobStorageException)
        {
            // The silos remove it when it hasn't changed for a while.
        }
    }

    // Nobody else writes it, and nobody writes it again once it is removed.
    private async Task Renew(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var pin = await _blobs.Head(_name, cancellation) ?? throw new BlobConflictException(_name, "a pin", "no blob");
            await _blobs.Write(_name, _text, BlobCondition.MustMatch(pin.ETag), cancellation);
        }
        catch (BlobConflictException gone)
        {
            throw new BackupException(
                $"The backup stood still for more than {BackupPins.Patience.TotalMinutes:F0} minutes, and a silo took it for dead: what it had yet to copy may be gone. Make it again.", gone);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task KeepRenewing(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                await RenewQuietly();
            }
        }
        catch (OperationCanceledException)
        {
            // Released.
        }
    }

    private async Task RenewQuietly()
    {
        try
        {
            await Renew(_ended.Token);
        }
        catch (Exception failure) when (failure is BlobStorageException or BackupException)
        {
            // The next try, or the end, tells.
        }
    }
}
