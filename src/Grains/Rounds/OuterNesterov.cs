using Prcl.Learning.Checkpoints;
using Prcl.Learning.Scalars;
using Prcl.Learning.Training;
using TorchSharp;

namespace Prcl.Grains.Rounds;

/// <summary>
/// DiLoCo's outer step (arXiv 2311.08105): with Δ = θ − mean of the reports, v ← m·v + Δ and θ ← θ − η·(Δ + m·v). It moves
/// parameters; batch norm's statistics, the teacher and the trainers' own momentum are what the mean says. The velocity belongs
/// to the run: it is stored beside a version, and no trainer needs it.
/// </summary>
/// <param name="start">θ, the version that the round began with; disposed with this.</param>
/// <param name="velocity">v; null at first; disposed with this.</param>
/// <param name="learningRate">η; 1 without momentum gives the mean.</param>
/// <param name="momentum">m, in [0, 1).</param>
internal sealed class OuterNesterov(NamedTensors start, NamedTensors? velocity, double learningRate, double momentum) : IDisposable
{
    /// <summary>v after the step, Float32, of every parameter that has been stepped.</summary>
    public NamedTensors Velocity { get; } = new();

    /// <summary>What is published for a mean; the caller's dispose scope takes it.</summary>
    /// <param name="name">The tensor's name in a checkpoint.</param>
    /// <param name="mean">The reports' mean, Float64.</param>
    /// <exception cref="CheckpointException">The version or the velocity lacks the parameter, or has it in another shape.</exception>
    public torch.Tensor Step(string name, torch.Tensor mean)
    {
        if (!LearnerState.IsParameter(name))
        {
            return mean;
        }

        var begin = Like(mean, name, start, "version");
        var change = begin.add(mean, alpha: Held.Number(-1L));  // Δ
        var next = velocity is null
            ? change
            : change.add(Like(mean, name, velocity, "outer momentum"), alpha: Held.Number(momentum));  // v
        Velocity.Add(name, next.to(torch.ScalarType.Float32));
        return begin.add(change.add(next, alpha: Held.Number(momentum)), alpha: Held.Number(-learningRate));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Velocity.Dispose();
        velocity?.Dispose();
        start.Dispose();
    }

    private static torch.Tensor Like(torch.Tensor mean, string name, NamedTensors state, string what) => state[name].shape.SequenceEqual(mean.shape)
        ? state[name].to(torch.ScalarType.Float64)
        : throw new CheckpointException(
            $"No outer step: '{name}' is [{string.Join(", ", state[name].shape)}] in the {what} and [{string.Join(", ", mean.shape)}] in the reports.");
}
