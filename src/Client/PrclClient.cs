using Prcl.Client.Cluster;
using Prcl.Client.Connection;
using Prcl.Client.Evaluation;
using Prcl.Client.Images;
using Prcl.Client.Models;
using Prcl.Client.Predictions;
using Prcl.Client.Prototypes;
using Prcl.Client.Runs;

namespace Prcl.Client;

/// <summary>
/// Talks to a cluster through one silo's gateway. Safe for concurrent use. Calls are repeated a few times when they or
/// their answers may have got lost: a <see cref="TimeoutException"/> or <see cref="OrleansException"/> that comes out means that the cluster doesn't answer.
/// </summary>
public sealed class PrclClient : IAsyncDisposable
{
    private readonly IAsyncDisposable? _connection;

    internal PrclClient(IGrainFactory grains, TimeProvider clock, IAsyncDisposable? connection = null)
    {
        _connection = connection;
        var retries = new CallRetries(clock);
        Runs = new RunCalls(grains, retries);
        Images = new ImageCalls(grains, retries);
        Prototypes = new PrototypeCalls(grains, retries);
        Predictions = new PredictionCalls(grains, retries);
        Evaluation = new EvaluationCalls(grains, retries);
        Models = new ModelCalls(grains, retries);
        Cluster = new ClusterCalls(grains, retries);
    }

    /// <summary>Runs: create, list, start, stop, watch.</summary>
    public RunCalls Runs { get; }

    /// <summary>Images: push and list.</summary>
    public ImageCalls Images { get; }

    /// <summary>Class prototypes.</summary>
    public PrototypeCalls Prototypes { get; }

    /// <summary>Segmentations.</summary>
    public PredictionCalls Predictions { get; }

    /// <summary>Measurements.</summary>
    public EvaluationCalls Evaluation { get; }

    /// <summary>Model versions: list, serve, roll back, export.</summary>
    public ModelCalls Models { get; }

    /// <summary>Silos and their trainers.</summary>
    public ClusterCalls Cluster { get; }

    /// <summary>Connects to a silo; answers or fails within a few seconds.</summary>
    /// <param name="endpoint">The gateway; null for <see cref="SiloEndpoint.Default"/>.</param>
    /// <param name="clusterSecret">The cluster's secret; null when it has none.</param>
    /// <param name="certificates">The folder of the client's ca.crt, tls.crt and tls.key; null: it speaks without TLS.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NoSiloException">No silo answers there, or none that is believed.</exception>
    /// <exception cref="Contracts.Security.Certificates.CertificateException">The certificates can't be used.</exception>
    public static async Task<PrclClient> Connect(
        SiloEndpoint? endpoint = null, string? clusterSecret = null, string? certificates = null, CancellationToken cancellation = default)
    {
        var connection = await SiloConnection.Open(endpoint ?? SiloEndpoint.Default, TimeProvider.System, cancellation, clusterSecret, certificates);
        return new PrclClient(connection.Grains, TimeProvider.System, connection);
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
