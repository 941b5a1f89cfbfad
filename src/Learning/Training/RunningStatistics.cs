using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// Batch norm's running statistics of a learner, which a forward pass moves before anybody knows whether its step counts.
/// One value that isn't finite would stay in a running mean for ever, so a skipped step puts back what was there.
/// </summary>
/// <param name="learner">Whose statistics.</param>
internal sealed class RunningStatistics(Learner learner)
{
    private readonly Tensor[] _buffers = [.. learner.Student.buffers(), .. learner.Teacher.buffers(), .. learner.ProbabilityHead.buffers()];

    /// <summary>Copies of the statistics as they are, in the caller's dispose scope.</summary>
    public Tensor[] Copy()
    {
        using var noGradient = no_grad();
        return Array.ConvertAll(_buffers, buffer => buffer.clone());
    }

    /// <summary>Puts the copies back.</summary>
    public void Restore(Tensor[] copies)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < copies.Length; i++)
        {
            _buffers[i].copy_(copies[i]);
        }
    }
}
