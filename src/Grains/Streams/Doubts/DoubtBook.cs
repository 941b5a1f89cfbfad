using System.Buffers.Binary;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Grains.Rounds;

namespace Prcl.Grains.Streams.Doubts;

/// <summary>
/// How much a partition's images are in doubt, as a fold of the committed rounds beside their trained marks. Three bytes an image, of the newest ones: what was
/// trained on long ago was looked at by a teacher that isn't any more.
/// </summary>
/// <param name="state">Where it is kept.</param>
/// <param name="capacity">Of how many images, at most.</param>
internal sealed class DoubtBook(StreamState state, int capacity = DoubtBook.Capacity)
{
    /// <summary>Images of which a doubt is kept: more than are replayed.</summary>
    public const int Capacity = 1 << 17;

    private const int Width = 3;
    private const int Page = 1024;

    /// <summary>The doubt of an image; null where none is known.</summary>
    public SeenDoubt? Of(long sequence) => LevelOf(sequence) is > 0 and var level ? new SeenDoubt(DoubtLevel.MeanOf(level), ClassOf(sequence)) : null;

    /// <summary>The level of an image's doubt; 0 where none is known.</summary>
    public byte LevelOf(long sequence) => Holds(sequence) ? state.Doubts[At(sequence)] : (byte)0;

    /// <summary>
    /// Folds a round. Of several reports that saw an image the one with the largest doubt counts, whatever their order; a later round takes an earlier one's place.
    /// </summary>
    public void Fold(int partition, IEnumerable<CommittedReport> reports)
    {
        var largest = new SortedDictionary<long, (byte Level, int ClassId)>();
        foreach (var doubts in reports.SelectMany(r => r.Doubts ?? []).Where(d => d.Partition == partition))
        {
            foreach (var (sequence, level, classId) in Read(doubts))
            {
                var known = largest.GetValueOrDefault(sequence);
                largest[sequence] = (level, classId).CompareTo(known) > 0 ? (level, classId) : known;
            }
        }

        foreach (var (sequence, (level, classId)) in largest)
        {
            Put(sequence, level, classId);
        }
    }

    // What doesn't fit together, or is no doubt, is left out: it comes from another silo, and nothing depends on it.
    private static IEnumerable<(long Sequence, byte Level, int ClassId)> Read(ReportedDoubts doubts) =>
        SequenceRanges.Unpack(doubts.Ranges).Take(Math.Min(doubts.Levels.Length, doubts.Classes.Length))
            .Select((sequence, i) => (sequence, doubts.Levels[i], doubts.Classes[i]))
            .Where(d => d.Item2 > 0 && d.Item1 >= 0 && d.Item3 is >= 0 and <= ushort.MaxValue);

    private void Put(long sequence, byte level, int classId)
    {
        if (sequence < state.DoubtsFrom)
        {
            return;
        }

        MakeRoom(sequence);
        state.Doubts[At(sequence)] = level;
        BinaryPrimitives.WriteUInt16LittleEndian(state.Doubts.AsSpan(At(sequence) + 1), (ushort)classId);
    }

    // Whole pages at a time: nothing is copied for a single image.
    private void MakeRoom(long sequence)
    {
        if (sequence - state.DoubtsFrom >= capacity)
        {
            var from = ((sequence - capacity) / Page + 1) * Page;
            state.Doubts = from - state.DoubtsFrom >= state.Doubts.Length / Width ? [] : state.Doubts[((int)(from - state.DoubtsFrom) * Width)..];
            state.DoubtsFrom = from;
        }

        if (!Holds(sequence))
        {
            var doubts = new byte[((int)(sequence - state.DoubtsFrom) / Page + 1) * Page * Width];
            state.Doubts.CopyTo(doubts, 0);
            state.Doubts = doubts;
        }
    }

    private bool Holds(long sequence) => sequence >= state.DoubtsFrom && sequence - state.DoubtsFrom < state.Doubts.Length / Width;

    private int At(long sequence) => (int)(sequence - state.DoubtsFrom) * Width;

    private int ClassOf(long sequence) => BinaryPrimitives.ReadUInt16LittleEndian(state.Doubts.AsSpan(At(sequence) + 1));
}
