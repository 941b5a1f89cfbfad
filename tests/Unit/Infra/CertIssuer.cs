using k8s;
using k8s.Models;

namespace Prcl.Unit.Infra;

/// <summary>cert-manager's resource that signs, with the fields that are used here and no others.</summary>
internal sealed class CertIssuer : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public IssuerSpec Spec { get; set; } = new();

    internal sealed class IssuerSpec
    {
        public Dictionary<string, string>? SelfSigned { get; set; }

        public Authority? Ca { get; set; }
    }

    internal sealed class Authority
    {
        public string SecretName { get; set; } = "";
    }
}
