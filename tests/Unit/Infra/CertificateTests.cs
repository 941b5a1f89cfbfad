using k8s.Models;
using Prcl.Contracts.Security.Certificates;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed class CertificateTests
{
    public static TheoryData<string> Overlays => [.. Manifests.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_silo_has_its_certificates_where_it_looks_for_them(string overlay)
    {
        var manifests = await Manifests.Rendered(overlay);
        var folder = Assert.Single(manifests.Of<V1ConfigMap>(), c => c.Metadata.Name.StartsWith("prcl-silo-", StringComparison.Ordinal)).Data["PRCL_SILO_CERTIFICATES"];

        Assert.All(manifests.Silos().Values, pod =>
        {
            var container = Assert.Single(pod.Spec.Containers);
            var mount = Assert.Single(container.VolumeMounts, m => m.MountPath == folder);
            var secret = Assert.Single(pod.Spec.Volumes, v => v.Name == mount.Name).Secret;
            Assert.Equal(("prcl-silo-certificates", true), (secret.SecretName, mount.ReadOnlyProperty));
            Assert.Equal(folder, Assert.Single(container.Env, v => v.Name == "PRCL_CERTIFICATES").Value);
            Assert.NotNull(pod.Spec.SecurityContext.FsGroup);
        });
    }

    [Fact]
    public void The_example_has_the_files_that_silos_read() => Assert.Equal(
        ["ca.crt", "tls.crt", "tls.key"],
        Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "secrets.example.yaml")).One<V1Secret>("prcl-silo-certificates").StringData.Keys.Order());

    [Theory]
    [InlineData("silo", CertificateUse.Silo, "prcl-silo-certificates")]
    [InlineData("client", CertificateUse.Client, "prcl-client-certificates")]
    public void Cert_manager_writes_the_mark_and_the_uses(string file, CertificateUse use, string secret)
    {
        var certificate = Assert.Single(In(file).Of<CertManaged>()).Spec;

        Assert.Equal([CertificateMark.Of(use)], certificate.Uris);
        Assert.Equal(use == CertificateUse.Silo, certificate.Usages.Contains("server auth"));
        Assert.Contains("client auth", certificate.Usages);
        Assert.Equal((secret, "prcl-authority"), (certificate.SecretName, certificate.IssuerRef.Name));
    }

    [Fact]
    public void Cert_managers_authority_signs_itself_and_is_one()
    {
        var authority = In("authority");

        Assert.True(authority.One<CertManaged>("prcl-authority").Spec.IsCA);
        Assert.Equal(authority.One<CertManaged>("prcl-authority").Spec.SecretName, authority.One<CertIssuer>("prcl-authority").Spec.Ca!.SecretName);
        Assert.NotNull(authority.One<CertIssuer>(authority.One<CertManaged>("prcl-authority").Spec.IssuerRef.Name).Spec.SelfSigned);
    }

    private static Manifests In(string file) => Manifests.InFile(Path.Combine(InfraFolder.Kubernetes, "components", "cert-manager", file + ".yaml"));
}
