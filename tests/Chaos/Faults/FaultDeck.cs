namespace Prcl.Chaos.Faults;

/// <summary>A shuffled deck of faults, shuffled again when it has been dealt: random, and yet each kind comes.</summary>
internal sealed class FaultDeck(Random random)
{
    private static readonly FaultKind[] Cards =
    [
        FaultKind.KillSilo, FaultKind.KillSilo, FaultKind.KillSilo, FaultKind.KillRedis, FaultKind.KillStorage, FaultKind.FreezeSilo, FaultKind.Guest, FaultKind.Spell,
    ];

    private readonly Queue<FaultKind> _dealt = new();

    /// <summary>The next fault.</summary>
    public FaultKind Deal()
    {
        if (_dealt.Count == 0)
        {
            var cards = Cards.ToArray();
            random.Shuffle(cards);
            Array.ForEach(cards, _dealt.Enqueue);
        }

        return _dealt.Dequeue();
    }
}
