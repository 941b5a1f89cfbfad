namespace Prcl.Client.Push;

/// <summary>Cuts files into calls.</summary>
internal static class PushBatches
{
    /// <summary>The items in order, in batches within the limits; an item above the limit travels alone.</summary>
    public static IEnumerable<PushItem[]> Of(IEnumerable<PushItem> items, PushLimits limits)
    {
        var batch = new List<PushItem>();
        var bytes = 0L;
        foreach (var item in items)
        {
            if (batch.Count > 0 && (batch.Count == limits.BatchImages || bytes + item.Bytes > limits.BatchBytes))
            {
                yield return [.. batch];
                batch.Clear();
                bytes = 0;
            }

            batch.Add(item);
            bytes += item.Bytes;
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }
}
