using System.Reflection;

namespace Prcl.Client.Export.Onnx;

/// <summary>
/// Writes a graph as an ONNX file (<c>ModelProto</c> of onnx.proto) without holding its tensors: what a message is long is known before it is written.
/// </summary>
internal static class OnnxFile
{
    /// <summary>The operators' version.</summary>
    public const int Opset = 17;

    // The first that may name opset 17.
    private const int FormatVersion = 8;
    private const int Graph = 7;
    private const int Initialiser = 5;

    /// <summary>Writes it.</summary>
    /// <param name="graph">What is computed.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="metadata">What the file says about itself.</param>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="cancellation">Stops writing.</param>
    public static async Task Write(OnnxGraph graph, string name, IReadOnlyDictionary<string, string> metadata, Stream target, CancellationToken cancellation)
    {
        var parts = graph.Parts(name);
        var tensors = graph.Tensors.Select(tensor => (Head: tensor.Head(), Tensor: tensor)).ToArray();
        var heads = Array.ConvertAll(tensors, part => new ProtoMessage().Head(Initialiser, part.Head.Length + part.Tensor.Length));
        var length = parts.Sum(part => part.Length) + heads.Sum(head => head.Length) + tensors.Sum(part => part.Head.Length + part.Tensor.Length);

        var model = new ProtoMessage()
            .Number(1, FormatVersion)
            .Text(2, "prcl")
            .Text(3, typeof(OnnxFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
            .Message(8, new ProtoMessage().Text(1, "").Number(2, Opset));
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            model.Message(14, new ProtoMessage().Text(1, key).Text(2, value));
        }

        model.Head(Graph, length).WriteTo(target);
        Array.ForEach(parts, part => part.WriteTo(target));
        for (var i = 0; i < tensors.Length; i++)
        {
            heads[i].WriteTo(target);
            tensors[i].Head.WriteTo(target);
            await target.WriteAsync(tensors[i].Tensor.Data(), cancellation);
        }
    }
}
