using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// Stochastic gradient descent with momentum (Nesterov) and weight decay, torch's formulas in torch's order (<c>docs/method.md</c>,
/// section 2, update), in a handful of calls however many parameters there are. TorchSharp's own makes a few calls a parameter, and scalars that
/// may be freed too early (<see cref="Held"/>).
/// </summary>
/// <param name="momentum">In [0, 1); 0 for none.</param>
/// <param name="weightDecay">At least 0.</param>
/// <param name="groups">Parameters that share a learning rate.</param>
internal sealed class SgdOptimiser(double momentum, double weightDecay, params ParameterGroup[] groups) : IDisposable
{
    /// <summary>The groups, in the order given.</summary>
    public IReadOnlyList<ParameterGroup> Groups => groups;

    /// <summary>Copies of the gradients that there are, in the caller's dispose scope.</summary>
    public GradientRun[] Gather()
    {
        using var noGradient = no_grad();
        return [.. groups.SelectMany(group => group.Gather())];
    }

    /// <summary>Moves every parameter that has a gradient, in place: v ← m·v + g, p ← p − η·(g + m·v), with g = ∇p + λ·p and v = g at first.</summary>
    /// <param name="gathered">The gradients, which are used up.</param>
    public void Step(IEnumerable<GradientRun> gathered)
    {
        using var noGradient = no_grad();
        foreach (var (group, first, count, gradient) in gathered)
        {
            using var scope = NewDisposeScope();
            var parameters = group.Parameters.Range(first, count);
            gradient.add_(parameters, alpha: Held.Number(weightDecay));
            if (momentum > 0)
            {
                gradient.add_(group.Accelerate(first, count, gradient, momentum), alpha: Held.Number(momentum));
            }

            parameters.add_(gradient, alpha: Held.Number(-group.LearningRate));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in groups)
        {
            group.Dispose();
        }
    }
}
