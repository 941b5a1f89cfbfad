using Prcl.Images.Words;
using Xunit;

namespace Prcl.Unit.Images.Words;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("abc", "abc", 0)]
    public void Distance_is_the_least_number_of_edits(string a, string b, int edits)
    {
        Assert.Equal(edits, NearestName.Distance(a, b));
        Assert.Equal(edits, NearestName.Distance(b, a));
    }

    [Fact]
    public void The_nearest_candidate_is_named_and_of_equals_the_first()
    {
        Assert.Equal("crop-height", NearestName.Of("cropheight", ["crop-width", "crop-height"]));
        Assert.Equal("ab", NearestName.Of("a", ["ab", "ac"]));
        Assert.Equal("", NearestName.Of("a", []));
    }
}
