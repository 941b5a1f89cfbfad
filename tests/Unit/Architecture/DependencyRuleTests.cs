using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace Prcl.Unit.Architecture;

/// <summary>Client → Contracts ← Grains → Learning → Images ← Client, Silo → Grains: read from the project files and from the built assemblies.</summary>
public sealed class DependencyRuleTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Contracts"] = [],
        ["Images"] = [],
        ["Learning"] = ["Images"],
        ["Grains"] = ["Contracts", "Learning"],
        ["Silo"] = ["Grains"],
        ["Client"] = ["Contracts", "Images"],
    };

    private static readonly Dictionary<string, string[]> MayUsePackages = new()
    {
        ["Contracts"] = ["Microsoft.Orleans.Sdk"],
        ["Images"] = [],
        ["Learning"] = ["TorchSharp", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies", "SharpZipLib"],
        ["Grains"] = ["Azure.Identity", "Azure.Storage.Blobs", "Microsoft.Orleans.Server"],
        ["Silo"] =
        [
            "TorchSharp-cpu", "TorchSharp-cuda-linux", "Microsoft.AspNetCore.OpenApi", "Microsoft.Extensions.Hosting.Systemd", "Microsoft.Orleans.Clustering.Redis", "Microsoft.Orleans.Connections.Security",
            "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Exporter.Prometheus.AspNetCore", "OpenTelemetry.Extensions.Hosting", "Scalar.AspNetCore", "Spectre.Console", "System.CommandLine",
        ],
        ["Client"] = ["Microsoft.Orleans.Client", "Microsoft.Orleans.Connections.Security", "Spectre.Console", "System.CommandLine"],
    };

    private static readonly Dictionary<string, string[]> NeverLoads = new()
    {
        ["Prcl.Contracts"] = ["TorchSharp", "SkiaSharp", "Orleans.Runtime", "Microsoft.AspNetCore", "Prcl.Images", "Prcl.Learning", "Prcl.Grains"],
        ["Prcl.Images"] = ["TorchSharp", "SkiaSharp", "Orleans", "Microsoft.Extensions", "Microsoft.AspNetCore", "Prcl.", "prcl"],
        ["Prcl.Learning"] = ["Orleans", "Microsoft.Extensions", "Microsoft.AspNetCore", "Prcl.Contracts", "Prcl.Grains", "prcl"],
        ["Prcl.Grains"] = ["Microsoft.AspNetCore", "prcl"],
        ["prcl"] = ["TorchSharp", "SkiaSharp", "Prcl.Learning", "Prcl.Grains", "Microsoft.AspNetCore"],
    };

    // What Orleans's connections are made of: no server.
    private const string Connections = "Microsoft.AspNetCore.Connections.Abstractions";

    public static TheoryData<string> Projects => [.. MayReference.Keys];

    public static TheoryData<string> Assemblies => [.. NeverLoads.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_house_allows(string project)
    {
        var file = XDocument.Load(Path.Combine(Root(), "src", project, project + ".csproj"));
        var projects = Includes(file, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')));
        var packages = Includes(file, "PackageReference");

        Assert.Empty(projects.Except(MayReference[project]));
        Assert.Empty(packages.Except(MayUsePackages[project]));
    }

    [Fact]
    public void Every_project_under_src_has_a_rule()
    {
        // The page, src/Web, is no .NET project: it knows the HTTP API alone.
        var projects = Directory.GetDirectories(Path.Combine(Root(), "src")).Where(d => Directory.EnumerateFiles(d, "*.csproj").Any()).Select(d => Path.GetFileName(d)!);

        Assert.Equal(MayReference.Keys.Order(), projects.Order());
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_built_assembly_refers_to_nothing_that_it_must_not_know(string name)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies().Select(r => r.Name!).ToArray();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references.Except([Connections]), r => Array.Exists(NeverLoads[name], forbidden => r.StartsWith(forbidden, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Includes(XDocument file, string element) =>
        file.Descendants(element).Select(e => e.Attribute("Include")!.Value);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Prcl.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
