using Prcl.Grains.Blobs;
using Prcl.Grains.Storage;
using Xunit;

namespace Prcl.Unit.Grains.Storage;

public sealed class StateNameTests
{
    [Fact]
    public void A_grains_state_has_a_readable_name()
        => Assert.Equal("state/prototype/sums/road_2F7", StateName.Of("sums", GrainId.Create("prototype", "road/7")));

    [Fact]
    public void Every_key_has_a_name_of_its_own_and_comes_back()
    {
        string[] keys = ["", "_", "__", "a", "a_", "a_2F", "a/", "a/b", "..", ".", "a.b", "-", "Straße/7", "図", "a b", "A", "a\0b", "%2F"];

        var escaped = keys.Select(StateName.Escape).ToList();

        Assert.Equal(keys.Length, escaped.Distinct().Count());
        Assert.Equal(keys, escaped.Select(StateName.Unescape));
        Assert.All(keys, key => Assert.True(BlobName.IsValid(StateName.Of("s", GrainId.Create("g", key.Length == 0 ? "x" : key)))));
    }

    [Fact]
    public void Every_short_random_key_comes_back()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var key = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(0xD800))]);
            Assert.Equal(key, StateName.Unescape(StateName.Escape(key)));
        }
    }

    [Theory]
    [InlineData("a_")]
    [InlineData("a_2")]
    [InlineData("a_XY")]
    public void What_is_no_escaped_text_is_refused(string part) => Assert.Throws<FormatException>(() => StateName.Unescape(part));

    [Fact]
    public void A_key_too_long_for_a_name_is_refused()
        => Assert.Throws<ArgumentException>(() => StateName.Of("s", GrainId.Create("g", new string('/', 100))));
}
