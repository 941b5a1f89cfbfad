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
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(HttpRoute),
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(PodMonitor),
    };

    private readonly IKubernetesObject<V1ObjectMeta>[] _all;

    private Manifests(string yaml) =>
        _all = [.. KubernetesYaml.LoadAllFromString(yaml, CustomTypes, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];

    /// <summary>The resources and patches of one file.</summary>
    public static Manifests InFile(string path) => new(File.ReadAllText(path));

    /// <summary>What <c>kubectl apply -k</c> would send. Skips the test where kubectl isn't installed; it talks to no cluster.</summary>
    public static Task<Manifests> Rendered(string overlay) => RenderedFrom(Path.Combine(InfraFolder.Kubernetes, "overlays", overlay));

    /// <summary>The same with one more component.</summary>
    public static async Task<Manifests> RenderedWith(string overlay, string component)
    {
        // In a copy: an overlay names components by relative paths.
        var copy = Directory.CreateTempSubdirectory("prcl-manifests-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(InfraFolder.Kubernetes, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(copy.FullName, Path.GetRelativePath(InfraFolder.Kubernetes, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }

            var added = copy.CreateSubdirectory("overlays/with");
            await File.WriteAllTextAsync(
                Path.Combine(added.FullName, "kustomization.yaml"),
                $"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../{overlay}]\ncomponents: [../../components/{component}]\n",
                TestContext.Current.CancellationToken);
            return await RenderedFrom(added.FullName);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static async Task<Manifests> RenderedFrom(string folder)
    {
        var kubectl = InfraFolder.Program("kubectl");
        Assert.SkipWhen(kubectl is null, "kubectl isn't installed, so overlays can't be rendered");
        var run = await ProgramRun.Of(kubectl!, ["kustomize", folder], TestContext.Current.CancellationToken);
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
