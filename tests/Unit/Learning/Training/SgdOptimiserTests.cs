using Prcl.Learning.Networks;
using Prcl.Learning.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class SgdOptimiserTests
{
    [Theory]
    [InlineData(0.9, 5e-4)]
    [InlineData(0.9, 0.0)]
    [InlineData(0.0, 5e-4)]
    public void Steps_are_those_of_torch_bit_for_bit(double momentum, double weightDecay)
    {
        using var scope = torch.NewDisposeScope();
        var (ours, torchs) = (Weights(), Weights());
        using var optimiser = Optimiser(momentum, weightDecay, ours);
        using var reference = torch.optim.SGD([torchs], 0.1, momentum, weight_decay: weightDecay, nesterov: momentum > 0);
        for (var step = 0; step < 5; step++)
        {
            foreach (var weights in new[] { ours, torchs })
            {
                weights.grad = null;
                weights.pow(3).sum().backward();
            }

            optimiser.Step(optimiser.Gather());
            reference.step();
        }

        Assert.True(torchs.Equals(ours));
    }

    [Fact]
    public void A_parameter_without_gradient_stays_and_keeps_its_velocity()
    {
        using var scope = torch.NewDisposeScope();
        var weights = Weights();
        using var optimiser = Optimiser(0.9, 5e-4, weights);
        weights.sum().backward();
        optimiser.Step(optimiser.Gather());
        var (before, velocity) = (weights.clone(), optimiser.Groups[0].Velocities.Single().Velocity.clone());

        weights.grad = null;
        optimiser.Step(optimiser.Gather());

        Assert.True(before.Equals(weights));
        Assert.True(velocity.Equals(optimiser.Groups[0].Velocities.Single().Velocity));
    }

    private static SgdOptimiser Optimiser(double momentum, double weightDecay, Parameter weights)
    {
        var optimiser = new SgdOptimiser(momentum, weightDecay, new ParameterGroup(new FlatTensors([("weights", weights)])));
        optimiser.Groups[0].LearningRate = 0.1;
        return optimiser;
    }

    private static Parameter Weights()
    {
        using var generator = new torch.Generator(3);
        return new Parameter(torch.rand([4, 3], generator: generator));
    }
}
