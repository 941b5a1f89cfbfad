using Prcl.Grains.Rounds;
using Prcl.Grains.Streams.Doubts;

namespace Prcl.Grains.Streams;

/// <summary>
/// Folds the trained marks and doubts of committed rounds into a partition's index, in the rounds' order and each once. What is folded
/// is saved when asked for: until then the manifests tell it again.
/// </summary>
/// <param name="run">The run's name.</param>
/// <param name="partition">The partition.</param>
/// <param name="state">Where marks are kept.</param>
/// <param name="rounds">The manifests.</param>
/// <param name="index">What is marked.</param>
/// <param name="leases">What ends with the mark.</param>
/// <param name="keptRanges">Of how many ranges the order of training is kept.</param>
internal sealed class TrainedMarks(string run, int partition, IPersistentState<StreamState> state, RoundHistory rounds, StreamIndex index, LeaseTable leases, int keptRanges)
{
    private long _savedRound = state.State.Round;
    private Task _folding = Task.CompletedTask;

    /// <summary>How much images are in doubt.</summary>
    public DoubtBook Doubts => new(state.State);

    /// <summary>Marks what the stored state tells, then what manifests have told since.</summary>
    /// <exception cref="InvalidDataException">Rounds are lost that it has folded, or is to fold.</exception>
    /// <exception cref="StaleActivationException">Another activation has gone on meanwhile.</exception>
    public async Task Open()
    {
        await LostRounds.Refuse(rounds, run, $"partition {partition} of run '{run}'", state, s => s.Round);
        index.MarkTrained(SequenceRanges.Unpack([.. state.State.Trained]));
        leases.Fence(state.State.FencedBelow);
        await Fold(long.MaxValue);
    }

    /// <summary>Folds every committed round below one, and makes that durable.</summary>
    /// <exception cref="StaleActivationException">A round's manifest is gone: another activation has folded it.</exception>
    public async Task CatchUp(long round)
    {
        // One fold at a time, although the grain is reentrant.
        while (_savedRound < round)
        {
            if (_folding.IsCompleted)
            {
                _folding = FoldAndSave(round);
            }

            await _folding;
            if (state.State.Round < round)
            {
                var missing = state.State.Round;
                _ = await rounds.Find(run, missing) ?? throw new StaleActivationException(
                    $"Partition {partition} of run '{run}' is asked for the rounds below {round}, but round {missing} has been removed.");
            }
        }
    }

    private async Task FoldAndSave(long round)
    {
        await Fold(round);
        if (state.State.Round > _savedRound)
        {
            var folded = state.State.Round;
            await state.WriteStateAsync();
            _savedRound = folded;
        }
    }

    private async Task Fold(long round)
    {
        while (state.State.Round < round && await rounds.Find(run, state.State.Round) is { } manifest)
        {
            foreach (var report in manifest.Reports)
            {
                var ranges = report.Trained.GetValueOrDefault(partition, []);
                var sequences = SequenceRanges.Unpack(ranges).ToArray();
                index.MarkTrained(sequences);
                Array.ForEach(sequences, leases.End);
                TrainedRanges.Append(state.State.Trained, ranges, index.NeverWaits, keptRanges);
            }

            Doubts.Fold(partition, manifest.Reports);
            if (manifest.Rewind is { } rewind)
            {
                leases.Fence(rewind.FencedBelow);
                state.State.FencedBelow = rewind.FencedBelow;
            }

            state.State.Round = manifest.Round + 1;
        }
    }
}
