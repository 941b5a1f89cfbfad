using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Trainers;

/// <summary>How a trainer joins its run, and learns that it is gone.</summary>
/// <param name="key">The trainer.</param>
/// <param name="run">The run that it trains.</param>
/// <param name="grain">The grain of that name.</param>
/// <param name="time">Tells the time.</param>
internal sealed class Joining(string key, RunRecord run, IRunGrain grain, TimeProvider time)
{
    /// <summary>Joins, as soon as the run can be reached.</summary>
    /// <exception cref="PrclRequestException">The run was deleted, whether or not another one has its name.</exception>
    public async Task<RoundAssignment> Join(LongWait wait, CancellationToken stop)
    {
        var round = await Transient.Retry(() => grain.Join(key), time, stop, wait);
        if (round.Generation != run.Description.Generation)
        {
            // Another one, with classes and settings of its own.
            await Transient.Retry(() => grain.Leave(key, round.Incarnation, "it belongs to the run before"), time, stop, wait);
            throw new PrclRequestException($"Run '{run.Description.Name}' was deleted.") { Code = RequestErrorCode.NoSuchRun };
        }

        return round;
    }

    /// <summary>Whether a failure says that the run is gone.</summary>
    public static bool IsDeleted(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is PrclRequestException { Code: RequestErrorCode.NoSuchRun })
            {
                return true;
            }
        }

        return false;
    }
}
