using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Settings;
using Prcl.Long;
using Prcl.Unit.Learning.Images;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Client.Export;

/// <summary>Real frames through a network that has learned: from a camera's picture to the pixels, three ways.</summary>
public sealed class CamVidAgreementTests : IDisposable
{
    private const int Frames = 20;
    private const double LeastShare = 0.999;
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongFact]
    public async Task ONNX_and_PyTorch_agree_with_the_silo_on_twenty_frames()
    {
        string[] frames = [.. Directory.GetFiles(SharedData.PathOrSkip("camvid", "0016E5", "images")).Order(StringComparer.Ordinal).Take(Frames)];
        var settings = new TrainingSettings { Weights = "street" };
        using var model = await ExportedModel.Street(settings);
        using var served = model.Served;
        using var onnx = new OnnxSession(await model.Onnx());
        (string Source, string Target)[] python = [.. frames.Select(frame => (frame, _folder.At(Path.GetFileNameWithoutExtension(frame) + ".png")))];
        await PlainPython.SkipUnlessThere();
        await PlainPython.Predict(model.Path, python);

        var (pixels, byOnnx, byPython, farthest) = (0L, 0L, 0L, 0.0);
        foreach (var (source, target) in python)
        {
            var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(source, TestContext.Current.CancellationToken), ImageLimits.Default).Image!;
            var silo = served.Segmenter.Segment(image, withUncertainty: false).Labels.Ids;
            var seen = settings.WorkingSize().Apply(image);
            var answer = onnx.Run(seen)[0];
            var logits = model.Logits(seen);
            farthest = Math.Max(farthest, logits.Zip(answer.Logits, (a, b) => Math.Abs(a - b)).Max());
            pixels += silo.Length;
            byOnnx += Equal(silo, AtItsSize(answer.Logits, seen, image));
            byPython += Equal(silo, LabelPng.Read(await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken), ImageLimits.Default).Labels!.Ids);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{frames.Length} frames, {pixels} pixels; as the silo: ONNX {(double)byOnnx / pixels:P4}, PyTorch {(double)byPython / pixels:P4}; logits at most {farthest:G3} apart");
        Assert.Equal(Frames, frames.Length);
        Assert.True(byOnnx >= LeastShare * pixels && byPython >= LeastShare * pixels, $"Of {pixels} pixels {byOnnx} are equal by ONNX and {byPython} by PyTorch.");
    }

    // As docs/export.md says it: bilinear, corners not aligned, then the largest.
    private static ushort[] AtItsSize(double[] logits, RgbImage seen, RgbImage image)
    {
        using var scope = NewDisposeScope();
        var map = tensor(Array.ConvertAll(logits, x => (float)x), 1, logits.Length / (seen.Width * seen.Height), seen.Height, seen.Width);
        var frame = nn.functional.interpolate(map, size: [image.Height, image.Width], mode: InterpolationMode.Bilinear, align_corners: false);
        return Array.ConvertAll(frame[0].argmax(0, false).data<long>().ToArray(), id => (ushort)id);
    }

    private static long Equal(ushort[] expected, ushort[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        return expected.Zip(found).LongCount(pair => pair.First == pair.Second);
    }
}
