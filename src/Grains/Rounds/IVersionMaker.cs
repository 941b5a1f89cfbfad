using Prcl.Grains.Runs;

namespace Prcl.Grains.Rounds;

/// <summary>Makes the next version, of a round's reports or of an earlier version.</summary>
public interface IVersionMaker
{
    /// <summary>Writes what the next version needs under names that nobody else uses; it counts when a manifest names it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="version">The next version.</param>
    /// <param name="from">The version that the round began with.</param>
    /// <param name="reports">At least one, of this round or late.</param>
    Task<PublishedVersion> Make(RunRecord run, long version, PublishedVersion from, IReadOnlyList<CommittedReport> reports);

    /// <summary>Copies an earlier version under names that nobody else uses; the copy counts when a manifest names it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="version">The next version.</param>
    /// <param name="from">The version to copy.</param>
    /// <exception cref="InvalidDataException">The version's checkpoint isn't there.</exception>
    Task<EpochStart> Copy(RunRecord run, long version, ModelVersion from);
}
