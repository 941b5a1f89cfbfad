using Prcl.Benchmarks;
using Xunit;

namespace Prcl.Unit.Benchmarks;

public sealed class BenchmarkArgumentsTests
{
    [Fact]
    public void Numbers_are_read_between_commas()
    {
        var arguments = new BenchmarkArguments(["merges", "--trainers", "1,10,100"], "--trainers", "--classes");

        Assert.Equal([1, 10, 100], arguments.Numbers("--trainers", 7));
        Assert.Equal([21, 1000], arguments.Numbers("--classes", 21, 1000));
    }

    [Theory]
    [InlineData("1,,10")]
    [InlineData("0")]
    [InlineData("1,ten")]
    public void What_is_no_number_is_named_with_its_rule(string text)
    {
        var arguments = new BenchmarkArguments(["merges", "--trainers", text], "--trainers");

        var error = Assert.Throws<ArgumentException>(() => arguments.Numbers("--trainers", 1));
        Assert.Contains("--trainers", error.Message, StringComparison.Ordinal);
        Assert.Contains("whole number above 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_option_is_refused() =>
        Assert.Contains("'--turn'", Assert.Throws<ArgumentException>(() => new BenchmarkArguments(["scaling", "--turn", "5"], "--turns")).Message, StringComparison.Ordinal);
}
