using System.Runtime.InteropServices;
using Prcl.Contracts.Prototypes;
using Prcl.Learning.Prototypes;

namespace Prcl.Grains.Prototypes;

/// <summary>
/// What trainers have sent for rounds that aren't committed, and what all of them, or all but one, add up to. A tree of partial sums:
/// taking a trainer's sums in and leaving them out cost one path each, whatever the number of trainers. Nothing is subtracted, so
/// nothing cancels and no rounding stays behind.
/// </summary>
/// <param name="halfLife">T in image draws; 0 or infinity never forgets.</param>
internal sealed class PendingSums(double halfLife)
{
    private const int Branches = 4;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<SumsMessage> _messages = [];

    // The first level holds each trainer's sums, the next ones of up to four neighbours below; the last has at most one.
    private readonly List<List<PrototypeSums>> _levels = [[]];

    /// <summary>Takes cumulative sums: a repeat or a message that was overtaken changes nothing, a later round's first one replaces the last round's.</summary>
    public void Take(SumsMessage message, PrototypeSums sums)
    {
        if (!_slots.TryGetValue(message.Trainer, out var slot))
        {
            slot = _messages.Count;
            _slots.Add(message.Trainer, slot);
        }
        else if (Order(message).CompareTo(Order(_messages[slot])) <= 0)
        {
            return;
        }

        Put(_messages, slot, message);
        Put(_levels[0], slot, sums);
        AddUp(slot);
    }

    /// <summary>Committed evidence ⊕ what is pending of all trainers, or of all but one; null without any.</summary>
    public PrototypeSums? AddTo(PrototypeSums? committed, string? except = null)
    {
        List<PrototypeSums> parts = committed is null ? [] : [committed];
        if (except is null || !_slots.TryGetValue(except, out var own))
        {
            parts.AddRange(_levels[^1]);
        }
        else
        {
            foreach (var level in _levels)
            {
                for (var i = own / Branches * Branches; i < Math.Min(level.Count, own / Branches * Branches + Branches); i++)
                {
                    if (i != own)
                    {
                        parts.Add(level[i]);
                    }
                }

                own /= Branches;
            }
        }

        return PrototypeSums.Sum(CollectionsMarshal.AsSpan(parts), halfLife);
    }

    /// <summary>Forgets what was sent for rounds up to one: they are committed.</summary>
    public void Drop(long round)
    {
        var kept = _messages.Zip(_levels[0]).Where(m => m.First.Round > round).ToArray();
        Clear();
        foreach (var (message, sums) in kept)
        {
            Take(message, sums);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _slots.Clear();
        _messages.Clear();
        _levels.Clear();
        _levels.Add([]);
    }

    private void AddUp(int changed)
    {
        for (var level = 0; _levels[level].Count > 1; level++)
        {
            if (level + 1 == _levels.Count)
            {
                _levels.Add([]);
            }

            changed /= Branches;
            var below = CollectionsMarshal.AsSpan(_levels[level])[(changed * Branches)..];
            Put(_levels[level + 1], changed, PrototypeSums.Sum(below[..Math.Min(below.Length, Branches)], halfLife)!);
        }
    }

    private static void Put<T>(List<T> list, int index, T item)
    {
        if (index == list.Count)
        {
            list.Add(item);
        }
        else
        {
            list[index] = item;
        }
    }

    private static (long Incarnation, long Round, int Step) Order(SumsMessage message) => (message.Incarnation, message.Round, message.Step);
}
