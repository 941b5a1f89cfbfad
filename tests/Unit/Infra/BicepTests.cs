using System.Reflection;
using System.Text.Json;
using k8s.Models;
using Xunit;

namespace Prcl.Unit.Infra;

/// <summary>The template as Bicep compiles it, against the manifests that stand on what it deploys.</summary>
public sealed class BicepTests
{
    private static readonly string? Compiler = typeof(BicepTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(a => a.Key == "BicepCompiler")?.Value;

    private static readonly Lazy<Task<ProgramRun>> Compiled = new(() =>
        ProgramRun.Of(Compiler!, ["build", Path.Combine(InfraFolder.Root, "infra", "bicep", "main.bicep"), "--stdout"], CancellationToken.None));

    [Fact]
    public async Task It_compiles_without_a_warning()
    {
        var run = await Run();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors.Trim()));
    }

    [Fact]
    public async Task The_identity_is_given_to_the_silos_service_account()
    {
        var template = await Template();
        var account = (await Manifests.Rendered("azure")).Of<V1ServiceAccount>().Single();

        Assert.Equal(
            $"system:serviceaccount:{account.Metadata.NamespaceProperty}:{account.Metadata.Name}",
            template.GetProperty("variables").GetProperty("serviceAccount").GetString());
        Assert.Equal("[variables('serviceAccount')]", Resource(template, "federatedIdentityCredentials").GetProperty("properties").GetProperty("subject").GetString());
        Assert.True(account.Metadata.Annotations.ContainsKey("azure.workload.identity/client-id"));
    }

    [Fact]
    public async Task The_GPU_pool_has_the_label_and_the_taint_that_trainers_look_for()
    {
        var trainer = Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "components", "gpu", "trainer.yaml")).Pods()["prcl-trainer"].Spec;
        var pool = Resource(await Template(), "managedClusters").GetProperty("properties").GetProperty("agentPoolProfiles").EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() == "gpu");

        Assert.Equal(
            trainer.NodeSelector.Single(),
            pool.GetProperty("nodeLabels").EnumerateObject().Select(l => KeyValuePair.Create(l.Name, l.Value.GetString()!)).Single());
        Assert.Equal(
            trainer.Tolerations.Select(t => $"{t.Key}={t.Value}:{t.Effect}"),
            pool.GetProperty("nodeTaints").EnumerateArray().Select(t => t.GetString()!));
    }

    [Fact]
    public async Task Storage_is_opened_by_identity_only_and_policies_are_enforced()
    {
        var template = await Template();
        var storage = Resource(template, "storageAccounts").GetProperty("properties");
        var cluster = Resource(template, "managedClusters").GetProperty("properties");

        Assert.False(storage.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(storage.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.Equal("cilium", cluster.GetProperty("networkProfile").GetProperty("networkPolicy").GetString());
        Assert.True(cluster.GetProperty("workloadAutoScalerProfile").GetProperty("keda").GetProperty("enabled").GetBoolean());
        Assert.Contains(InfraFolder.Read("infra/kubernetes/base/settings.env").Split('\n'), l =>
            l == $"PRCL_SILO_AZURE_CONTAINER={Resource(template, "containers").GetProperty("name").GetString()!.Split("'")[^2]}");
    }

    private static async Task<ProgramRun> Run()
    {
        Assert.SkipWhen(Compiler is null || !File.Exists(Compiler), "Bicep's compiler comes as a package for Linux x64 only");
        return await Compiled.Value;
    }

    private static async Task<JsonElement> Template() => JsonDocument.Parse((await Run()).Output).RootElement;

    private static JsonElement Resource(JsonElement template, string type) => template.GetProperty("resources").EnumerateArray()
        .Single(r => r.GetProperty("type").GetString()!.EndsWith("/" + type, StringComparison.Ordinal));
}
