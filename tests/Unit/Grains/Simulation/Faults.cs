namespace Prcl.Unit.Grains.Simulation;

/// <summary>What a change of the storage may meet.</summary>
internal enum StorageFault
{
    None,

    /// <summary>It isn't done, and an error says so.</summary>
    Fails,

    /// <summary>It is done, and an error is answered.</summary>
    LosesReply,

    /// <summary>An error is answered, and it is done at a later moment, whoever lives then.</summary>
    LandsLater,

    /// <summary>A part of an append is done.</summary>
    Tears,

    /// <summary>The caller is killed before it is done.</summary>
    DiesBefore,

    /// <summary>The caller is killed when it is done.</summary>
    DiesAfter,
}

/// <summary>What a message may meet.</summary>
internal enum MessageFault
{
    None,
    LosesRequest,
    LosesReply,
    Repeats,

    /// <summary>The sender gives up, and it arrives afterwards.</summary>
    ArrivesLate,
}

/// <summary>Draws faults; each schedule has its own rates, some of them none at all.</summary>
internal sealed class Faults(Random random)
{
    private readonly double _storage = random.Next(3) * 0.03;
    private readonly double _messages = random.Next(3) * 0.06;
    private readonly double _splits = random.Next(3) * 0.04;
    private readonly double _deaths = random.Next(3) * 0.004;
    private readonly double _pauses = random.Next(3) * 0.004;

    /// <summary>Off: the rest of the schedule goes well.</summary>
    public bool AreOver { get; set; }

    /// <summary>Faults drawn so far.</summary>
    public int Drawn { get; private set; }

    public bool Reads() => Happens(_storage / 4);

    public StorageFault Writes() => Happens(_storage) ? (StorageFault)random.Next(1, 7) : StorageFault.None;

    public MessageFault Messages() => Happens(_messages) ? (MessageFault)random.Next(1, 5) : MessageFault.None;

    /// <summary>Whether an actor is stopped just before it commits a round: the worst moment to sleep.</summary>
    public bool StopsBefore(string blob) => blob.Contains("/rounds/", StringComparison.Ordinal) && Happens(20 * _pauses);

    /// <summary>Whether a second activation comes up beside a living one.</summary>
    public bool Splits() => Happens(_splits);

    public bool Dies() => Happens(_deaths);

    public bool Pauses() => Happens(_pauses);

    private bool Happens(double rate)
    {
        var happens = random.NextDouble() < rate && !AreOver;
        Drawn += happens ? 1 : 0;
        return happens;
    }
}
