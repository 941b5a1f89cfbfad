using System.Reflection;
using Prcl.Learning.Networks;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Weights;

public sealed class NamedWeightsTests : IDisposable
{
    private const string Known = "resnet18";
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("resnet18", true)]
    [InlineData("resnet81", true)]
    [InlineData("resnet18.safetensors", false)]
    [InlineData("./resnet18", false)]
    [InlineData("/weights/resnet18", false)]
    [InlineData("weights\\resnet18", false)]
    [InlineData("..", false)]
    public void What_has_neither_separators_nor_an_extension_is_a_name(string weights, bool isName)
    {
        Assert.Equal(isName, NamedWeights.IsName(weights));
        Assert.True(isName || NamedWeights.Locate(weights) == weights);
    }

    [Fact]
    public void An_unknown_name_is_refused_and_the_known_ones_are_listed()
    {
        SkipWithoutWeights();

        var error = Assert.Throws<WeightsMismatchException>(() => new Learner(new TrainingSettings { Weights = "resnet81" }, 2, torch.CPU));

        Assert.Equal("Weights resnet81 were not loaded: no weights of that name come with the program; it knows resnet18, street. A file needs its extension or folder, as in ./resnet81.", error.Message);
    }

    [Fact]
    public void A_learner_takes_weights_by_name()
    {
        SkipWithoutWeights();

        using var learner = new Learner(new TrainingSettings { Backbone = Backbone.ResNet18, Weights = Known }, 2, torch.CPU);

        Assert.Equal(100, learner.Weights!.Matched);
        Assert.Equal(0.482948f, learner.Normalisation.Mean[0]);
    }

    [Fact]
    public void The_converted_file_is_a_whole_ResNet_18_with_its_source_and_licence()
    {
        SkipWithoutWeights();
        using var backbone = BackboneNetwork.Create(Backbone.ResNet18, outputStride: 16);
        var file = SafetensorsFile.Read(NamedWeights.Locate(Known));

        var report = PretrainedWeights.Load(backbone, NamedWeights.Locate(Known));

        Assert.Equal((100, 100), (report.Matched, file.Tensors.Count));
        Assert.All(file.Tensors.Values, tensor => Assert.Equal(SafetensorsType.F32, tensor.DType));
        Assert.Equal(new InputNormalisation([0.482948f, 0.454521f, 0.404167f], [0.00392157f, 0.00392157f, 0.00392157f]), report.Input);
        Assert.Equal(("MIT", "resnet18"), (file.Metadata["licence"], file.Metadata["architecture"]));
        Assert.Contains("Microsoft.ML.DnnImageFeaturizer.ResNet18", file.Metadata["source"], StringComparison.Ordinal);
        Assert.StartsWith("The MIT License", File.ReadAllText(Path.ChangeExtension(NamedWeights.Locate(Known), ".LICENSE")).TrimStart('\uFEFF'), StringComparison.Ordinal);
        // Batch norm brings its real statistics: not those of a fresh layer.
        Assert.True(file.ToTensor("bn1.running_var").std().item<float>() > 1);
    }

    [Fact]
    public void The_converted_file_is_the_shared_one_within_its_rounding_to_half_precision()
    {
        SkipWithoutWeights();
        var shared = SafetensorsFile.Read(SharedWeights.PathOrSkip("resnet18.safetensors"));
        var converted = SafetensorsFile.Read(NamedWeights.Locate(Known));

        Assert.Equal(shared.Tensors.Keys.Order(), converted.Tensors.Keys.Order());
        Assert.All(shared.Tensors.Keys, name =>
        {
            var expected = shared.ToTensor(name);
            Assert.True(converted.ToTensor(name).to(expected.dtype).equal(expected).all().item<bool>(), name);
        });
        Assert.Equal((shared.Metadata["input_mean"], shared.Metadata["input_std"]), (converted.Metadata["input_mean"], converted.Metadata["input_std"]));
    }

    // Not a look at the folder: weights that the build forgot must not pass for weights left out.
    private static void SkipWithoutWeights()
    {
        var built = typeof(NamedWeightsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PretrainedWeights").Value;
        Assert.SkipWhen(built == "false", "built with PretrainedWeights=false");
    }
}
