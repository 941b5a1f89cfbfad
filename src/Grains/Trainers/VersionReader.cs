using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Learning.Checkpoints;

namespace Prcl.Grains.Trainers;

/// <summary>Reads the version that a round begins with.</summary>
/// <param name="run">The run.</param>
/// <param name="models">Where versions are stored.</param>
/// <param name="trainer">The trainer's key.</param>
/// <param name="round">The round.</param>
/// <param name="time">Tells the time.</param>
internal sealed class VersionReader(IRunGrain run, ModelStore models, string trainer, RoundAssignment round, TimeProvider time)
{
    /// <summary>
    /// The round that begins with what was read: a later one, perhaps of another epoch, when the version was retired before it was read.
    /// When reading has failed, the round with the incarnation that the run knows now.
    /// </summary>
    public RoundAssignment Round { get; private set; } = round;

    /// <summary>The checkpoint.</summary>
    /// <exception cref="InvalidDataException">It isn't there, although the round is open.</exception>
    public async Task<NamedTensors> Read(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await Transient.Retry(() => models.Read(Round.ModelBlob), time, stop);
            }
            catch (InvalidDataException)
            {
                var newest = await Transient.Retry(() => run.Renew(trainer, Round.Incarnation), time, stop);
                if (newest.Round <= Round.Round)
                {
                    // Only a run that nobody has overtaken can let it join; the incarnation so far ends with that.
                    var joined = await Transient.Retry(() => run.Join(trainer), time, stop);
                    if (joined.ModelBlob == Round.ModelBlob)
                    {
                        Round = joined;
                        throw;
                    }

                    newest = joined with { Incarnation = Round.Incarnation, Fenced = true };
                }

                Round = newest;
            }
        }
    }
}
