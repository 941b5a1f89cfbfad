using System.Globalization;
using System.Runtime.InteropServices;

namespace Prcl.Client.Export.Onnx;

/// <summary>A graph as it is put together, node by node; each call answers the name of what comes out.</summary>
internal sealed class OnnxGraph
{
    private readonly ProtoMessage _nodes = new();
    private readonly ProtoMessage _ends = new();
    private readonly Dictionary<string, OnnxTensor> _tensors = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The tensors that the file holds, in the order in which they are first used.</summary>
    public IReadOnlyCollection<OnnxTensor> Tensors => _tensors.Values;

    /// <summary>All of <c>GraphProto</c> but the tensors: the graph's name, nodes, inputs and outputs.</summary>
    public ProtoMessage[] Parts(string name) => [new ProtoMessage().Text(2, name), _nodes, _ends];

    /// <summary>Adds a node of one output.</summary>
    /// <param name="operation">The operator's name in ONNX's own domain.</param>
    /// <param name="inputs">Names; empty for one that is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The name of the output.</returns>
    public string Node(string operation, string[] inputs, params OnnxAttribute[] attributes) =>
        NodeTo(string.Create(CultureInfo.InvariantCulture, $"{operation}_{++_count}"), operation, inputs, attributes);

    /// <summary>Adds a node whose output has a name of its own.</summary>
    public string NodeTo(string output, string operation, string[] inputs, params OnnxAttribute[] attributes)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute.Message);
        }

        _nodes.Message(1, node);
        return output;
    }

    /// <summary>Holds a tensor; one of a name that is there already is the same one.</summary>
    public string Hold(OnnxTensor tensor)
    {
        _tensors.TryAdd(tensor.Name, tensor);
        return tensor.Name;
    }

    /// <summary>Holds floats.</summary>
    public string Floats(string name, float[] values, params long[] shape) => Hold(name, OnnxType.Float, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);

    /// <summary>Holds a float as a scalar.</summary>
    public string Float(string name, float value) => Floats(name, [value]);

    /// <summary>Holds whole numbers, a vector.</summary>
    public string Wholes(string name, params long[] values) => Hold(name, OnnxType.Int64, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), [values.Length]);

    /// <summary>Names an input; a side that isn't a number may be any.</summary>
    public string Input(string name, OnnxType type, params string[] sides) => End(11, name, type, sides);

    /// <summary>Names an output, likewise.</summary>
    public string Output(string name, OnnxType type, params string[] sides) => End(12, name, type, sides);

    private string Hold(string name, OnnxType type, byte[] bytes, long[] shape) => Hold(new OnnxTensor(name, type, shape, bytes.Length, () => bytes));

    private string End(int field, string name, OnnxType type, string[] sides)
    {
        var shape = new ProtoMessage();
        foreach (var side in sides)
        {
            shape.Message(1, long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? new ProtoMessage().Number(1, length) : new ProtoMessage().Text(2, side));
        }

        var tensor = new ProtoMessage().Number(1, (int)type).Message(2, shape);
        _ends.Message(field, new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, tensor)));
        return name;
    }
}
