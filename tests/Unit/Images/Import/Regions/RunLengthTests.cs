using Prcl.Images.Import;
using Prcl.Images.Import.Regions;
using Xunit;

namespace Prcl.Unit.Images.Import.Regions;

public sealed class RunLengthTests
{
    // Made by rleToString of maskApi.c.
    [Theory]
    [InlineData("05k9", new[] { 0, 5, 315 })]
    [InlineData("0PeQ37S[nLmk0", new[] { 0, 100000, 7, 3, 900 })]
    [InlineData("62000b9", new[] { 6, 2, 0, 2, 0, 308 })]
    public void Compressed_counts_are_those_of_coco(string text, int[] counts) => Assert.Equal(counts, CompressedCounts.Decode(text, ""));

    [Theory]
    [InlineData("5!", "character 2")]
    [InlineData("5o", "character 3")]
    [InlineData("oooooooo", "character 7")]
    [InlineData("@", "has the length -16")]
    public void Other_texts_are_refused_with_the_character(string text, string words) =>
        Assert.Contains(words, Assert.Throws<AnnotationException>(() => CompressedCounts.Decode(text, "annotation 7")).Message, StringComparison.Ordinal);

    [Fact]
    public void Runs_that_fill_more_or_less_than_the_image_are_refused()
    {
        Assert.Contains("255 pixels together", Assert.Throws<AnnotationException>(() => new RunLengths([250, 5], null, true, "").Raster(16, 16)).Message, StringComparison.Ordinal);
        Assert.Contains("isn't inside", Assert.Throws<AnnotationException>(() => new RunLengths([0, 4], (15, 0, 2, 2), false, "").Raster(16, 16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_a_box_go_on_in_its_next_row() =>
        Assert.Equal([(19, 1), (34, 1)], new RunLengths([1, 2, 1], (2, 1, 2, 2), false, "").Raster(16, 16).Runs);
}
