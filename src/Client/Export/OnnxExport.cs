using Prcl.Client.Export.Networks;
using Prcl.Client.Export.Onnx;

namespace Prcl.Client.Export;

/// <summary>Turns a model file of <c>prcl export</c> into an ONNX file (<c>docs/export.md</c>).</summary>
internal static class OnnxExport
{
    /// <summary>Writes the network that predicts; what the model file says about itself goes with it.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="cancellation">Stops writing.</param>
    /// <exception cref="ModelFileException">The file isn't as it has to be.</exception>
    public static Task Write(ModelFile model, Stream target, CancellationToken cancellation) =>
        OnnxFile.Write(SegmentationGraph.Of(model), $"{model.Metadata.GetValueOrDefault("run")} version {model.Metadata.GetValueOrDefault("version")}", model.Metadata, target, cancellation);
}
