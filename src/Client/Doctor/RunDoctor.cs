using Prcl.Contracts.Diagnoses;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Doctor;

/// <summary>Looks at a run.</summary>
internal static class RunDoctor
{
    /// <summary>What is found.</summary>
    /// <param name="status">The run at this moment.</param>
    public static IEnumerable<Diagnosis> Of(RunStatus status)
    {
        var what = $"run {status.Name}";
        yield return status.Phase switch
        {
            RunPhase.Failed => Diagnosis.Failure(what, $"it has failed: {status.Reason}", $"mend what it says; \"prcl run start {status.Name}\" lets it go on, and \"prcl-silo check\" looks for damage"),
            RunPhase.Training => Diagnosis.Ok(what, status.Reason.Length > 0 ? $"it trains, held up: {status.Reason}" : "it trains"),
            _ => Diagnosis.Ok(what, $"{status.Phase}: {status.Reason}"),
        };
        if (status.Images.Quarantined > 0)
        {
            yield return Diagnosis.Warning(what, $"{status.Images.Quarantined} images can't be read", $"\"prcl images --quarantined --run {status.Name}\" names them; pushed again they are mended");
        }

        foreach (var alarm in status.Alarms ?? [])
        {
            yield return Diagnosis.Warning(what, $"alarm {alarm.Kind} since round {alarm.SinceRound}: {alarm.Text}", $"\"prcl models train V --run {status.Name}\" goes back to a version");
        }

        foreach (var note in status.Notes ?? [])
        {
            yield return Diagnosis.Warning(what, note, "see \"When the disk gets full\" in docs/storage.md, or \"prcl retention\"");
        }
    }

    /// <summary>One that can't be asked.</summary>
    public static Diagnosis Unasked(string run, string reason) =>
        Diagnosis.Failure($"run {run}", reason, "\"prcl-silo check\" on the silo's machine looks for damage, the silo's log for the rest");
}
