namespace Prcl.Client.Export.Onnx;

/// <summary>An attribute of a node (<c>AttributeProto</c> of onnx.proto).</summary>
internal sealed class OnnxAttribute
{
    private readonly ProtoMessage _message;

    private OnnxAttribute(string name, Func<ProtoMessage, ProtoMessage> value, int type) => _message = value(new ProtoMessage().Text(1, name)).Number(20, type);

    /// <summary>The message.</summary>
    public ProtoMessage Message => _message;

    /// <summary>A float.</summary>
    public static OnnxAttribute Float(string name, float value) => new(name, message => message.Float(2, value), 1);

    /// <summary>A whole number.</summary>
    public static OnnxAttribute Whole(string name, long value) => new(name, message => message.Number(3, value), 2);

    /// <summary>A text.</summary>
    public static OnnxAttribute Text(string name, string value) => new(name, message => message.Text(4, value), 3);

    /// <summary>Whole numbers.</summary>
    public static OnnxAttribute Wholes(string name, params long[] values) => new(name, message => values.Aggregate(message, (all, value) => all.Number(8, value)), 7);
}
