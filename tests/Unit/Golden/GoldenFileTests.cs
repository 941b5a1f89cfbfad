using Xunit;

namespace Prcl.Unit.Golden;

public sealed class GoldenFileTests
{
    [Fact]
    public void No_golden_vector_is_left_untested()
    {
        Assert.SkipWhen(GoldenFile.Folder is null, "No golden vectors.");

        var found = Directory.EnumerateFiles(GoldenFile.Folder!, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.Equal(GoldenFile.Tested.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
