namespace Prcl.Chaos.Faults;

/// <summary>A fault that happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">To whom.</param>
/// <param name="Begun">When, in seconds.</param>
internal sealed record Fault(FaultKind Kind, string Target, double Begun)
{
    private const double AfterKill = 10;

    /// <summary>When what was taken away was there again (a kill of a silo: at once, since the others are there); infinite until then.</summary>
    public double Ended { get; set; } = double.PositiveInfinity;

    /// <summary>Whether a question asked at a time, with an answer due some seconds later, may go unanswered: within 10 s of a kill, or with storage down.</summary>
    public bool Excuses(double asked, double due)
    {
        return Kind switch
        {
            FaultKind.KillSilo or FaultKind.KillRedis => Overlaps(Begun, Begun + AfterKill),
            FaultKind.KillStorage => Overlaps(Begun, Math.Max(Ended, Begun + AfterKill)),
            FaultKind.Spell => Overlaps(Begun, Ended),

            // As good as a kill, and a second one when it wakes up evicted and ends.
            FaultKind.FreezeSilo => Overlaps(Begun, Begun + AfterKill) || Overlaps(Ended, Ended + AfterKill),
            _ => false,
        };

        bool Overlaps(double from, double to) => asked <= to && due >= from;
    }
}
