using System.Text.RegularExpressions;
using k8s.Models;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed partial class SecretTests
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(InfraFolder.Root, "infra"), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != ".env").Select(f => Path.GetRelativePath(InfraFolder.Root, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_file_has_a_secret_in_it(string file)
    {
        var text = InfraFolder.Read(file);

        Assert.Empty(GivenValue().Matches(text).Select(m => m.Value));
        Assert.Empty(LongRandomText().Matches(text).Select(m => m.Value));
    }

    [Theory]
    [InlineData("prcl-redis:6379,password=hunter2")]
    [InlineData("DefaultEndpointsProtocol=http;AccountKey=abc;BlobEndpoint=x")]
    [InlineData("PRCL_API_KEY=hunter2")]
    [InlineData("  api-key: hunter2")]
    [InlineData("redis-server --requirepass hunter2")]
    public void A_secret_would_be_found(string text) => Assert.Matches(GivenValue(), text);

    [Fact]
    public void A_key_of_a_storage_account_would_be_found() =>
        Assert.Matches(LongRandomText(), $"key {Convert.ToBase64String(Enumerable.Range(0, 64).Select(i => (byte)(i * 37)).ToArray())} of an account");

    [Fact]
    public void Placeholders_are_empty_so_that_they_start_nothing()
    {
        var example = Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "secrets.example.yaml")).One<V1Secret>("prcl-secrets");
        var variables = InfraFolder.Read("infra/env.example").Split('\n').Where(l => l.Contains('=', StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(example.StringData);
        Assert.All(example.StringData.Values, Assert.Empty);
        Assert.Null(example.Data);
        Assert.NotEmpty(variables);
        Assert.All(variables, l => Assert.EndsWith("=", l, StringComparison.Ordinal));
    }

    [Fact]
    public void What_holds_real_secrets_is_never_committed()
    {
        Assert.Contains(".env", InfraFolder.Read(".gitignore").Split('\n'));
        Assert.DoesNotContain(Directory.EnumerateFiles(InfraFolder.Kubernetes, "kustomization.yaml", SearchOption.AllDirectories), f =>
            KustomizationFile.Load(f).Resources.Exists(r => r.Contains("secrets.example", StringComparison.Ordinal)));
    }

    // What a secret is given with, and then neither nothing nor a variable.
    [GeneratedRegex("""(?i)(?:(?:password|accountkey|sharedaccesssignature|api_key|cluster_secret|storage_key)=|(?:password|api-key|cluster-secret|azurite-key): |--?requirepass )["']?(?!["'$\s#])[^\s,;]+""")]
    private static partial Regex GivenValue();

    // Random text has digits; a path of words hasn't.
    [GeneratedRegex("(?<![A-Za-z0-9+/])(?=[A-Za-z+/]*[0-9])[A-Za-z0-9+/]{60,}={0,2}(?![A-Za-z0-9+/])")]
    private static partial Regex LongRandomText();
}
