namespace Prcl.Grains.Traces;

/// <summary>
/// Which trace the newest images of a partition came with. In memory only: a trace is there to be looked at, and after a restart it ends where it was.
/// </summary>
/// <param name="capacity">Images that are remembered; the oldest is forgotten first.</param>
internal sealed class PushTraces(int capacity = PushTraces.DefaultCapacity)
{
    /// <summary>Images that are remembered unless told otherwise: some half a megabyte.</summary>
    public const int DefaultCapacity = 2048;

    private readonly Dictionary<string, string> _traces = [];
    private readonly Queue<string> _order = [];

    /// <summary>Whether nothing is remembered, as where nobody traces.</summary>
    public bool IsEmpty => _traces.Count == 0;

    /// <summary>An image has come with a trace, or with none.</summary>
    public void Remember(string sha256, string? trace)
    {
        if (trace is null)
        {
            return;
        }

        if (!_traces.ContainsKey(sha256))
        {
            _order.Enqueue(sha256);
        }

        _traces[sha256] = trace;
        if (_order.Count > capacity)
        {
            _traces.Remove(_order.Dequeue());
        }
    }

    /// <summary>An image's trace; null where none is known.</summary>
    public string? Of(string sha256) => _traces.GetValueOrDefault(sha256);
}
