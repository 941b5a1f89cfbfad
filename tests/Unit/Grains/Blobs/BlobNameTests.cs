using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("images/ab/abcdef")]
    [InlineData("rounds/00000001")]
    [InlineData("state/A_b-c.d/run_2F3")]
    public void Good_names_pass(string name) => Assert.Same(name, BlobName.Check(name));

    [Theory]
    [InlineData("a/", "empty")]
    [InlineData(".a", "dot")]
    [InlineData("a./b", "dot")]
    [InlineData("a..b", "..")]
    [InlineData("a:b", "U+003A at 1")]
    public void Bad_names_are_refused_with_the_reason(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<ArgumentException>(() => BlobName.Check(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lengths_are_limited()
    {
        Assert.True(BlobName.IsValid(new string('a', BlobName.MaxSegmentLength)));
        Assert.False(BlobName.IsValid(new string('a', BlobName.MaxSegmentLength + 1)));
        var longest = string.Join('/', Enumerable.Repeat(new string('a', 170), 3));
        Assert.Equal(BlobName.MaxLength, longest.Length);
        Assert.True(BlobName.IsValid(longest));
        Assert.False(BlobName.IsValid(longest + "a"));
    }
}
