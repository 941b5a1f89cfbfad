using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Prcl.Client.Export;

/// <summary>
/// A file that <c>prcl export</c> wrote: its metadata, and its tensors read one by one from the disk, since all of them may be more than there is memory for. The
/// client knows no torch, and copies numbers only.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    private const int LongestHeader = 100_000_000;
    private const string Format = "prcl.model";
    private readonly FileStream _file;
    private readonly Dictionary<string, ModelTensor> _tensors = new(StringComparer.Ordinal);

    private ModelFile(string name, FileStream file)
    {
        (Name, _file) = (name, file);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        var got = file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        var length = got < prefix.Length ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)Math.Min(LongestHeader, Math.Max(0, file.Length - prefix.Length)))
        {
            throw new ModelFileException(name, "is no safetensors file");
        }

        var header = new byte[length];
        file.ReadExactly(header);
        try
        {
            using var json = JsonDocument.Parse(header);
            Metadata = Read(json.RootElement, prefix.Length + (long)length);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            throw new ModelFileException(name, "is no sound safetensors file: its header can't be read", error);
        }
    }

    /// <summary>What to call the file in errors.</summary>
    public string Name { get; }

    /// <summary>What the file says about itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks that it is one of <c>prcl export</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What to call it in errors; null: its path.</param>
    /// <exception cref="ModelFileException">It is another one.</exception>
    public static ModelFile Open(string path, string? name = null)
    {
        var file = File.OpenRead(path);
        try
        {
            var model = new ModelFile(name ?? path, file);
            return model.Metadata.GetValueOrDefault("format") == Format
                ? model
                : throw new ModelFileException(model.Name, $"has the format '{model.Metadata.GetValueOrDefault("format")}'; it must be '{Format}', as prcl export writes it");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>A tensor's place.</summary>
    /// <exception cref="ModelFileException">There is none of that name.</exception>
    public ModelTensor Tensor(string name) => _tensors.GetValueOrDefault(name) ?? throw new ModelFileException(Name, $"has no tensor '{name}', which the network of its metadata needs");

    /// <summary>The bytes of a tensor of float32, little-endian.</summary>
    /// <exception cref="ModelFileException">There is none of that name, or it is of another type.</exception>
    public byte[] Floats(string name) => Bytes(name, "F32");

    /// <summary>The numbers of a tensor of float64.</summary>
    /// <inheritdoc cref="Floats"/>
    public double[] Doubles(string name) => MemoryMarshal.Cast<byte, double>(Bytes(name, "F64")).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private byte[] Bytes(string name, string type)
    {
        var tensor = Tensor(name);
        if (tensor.Type != type)
        {
            throw new ModelFileException(Name, $"has '{name}' as {tensor.Type}; it must be {type}");
        }

        var bytes = new byte[tensor.Length];
        _file.Position = tensor.Offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private Dictionary<string, string> Read(JsonElement header, long data)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                metadata = entry.Value.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString() ?? "", StringComparer.Ordinal);
                continue;
            }

            var (type, offsets) = (entry.Value.GetProperty("dtype").GetString() ?? "", entry.Value.GetProperty("data_offsets"));
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];
            var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
            var width = type switch { "F64" or "I64" => 8, "F32" => 4, _ => 0 };
            if (begin < 0 || end < begin || end > _file.Length - data || end - begin > Array.MaxLength || shape.Any(side => side < 0) || (width > 0 && Size(shape) * width != end - begin))
            {
                throw new ModelFileException(Name, $"is cut off or damaged: '{entry.Name}' doesn't lie in it");
            }

            _tensors[entry.Name] = new ModelTensor(entry.Name, type, shape, data + begin, end - begin);
        }

        return metadata;
    }

    // As a double: a product of sides that no file has may not wrap to one that fits.
    private static double Size(long[] shape) => shape.Aggregate(1.0, (size, side) => size * side);
}
