namespace Prcl.Chaos.Storage;

/// <summary>Counts what spells have done. Safe for concurrent use.</summary>
internal sealed class SpellTally
{
    private readonly int[] _counts = new int[Enum.GetValues<Harm>().Length];

    /// <summary>How often this was done.</summary>
    public int this[Harm harm] => _counts[(int)harm];

    /// <summary>Counts one.</summary>
    public void Count(Harm harm) => Interlocked.Increment(ref _counts[(int)harm]);
}
