using System.Text.Json;

namespace Prcl.Chaos.Damage;

/// <summary>What came of all damages; the program's last line.</summary>
internal sealed class DamageReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Damages done, each to a sound store of its own.</summary>
    public int Damages { get; set; }

    /// <summary>Damages that changed what the store holds and that no check found.</summary>
    public int Silent { get; set; }

    /// <summary>Damages that were found, and that a repair neither mended nor had announced as a loss; and mended stores on which a silo doesn't go on.</summary>
    public int Stuck { get; set; }

    /// <summary>Whether every repair lost nothing but what had been announced.</summary>
    public bool LossesAsAnnounced => LossesOtherThanAnnounced == 0;

    /// <summary>Repairs that lost something else.</summary>
    public int LossesOtherThanAnnounced { get; set; }

    /// <summary>Damages that changed nothing that anybody holds.</summary>
    public int Harmless { get; set; }

    /// <summary>Damages that were found and whose repair lost nothing.</summary>
    public int MendedWhole { get; set; }

    /// <summary>Damages of which a run's whole loss was announced.</summary>
    public int Hopeless { get; set; }

    /// <summary>Damages by the kind of file.</summary>
    public SortedDictionary<string, int> ByFile { get; } = new(StringComparer.Ordinal);

    /// <summary>Damages by what was done.</summary>
    public SortedDictionary<string, int> ByDamage { get; } = new(StringComparer.Ordinal);

    /// <summary>Damaged stores on which a real silo was started.</summary>
    public int Silos { get; set; }

    /// <summary>Of these, how many the silo named by itself in its log, its health or the run's status; it reads only what it needs.</summary>
    public int NamedBySilo { get; set; }

    /// <summary>Of these, how many trained on once mended.</summary>
    public int TrainedOn { get; set; }

    /// <summary>One line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);
}
