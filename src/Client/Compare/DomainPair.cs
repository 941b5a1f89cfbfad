namespace Prcl.Client.Compare;

/// <summary>A domain as both have measured it: versions, frames, mIoU in percent; null where one hasn't.</summary>
internal sealed record DomainPair(string Domain, long? VersionA, long? VersionB, int? ImagesA, int? ImagesB, double? MeanIouA, double? MeanIouB, IReadOnlyList<ClassPair> Classes);
