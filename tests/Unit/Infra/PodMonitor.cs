using k8s;
using k8s.Models;

namespace Prcl.Unit.Infra;

/// <summary>The Prometheus operator's resource, with the fields that are used here and no others.</summary>
internal sealed class PodMonitor : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public PodMonitorSpec Spec { get; set; } = new();

    internal sealed class PodMonitorSpec
    {
        public V1LabelSelector Selector { get; set; } = new();

        public List<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    internal sealed class Endpoint
    {
        public string Port { get; set; } = "";

        public string Path { get; set; } = "";

        public string Interval { get; set; } = "";

        public Authorization Authorization { get; set; } = new();
    }

    internal sealed class Authorization
    {
        public string Type { get; set; } = "";

        public V1SecretKeySelector Credentials { get; set; } = new();
    }
}
