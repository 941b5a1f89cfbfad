using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Prcl.Unit.Infra;

/// <summary><c>compose.yaml</c>, with the fields that are used here and no others: an unknown one is an error.</summary>
internal sealed class ComposeFile
{
    public string Name { get; set; } = "";

    public Dictionary<string, Service> Services { get; set; } = [];

    public Dictionary<string, object?> Volumes { get; set; } = [];

    [YamlMember(Alias = "x-silo", ApplyNamingConventions = false)]
    public object? CommonService { get; set; }

    [YamlMember(Alias = "x-silo-environment", ApplyNamingConventions = false)]
    public object? CommonEnvironment { get; set; }

    /// <summary>Services that are silos.</summary>
    [YamlIgnore]
    public IEnumerable<KeyValuePair<string, Service>> Silos => Services.Where(s => s.Value.Environment.ContainsKey("PRCL_SILO_ROLES"));

    public static ComposeFile Load() => new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
        .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(InfraFolder.Read("infra/compose.yaml")))));

    internal sealed class Service
    {
        public string Image { get; set; } = "";

        public BuildSection? Build { get; set; }

        public string Restart { get; set; } = "";

        public string StopGracePeriod { get; set; } = "";

        public bool ReadOnly { get; set; }

        public List<string> Tmpfs { get; set; } = [];

        public List<string> CapDrop { get; set; } = [];

        public List<string> SecurityOpt { get; set; } = [];

        public Dictionary<string, Dependency> DependsOn { get; set; } = [];

        public HealthSection Healthcheck { get; set; } = new();

        public Dictionary<string, string> Environment { get; set; } = [];

        public List<string> Command { get; set; } = [];

        public List<string> Ports { get; set; } = [];

        public List<string> Volumes { get; set; } = [];
    }

    internal sealed class BuildSection
    {
        public string Context { get; set; } = "";

        public string Dockerfile { get; set; } = "";

        public string Target { get; set; } = "";
    }

    internal sealed class Dependency
    {
        public string Condition { get; set; } = "";
    }

    internal sealed class HealthSection
    {
        public List<string> Test { get; set; } = [];

        public string Interval { get; set; } = "";

        public string Timeout { get; set; } = "";

        public string StartPeriod { get; set; } = "";

        public int Retries { get; set; }
    }
}
