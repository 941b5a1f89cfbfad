using Prcl.Images.Files;

namespace Prcl.Grains.Limits;

/// <summary>
/// Bounds the pixels that a silo has decoded at once, whoever asks: a file of 100 kB may hold a hundred megabytes of them. Whoever comes when there are as many
/// as allowed waits its turn, in order; an image larger than all of that goes alone.
/// </summary>
/// <param name="limits">How many.</param>
public sealed class PixelGate(SiloLimits limits)
{
    private readonly long _most = limits.DecodedPixels > 0 ? limits.DecodedPixels : long.MaxValue;
    private readonly Lock _lock = new();
    private readonly Queue<(long Pixels, TaskCompletionSource Turn)> _waiting = [];
    private long _held;

    /// <summary>Pixels that are decoded now.</summary>
    public long Held
    {
        get
        {
            lock (_lock)
            {
                return _held;
            }
        }
    }

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Pixels that decoding a file takes, as its header tells; 0 of one that won't be decoded.</summary>
    public static long PixelsOf(byte[]? file) =>
        file is not null && ImageInspector.Inspect(file) is { IsAccepted: true, Header: { } header } ? Math.Min((long)header.Width * header.Height, ImageLimits.Default.MaxPixels) : 0;

    /// <summary>Waits until there is room for so many; disposed when they are gone.</summary>
    public async Task<IDisposable> Enter(long pixels)
    {
        pixels = Math.Min(pixels, _most);
        Task turn;
        lock (_lock)
        {
            if (_waiting.Count == 0 && pixels <= _most - _held)
            {
                _held += pixels;
                return new Place(this, pixels);
            }

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((pixels, waiting));
            turn = waiting.Task;
        }

        await turn;
        return new Place(this, pixels);
    }

    private void Leave(long pixels)
    {
        lock (_lock)
        {
            _held -= pixels;
            while (_waiting.TryPeek(out var next) && next.Pixels <= _most - _held)
            {
                _waiting.Dequeue();
                _held += next.Pixels;
                next.Turn.SetResult();
            }
        }
    }

    private sealed class Place(PixelGate gate, long pixels) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                gate.Leave(pixels);
            }
        }
    }
}
