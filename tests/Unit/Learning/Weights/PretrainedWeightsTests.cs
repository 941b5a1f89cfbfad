using Prcl.Learning.Safetensors;
using Prcl.Learning.Weights;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Weights;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void A_covered_backbone_takes_every_value_and_the_rest_is_reported()
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored["classifier.1.weight"] = torch.ones(2, 2);
        stored["classifier.1.bias"] = torch.ones(2);
        Save(stored);

        var report = PretrainedWeights.Load(backbone, _path);

        Assert.Equal(7, report.Matched);
        Assert.Equal(["classifier.1.bias", "classifier.1.weight"], report.Unused);
        Assert.Equal(InputNormalisation.ImageNet, report.Input);
        AssertHas(backbone, stored);
        Assert.All(backbone.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Fact]
    public void What_is_no_regular_file_is_refused_before_it_is_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no devices");
        using var backbone = Backbone();

        Assert.Contains("a pipe or device", Assert.Throws<WeightsMismatchException>(() => PretrainedWeights.Load(backbone, "/dev/zero")).Message, StringComparison.Ordinal);
        Assert.Contains("0 bytes", Assert.Throws<WeightsMismatchException>(() => PretrainedWeights.Load(backbone, _path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using var backbone = Backbone();
        using (var file = File.OpenWrite(_path))
        {
            file.SetLength((1L << 30) + 1);
        }

        Assert.Contains("1073741825 bytes; at most 1073741824", Assert.Throws<WeightsMismatchException>(() => PretrainedWeights.Load(backbone, _path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_precision_is_widened()
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored["features.0.0.weight"] = stored["features.0.0.weight"].to(torch.ScalarType.Float16);
        Save(stored);

        PretrainedWeights.Load(backbone, _path);

        var weight = backbone.state_dict()["features.0.0.weight"];
        Assert.Equal(torch.ScalarType.Float32, weight.dtype);
        Assert.True(weight.equal(stored["features.0.0.weight"].to(torch.ScalarType.Float32)).all().item<bool>());
    }

    public static TheoryData<torch.ScalarType, long[]> BatchCounts => new()
    {
        { torch.ScalarType.Int64, [] },
        { torch.ScalarType.Int32, [1] },
        { torch.ScalarType.Float32, [2, 2] },
        { torch.ScalarType.Bool, [0] },
    };

    [Theory]
    [MemberData(nameof(BatchCounts))]
    public void A_batch_count_of_any_type_and_shape_is_ignored(torch.ScalarType type, long[] shape)
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored["features.0.1.num_batches_tracked"] = torch.ones(shape, type);
        stored["features.18.1.num_batches_tracked"] = torch.ones(shape, type);
        Save(stored);

        var report = PretrainedWeights.Load(backbone, _path);

        Assert.Equal(7, report.Matched);
        Assert.Empty(report.Unused);
        Assert.Equal(0, backbone.state_dict()["features.0.1.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void A_batch_count_may_be_missing()
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored.Remove("features.0.1.num_batches_tracked");
        Save(stored);

        PretrainedWeights.Load(backbone, _path);

        AssertHas(backbone, stored);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("backbone.")]
    [InlineData("module.backbone.")]
    public void Names_that_all_begin_with_the_same_wrapper_are_read_without_it(string wrapper)
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        Save(stored.Append(new("fc.bias", torch.ones(2))).ToDictionary(pair => wrapper + pair.Key, pair => pair.Value));

        var report = PretrainedWeights.Load(backbone, _path);

        Assert.Equal((7, $"{wrapper}fc.bias"), (report.Matched, Assert.Single(report.Unused)));
        AssertHas(backbone, stored);
    }

    [Fact]
    public void A_refusal_tells_how_names_were_read()
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored.Remove("features.1.bias");
        Save(stored.ToDictionary(pair => "module." + pair.Key, pair => pair.Value));

        AssertRefusedUntouched(backbone, "of the backbone's 7 tensors the file has 1 missing: features.1.bias; its names were read without 'module.'.");
    }

    [Fact]
    public void A_file_of_another_network_is_named_by_its_tensors_and_its_architecture()
    {
        using var backbone = Backbone();
        Save(new() { ["resnet.embedder\nweight"] = torch.ones(1), ["fc.bias"] = torch.ones(1) }, new() { ["architecture"] = "resnet18" });

        AssertRefusedUntouched(
            backbone, "; 2 names of its own: 'fc.bias', 'resnet.embedder\uFFFDweight'; its architecture is 'resnet18', which the setting backbone must suit.");
    }

    [Fact]
    public void Missing_tensors_and_other_forms_are_named_and_nothing_is_copied()
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored.Remove("features.0.1.running_mean");
        stored["features.0.0.weight"] = torch.ones(4, 3, 1, 1);
        stored["features.1.bias"] = torch.ones([2], torch.ScalarType.Int32);
        Save(stored);

        var error = AssertRefusedUntouched(backbone, "1 missing: features.0.1.running_mean; 2 of another form: features.0.0.weight: expected Float32[4, 3, 3, 3], found Float32[4, 3, 1, 1]");

        Assert.Equal(["features.0.1.running_mean"], error.Missing);
        Assert.Equal(2, error.Different.Count);
    }

    [Fact]
    public void Of_many_missing_tensors_the_first_several_and_the_count_are_told()
    {
        using var backbone = Backbone();
        Save(new() { ["other"] = torch.ones(1) });

        var error = AssertRefusedUntouched(backbone, "7 missing: features.0.0.weight, features.0.1.bias, features.0.1.running_mean, features.0.1.running_var, features.0.1.weight, …");

        Assert.Equal(7, error.Missing.Count);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void Values_that_are_not_finite_in_the_backbones_type_are_refused_by_name(double value)
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored["features.0.1.running_var"] = torch.tensor([1, 2, value, 4], torch.ScalarType.Float64);
        Save(stored);

        AssertRefusedUntouched(backbone, "not finite: features.0.1.running_var");
    }

    [Fact]
    public void A_broken_tensor_that_the_backbone_does_not_use_does_no_harm()
    {
        using var backbone = Backbone();
        var stored = Stored(backbone);
        stored["classifier.bias"] = torch.tensor([float.NaN]);
        Save(stored);

        Assert.Equal(["classifier.bias"], PretrainedWeights.Load(backbone, _path).Unused);
    }

    [Theory]
    [InlineData("input_mean", "0.5,0.5")]
    [InlineData("input_mean", "0.5,0.5,0.5,0.5")]
    [InlineData("input_mean", "0.5,half,0.5")]
    [InlineData("input_mean", "0.5,NaN,0.5")]
    [InlineData("input_mean", "1e60,0,0")]
    [InlineData("input_mean", "")]
    [InlineData("input_std", "0.5,0,0.5")]
    [InlineData("input_std", "0.5,-0.5,0.5")]
    [InlineData("input_std", "Infinity,1,1")]
    public void Bad_normalisation_metadata_is_refused_by_name(string key, string value)
    {
        using var backbone = Backbone();
        Save(Stored(backbone), new() { [key] = value });

        AssertRefusedUntouched(backbone, $"metadata {key} is '{value}'; it must be three finite numbers");
    }

    [Fact]
    public void The_metadata_says_how_images_are_normalised()
    {
        using var backbone = Backbone();
        Save(Stored(backbone), new() { ["input_mean"] = "0.5, 0.25, 1", ["input_std"] = "1e-1,2,3" });

        var report = PretrainedWeights.Load(backbone, _path);

        Assert.Equal([0.5f, 0.25f, 1f], report.InputMean);
        Assert.Equal([0.1f, 2f, 3f], report.InputStd);
    }

    [Fact]
    public void The_shared_MobileNetV2_checkpoint_is_readable()
    {
        var path = SharedWeights.PathOrSkip("mobilenet_v2.safetensors");
        using var stem = torch.nn.Sequential(("features", torch.nn.Sequential(("0", ConvolutionAndNorm(32)))));

        var file = SafetensorsFile.Read(path);
        var report = PretrainedWeights.Load(stem, path);

        Assert.Equal([0.5f, 0.5f, 0.5f], report.InputMean);
        Assert.Equal([0.5f, 0.5f, 0.5f], report.InputStd);
        Assert.Equal(5, report.Matched);
        Assert.Equal(file.Tensors.Keys.Count(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) - 5, report.Unused.Count);
        Assert.Contains("classifier.1.weight", report.Unused);
        Assert.Equal([320, 960, 1, 1], file.Tensors["features.17.conv.2.weight"].Shape);
    }

    // But for batch counts.
    private static void AssertHas(torch.nn.Module backbone, Dictionary<string, torch.Tensor> stored) =>
        Assert.All(
            backbone.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
            pair => Assert.True(pair.Value.equal(stored[pair.Key]).all().item<bool>(), pair.Key));

    private static TorchSharp.Modules.Sequential Backbone() =>
        torch.nn.Sequential(("features", torch.nn.Sequential(("0", ConvolutionAndNorm(4)), ("1", torch.nn.Conv2d(4, 2, 1)))));

    private static TorchSharp.Modules.Sequential ConvolutionAndNorm(int channels) =>
        torch.nn.Sequential(("0", torch.nn.Conv2d(3, channels, 3, bias: false)), ("1", torch.nn.BatchNorm2d(channels)));

    private static Dictionary<string, torch.Tensor> Stored(torch.nn.Module backbone) =>
        backbone.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? torch.rand_like(pair.Value) : torch.full_like(pair.Value, 9));

    private void Save(Dictionary<string, torch.Tensor> tensors, Dictionary<string, string>? metadata = null)
    {
        using var stream = File.Create(_path);
        SafetensorsWriter.Write(stream, tensors, metadata);
    }

    private WeightsMismatchException AssertRefusedUntouched(torch.nn.Module backbone, string rule)
    {
        var before = backbone.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());

        var error = Assert.Throws<WeightsMismatchException>(() => PretrainedWeights.Load(backbone, _path));

        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        foreach (var (name, tensor) in backbone.state_dict())
        {
            Assert.True(tensor.equal(before[name]).all().item<bool>(), name);
        }

        return error;
    }
}
