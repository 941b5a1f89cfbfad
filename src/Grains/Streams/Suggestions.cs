using Prcl.Contracts.Streams;

namespace Prcl.Grains.Streams;

/// <summary>Chooses what a person should label next, a pure function of what there is.</summary>
public static class Suggestions
{
    /// <summary>Images so near in the log are mostly frames of one moment: the second of them teaches little.</summary>
    public const int Near = 10;

    // Of each domain and class as many times what is asked for are looked at, since some are too near to others.
    private const int Spare = 4;

    /// <summary>
    /// Chooses from those of which a doubt is known. One after the other: the domain that has been chosen least, then the class that has, then one that is near to none, then the most
    /// in doubt.
    /// </summary>
    /// <param name="images">What may be chosen, with the partition that each is in.</param>
    /// <param name="count">How many are wanted.</param>
    public static (int Partition, ImageInfo Image)[] MostDoubtful(IEnumerable<(int Partition, ImageInfo Image)> images, int count)
    {
        var rest = images.Where(i => i.Image.Doubt is not null)
            .GroupBy(i => (i.Image.Domain, i.Image.Doubt!.ClassId))
            .SelectMany(group => group.OrderByDescending(i => i.Image.Doubt!.Mean).ThenBy(i => i.Partition).ThenBy(i => i.Image.Sequence).Take(Spare * count))
            .Select(i => new Candidate(i.Partition, i.Image)).ToList();
        var (chosen, domains, classes) = (new List<Candidate>(), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<int, int>());
        while (chosen.Count < count && rest.Count > 0)
        {
            var next = rest.MinBy(c => (domains.GetValueOrDefault(c.Domain), classes.GetValueOrDefault(c.ClassId), c.IsNear, -c.Doubt, c.Partition, c.Image.Sequence))!;
            rest.Remove(next);
            chosen.Add(next);
            domains[next.Domain] = domains.GetValueOrDefault(next.Domain) + 1;
            classes[next.ClassId] = classes.GetValueOrDefault(next.ClassId) + 1;
            rest.ForEach(c => c.IsNear |= c.Partition == next.Partition && Math.Abs(c.Image.Sequence - next.Image.Sequence) < Near);
        }

        return [.. chosen.Select(c => (c.Partition, c.Image))];
    }

    /// <summary>Chooses from those of which no doubt is known: of each domain in turn, spread evenly over its images.</summary>
    /// <inheritdoc cref="MostDoubtful"/>
    public static (int Partition, ImageInfo Image)[] Unseen(IEnumerable<(int Partition, ImageInfo Image)> images, int count) =>
    [
        .. images.Where(i => i.Image.Doubt is null)
            .GroupBy(i => i.Image.Domain, StringComparer.Ordinal)
            .OrderBy(domain => domain.Key, StringComparer.Ordinal)
            .SelectMany(domain => Evenly([.. domain], count).Select((image, place) => (Image: image, Place: place)))
            .OrderBy(i => i.Place).Take(count).Select(i => i.Image),
    ];

    private static IEnumerable<T> Evenly<T>(T[] all, int count)
    {
        var taken = Math.Min(count, all.Length);
        return Enumerable.Range(0, taken).Select(i => all[(int)((2L * i + 1) * all.Length / (2L * taken))]);
    }

    private sealed class Candidate(int partition, ImageInfo image)
    {
        public int Partition => partition;

        public ImageInfo Image => image;

        public string Domain => image.Domain;

        public int ClassId { get; } = image.Doubt!.ClassId;

        public double Doubt { get; } = image.Doubt!.Mean;

        public bool IsNear { get; set; }
    }
}
