using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class SecretTests
{
    private readonly Secret _secret = new("correct horse");

    [Fact]
    public void It_matches_itself_and_nothing_else()
    {
        Assert.True(_secret.Matches("correct horse"));
        Assert.All<string?>([null, "", "correct hors", "correct horse ", "Correct horse"], other => Assert.False(_secret.Matches(other)));
    }

    [Fact]
    public void It_does_not_print_itself() => Assert.DoesNotContain("horse", $"{_secret}", StringComparison.Ordinal);
}
