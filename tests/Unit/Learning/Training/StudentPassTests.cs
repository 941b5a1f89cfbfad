using Prcl.Learning.Scalars;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Learning.Training;

public sealed class StudentPassTests : IDisposable
{
    private static readonly TrainingSettings Settings = TinyRun.Settings;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_gradient_of_two_passes_is_that_of_the_whole_graph()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);
        var images = batch.Labelled.Images;
        var brighter = images.add(Held.Number(0.1), alpha: Held.Number(1L));
        Tensor Loss(Tensor logits, Tensor means, Tensor other) => logits.square().mean().Plus(means.mul(other).mean());

        var (one, two) = (learner.Student.call(images), learner.Student.call(brighter));
        Loss(one.Logits, one.Means, two.Means).backward();
        var whole = Gradients(learner);
        StudentPass first = new(learner.Student, images), second = new(learner.Student, brighter);
        Loss(first.Output.Logits, first.Output.Means, second.Output.Means).backward();
        first.Backward();
        second.Backward();

        var cut = Gradients(learner);
        Assert.Equal(whole.Keys, cut.Keys);
        Assert.All(whole, named => Assert.True(allclose(named.Value, cut[named.Key], rtol: 1e-4, atol: 1e-6), named.Key));
    }

    [Fact]
    public void An_output_that_no_loss_uses_gives_its_head_no_gradient()
    {
        using var learner = TinyRun.Learner();
        using var batch = TinyRun.Batch(Settings);

        var pass = new StudentPass(learner.Student, batch.Labelled.Images);
        pass.Output.Logits.sum().backward();
        pass.Backward();

        var names = Gradients(learner).Keys;
        Assert.Contains(names, name => name.StartsWith("classifier.", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("mean_head.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_step_of_two_threads_teaches_what_a_step_of_one_teaches()
    {
        var (one, two) = (Weights(1), Weights(2));

        Assert.Equal(one.Keys, two.Keys);
        Assert.All(one, named => Assert.True(allclose(named.Value, two[named.Key], rtol: 1e-3, atol: 1e-5), named.Key));
    }

    [Fact]
    public void A_step_of_two_threads_is_the_same_whenever_it_is_made()
    {
        var (once, again) = (Weights(2), Weights(2));

        Assert.All(once, named => Assert.True(named.Value.Equals(again[named.Key]), named.Key));
    }

    private Dictionary<string, Tensor> Weights(int threads)
    {
        Dictionary<string, Tensor> weights = [];
        Thread thread = new(() =>
        {
            TensorThreads.Use(threads);
            using var learner = TinyRun.Learner();
            using var batch = TinyRun.Batch(Settings);
            TinyRun.Steps(learner, batch, TinyRun.Table(Settings), 2);
            weights = learner.Student.state_dict().ToDictionary(named => named.Key, named => named.Value.detach().to(ScalarType.Float32, copy: true));
        });
        thread.Start();
        thread.Join();
        foreach (var tensor in weights.Values)
        {
            _scope.Attach(tensor);
        }

        return weights;
    }

    private static Dictionary<string, Tensor> Gradients(Learner learner)
    {
        var gradients = learner.Student.named_parameters().Where(p => p.parameter.grad is not null).ToDictionary(p => p.name, p => p.parameter.grad!.clone());
        foreach (var parameter in learner.Student.parameters())
        {
            parameter.grad = null;
        }

        return gradients;
    }
}
