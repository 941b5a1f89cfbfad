using k8s;
using k8s.Models;
using Xunit;

namespace Prcl.Unit.Infra;

/// <summary>Kubernetes resources, read strictly: a field that no model knows is an error.</summary>
internal sealed class Manifests
{
    /// <summary>The overlays, as they are rendered.</summary>
    public static readonly string[] Overlays = ["azure", "local"];

    private static readonly Dictionary<string, Type> CustomTypes = new()
    {
        ["cert-manager.io/v1/Issuer"] = typeof(CertIssuer),
        ["cert-manager.io/v1/Certificate"] = typeof(CertManaged),
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(PodMonitor),
    };

    private readonly IKubernetesObject<V1ObjectMeta>[] _all;

    private Manifests(string yaml) =>
        _all = [.. KubernetesYaml.LoadAllFromString(yaml, CustomTypes, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];

    /// <summary>The resources and patches of one file.</summary>
    public static Manifests InFile(string path) => new(File.ReadAllText(path));

    /// <summary>What <c>kubectl apply -k</c> would send. Skips the test where kubectl isn't installed; it talks to no cluster.</summary>
    public static async Task<Manifests> Rendered(string overlay)
    {
        var kubectl = InfraFolder.Program("kubectl");
        Assert.SkipWhen(kubectl is null, "kubectl isn't installed, so overlays can't be rendered");
        var run = await ProgramRun.Of(kubectl!, ["kustomize", Path.Combine(InfraFolder.Kubernetes, "overlays", overlay)], TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return new(run.Output);
    }

    /// <summary>Every file with resources or patches.</summary>
    public static IEnumerable<string> Files() => Directory.EnumerateFiles(InfraFolder.Kubernetes, "*.yaml", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(f) != "kustomization.yaml").Order(StringComparer.Ordinal);

    /// <summary>The resources of one type.</summary>
    public IEnumerable<T> Of<T>() => _all.OfType<T>();

    /// <summary>The resource of one type and name.</summary>
    public T One<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Assert.Single(Of<T>(), r => r.Metadata.Name == name);

    /// <summary>All of them.</summary>
    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All => _all;

    /// <summary>The pods of every Deployment and StatefulSet, by the workload's name.</summary>
    public IReadOnlyDictionary<string, V1PodTemplateSpec> Pods() =>
        Of<V1Deployment>().Select(d => (d.Metadata.Name, d.Spec.Template)).Concat(Of<V1StatefulSet>().Select(s => (s.Metadata.Name, s.Spec.Template)))
            .ToDictionary(p => p.Name, p => p.Template, StringComparer.Ordinal);

    /// <summary>The pods that are silos.</summary>
    public IReadOnlyDictionary<string, V1PodTemplateSpec> Silos() =>
        Pods().Where(p => p.Value.Metadata?.Labels?.ContainsKey("prcl.orleans/silo") == true).ToDictionary(StringComparer.Ordinal);
}
