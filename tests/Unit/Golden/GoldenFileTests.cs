using Xunit;

namespace Prcl.Unit.Golden;

public sealed class GoldenFileTests
{
    [Fact]
    public void No_golden_vector_is_left_untested()
    {
        Assert.SkipWhen(GoldenFile.Folder is null, "No golden vectors.");

        var found = Directory.EnumerateFiles(GoldenFile.Folder!, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!);

        // Folders below hold vectors of their own.
        Assert.Equal(GoldenFile.Tested.Where(name => !name.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
