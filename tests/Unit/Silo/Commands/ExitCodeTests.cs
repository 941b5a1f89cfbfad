using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Prcl.Unit.Infra;
using Xunit;
using ClientCode = Prcl.Client.Commands.ExitCode;
using SiloCode = Prcl.Silo.Commands.ExitCode;

namespace Prcl.Unit.Silo.Commands;

public sealed partial class ExitCodeTests
{
    [Fact]
    public void The_table_of_exit_codes_is_that_of_the_programs()
    {
        var told = File.ReadLines(Path.Combine(InfraFolder.Root, "docs", "operations.md")).Select(l => Row().Match(l)).Where(m => m.Success)
            .SelectMany(m => m.Groups["programs"].Value.Split(", ").Select(p => (int.Parse(m.Groups["code"].Value, CultureInfo.InvariantCulture), p)));

        var own = Codes(typeof(ClientCode)).Select(c => (c, "`prcl`")).Concat(Codes(typeof(SiloCode)).Select(c => (c, "`prcl-silo`")));
        Assert.Equal(own.Order(), told.Order());
    }

    private static IEnumerable<int> Codes(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (int)f.GetRawConstantValue()!);

    [GeneratedRegex(@"^\| (?<code>\d+) \| (?<programs>[^|]+) \|", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
