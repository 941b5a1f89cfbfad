using System.Globalization;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Training;

namespace Prcl.Grains.Rounds;

/// <summary>What a new epoch begins with: a copy of an earlier version, and its prototypes apart, so that no grain needs to read the weights.</summary>
/// <param name="ModelBlob">The copy of the checkpoint, under a name that lasts as long as the new version.</param>
/// <param name="SumsBlob">The version's prototypes.</param>
/// <param name="StepsDone">The schedule's position.</param>
public sealed record EpochStart(string ModelBlob, string SumsBlob, long StepsDone)
{
    /// <inheritdoc cref="IVersionMaker.Copy"/>
    internal static async Task<EpochStart> Copy(ModelStore models, RunRecord run, long version, ModelVersion from)
    {
        var (name, attempt) = (run.Id, Guid.NewGuid());
        var (model, prototypes) = (ModelStore.AveragedModel(name, version, attempt), ModelStore.EpochSums(name, version, attempt));
        using var state = await models.Read(from.Blob);
        using var sums = new NamedTensors();
        for (var k = 0; k < run.Classes.Count; k++)
        {
            if (LearnerState.Sums(state, "prototypes", k) is { } prototype)
            {
                LearnerState.AddSums(sums, "sums", k, prototype);
            }
        }

        await models.Write(prototypes, sums);
        await models.Write(model, state);
        return new EpochStart(model, prototypes, from.Steps ?? long.Parse(state.Metadata["steps"], CultureInfo.InvariantCulture));
    }
}
