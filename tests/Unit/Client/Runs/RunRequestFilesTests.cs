using Prcl.Client;
using Prcl.Client.Runs;
using Xunit;

namespace Prcl.Unit.Client.Runs;

public sealed class RunRequestFilesTests : IDisposable
{
    private readonly ScratchFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Settings_given_one_by_one_override_the_file()
    {
        var request = RunRequestFiles.Read(
            Text("classes.json", CommandLineRun.ClassesJson),
            Text("settings.json", """{"rate": 3.2e-3, "name": "x", "on": true, "kept": 1}"""),
            ["rate=1e-3", "name=a=b", "name=c"], new Dictionary<string, string>());

        Assert.Equal(CommandLineRun.ClassesJson, request.ClassesJson);
        Assert.Equal(
            new Dictionary<string, string> { ["rate"] = "1e-3", ["name"] = "c", ["on"] = "true", ["kept"] = "1" },
            request.Settings);
    }

    [Theory]
    [InlineData("not json", "{}", "a=1", "classes.json isn't sound JSON, line 1, column")]
    [InlineData("{}", "[1]", "a=1", "one JSON object")]
    [InlineData("{}", """{"deep": {}}""", "a=1", "'deep'")]
    [InlineData("{}", "{}", "novalue", "'novalue'")]
    public void What_cannot_be_read_is_named(string classes, string settings, string pair, string part)
    {
        var error = Assert.Throws<UsageException>(
            () => RunRequestFiles.Read(Text("classes.json", classes), Text("settings.json", settings), [pair], new Dictionary<string, string>()));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private string Text(string name, string text)
    {
        File.WriteAllText(_files.At(name), text);
        return _files.At(name);
    }
}
