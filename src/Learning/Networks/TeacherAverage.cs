using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// The teacher as the exponential moving average of the student (<c>docs/method.md</c>, section 1): parameters only; the teacher keeps
/// batch-norm statistics of its own.
/// </summary>
public static class TeacherAverage
{
    /// <summary>The paper's α.</summary>
    public const double DefaultAlpha = 0.99;

    /// <summary>The weight of the old teacher after a step, min(1 − 1/(t+1), α): after the first step the teacher is the student.</summary>
    /// <param name="step">The step t just done, counted from 0.</param>
    /// <param name="alpha">The limit α, in [0, 1].</param>
    public static double Decay(long step, double alpha = DefaultAlpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(alpha, 1);
        return Math.Min(1 - (1 / (step + 1.0)), alpha);
    }

    /// <summary>Moves the teacher's parameters towards the student's, in place and without gradient.</summary>
    /// <param name="teacher">Parameters of the network that is changed.</param>
    /// <param name="student">The same of the network it follows.</param>
    /// <param name="step">The step t just done, counted from 0.</param>
    /// <param name="alpha">The limit α, in [0, 1].</param>
    /// <exception cref="ArgumentException">The networks differ in shape.</exception>
    public static void Update(FlatTensors teacher, FlatTensors student, long step, double alpha = DefaultAlpha)
    {
        if (!teacher.Matches(student))
        {
            throw new ArgumentException("Teacher and student have different parameters: build both from the same options.", nameof(teacher));
        }

        var decay = Decay(step, alpha);
        using var noGradient = no_grad();
        teacher.All.mul_(Held.Number(decay)).add_(student.All, alpha: Held.Number(1 - decay));
    }

    /// <summary>
    /// Lets the teacher's running statistics follow its batches at the pace at which its weights follow the student: with torch's 0.1 they
    /// would be those of some ten batches, which is noise in every evaluation.
    /// </summary>
    /// <param name="teacher">The network about to see a batch in training mode.</param>
    /// <param name="step">The step t under way, counted from 0.</param>
    /// <param name="alpha">The limit α, in [0, 1].</param>
    public static void SetStatisticsPace(SegmentationNetwork teacher, long step, double alpha = DefaultAlpha)
    {
        var momentum = 1 - Decay(step, alpha);
        foreach (var norm in teacher.modules().OfType<BatchNorm>())
        {
            norm.Momentum = momentum;
        }
    }
}
