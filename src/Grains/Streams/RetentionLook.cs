using Prcl.Contracts.Streams;

namespace Prcl.Grains.Streams;

/// <summary>What a look at a partition's retention has found.</summary>
/// <param name="Due">Images to delete, by hash.</param>
/// <param name="Overdue">Images that wait for a person's word; null: none.</param>
internal sealed record RetentionLook(string[] Due, OverdueImages? Overdue)
{
    /// <summary>Nothing is to be deleted.</summary>
    public static RetentionLook Nothing { get; } = new([], null);
}
