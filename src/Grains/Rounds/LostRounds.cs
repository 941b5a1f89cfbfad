namespace Prcl.Grains.Rounds;

/// <summary>
/// Finds, when a grain opens, that rounds are lost which it has folded, or is to fold: a manifest was removed, or the storage was put together from
/// two times. Going on would number rounds again that others know already, and skip what they hold.
/// </summary>
internal static class LostRounds
{
    /// <summary>What to do about it.</summary>
    public const string Advice = "'prcl-silo check' says what is lost, and with --repair the run goes on from its newest sound version";

    /// <summary>What is wrong with the manifests for somebody with this state; null when all that are needed are there.</summary>
    /// <param name="rounds">The manifests.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="who">Whose state it is, for the message.</param>
    /// <param name="state">The state, as it was read.</param>
    /// <param name="folded">Rounds below this one it has folded.</param>
    /// <exception cref="StaleActivationException">Another activation has gone on since the state was read.</exception>
    public static async Task<string?> Look<T>(RoundHistory rounds, string run, string who, IPersistentState<T> state, Func<T, long> folded)
    {
        var known = folded(state.State);
        if (await rounds.Fault(run, known) is not { } fault)
        {
            return null;
        }

        // Manifests may also be gone because another activation has folded them since.
        await state.ReadStateAsync();
        return folded(state.State) == known
            ? $"{who} can't go on: {fault}; {Advice}."
            : throw new StaleActivationException($"The rounds of {who} have been folded by another activation.");
    }

    /// <summary>Refuses to go on without rounds that are lost.</summary>
    /// <inheritdoc cref="Look"/>
    /// <exception cref="InvalidDataException">Rounds are lost.</exception>
    public static async Task Refuse<T>(RoundHistory rounds, string run, string who, IPersistentState<T> state, Func<T, long> folded)
    {
        if (await Look(rounds, run, who, state, folded) is { } fault)
        {
            throw new InvalidDataException(fault);
        }
    }
}
