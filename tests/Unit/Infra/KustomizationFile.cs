using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Prcl.Unit.Infra;

/// <summary>A <c>kustomization.yaml</c>, with the fields that are used here and no others: an unknown one is an error.</summary>
internal sealed class KustomizationFile
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Namespace { get; set; } = "";

    public List<LabelPairs> Labels { get; set; } = [];

    public List<string> Resources { get; set; } = [];

    public List<string> Components { get; set; } = [];

    public List<Patch> Patches { get; set; } = [];

    public List<Generator> ConfigMapGenerator { get; set; } = [];

    public List<Image> Images { get; set; } = [];

    public List<Replica> Replicas { get; set; } = [];

    /// <summary>Every file or folder that it names, by its path.</summary>
    [YamlIgnore]
    public IEnumerable<string> Named => Resources.Concat(Components)
        .Concat(Patches.Select(p => p.Path).OfType<string>())
        .Concat(ConfigMapGenerator.SelectMany(g => g.Files.Concat(g.Envs)));

    public static KustomizationFile Load(string path) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
        .Deserialize<KustomizationFile>(File.ReadAllText(path));

    internal sealed class LabelPairs
    {
        public Dictionary<string, string> Pairs { get; set; } = [];

        public bool IncludeTemplates { get; set; }
    }

    internal sealed class Patch
    {
        public string? Path { get; set; }

        [YamlMember(Alias = "patch", ApplyNamingConventions = false)]
        public string? Text { get; set; }

        public PatchTarget? Target { get; set; }
    }

    internal sealed class PatchTarget
    {
        public string? Kind { get; set; }

        public string? Name { get; set; }

        public string? LabelSelector { get; set; }
    }

    internal sealed class Generator
    {
        public string Name { get; set; } = "";

        public string? Behavior { get; set; }

        public List<string> Envs { get; set; } = [];

        public List<string> Files { get; set; } = [];

        public List<string> Literals { get; set; } = [];
    }

    internal sealed class Image
    {
        public string Name { get; set; } = "";

        public string NewName { get; set; } = "";
    }

    internal sealed class Replica
    {
        public string Name { get; set; } = "";

        public int Count { get; set; }
    }
}
