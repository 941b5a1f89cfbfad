using System.Text.Json;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Golden;

/// <summary>
/// Inputs and outputs of a formula, computed in float64 by an independent program. The folder is the environment variable
/// PRCL_GOLDEN or <c>../shared/golden</c> seen from the nearest ancestor of the test assembly that has it; without one the test is skipped.
/// </summary>
internal sealed class GoldenFile
{
    private readonly string _path;
    private readonly JsonElement _root;

    private GoldenFile(string path)
    {
        _path = path;
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        _root = document.RootElement.Clone();
    }

    /// <summary>The files that tests read, each named here once; another name can't be opened.</summary>
    public static IReadOnlySet<string> Tested { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "contrastive_loss_tau0.5",
        "contrastive_loss_tau100",
        "contrastive_loss_tiny_variance",
        "drift",
        "global_distribution_prototype",
        "mean_iou",
        "mutual_likelihood_score",
        "probability_head",
        "prototype",
        "prototype_half_life",
        "scaled/moment_matched_virtual_negative",
        "scaled/negative_classes",
        "scaled/positive_pair",
        "scaled/scaled_contrastive_loss",
        "scaled/scaled_score",
        "scaled/uncertainty_measures",
        "schedules",
        "unsupervised_loss",
    };

    /// <summary>The folder of golden vectors, null where there is none.</summary>
    public static string? Folder { get; } = FindFolder();

    /// <summary>Opens <c>name.json</c> (of a folder below: <c>folder/name</c>), or skips the calling test where there are no golden vectors.</summary>
    public static GoldenFile Open(string name)
    {
        Assert.Contains(name, Tested);
        Assert.SkipWhen(Folder is null, "No golden vectors: set PRCL_GOLDEN to their folder, or put them at ../shared/golden beside the repository.");
        return new GoldenFile(Path.Combine(Folder!, name + ".json"));
    }

    /// <summary>The element at a path of member names and array indices, such as <c>["steps", "0", "mean"]</c>.</summary>
    public JsonElement this[params string[] path]
    {
        get
        {
            var element = _root;
            foreach (var name in path)
            {
                element = element.ValueKind == JsonValueKind.Array
                    ? element[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]
                    : element.TryGetProperty(name, out var member)
                        ? member
                        : throw new KeyNotFoundException($"{_path} has no {string.Join('/', path)}: stopped at '{name}'.");
            }

            return element;
        }
    }

    /// <summary>The tensor at a path, in its own float64 unless told otherwise.</summary>
    public torch.Tensor Tensor(string name, torch.ScalarType type = torch.ScalarType.Float64) => ToTensor(this[name], type);

    /// <summary>A number, or a tensor of one element.</summary>
    public double Scalar(params string[] path)
    {
        var element = this[path];
        return element.ValueKind == JsonValueKind.Object ? element.GetProperty("data")[0].GetDouble() : element.GetDouble();
    }

    /// <summary>Reads <c>{"shape": […], "data": […]}</c>, row-major, wherever it stands.</summary>
    public static torch.Tensor ToTensor(JsonElement element, torch.ScalarType type = torch.ScalarType.Float64)
    {
        using var values = torch.tensor(Numbers(element.GetProperty("data")));
        using var shaped = values.reshape([.. element.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]);
        return shaped.to_type(type, copy: true);
    }

    /// <summary>A vector of doubles, given as an array of numbers or as a tensor.</summary>
    public double[] Vector(params string[] path)
    {
        var element = this[path];
        return Numbers(element.ValueKind == JsonValueKind.Object ? element.GetProperty("data") : element);
    }

    /// <summary>An array of numbers.</summary>
    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("PRCL_GOLDEN") is { Length: > 0 } configured)
        {
            return configured;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.GetFullPath(Path.Combine(directory.FullName, "..", "shared", "golden"));
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
