namespace Prcl.Contracts.Security.Certificates;

/// <summary>What a certificate of the cluster is for.</summary>
public enum CertificateUse
{
    /// <summary>A silo: serves both ports, and connects to other silos.</summary>
    Silo,

    /// <summary>A client: connects to gateways, nowhere else.</summary>
    Client,
}
