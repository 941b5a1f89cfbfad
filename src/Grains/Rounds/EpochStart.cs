using System.Globalization;
using Prcl.Grains.Models;
using Prcl.Grains.Runs;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Training;

namespace Prcl.Grains.Rounds;

/// <summary>
/// Makes what a new epoch begins with: a copy of an earlier version's checkpoint under a name that lasts as long as the new
/// version, and its prototypes in a blob of their own, so that no grain needs to read the weights.
/// </summary>
/// <param name="models">Where versions are stored.</param>
internal sealed class EpochStart(ModelStore models)
{
    /// <summary>Writes both under names that nobody else uses; they count when a manifest names them.</summary>
    /// <returns>The two blobs, and the schedule's position.</returns>
    /// <exception cref="InvalidDataException">The version's checkpoint isn't there.</exception>
    public async Task<(string ModelBlob, string SumsBlob, long Steps)> Make(RunRecord run, long version, ModelVersion from)
    {
        var name = run.Description.Name;
        var (model, prototypes) = (ModelStore.AveragedModel(name, version), ModelStore.EpochSums(name, version));
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
        return (model, prototypes, from.Steps ?? long.Parse(state.Metadata["steps"], CultureInfo.InvariantCulture));
    }
}
