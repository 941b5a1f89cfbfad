using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

public sealed class RunIdTests
{
    [Theory]
    [InlineData("street", 0, "street")]
    [InlineData("street", 1, "_1.street")]
    [InlineData("a.b-c", 12, "_12.a.b-c")]
    public void An_id_tells_name_and_generation(string name, int generation, string id)
    {
        Assert.Equal(id, RunId.Of(name, generation));
        Assert.Equal((name, generation), RunId.Parse(id));
        Assert.Equal(name, RunId.NameOf(id));
        Assert.True(BlobName.IsValid(RunStore.BlobOf(id)));
        Assert.Equal(generation == 0, PrclNames.IsName(id));
    }

    [Theory]
    [InlineData("_0.street")]
    [InlineData("_01.street")]
    [InlineData("_1.")]
    [InlineData("_.street")]
    [InlineData("_x.street")]
    [InlineData("_1street")]
    [InlineData("two words")]
    [InlineData("")]
    public void Whatever_else_stands_in_the_storage_is_no_id(string text) => Assert.Null(RunId.Parse(text));
}
