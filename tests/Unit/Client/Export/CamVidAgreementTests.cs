using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Settings;
using Prcl.Long;
using Prcl.Unit.Learning.Images;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Client.Export;

/// <summary>Real frames through a network that has learned: from a camera's picture to the pixels.</summary>
public sealed class CamVidAgreementTests : IDisposable
{
    private const int Count = 20;
    private const double LeastShare = 0.999;
    private static readonly TrainingSettings Settings = new() { Weights = "street" };
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FullFact]
    public async Task ONNX_Runtime_agrees_with_the_silo_on_twenty_frames()
    {
        using var model = await ExportedModel.Street(Settings);
        using var onnx = new OnnxSession(await model.Onnx());
        var farthest = 0.0;

        await Agree(model, "ONNX", (_, image) =>
        {
            var seen = Settings.WorkingSize().Apply(image);
            var answer = onnx.Run(seen)[0];
            farthest = Math.Max(farthest, model.Logits(seen).Zip(answer.Logits, (a, b) => Math.Abs(a - b)).Max());
            return AtItsSize(answer.Logits, seen, image);
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"logits at most {farthest:G3} apart");
        Assert.InRange(farthest, 0, 1e-4);
    }

    [FullFact]
    public async Task Plain_PyTorch_agrees_with_the_silo_on_twenty_frames()
    {
        var frames = Frames();
        await PlainPython.SkipUnlessThere();
        using var model = await ExportedModel.Street(Settings);
        await PlainPython.Predict(model.Path, frames.Select(frame => (frame, Target(frame))));

        await Agree(model, "PyTorch", (frame, _) => LabelPng.Read(File.ReadAllBytes(Target(frame)), ImageLimits.Default).Labels!.Ids);

        string Target(string frame) => _folder.At(Path.GetFileNameWithoutExtension(frame) + ".png");
    }

    private static string[] Frames() => [.. Directory.GetFiles(SharedData.PathOrSkip("camvid", "0016E5", "images")).Order(StringComparer.Ordinal).Take(Count)];

    private static async Task Agree(ExportedModel model, string name, Func<string, RgbImage, ushort[]> other)
    {
        using var served = model.Served;
        var (frames, pixels, equal) = (Frames(), 0L, 0L);
        foreach (var frame in frames)
        {
            var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(frame, TestContext.Current.CancellationToken), ImageLimits.Default).Image!;
            var (silo, found) = (served.Segmenter.Segment(image, withUncertainty: false).Labels.Ids, other(frame, image));
            Assert.Equal(silo.Length, found.Length);
            pixels += silo.Length;
            equal += silo.Zip(found).LongCount(pair => pair.First == pair.Second);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{frames.Length} frames, {pixels} pixels; {name} has the silo's class in {(double)equal / pixels:P4}");
        Assert.Equal(Count, frames.Length);
        Assert.True(equal >= LeastShare * pixels, $"Of {pixels} pixels {equal} are equal by {name}.");
    }

    // As docs/export.md says it: bilinear, corners not aligned, then the largest.
    private static ushort[] AtItsSize(double[] logits, RgbImage seen, RgbImage image)
    {
        using var scope = NewDisposeScope();
        var map = tensor(Array.ConvertAll(logits, x => (float)x), 1, logits.Length / (seen.Width * seen.Height), seen.Height, seen.Width);
        var frame = nn.functional.interpolate(map, size: [image.Height, image.Width], mode: InterpolationMode.Bilinear, align_corners: false);
        return Array.ConvertAll(frame[0].argmax(0, false).data<long>().ToArray(), id => (ushort)id);
    }
}
