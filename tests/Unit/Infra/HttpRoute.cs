using k8s;
using k8s.Models;

namespace Prcl.Unit.Infra;

/// <summary>The Gateway API's resource, with the fields that are used here and no others.</summary>
internal sealed class HttpRoute : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public HttpRouteSpec Spec { get; set; } = new();

    internal sealed class HttpRouteSpec
    {
        public List<Parent> ParentRefs { get; set; } = [];

        public List<string> Hostnames { get; set; } = [];

        public List<Rule> Rules { get; set; } = [];
    }

    internal sealed class Parent
    {
        public string Name { get; set; } = "";

        public string SectionName { get; set; } = "";
    }

    internal sealed class Rule
    {
        public List<Match> Matches { get; set; } = [];

        public Timeouts Timeouts { get; set; } = new();

        public List<Backend> BackendRefs { get; set; } = [];
    }

    internal sealed class Match
    {
        public MatchedPath Path { get; set; } = new();
    }

    internal sealed class MatchedPath
    {
        public string Type { get; set; } = "";

        public string Value { get; set; } = "";
    }

    internal sealed class Timeouts
    {
        public string Request { get; set; } = "";
    }

    internal sealed class Backend
    {
        public string Name { get; set; } = "";

        public int Port { get; set; }
    }
}
