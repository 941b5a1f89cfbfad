using Prcl.Learning.Scalars;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// Stochastic gradient descent with momentum (Nesterov) and weight decay, torch's formulas in torch's order (<c>docs/method.md</c>,
/// section 2, update). TorchSharp's own makes scalars that may be freed too early (<see cref="Held"/>).
/// </summary>
/// <param name="momentum">In [0, 1); 0 for none.</param>
/// <param name="weightDecay">At least 0.</param>
/// <param name="groups">Parameters that share a learning rate.</param>
internal sealed class SgdOptimiser(double momentum, double weightDecay, params SgdOptimiser.Group[] groups) : IDisposable
{
    /// <summary>The groups, in the order given.</summary>
    public IReadOnlyList<Group> Groups => groups;

    /// <summary>Moves every parameter that has a gradient, in place: v ← m·v + g, p ← p − η·(g + m·v), with g = ∇p + λ·p and v = g at first.</summary>
    public void Step()
    {
        using var noGradient = no_grad();
        foreach (var group in groups)
        {
            foreach (var slot in group.Slots.Where(slot => slot.Parameter.grad is not null))
            {
                using var scope = NewDisposeScope();
                slot.Parameter.add_(Direction(slot), alpha: Held.Number(-group.LearningRate));
            }
        }
    }

    private Tensor Direction(Slot slot)
    {
        var gradient = slot.Parameter.grad!.add(slot.Parameter, alpha: Held.Number(weightDecay));
        if (momentum == 0)
        {
            return gradient;
        }

        if (slot.Velocity is { } velocity)
        {
            velocity.mul_(Held.Number(momentum)).PlusInPlace(gradient);
        }
        else
        {
            slot.Velocity = gradient.clone().DetachFromDisposeScope();
        }

        return gradient.add(slot.Velocity!, alpha: Held.Number(momentum));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in groups.SelectMany(group => group.Slots))
        {
            slot.Velocity?.Dispose();
        }
    }

    /// <summary>Parameters that share a learning rate.</summary>
    /// <param name="named">The parameters and their names.</param>
    public sealed class Group(IEnumerable<(string Name, Parameter Value)> named)
    {
        /// <summary>η of the next step.</summary>
        public double LearningRate { get; set; }

        /// <summary>The parameters in their order.</summary>
        public IReadOnlyList<Slot> Slots { get; } = [.. named.Select(p => new Slot(p.Name, p.Value))];
    }

    /// <summary>A parameter and its velocity.</summary>
    /// <param name="name">Unique in the learner.</param>
    /// <param name="parameter">What is moved.</param>
    public sealed class Slot(string name, Parameter parameter)
    {
        /// <summary>Unique in the learner.</summary>
        public string Name => name;

        /// <summary>What is moved.</summary>
        public Parameter Parameter => parameter;

        /// <summary>v, the parameter's shape; null before the first step with a gradient. Belongs to the optimiser.</summary>
        public Tensor? Velocity { get; set; }
    }
}
