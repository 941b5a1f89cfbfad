using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Learning.Checkpoints;

namespace Prcl.Grains.Trainers;

/// <summary>Reads the version that a round begins with.</summary>
/// <param name="run">The run.</param>
/// <param name="models">Where versions are stored.</param>
/// <param name="trainer">The trainer's key.</param>
/// <param name="wait">Told of tries in vain.</param>
/// <param name="time">Tells the time.</param>
/// <param name="follow">
/// Told of a later round, perhaps of another epoch, when the version was retired before it was read, with the incarnation that the run knows by then.
/// </param>
internal sealed class VersionReader(IRunGrain run, ModelStore models, string trainer, LongWait? wait, TimeProvider time, Action<RoundAssignment> follow)
{
    /// <summary>The checkpoint of the round that was followed last.</summary>
    /// <exception cref="InvalidDataException">It isn't there, although the round is open.</exception>
    public async Task<NamedTensors> Read(RoundAssignment round, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await Transient.Retry(() => models.Read(round.ModelBlob), time, stop, wait);
            }
            catch (InvalidDataException)
            {
                var newest = await Transient.Retry(() => run.Renew(trainer, round.Incarnation), time, stop, wait);
                if (newest.Round <= round.Round)
                {
                    // Only a run that nobody has overtaken can let it join; the incarnation so far ends with that.
                    var joined = await Transient.Retry(() => run.Join(trainer), time, stop, wait);
                    if (joined.ModelBlob == round.ModelBlob)
                    {
                        follow(joined);
                        throw;
                    }

                    newest = joined with { Fenced = true };
                }

                round = newest;
                follow(round);
            }
        }
    }
}
