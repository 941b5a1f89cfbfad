using Prcl.Client.Predictions.Coco;
using Prcl.Contracts.Predictors;

namespace Prcl.Client.Predictions;

/// <summary>What is wanted of each image.</summary>
/// <param name="Pictures">The pictures that are written.</param>
/// <param name="Version">The version that predicts; null for the one that is served.</param>
/// <param name="Resumes">Whether images that an earlier call has done are left as they are.</param>
/// <param name="Coco">Takes the class ids too; null where they aren't wanted.</param>
internal sealed record PredictionWish(PredictionPictures Pictures, long? Version, bool Resumes, CocoFile? Coco)
{
    /// <summary>The pictures that the silo draws.</summary>
    public PredictionPictures Asked => Coco is null ? Pictures : Pictures | PredictionPictures.Index;
}
