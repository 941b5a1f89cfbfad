using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Learning.Checkpoints;

namespace Prcl.Grains.Trainers;

/// <summary>Reads the version that a round begins with.</summary>
/// <param name="run">The run.</param>
/// <param name="models">Where versions are stored.</param>
/// <param name="trainer">The trainer's key.</param>
/// <param name="time">Tells the time.</param>
internal sealed class VersionReader(IRunGrain run, ModelStore models, string trainer, TimeProvider time)
{
    /// <summary>The checkpoint, and the round that begins with it: a later one, perhaps of another epoch, when the version was retired before it was read.</summary>
    /// <exception cref="InvalidDataException">It isn't there, although the round is open.</exception>
    public async Task<(RoundAssignment Round, NamedTensors State)> Read(RoundAssignment round, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return (round, await Transient.Retry(() => models.Read(round.ModelBlob), time, stop));
            }
            catch (InvalidDataException)
            {
                var newest = await Transient.Retry(() => run.Renew(trainer, round.Incarnation), time, stop);
                if (newest.Round <= round.Round)
                {
                    // Only a run that nobody has overtaken can let it join; this incarnation ends with that.
                    newest = await Transient.Retry(() => run.Join(trainer), time, stop) with { Incarnation = round.Incarnation, Fenced = true };
                    if (newest.ModelBlob == round.ModelBlob)
                    {
                        throw;
                    }
                }

                round = newest;
            }
        }
    }
}
