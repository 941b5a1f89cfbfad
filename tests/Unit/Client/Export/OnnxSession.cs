using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Prcl.Learning.Images;
using TorchSharp;

namespace Prcl.Unit.Client.Export;

/// <summary>ONNX Runtime on an exported file.</summary>
internal sealed class OnnxSession : IDisposable
{
    public OnnxSession(byte[] file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        Session = new InferenceSession(file, options);
    }

    /// <summary>The session itself.</summary>
    public InferenceSession Session { get; }

    /// <summary>What comes out of images of one size, each.</summary>
    public IReadOnlyList<NetworkAnswer> Run(params RgbImage[] images)
    {
        using var scope = torch.NewDisposeScope();
        float[] pixels = [.. images.SelectMany(image => ImageTensor.FromImage(image).data<float>())];
        using var outputs = Session.Run([NamedOnnxValue.CreateFromTensor("image", new DenseTensor<float>(pixels, [images.Length, 3, images[0].Height, images[0].Width]))]);
        var (logits, index, uncertainty) = (Part<float>("logits"), Part<long>("index"), Part<float>("uncertainty"));
        return [.. Enumerable.Range(0, images.Length).Select(i => new NetworkAnswer(Array.ConvertAll(logits[i], x => (double)x), index[i], Array.ConvertAll(uncertainty[i], x => (double)x)))];

        T[][] Part<T>(string name)
        {
            var all = outputs.Single(output => output.Name == name).AsTensor<T>().ToArray();
            return [.. all.Chunk(all.Length / images.Length)];
        }
    }

    public void Dispose() => Session.Dispose();
}
