using System.Globalization;
using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;
using Prcl.Learning.Safetensors;

namespace Prcl.Grains.Models;

/// <summary>
/// A version as people take it away: the checkpoint without what only training needs, and with what its user needs in the
/// metadata. Nothing is held but the layout.
/// </summary>
internal sealed class ModelExport
{
    /// <summary>The value of the metadata <c>format</c>.</summary>
    public const string Format = "prcl.model";

    private static readonly string[] Parts = ["student.", "teacher.", "probability_head.", "prototypes."];
    private readonly Func<long, int, Task<byte[]>> _source;
    private readonly SafetensorsSubset _file;

    private ModelExport(string runId, ModelReference model, Func<long, int, Task<byte[]>> source, SafetensorsSubset file) =>
        (RunId, Model, _source, _file) = (runId, model, source, file);

    /// <summary>The run, told from others of its name.</summary>
    public string RunId { get; }

    /// <summary>The version.</summary>
    public ModelReference Model { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => _file.Length;

    /// <summary>Lays a version's file out.</summary>
    /// <exception cref="FileNotFoundException">The checkpoint isn't there.</exception>
    /// <exception cref="SafetensorsException">The checkpoint is damaged.</exception>
    public static async Task<ModelExport> Of(RunRecord run, ModelReference model, IBlobStore blobs)
    {
        async Task<byte[]> Source(long offset, int count) => await blobs.ReadRange(model.Blob, offset, count)
            ?? throw new FileNotFoundException($"There is no checkpoint '{model.Blob}'.", model.Blob);

        var file = await SafetensorsSubset.Of(
            Source, name => Array.Exists(Parts, p => name.StartsWith(p, StringComparison.Ordinal)), checkpoint => Metadata(run, model, checkpoint));
        return new ModelExport(run.Id, model, Source, file);
    }

    /// <summary>At most <paramref name="count"/> bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="FileNotFoundException">The checkpoint isn't there any more.</exception>
    public Task<byte[]> Read(long offset, int count) => _file.Read(_source, offset, count);

    private static Dictionary<string, string> Metadata(RunRecord run, ModelReference model, IReadOnlyDictionary<string, string> checkpoint) => new()
    {
        ["format"] = Format,
        ["format_version"] = "1",
        ["run"] = run.Description.Name,
        ["version"] = model.Version.ToString(CultureInfo.InvariantCulture),
        ["images_trained"] = model.ImagesTrained.ToString(CultureInfo.InvariantCulture),
        ["classes"] = run.Description.ClassesJson,
        ["settings"] = JsonSerializer.Serialize(new SortedDictionary<string, string>(run.Description.Settings, StringComparer.Ordinal)),
        ["architecture"] = ExportFacts.Architecture(run),
        ["frame"] = ExportFacts.Frame(run),
        ["uncertainty"] = ExportFacts.Uncertainty(run),
        ["input_mean"] = checkpoint["input_mean"],
        ["input_std"] = checkpoint["input_std"],
    };
}
