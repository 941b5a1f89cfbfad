namespace Prcl.Client.Connection;

/// <summary>Tries to connect again for two seconds, so that a silo that is just starting is met and a missing one is reported soon.</summary>
internal sealed class BriefPatience(TimeProvider clock) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private readonly long _began = clock.GetTimestamp();

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(_began) >= Patience)
        {
            return false;
        }

        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }
}
