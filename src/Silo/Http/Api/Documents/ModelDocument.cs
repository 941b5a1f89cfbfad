using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>A kept model version with what it scored.</summary>
/// <param name="Version">The version; 0 is the initial model.</param>
/// <param name="Aliases">Its aliases.</param>
/// <param name="Round">The round that published it; null for the initial model.</param>
/// <param name="Epoch">The run's epoch then.</param>
/// <param name="ImagesTrained">Image draws that it was trained on.</param>
/// <param name="MeanIou">mIoU in percent, the mean over the domains; null unless measured.</param>
/// <param name="RolledBackTo">The version that it is a copy of, where training was rolled back; null otherwise.</param>
internal sealed record ModelDocument(long Version, string[] Aliases, long? Round, int Epoch, long ImagesTrained, double? MeanIou, long? RolledBackTo)
{
    /// <summary>The document of a version.</summary>
    public static ModelDocument Of(ModelSummary model, IEnumerable<EvaluationResult> measured)
    {
        double[] scores = [.. measured.Where(r => r.Version == model.Version && double.IsFinite(r.MeanIou)).Select(r => r.MeanIou)];
        return new ModelDocument(
            model.Version, model.Aliases, model.Round < 0 ? null : model.Round, model.Epoch, model.ImagesTrained, scores.Length > 0 ? scores.Average() : null, model.RolledBackTo);
    }
}
