using Prcl.Learning.Networks;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>Parameters that share a learning rate, and their velocities.</summary>
/// <param name="parameters">The parameters, with names that are unique in the learner. Belong to the group from now on.</param>
internal sealed class ParameterGroup(FlatTensors parameters) : IDisposable
{
    private readonly Tensor _velocities = zeros_like(parameters.All).DetachFromDisposeScope();
    private readonly bool[] _hasVelocity = new bool[parameters.Parts.Count];

    /// <summary>η of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>The parameters in their order.</summary>
    public FlatTensors Parameters => parameters;

    /// <summary>v of every parameter that has been moved, by name, of the parameter's shape; a view in the caller's dispose scope.</summary>
    public IEnumerable<(string Name, Tensor Velocity)> Velocities =>
        from i in Enumerable.Range(0, _hasVelocity.Length)
        where _hasVelocity[i]
        select (parameters.Parts[i].Name, VelocityOf(i));

    /// <summary>Sets the velocities anew.</summary>
    /// <param name="velocity">A parameter's velocity by its name; null for one that hasn't been moved.</param>
    public void SetVelocities(Func<string, Tensor?> velocity)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _hasVelocity.Length; i++)
        {
            var value = velocity(parameters.Parts[i].Name);
            _hasVelocity[i] = value is not null;
            VelocityOf(i).copy_(value ?? zeros_like(parameters.Parts[i].Value));
        }
    }

    /// <summary>Copies of the gradients: a run for each stretch of parameters that have one and are alike in having been moved before.</summary>
    public IEnumerable<GradientRun> Gather()
    {
        for (int first = 0, end; first < _hasVelocity.Length; first = end)
        {
            var kind = Kind(first);
            for (end = first + 1; end < _hasVelocity.Length && Kind(end) == kind; end++)
            {
            }

            if (kind.HasGradient)
            {
                var gradients = Enumerable.Range(first, end - first).Select(i => parameters.Parts[i].Value.grad!.reshape(-1)).ToArray();
                yield return new GradientRun(this, first, end - first, cat(gradients));
                Array.ForEach(gradients, gradient => gradient.Dispose());
            }
        }
    }

    /// <summary>v ← m·v + g, or v = g at first.</summary>
    /// <returns>v, [Σ numel], in the caller's dispose scope.</returns>
    public Tensor Accelerate(int first, int count, Tensor gradient, double momentum)
    {
        var velocity = Flat(first, count);
        if (_hasVelocity[first])
        {
            return velocity.mul_(Held.Number(momentum)).PlusInPlace(gradient);
        }

        Array.Fill(_hasVelocity, true, first, count);
        return velocity.copy_(gradient);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _velocities.Dispose();
        parameters.Dispose();
    }

    private (bool HasGradient, bool HasVelocity) Kind(int i) => (parameters.Parts[i].Value.grad is not null, _hasVelocity[i]);

    private Tensor VelocityOf(int i) => Flat(i, 1).view(parameters.Parts[i].Value.shape);

    // Velocities lie as the parameters do.
    private Tensor Flat(int first, int count)
    {
        var (begin, length) = parameters.Place(first, count);
        return _velocities.narrow(0, begin, length);
    }
}
