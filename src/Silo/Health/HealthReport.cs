using Microsoft.Extensions.Hosting;
using Prcl.Grains.Damage;

namespace Prcl.Silo.Health;

/// <summary>Whether the silo lives, and whether it should be sent work; with reasons.</summary>
/// <param name="checks">What must be right.</param>
/// <param name="lifetime">Tells whether the silo is stopping.</param>
/// <param name="damages">What was found damaged in the storage.</param>
internal sealed class HealthReport(IEnumerable<IHealthCheck> checks, IHostApplicationLifetime lifetime, DamageBook damages)
{
    /// <summary>What was found damaged in the storage since the silo started.</summary>
    public string[] Damages => damages.Found;

    /// <summary>Why it must be restarted; nothing while it lives.</summary>
    public Task<string[]> WhyDead(CancellationToken cancellation) => Reasons(checks.Where(c => c.NeedsRestart), cancellation);

    /// <summary>Why it shouldn't be sent work; nothing when it is ready.</summary>
    public async Task<string[]> WhyNotReady(CancellationToken cancellation)
    {
        var reasons = await Reasons(checks, cancellation);
        return lifetime.ApplicationStopping.IsCancellationRequested ? ["the silo is stopping", .. reasons] : reasons;
    }

    private static async Task<string[]> Reasons(IEnumerable<IHealthCheck> asked, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(asked.Select(c => c.Look(cancellation)))).OfType<string>()];
}
