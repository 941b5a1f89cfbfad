using Prcl.Contracts;
using Xunit;

namespace Prcl.Unit.Contracts;

public sealed class PrclNamesTests
{
    [Theory]
    [InlineData("street", true)]
    [InlineData("7", true)]
    [InlineData("street-2.1_b", true)]
    [InlineData("r.", false)]
    [InlineData("a..b", false)]
    [InlineData(".a", false)]
    [InlineData("../a", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("stra\u00dfe", false)]
    [InlineData("a\u202eb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_name_keeps_its_rule(string? name, bool isName) => Assert.Equal(isName, PrclNames.IsName(name));

    [Fact]
    public void A_name_has_63_characters_at_most()
    {
        Assert.True(PrclNames.IsName(new string('x', 63)));
        Assert.False(PrclNames.IsName(new string('x', 64)));
    }

    [Theory]
    [InlineData("CON", true)]
    [InlineData("nul", true)]
    [InlineData("Aux.street", true)]
    [InlineData("com1", true)]
    [InlineData("LPT9", true)]
    [InlineData("console", false)]
    [InlineData("com10", false)]
    [InlineData("street.con", false)]
    public void Names_of_devices_are_reserved(string name, bool isReserved) => Assert.Equal(isReserved, PrclNames.IsReserved(name));
}
