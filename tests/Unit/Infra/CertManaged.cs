using k8s;
using k8s.Models;

namespace Prcl.Unit.Infra;

/// <summary>cert-manager's resource that becomes a secret with a certificate, with the fields that are used here and no others.</summary>
internal sealed class CertManaged : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public CertificateSpec Spec { get; set; } = new();

    internal sealed class CertificateSpec
    {
        public bool IsCA { get; set; }

        public string CommonName { get; set; } = "";

        public List<string> Uris { get; set; } = [];

        public List<string> Usages { get; set; } = [];

        public string SecretName { get; set; } = "";

        public string Duration { get; set; } = "";

        public string RenewBefore { get; set; } = "";

        public Key PrivateKey { get; set; } = new();

        public Reference IssuerRef { get; set; } = new();
    }

    internal sealed class Key
    {
        public string Algorithm { get; set; } = "";

        public int Size { get; set; }

        public string RotationPolicy { get; set; } = "";
    }

    internal sealed class Reference
    {
        public string Name { get; set; } = "";

        public string Kind { get; set; } = "";
    }
}
