using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Prcl.Silo.Hosting;

/// <summary>
/// What Orleans wants to know of the silo that it runs in, with a generation that is above every one that the membership table has of the same address.
/// Orleans's own is the second of the clock: a silo that was started while its clock was ahead would keep out those started after it, until that time has
/// come.
/// </summary>
/// <param name="silo">Its name.</param>
/// <param name="cluster">Its cluster.</param>
/// <param name="endpoints">Its address.</param>
internal sealed class LocalSilo(IOptions<SiloOptions> silo, IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> endpoints) : ILocalSiloDetails
{
    private readonly Lock _lock = new();
    private int _newestKnown;
    private SiloAddress? _address;

    /// <inheritdoc/>
    public string Name => silo.Value.SiloName;

    /// <inheritdoc/>
    public string ClusterId => cluster.Value.ClusterId;

    /// <inheritdoc/>
    public string DnsHostName { get; } = Dns.GetHostName();

    /// <inheritdoc/>
    public SiloAddress SiloAddress
    {
        get
        {
            lock (_lock)
            {
                return _address ??= SiloAddress.New(Endpoint, Math.Max(SiloAddress.AllocateNewGeneration(), _newestKnown + 1));
            }
        }
    }

    /// <inheritdoc/>
    public SiloAddress GatewayAddress => SiloAddress.New(new IPEndPoint(Endpoint.Address, endpoints.Value.GatewayPort), SiloAddress.Generation);

    private IPEndPoint Endpoint => new(endpoints.Value.AdvertisedIPAddress, endpoints.Value.SiloPort);

    /// <summary>Learns of the table's silos, before anybody asks for the address.</summary>
    /// <param name="members">Silos as the table names them, <c>S10.1.2.3:11111:154896420</c>; what else is there is passed over.</param>
    /// <exception cref="InvalidOperationException">The address is known already.</exception>
    public void Learn(IEnumerable<string> members)
    {
        lock (_lock)
        {
            if (_address is not null)
            {
                throw new InvalidOperationException("The silo has its generation already.");
            }

            _newestKnown = members.Select(GenerationHere).Append(_newestKnown).Max();
        }
    }

    private int GenerationHere(string member) =>
        member.LastIndexOf(':') is > 0 and var colon
        && member[..colon] == $"S{Endpoint}"
        && int.TryParse(member[(colon + 1)..], out var generation) && generation < int.MaxValue ? generation : 0;
}
