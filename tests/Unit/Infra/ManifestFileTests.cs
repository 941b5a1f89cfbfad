using k8s.Models;
using Prcl.Silo.Commands;
using Xunit;

namespace Prcl.Unit.Infra;

/// <summary>Every file by itself, whether or not it can be rendered here.</summary>
public sealed class ManifestFileTests
{
    // What prcl, the command line, reads; and what is only there to be put into a connection string.
    private static readonly string[] OtherVariables = ["PRCL_SILO", "PRCL_CERTIFICATES", "PRCL_CLUSTER_SECRET", "REDIS_PASSWORD", "REDISCLI_AUTH", "AZURITE_KEY", "AZURITE_ACCOUNTS"];

    public static TheoryData<string> Files => [.. Manifests.Files().Select(f => Path.GetRelativePath(InfraFolder.Kubernetes, f))];

    public static TheoryData<string> Folders =>
    [
        .. Directory.EnumerateFiles(InfraFolder.Kubernetes, "kustomization.yaml", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(InfraFolder.Kubernetes, Path.GetDirectoryName(f)!)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_only_fields_that_Kubernetes_knows(string file) => Assert.NotEmpty(Read(file).All);

    [Fact]
    public void A_misspelt_field_is_found()
    {
        var file = Path.Combine(InfraFolder.Kubernetes, "base", "silo-pod.yaml");
        var misspelt = Path.GetTempFileName();
        try
        {
            File.WriteAllText(misspelt, File.ReadAllText(file).Replace("readinessProbe:", "readynessProbe:", StringComparison.Ordinal));

            Assert.ThrowsAny<Exception>(() => Manifests.InFile(misspelt));
        }
        finally
        {
            File.Delete(misspelt);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_kustomization_names_files_that_exist_and_forgets_none(string folder)
    {
        var path = Path.Combine(InfraFolder.Kubernetes, folder);
        var kustomization = KustomizationFile.Load(Path.Combine(path, "kustomization.yaml"));
        var files = Directory.EnumerateFiles(path).Select(f => Path.GetFileName(f)!).Where(f => f != "kustomization.yaml");

        Assert.Contains(kustomization.Kind, (string[])["Kustomization", "Component"]);
        Assert.All(kustomization.Named, n => Assert.True(Path.Exists(Path.Combine(path, n)), $"{folder} names {n}, which doesn't exist."));
        Assert.Empty(files.Except(kustomization.Named));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_variable_is_a_setting(string file)
    {
        var names = from pod in Read(file).Pods().Values
                    from container in pod.Spec?.Containers ?? []
                    from variable in container.Env ?? []
                    select variable.Name;

        Assert.Empty(names.Except(ServeOptions.Variables).Except(OtherVariables));
    }

    [Fact]
    public void Every_variable_of_the_config_map_is_a_setting_and_none_is_a_secret()
    {
        var common = InfraFolder.Read("infra/kubernetes/base/settings.env").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var literals = Folders.SelectMany(f => KustomizationFile.Load(Path.Combine(InfraFolder.Kubernetes, f.Data, "kustomization.yaml")).ConfigMapGenerator).SelectMany(g => g.Literals);
        var names = common.Concat(literals).Select(l => l.Split('=')[0]).ToArray();
        var secrets = ServeOptions.Secrets.Select(s => "PRCL_SILO_" + s.ToUpperInvariant().Replace('-', '_'));

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(ServeOptions.Variables));
        Assert.Empty(names.Intersect(secrets));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_secret_that_is_named_has_its_place_in_the_example(string file)
    {
        var example = Read("secrets.example.yaml").One<V1Secret>("prcl-secrets");
        var manifests = Read(file);
        var named = (from pod in manifests.Pods().Values
                     from container in pod.Spec?.Containers ?? []
                     from variable in container.Env ?? []
                     where variable.ValueFrom?.SecretKeyRef is not null
                     select variable.ValueFrom.SecretKeyRef)
            .Concat(manifests.Of<PodMonitor>().SelectMany(m => m.Spec.PodMetricsEndpoints).Select(e => e.Authorization.Credentials));

        Assert.All(named, s => Assert.Equal((example.Metadata.Name, true), (s.Name, example.StringData.ContainsKey(s.Key))));
    }

    private static Manifests Read(string file) => Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, file));
}
