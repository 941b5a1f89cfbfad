using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using Prcl.Learning.Safetensors;
using Prcl.Learning.Weights;
using TorchSharp;

namespace Prcl.Learning.Checkpoints;

/// <summary>
/// Everything that training needs to go on bit for bit: tensors by name (own CPU copies, in ordinal order of their names) and a few
/// strings. Stored as safetensors with the metadata <c>format</c> and <c>format_version</c>. The copies belong to this object, whatever
/// dispose scope they were made in. Not thread-safe.
/// </summary>
public sealed class NamedTensors : IDisposable
{
    /// <summary>The value of the metadata <c>format</c>.</summary>
    public const string Format = "prcl.checkpoint";

    /// <summary>The value of the metadata <c>format_version</c>: the only version that this code reads and writes.</summary>
    public const string FormatVersion = "1";

    private const string FormatKey = "format";
    private const string FormatVersionKey = "format_version";

    private readonly SortedDictionary<string, torch.Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>How many tensors there are.</summary>
    public int Count => _tensors.Count;

    /// <summary>Bytes of all tensors.</summary>
    public long Bytes => _tensors.Values.Sum(tensor => tensor.NumberOfElements * tensor.ElementSize);

    /// <summary>The tensors' names, sorted.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>The strings, without <c>format</c> and <c>format_version</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => new ReadOnlyDictionary<string, string>(_metadata);

    /// <summary>A tensor, still owned by this object: copy it, don't dispose or change it.</summary>
    /// <exception cref="CheckpointException">There is no tensor of that name.</exception>
    public torch.Tensor this[string name] =>
        _tensors.TryGetValue(name, out var tensor) ? tensor : throw new CheckpointException($"The checkpoint has no tensor '{name}' among its {Count}.");

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Reads what <see cref="Save"/> wrote, to the stream's end.</summary>
    /// <exception cref="SafetensorsException">The bytes are damaged.</exception>
    /// <exception cref="CheckpointException">They are no checkpoint, or one of another version.</exception>
    public static NamedTensors Load(Stream stream) => From(SafetensorsFile.Read(stream));

    /// <inheritdoc cref="Load(Stream)"/>
    public static NamedTensors Load(ReadOnlyMemory<byte> bytes) => From(SafetensorsFile.Parse(bytes));

    /// <summary>Checks the header of what <see cref="Save"/> wrote, without reading a tensor.</summary>
    /// <inheritdoc cref="Load(Stream)"/>
    public static void CheckHeader(Stream stream) => RequireFormat(SafetensorsFile.ReadMetadata(stream));

    /// <summary>Adds copies of a module's parameters and buffers as <c>prefix.name</c>. No prefix may begin another one (<c>a</c> and <c>a.b</c>).</summary>
    /// <exception cref="ArgumentException">Empty prefix, or a name that is already there.</exception>
    public void Add(string prefix, torch.nn.Module module)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        foreach (var (name, tensor) in module.state_dict())
        {
            Add($"{prefix}.{name}", tensor);
        }
    }

    /// <summary>Adds a copy of a tensor.</summary>
    /// <exception cref="ArgumentException">Empty name, or one that is already there.</exception>
    public void Add(string name, torch.Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var scope = torch.NewDisposeScope();
        using var gradientOff = torch.no_grad();
        Own(name, tensor.detach().cpu().clone());
    }

    /// <summary>Adds a vector of doubles, exactly.</summary>
    /// <exception cref="ArgumentException">Empty name, or one that is already there.</exception>
    public void AddDoubles(string name, double[] values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var tensor = torch.empty([values.Length], torch.ScalarType.Float64, torch.CPU); // [values.Length]
        if (values.Length > 0)
        {
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(tensor.bytes);
        }

        Own(name, tensor);
    }

    /// <summary>The doubles that <see cref="AddDoubles"/> added.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, or it is no vector of doubles.</exception>
    public double[] GetDoubles(string name)
    {
        var tensor = this[name];
        if (tensor.dtype != torch.ScalarType.Float64 || tensor.dim() != 1)
        {
            throw new CheckpointException($"The checkpoint's '{name}' is {TensorForm.Of(tensor)}; it must be a vector of Float64.");
        }

        return tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, double>(tensor.bytes).ToArray();
    }

    /// <summary>Sets one of the strings.</summary>
    /// <exception cref="ArgumentException">The key is <c>format</c> or <c>format_version</c>.</exception>
    public void SetMetadata(string key, string value)
    {
        if (key is FormatKey or FormatVersionKey)
        {
            throw new ArgumentException($"The metadata '{key}' is kept for the format itself.", nameof(key));
        }

        _metadata[key] = value;
    }

    /// <summary>
    /// Copies back, in place and exactly, what <see cref="Add(string, torch.nn.Module)"/> took. Names, types and shapes must be the
    /// same on both sides; all are checked before anything is copied.
    /// </summary>
    /// <exception cref="CheckpointException">The module is another network than the one stored under the prefix; it is as it was.</exception>
    public void RestoreInto(string prefix, torch.nn.Module module)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var state = module.state_dict().ToDictionary(pair => $"{prefix}.{pair.Key}", pair => pair.Value);
        var comparison = StateComparison.Of(
            state.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)),
            _tensors.Where(pair => pair.Key.StartsWith($"{prefix}.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)),
            (expected, found) => expected.Type == found.Type && expected.HasShapeOf(found));
        if (!comparison.IsEqual)
        {
            throw new CheckpointException($"'{prefix}' was not restored, its network is not the checkpoint's: {comparison.Describe(withUnexpected: true)}.");
        }

        using var scope = torch.NewDisposeScope();
        using var gradientOff = torch.no_grad();
        foreach (var (name, target) in state)
        {
            target.copy_(_tensors[name]);
        }
    }

    /// <summary>Writes everything; equal content gives equal bytes. The stream stays open.</summary>
    /// <exception cref="SafetensorsException">A tensor is of a type that cannot be stored, or a string is no Unicode.</exception>
    public void Save(Stream stream) =>
        SafetensorsWriter.Write(stream, _tensors, new Dictionary<string, string>(_metadata) { [FormatKey] = Format, [FormatVersionKey] = FormatVersion });

    /// <summary>Frees the copies.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }

    private static NamedTensors From(SafetensorsFile file)
    {
        RequireFormat(file.Metadata);
        NamedTensors loaded = new();
        try
        {
            foreach (var (key, value) in file.Metadata.Where(pair => pair.Key is not (FormatKey or FormatVersionKey)))
            {
                loaded.SetMetadata(key, value);
            }

            foreach (var (name, entry) in file.Tensors)
            {
                loaded.Own(name, entry.ToTensor());
            }

            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    private static void RequireFormat(IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (key, expected) in new[] { (FormatKey, Format), (FormatVersionKey, FormatVersion) })
        {
            var found = metadata.TryGetValue(key, out var value) ? $"'{value}'" : "missing";
            if (value != expected)
            {
                throw new CheckpointException($"The checkpoint's metadata {key} is {found}; only '{expected}' can be read.");
            }
        }
    }

    // Takes the tensor out of whatever scope it was made in: it lives as long as this object.
    private void Own(string name, torch.Tensor tensor)
    {
        if (_tensors.TryAdd(name, tensor))
        {
            tensor.DetachFromDisposeScope();
            return;
        }

        tensor.Dispose();
        throw new ArgumentException($"The checkpoint already has a tensor '{name}'.", nameof(name));
    }
}
