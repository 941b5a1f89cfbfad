using System.Security.Cryptography;
using Prcl.Grains.Images;
using Xunit;

namespace Prcl.Unit.Grains.Images;

public sealed class ContentHashTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void It_is_the_sha256_of_the_content()
    {
        Assert.Equal(OfAbc, ContentHash.Of("abc"u8).ToString());
        Assert.Equal(SHA256.HashData("abc"u8), ContentHash.Of("abc"u8).ToArray());
    }

    [Fact]
    public void Text_and_bytes_come_back_as_the_same_value()
    {
        var hash = ContentHash.Of("abc"u8);

        Assert.Equal(hash, ContentHash.Parse(OfAbc));
        Assert.Equal(hash, ContentHash.Parse(OfAbc.ToUpperInvariant()));
        Assert.Equal(hash, new ContentHash(hash.ToArray()));
        Assert.Equal(hash.GetHashCode(), ContentHash.Parse(OfAbc).GetHashCode());
        Assert.NotEqual(hash, ContentHash.Of("abd"u8));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00")]
    public void Other_texts_are_refused(string? text)
    {
        Assert.False(ContentHash.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ContentHash.Parse(text!));
    }

    [Fact]
    public void Other_numbers_of_bytes_are_refused() => Assert.Throws<ArgumentException>(() => new ContentHash(new byte[31]));
}
