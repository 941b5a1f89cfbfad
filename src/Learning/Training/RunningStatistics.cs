using Prcl.Learning.Networks;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// Batch norm's running statistics of a learner, which a forward pass moves before anybody knows whether its step counts.
/// One value that isn't finite would stay in a running mean for ever, so a skipped step puts back what was there.
/// </summary>
/// <param name="parts">Whose statistics.</param>
internal sealed class RunningStatistics(params nn.Module[] parts) : IDisposable
{
    private readonly FlatTensors[] _buffers = [.. parts.SelectMany(part => part.named_buffers()).Select(b => (b.name, b.buffer)).GroupBy(b => b.buffer.dtype).Select(b => new FlatTensors(b))];

    /// <summary>Copies of the statistics as they are, in the caller's dispose scope.</summary>
    public Tensor[] Copy()
    {
        using var noGradient = no_grad();
        return Array.ConvertAll(_buffers, buffers => buffers.All.clone());
    }

    /// <summary>Puts the copies back.</summary>
    public void Restore(Tensor[] copies)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < copies.Length; i++)
        {
            _buffers[i].All.copy_(copies[i]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_buffers, buffers => buffers.Dispose());
}
