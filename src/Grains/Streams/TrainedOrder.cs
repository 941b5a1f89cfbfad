namespace Prcl.Grains.Streams;

/// <summary>Trained images in the order of training. Deleted ones are swept out when they are the greater part.</summary>
internal sealed class TrainedOrder
{
    private readonly List<long> _sequences = [];
    private int _gone;

    /// <summary>Images that aren't deleted.</summary>
    public int Count => _sequences.Count - _gone;

    /// <summary>From the newest on, as far as is asked for; deleted ones may be among them.</summary>
    public IEnumerable<long> NewestFirst
    {
        get
        {
            for (var i = _sequences.Count - 1; i >= 0; i--)
            {
                yield return _sequences[i];
            }
        }
    }

    /// <summary>An image has been trained on.</summary>
    public void Add(long sequence) => _sequences.Add(sequence);

    /// <summary>One of them has been deleted.</summary>
    /// <param name="isThere">Tells which aren't.</param>
    public void Remove(Predicate<long> isThere)
    {
        _gone++;
        if (2 * _gone > _sequences.Count)
        {
            _sequences.RemoveAll(s => !isThere(s));
            _gone = 0;
        }
    }
}
