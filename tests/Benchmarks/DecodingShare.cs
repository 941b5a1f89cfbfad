using Prcl.Images.Files;
using Prcl.Learning.Batches;
using Prcl.Learning.Images;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Threads;
using Prcl.Learning.Training;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>Processor time of a training step in the CPU profile, and of decoding the files that it draws.</summary>
internal static class DecodingShare
{
    private const int WarmUps = 3;
    private const int Steps = 10;

    /// <param name="frames">What the steps learn from; labels are a scene's.</param>
    public static object Measure(RgbImage[] frames)
    {
        var files = Array.ConvertAll(frames, SceneImages.Jpeg);
        var scene = new StreetScenes(0).Draw(SceneDomain.Day, 0).Labels;
        var label = LabelPng.Write(ImageResizer.ToSize(scene, frames[0].Width, frames[0].Height));
        var (images, labels) = (0, 0);
        RgbImage Image(int i)
        {
            Interlocked.Increment(ref images);
            return ImageDecoder.Decode(files[i], ImageLimits.Default).Image!;
        }

        (RgbImage, LabelMap) Pair(int i)
        {
            Interlocked.Increment(ref labels);
            return (Image(i), LabelPng.Read(label, ImageLimits.Default).Labels!);
        }

        TensorThreads.Use(0);
        using var learner = new Learner(new TrainingSettings().Steady(), SceneClasses.List.Count, CPU);
        var loop = new BareLoop<int>(
            learner, new BatchLoader<int>(learner.Settings, 255, Pair, Image), [.. Enumerable.Range(0, 16)], [.. Enumerable.Range(16, frames.Length - 16)], offline: true);
        foreach (var _ in loop.Run(WarmUps, CancellationToken.None))
        {
        }

        (images, labels) = (0, 0);
        var start = Environment.CpuUsage.TotalTime;
        foreach (var _ in loop.Run(Steps, CancellationToken.None))
        {
        }

        var step = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / Steps;
        var decoding = (images * Each(files, file => ImageDecoder.Decode(file, ImageLimits.Default)) + labels * Each([label], file => LabelPng.Read(file, ImageLimits.Default))) / Steps;
        Console.WriteLine($"a training step draws {(double)images / Steps:F1} images: {step:F0} ms of processor time, {decoding:F1} ms of it decoding ({decoding / step:P2})");
        return new { stepProcessorMilliseconds = step, decodingProcessorMilliseconds = decoding, decodingShare = decoding / step };
    }

    private static double Each<T>(byte[][] files, Func<byte[], T> decode) => Interleaved.Median(Interleaved.ProcessorTime(9, () =>
    {
        for (var i = 0; i < 96; i++)
        {
            decode(files[i % files.Length]);
        }
    })[0]) / 96;
}
