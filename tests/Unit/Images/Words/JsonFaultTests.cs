using System.Text.Json;
using Prcl.Images.Words;
using Xunit;

namespace Prcl.Unit.Images.Words;

public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("{\n  \"a\": tru\n}", "line 2, column 11: ")]
    [InlineData("", "line 1, column 1: ")]
    public void A_place_is_told_as_people_count(string text, string begins)
    {
        var told = JsonFault.Of(Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text)));

        Assert.StartsWith(begins, told, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", told, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_another_type_is_told_without_the_readers_own_words_for_places()
    {
        var told = JsonFault.Of(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, int>>("{\n\"a\": []}")));

        Assert.StartsWith("line 2, column ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Path:", told, StringComparison.Ordinal);
    }
}
