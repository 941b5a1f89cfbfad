using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class DeleteImagesCommandTests
{
    private static readonly string First = new('a', 64);
    private static readonly string Second = new('b', 64);
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private readonly List<string> _asked = [];

    public DeleteImagesCommandTests() => _prcl.Grains
        .On<IIngestGrain>("Look", (_, a) => Task.FromResult(Array.ConvertAll((string[])a[0]!, h => h == First ? new SeenImage(7, 0) : SeenImage.None)))
        .On<IIngestGrain>("Delete", (_, a) =>
        {
            _asked.AddRange((string[])a[0]!);
            return Task.FromResult(Array.ConvertAll((SeenImage[])a[1]!, seen => seen == new SeenImage(7, 0)));
        });

    [Fact]
    public async Task Each_image_is_told_and_one_that_is_gone_already_is_fine()
    {
        Assert.Equal(ExitCode.Done, await Run("images", "delete", First.ToUpperInvariant(), Second, First, "--yes", "--json"));

        Assert.Equal([First, Second], _asked);
        Assert.Equal([true, false], JsonDocument.Parse(_prcl.Out).RootElement.EnumerateArray().Select(i => i.GetProperty("deleted").GetBoolean()));
        Assert.Equal(ExitCode.Done, await Run("images", "delete", Second, "--yes"));
        Assert.Contains("doesn't have it", _prcl.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_deleted_without_a_yes()
    {
        Assert.Equal(ExitCode.Usage, await Run("images", "delete", First));

        Assert.Contains("--yes", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task An_id_may_be_cut_short_as_far_as_no_other_image_begins_so()
    {
        string[] there = ["abcd" + new string('0', 60), "abce" + new string('0', 60), "abce" + new string('1', 60)];
        _prcl.Grains.On<IImageStreamGrain>("List", (_, a) => Task.FromResult(
            (long)a[0]! > 0 ? [] : Array.ConvertAll(there, h => new ImageInfo(Array.IndexOf(there, h), h, null, "a.png", "day", ImagePurpose.Train, 8, 8, false, null, DateTime.UnixEpoch))));

        Assert.Equal(ExitCode.Done, await Run("images", "delete", "ABCD", "abcd0", "--yes"));
        Assert.Equal([there[0]], _asked);
        Assert.Equal(ExitCode.Failed, await Run("images", "delete", "abce", "--yes"));
        Assert.Contains("2 images of run street have an id that begins with abce: abce0000, abce1111", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, await Run("images", "delete", "abcf", "--yes"));
        Assert.Contains("no image whose id begins with abcf", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await Run("images", "delete", "abc", "--yes"));
        Assert.Equal([there[0]], _asked);
    }

    [Fact]
    public async Task What_is_no_hash_is_named_and_nothing_is_deleted()
    {
        Assert.Equal(ExitCode.Usage, await Run("images", "delete", First, "frame-7.png", "--yes"));

        Assert.Contains("'frame-7.png'", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
