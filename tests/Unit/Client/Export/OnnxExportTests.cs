using Prcl.Learning.Evaluation;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Networks;
using Prcl.Learning.Settings;
using Prcl.Learning.Uncertainty;
using Xunit;

namespace Prcl.Unit.Client.Export;

/// <summary>What ONNX Runtime computes of the file, beside what the silo predicts.</summary>
public sealed class OnnxExportTests
{
    private const double Tolerance = 1e-4;

    /// <summary>Each backbone at two sizes; wide convolutions in the heads, stride 8 and every doubt somewhere among them.</summary>
    public static TheoryData<Backbone, int, int, Doubt> Networks => new()
    {
        { Backbone.MobileNetV2, 97, 65, Doubt.Confidence },
        { Backbone.MobileNetV2, 161, 129, Doubt.Both },
        { Backbone.MobileNetV2, 65, 97, Doubt.Variance },
        { Backbone.ResNet18, 97, 65, Doubt.Prototypes },
        { Backbone.ResNet18, 150, 101, Doubt.Entropy },
        { Backbone.ResNet18, 64, 96, Doubt.Distance },
        { Backbone.ResNet50, 70, 90, Doubt.Both },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Logits_classes_and_uncertainty_are_the_silo_s(Backbone backbone, int width, int height, Doubt doubt) =>
        Compare(await Run(Settings(backbone, doubt), [ExportedModel.Patches(width, height, 1)]));

    [Fact]
    public async Task Stride_8_and_heads_of_full_convolutions_are_the_silo_s() =>
        Compare(await Run(Settings(Backbone.ResNet18, Doubt.Both) with { Profile = Profile.Paper, OutputStride = 8 }, [ExportedModel.Patches(81, 66, 1)]));

    [Fact]
    public async Task Images_of_a_batch_are_as_they_are_alone()
    {
        var (first, second) = (ExportedModel.Patches(97, 65, 1), ExportedModel.Patches(97, 65, 2));

        var results = await Run(Settings(Backbone.MobileNetV2, Doubt.Both), [first, second]);

        Assert.Equal(2, results.Count);
        Compare(results);
    }

    [Fact]
    public async Task The_file_says_what_its_classes_and_its_network_are()
    {
        using var model = await ExportedModel.Create(Settings(Backbone.MobileNetV2, Doubt.Confidence));
        using var onnx = new OnnxSession(await model.Onnx());
        var (session, metadata) = (onnx.Session, onnx.Session.ModelMetadata);

        Assert.Equal("prcl", metadata.ProducerName);
        Assert.Equal("street version 7", metadata.GraphName);
        Assert.Equal("7", metadata.CustomMetadataMap["version"]);
        Assert.Contains("class 4", metadata.CustomMetadataMap["classes"], StringComparison.Ordinal);
        Assert.Contains("\"backbone\":\"mobilenetv2\"", metadata.CustomMetadataMap["architecture"], StringComparison.Ordinal);
        Assert.Equal(["batch", "", "height", "width"], session.InputMetadata["image"].SymbolicDimensions);
        Assert.Equal(["logits", "index", "uncertainty"], session.OutputNames);
    }

    private static TrainingSettings Settings(Backbone backbone, Doubt doubt) => new()
    {
        Backbone = backbone,
        HeadWidth = 16,
        RepresentationWidth = 8,
        Frames = FrameSettings.Paper,
        Uncertainty = new UncertaintySettings { Uncertainty = doubt },
    };

    private static async Task<IReadOnlyList<(NetworkAnswer Silo, NetworkAnswer Onnx)>> Run(TrainingSettings settings, RgbImage[] images)
    {
        using var model = await ExportedModel.Create(settings);
        using var session = new OnnxSession(await model.Onnx());
        using var served = model.Served;
        return [.. images.Select(image => Silo(model, served.Segmenter, image)).Zip(session.Run(images))];
    }

    private static NetworkAnswer Silo(ExportedModel model, Segmenter segmenter, RgbImage image)
    {
        var result = segmenter.Segment(image, withUncertainty: true);
        return new NetworkAnswer(model.Logits(image), [.. result.Labels.Ids.Select(id => (long)id)], Array.ConvertAll(result.Uncertainty!, x => (double)x));
    }

    private static void Compare(IReadOnlyList<(NetworkAnswer Silo, NetworkAnswer Onnx)> results) => Assert.All(results, result =>
    {
        var (silo, onnx) = result;
        Assert.True(silo.Logits.Max() - silo.Logits.Min() > 1, "the logits hardly differ, so that a tolerance tells little");
        Assert.True(silo.Index.Distinct().Count() > 1, "the image has one class, which tells little");

        // Where two classes are as likely as each other, rounding chooses, and some doubts are about the class that is chosen.
        int[] agreed = [.. Enumerable.Range(0, silo.Index.Length).Where(i => silo.Index[i] == onnx.Index[i])];
        var (logits, doubt) = (Apart(silo.Logits, onnx.Logits), Apart([.. agreed.Select(i => silo.Uncertainty[i])], [.. agreed.Select(i => onnx.Uncertainty[i])]));
        TestContext.Current.TestOutputHelper?.WriteLine($"logits {logits:G3} and uncertainty {doubt:G3} apart at most, {silo.Index.Length - agreed.Length} of {silo.Index.Length} classes");
        Assert.InRange(logits, 0, Tolerance);
        Assert.InRange(doubt, 0, Tolerance);
        Assert.InRange(silo.Index.Length - agreed.Length, 0, silo.Index.Length / 1000);
    });

    // Not a number is apart from everything.
    private static double Apart(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => double.IsNaN(a - b) ? double.PositiveInfinity : Math.Abs(a - b)).Max();
    }
}
