using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class SuggestionsTests
{
    [Fact]
    public void The_most_in_doubt_are_chosen_of_each_domain_and_of_each_class_in_turn()
    {
        (int, ImageInfo)[] images =
        [
            Image(0, "day", 0.9, 1), Image(100, "day", 0.8, 1), Image(200, "day", 0.7, 2), Image(300, "day", 0.1, 3),
            Image(400, "rain", 0.2, 1), Image(500, "rain", 0.15, 4), Image(600, "rain", 0.3, 4),
        ];

        Assert.Equal([0, 600, 200, 400, 300, 500, 100], Chosen(images, 7));
        Assert.Equal([0, 600, 200], Chosen([.. images.Reverse()], 3));
        Assert.Equal(7, Chosen(images, 100).Length);
    }

    [Fact]
    public void Of_frames_of_one_moment_one_is_enough_while_there_are_others()
    {
        (int, ImageInfo)[] images = [Image(50, "day", 0.9, 1), Image(51, "day", 0.89, 1), Image(52, "day", 0.88, 1), Image(300, "day", 0.2, 1)];

        Assert.Equal([50, 300, 51], Chosen(images, 3));
    }

    [Fact]
    public void Where_nothing_is_known_images_are_taken_evenly_from_each_domain()
    {
        (int, ImageInfo)[] images = [.. Enumerable.Range(0, 100).Select(i => Image(i, i < 90 ? "day" : "rain", null, 0))];

        var chosen = Suggestions.Unseen(images, 4).Select(i => i.Image.Sequence).ToArray();

        Assert.Equal(2, chosen.Count(s => s >= 90));
        Assert.Equal(4, chosen.Distinct().Count());
        Assert.Equal(100, Suggestions.Unseen(images, 1000).Length);
        Assert.Empty(Suggestions.Unseen([], 3));
    }

    private static long[] Chosen((int, ImageInfo)[] images, int count) => [.. Suggestions.MostDoubtful(images, count).Select(i => i.Image.Sequence)];

    private static (int Partition, ImageInfo Image) Image(long sequence, string domain, double? doubt, int classId) => (0, new ImageInfo(
        sequence, $"{sequence:x64}", null, "image", domain, ImagePurpose.Train, 4, 4, true, null, DateTime.UnixEpoch, 0, doubt is { } mean ? new SeenDoubt(mean, classId) : null));
}
