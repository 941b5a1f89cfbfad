using Prcl.Contracts.Streams;

namespace Prcl.Grains.Trainers;

/// <summary>An image with its partition, which together with the sequence names it in the run.</summary>
internal sealed record FeedImage(int Partition, ImageInfo Info);
