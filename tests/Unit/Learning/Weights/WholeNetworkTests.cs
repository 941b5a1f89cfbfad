using Prcl.Learning.Networks;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Weights;

public sealed class WholeNetworkTests : IDisposable
{
    private const int Classes = 3;
    private static readonly TrainingSettings Small = new() { HeadWidth = 16, RepresentationWidth = 8, Seed = 1 };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    public void Dispose()
    {
        File.Delete(_path);
        _scope.Dispose();
    }

    [Fact]
    public void A_run_of_the_same_shapes_begins_with_the_whole_network()
    {
        Save();

        using var learner = new Learner(Small with { Seed = 2, Weights = _path }, Classes, torch.CPU);

        Assert.Empty(learner.Weights!.Unused);
        Assert.True(IsTaken(learner, "classifier.") && IsTaken(learner, "mean_head.") && IsTaken(learner, "backbone."));
        using var saved = SafetensorsFile.Read(_path).ToTensor("probability_head.w1");
        Assert.True(learner.ProbabilityHead.state_dict()["w1"].equal(saved.to(torch.ScalarType.Float32)).all().item<bool>());
        Assert.Equal(InputNormalisation.ImageNet, learner.Normalisation);
    }

    [Theory]
    [InlineData(16, 4)]
    [InlineData(24, Classes)]
    public void A_run_of_other_heads_begins_with_the_backbone_alone(int headWidth, int classes)
    {
        Save();

        using var learner = new Learner(Small with { Seed = 2, HeadWidth = headWidth, Weights = _path }, classes, torch.CPU);

        Assert.True(IsTaken(learner, "backbone."));
        Assert.False(IsTaken(learner, "skip."));
        Assert.Contains("aspp.", learner.Weights!.Unused[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Another_backbone_is_refused()
    {
        Save();

        Assert.Throws<WeightsMismatchException>(() => new Learner(Small with { Backbone = Backbone.ResNet18, Weights = _path }, Classes, torch.CPU));
    }

    [Fact]
    public void The_demos_weights_are_a_whole_network_of_at_most_five_megabytes()
    {
        var file = new FileInfo(NamedWeights.Locate("street"));

        using var learner = new Learner(new TrainingSettings { Weights = "street" }, SceneClasses.List.Count, torch.CPU);

        Assert.InRange(file.Length, 1, 5_000_000);
        Assert.Empty(learner.Weights!.Unused);
        Assert.Equal(string.Join(", ", SceneClasses.List.Select(c => c.Name)), SafetensorsFile.Read(file.FullName).Metadata["classes"]);
    }

    private void Save()
    {
        using var learner = new Learner(Small, Classes, torch.CPU);
        using var stream = File.Create(_path);
        WholeNetwork.Save(learner, stream, new Dictionary<string, string> { ["source"] = "a test" });
    }

    // Convolutions alone: batch norms begin alike whatever the seed is.
    private bool IsTaken(Learner learner, string prefix)
    {
        var file = SafetensorsFile.Read(_path);
        return learner.Student.state_dict()
            .Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal) && p.Value.dim() == 4)
            .All(p => p.Value.shape.AsSpan().SequenceEqual(file.Tensors[p.Key].Shape) && p.Value.equal(file.ToTensor(p.Key).to(torch.ScalarType.Float32)).all().item<bool>());
    }
}
