// Compiled by MSBuild for PretrainedWeights.props: C# with .NET Standard 2.0's library, no packages.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Turns ML.NET's ResNet-18 (ONNX, exported by CNTK) into safetensors with torchvision's names. The graph has 22 convolutions, each
/// followed by its batch norm, in a fixed order; their shapes are checked. Left out is the ninth block, layer4.2, which a ResNet-18
/// elsewhere doesn't have. The network wants channels B, G, R and values to 255 less a mean image: conv1's input channels are turned
/// round, and mean and scale go into the metadata.
/// </summary>
public sealed class ConvertResNet18 : Task
{
    /// <summary>ResNet18.onnx.</summary>
    [Required]
    public string Network { get; set; }

    /// <summary>ResNetPreprocess.onnx, which holds the mean image.</summary>
    [Required]
    public string Preprocessing { get; set; }

    /// <summary>What the metadata name as the source.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>The safetensors file to write; whoever reads it meanwhile sees a whole one.</summary>
    [Required]
    public string Output { get; set; }

    public override bool Execute()
    {
        try
        {
            Write(Tensors(OnnxGraph.Read(Network)), Metadata(OnnxGraph.Read(Preprocessing)));
        }
        catch (Exception error) when (error is InvalidDataException || error is IndexOutOfRangeException || error is ArgumentException || error is IOException)
        {
            Log.LogError("{0} is not the network that is expected, or {1} can't be written: {2}", Network, Output, error.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private static List<OnnxTensor> Tensors(OnnxGraph graph)
    {
        var tensors = new List<OnnxTensor>();
        var expected = Layers().GetEnumerator();
        string[] convolution = null;
        foreach (var node in graph.Nodes)
        {
            if (node.Type == "Conv")
            {
                convolution = node.Inputs.Concat(node.Outputs).ToArray();
            }
            else if (node.Type == "BatchNormalization" && convolution != null && node.Inputs[0] == convolution[2] && expected.MoveNext())
            {
                var layer = expected.Current;
                tensors.Add(graph.Take(convolution[1], layer.Convolution + ".weight", layer.Shape));
                string[] parts = { "weight", "bias", "running_mean", "running_var" };
                tensors.AddRange(parts.Select((part, i) => graph.Take(node.Inputs[i + 1], layer.Norm + "." + part, layer.Shape[0])));
            }
        }

        if (expected.MoveNext())
        {
            throw new InvalidDataException("there is no " + expected.Current.Convolution);
        }

        tensors[0].ReverseInputChannels();
        return tensors.Where(tensor => !tensor.Name.StartsWith("layer4.2.", StringComparison.Ordinal)).ToList();
    }

    // In the order of the graph.
    private static IEnumerable<(string Convolution, string Norm, int[] Shape)> Layers()
    {
        yield return ("conv1", "bn1", new[] { 64, 3, 7, 7 });
        for (int layer = 1, input = 64; layer <= 4; layer++)
        {
            var width = 32 << layer;
            for (var block = 0; block < (layer == 4 ? 3 : 2); block++, input = width)
            {
                var name = "layer" + layer + "." + block;
                if (input != width)
                {
                    yield return (name + ".downsample.0", name + ".downsample.1", new[] { width, input, 1, 1 });
                }

                yield return (name + ".conv1", name + ".bn1", new[] { width, input, 3, 3 });
                yield return (name + ".conv2", name + ".bn2", new[] { width, width, 3, 3 });
            }
        }
    }

    private Dictionary<string, string> Metadata(OnnxGraph preprocessing)
    {
        var image = preprocessing.Take("MeanImage", "MeanImage", 1, 3, 224, 224).Floats();
        var mean = image.Select((value, i) => (value, i)).GroupBy(pixel => pixel.i * 3 / image.Length, pixel => (double)pixel.value).Select(channel => channel.Average() / 255);
        return new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["architecture"] = "resnet18",
            ["input_mean"] = string.Join(",", mean.Reverse().Select(value => value.ToString("F6", CultureInfo.InvariantCulture))),
            ["input_std"] = "0.00392157,0.00392157,0.00392157",
            ["source"] = Source,
            ["licence"] = "MIT",
            ["note"] = "a ninth block (layer4.2) of the source is left out",
        };
    }

    private void Write(List<OnnxTensor> tensors, Dictionary<string, string> metadata)
    {
        var members = metadata.Select(pair => "\"" + pair.Key + "\":\"" + pair.Value + "\"");
        var header = new StringBuilder("{\"__metadata__\":{" + string.Join(",", members) + "}");
        var offset = 0;
        foreach (var tensor in tensors)
        {
            header.Append(",\"" + tensor.Name + "\":{\"dtype\":\"F32\",\"shape\":[" + string.Join(",", tensor.Shape) + "],\"data_offsets\":[" + offset + "," + (offset += tensor.Data.Length) + "]}");
        }

        header.Append('}').Append(' ', 7 - (header.Length + 7) % 8); // The data begin aligned.
        Directory.CreateDirectory(Path.GetDirectoryName(Output));
        var temporary = Output + "." + Guid.NewGuid().ToString("N");
        using (var file = new BinaryWriter(File.Create(temporary)))
        {
            file.Write((long)header.Length);
            file.Write(Encoding.ASCII.GetBytes(header.ToString()));
            tensors.ForEach(tensor => file.Write(tensor.Data));
        }

        Replace(temporary);
    }

    // Builds of several projects may write the same bytes at once.
    private void Replace(string temporary)
    {
        try
        {
            if (File.Exists(Output))
            {
                File.Replace(temporary, Output, null);
            }
            else
            {
                File.Move(temporary, Output);
            }
        }
        catch (IOException) when (File.Exists(Output))
        {
            File.Delete(temporary);
        }
    }
}

/// <summary>A tensor of float32, row-major and little-endian.</summary>
internal sealed class OnnxTensor
{
    public string Name;
    public int[] Shape;
    public byte[] Data;

    public float[] Floats()
    {
        var values = new float[Data.Length / sizeof(float)];
        Buffer.BlockCopy(Data, 0, values, 0, Data.Length);
        return values;
    }

    /// <summary>[O, I, h, w] with I the other way round.</summary>
    public void ReverseInputChannels()
    {
        var plane = Shape[2] * Shape[3] * sizeof(float);
        for (var filter = 0; filter < Data.Length; filter += Shape[1] * plane)
        {
            var old = Data.Skip(filter).Take(Shape[1] * plane).ToArray();
            for (var channel = 0; channel < Shape[1]; channel++)
            {
                Buffer.BlockCopy(old, (Shape[1] - 1 - channel) * plane, Data, filter + channel * plane, plane);
            }
        }
    }
}

/// <summary>Of an ONNX file: the nodes in their order, and the initialisers. Source of the field numbers: onnx/onnx, onnx.proto.</summary>
internal sealed class OnnxGraph
{
    private const int Float32 = 1;
    private readonly Dictionary<string, ProtobufMessage> _initialisers = new Dictionary<string, ProtobufMessage>();

    public List<(string Type, string[] Inputs, string[] Outputs)> Nodes { get; } = new List<(string, string[], string[])>();

    public static OnnxGraph Read(string path)
    {
        var graph = new OnnxGraph();
        var message = new ProtobufMessage(File.ReadAllBytes(path)).Messages(7).Single();
        graph.Nodes.AddRange(message.Messages(1).Select(node => (node.Texts(4).Single(), node.Texts(1), node.Texts(2))));
        foreach (var tensor in message.Messages(5))
        {
            graph._initialisers.Add(tensor.Texts(8).Single(), tensor);
        }

        return graph;
    }

    /// <summary>The initialiser of a name and shape, under another name.</summary>
    public OnnxTensor Take(string initialiser, string name, params int[] shape)
    {
        if (!_initialisers.TryGetValue(initialiser, out var tensor))
        {
            throw new InvalidDataException(name + " has no initialiser " + initialiser);
        }

        // Values are packed into float_data or raw_data: the same bytes.
        var data = tensor.Messages(4).Concat(tensor.Messages(9)).SelectMany(part => part.Bytes()).ToArray();
        var isAsExpected = tensor.Numbers(2).SequenceEqual(new[] { Float32 }) && tensor.Numbers(1).SequenceEqual(shape)
            && data.Length == shape.Aggregate(sizeof(float), (product, length) => product * length);
        return isAsExpected
            ? new OnnxTensor { Name = name, Shape = shape, Data = data }
            : throw new InvalidDataException(name + " is not float32 of shape [" + string.Join(", ", shape) + "]");
    }
}

/// <summary>Bytes in Protobuf's wire format, read without a schema: a field is a number, a wire type and a value.</summary>
internal sealed class ProtobufMessage
{
    private readonly byte[] _bytes;
    private readonly int _begin;
    private readonly int _end;

    public ProtobufMessage(byte[] bytes)
        : this(bytes, 0, bytes.Length)
    {
    }

    private ProtobufMessage(byte[] bytes, int begin, int end)
    {
        (_bytes, _begin, _end) = (bytes, begin, end);
    }

    public byte[] Bytes() => new ArraySegment<byte>(_bytes, _begin, _end - _begin).ToArray();

    public string[] Texts(int field) => Messages(field).Select(text => Encoding.UTF8.GetString(text.Bytes())).ToArray();

    public int[] Numbers(int field) => Fields().Where(f => f.Number == field && f.Length < 0).Select(f => f.Begin).ToArray();

    public List<ProtobufMessage> Messages(int field) =>
        Fields().Where(f => f.Number == field && f.Length >= 0).Select(f => new ProtobufMessage(_bytes, f.Begin, f.Begin + f.Length)).ToList();

    // Length −1: a plain number, which stands in Begin.
    private List<(int Number, int Begin, int Length)> Fields()
    {
        var fields = new List<(int, int, int)>();
        for (var at = _begin; at < _end;)
        {
            var key = (int)Varint(ref at);
            if ((key & 7) == 0)
            {
                fields.Add((key >> 3, (int)Varint(ref at), -1));
                continue;
            }

            var length = (key & 7) == 2 ? Varint(ref at) : (key & 7) == 1 ? 8 : (key & 7) == 5 ? 4 : throw new InvalidDataException("it isn't Protobuf");
            if (length < 0 || length > _end - at)
            {
                throw new InvalidDataException("it ends early");
            }

            fields.Add((key >> 3, at, (int)length));
            at += (int)length;
        }

        return fields;
    }

    private long Varint(ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = _bytes[at++];
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
