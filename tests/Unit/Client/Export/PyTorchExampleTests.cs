using Prcl.Images.Files;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Networks;
using Prcl.Learning.Pictures;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Long;
using Xunit;

namespace Prcl.Unit.Client.Export;

/// <summary>docs/examples/predict_with_pytorch.py beside the silo, from the file to the pixels.</summary>
public sealed class PyTorchExampleTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongFact]
    public async Task Plain_PyTorch_predicts_what_the_silo_does_of_a_residual_network() => await Agree(
        await ExportedModel.Create(new TrainingSettings { Backbone = Backbone.ResNet18, HeadWidth = 16, RepresentationWidth = 8, Frames = new FrameSettings { WorkingSize = 120 } }),
        ExportedModel.Patches(300, 210, 1),
        ExportedModel.Patches(97, 61, 2));

    [LongFact]
    public async Task Plain_PyTorch_predicts_what_the_silo_does_of_MobileNetV2() => await Agree(
        await ExportedModel.Street(new TrainingSettings { Weights = "street", Frames = new FrameSettings { WorkingSize = 129 } }),
        new StreetScenes(3, 300, 210).Draw(SceneDomain.Day, 0).Image,
        new StreetScenes(3, 97, 61).Draw(SceneDomain.Rain, 40).Image);

    private async Task Agree(ExportedModel exported, params RgbImage[] images)
    {
        using var model = exported;
        await PlainPython.SkipUnlessThere();
        using var served = model.Served;
        string[] sources = [_folder.At("large.png"), _folder.At("small.png")], targets = [_folder.At("large.index.png"), _folder.At("small.index.png")];
        for (var i = 0; i < images.Length; i++)
        {
            await File.WriteAllBytesAsync(sources[i], PngEncoder.Encode(images[i]), TestContext.Current.CancellationToken);
        }

        await PlainPython.Predict(model.Path, sources.Zip(targets));

        for (var i = 0; i < images.Length; i++)
        {
            var expected = served.Segmenter.Segment(images[i], withUncertainty: false).Labels.Ids;
            var found = LabelPng.Read(await File.ReadAllBytesAsync(targets[i], TestContext.Current.CancellationToken), ImageLimits.Default).Labels!.Ids;
            Assert.True(expected.Distinct().Count() > 1, "the image has one class, which tells little");
            var equal = expected.Zip(found).Count(pair => pair.First == pair.Second);
            Assert.True(equal >= 0.999 * expected.Length, $"{sources[i]}: {equal} of {expected.Length} pixels have the same class");
        }
    }
}
