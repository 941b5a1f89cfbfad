namespace Prcl.Silo.Demo;

/// <summary>When a domain's first streamed frame arrived.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Seconds">Seconds since the first step.</param>
/// <param name="Round">The round that was open.</param>
internal sealed record DomainArrival(string Domain, double Seconds, long Round);
