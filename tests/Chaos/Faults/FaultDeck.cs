namespace Prcl.Chaos.Faults;

/// <summary>A shuffled deck of faults, shuffled again when it has been dealt: random, and yet each kind comes.</summary>
/// <param name="random">Shuffles.</param>
/// <param name="more">What can happen besides what always can.</param>
internal sealed class FaultDeck(Random random, params IEnumerable<FaultKind> more)
{
    private readonly FaultKind[] _cards =
    [
        FaultKind.KillSilo, FaultKind.KillSilo, FaultKind.KillSilo, FaultKind.KillRedis, FaultKind.FreezeSilo, FaultKind.Guest, FaultKind.Backup, FaultKind.Rotation, .. more,
    ];

    private readonly Queue<FaultKind> _dealt = new();

    /// <summary>The next fault.</summary>
    public FaultKind Deal()
    {
        if (_dealt.Count == 0)
        {
            var cards = _cards.ToArray();
            random.Shuffle(cards);
            Array.ForEach(cards, _dealt.Enqueue);
        }

        return _dealt.Dequeue();
    }
}
