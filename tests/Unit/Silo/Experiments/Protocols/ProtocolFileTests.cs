using Prcl.Learning.Settings;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Protocols;

public sealed class ProtocolFileTests
{
    private const string Least = """{ "domains": ["day", "dusk"], "steps": 90 }""";

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Root(), "tests", "protocols"), "*.json").Select(f => Path.GetFileName(f)!)];

    [Fact]
    public void A_protocol_says_what_it_needs_and_has_defaults_for_the_rest()
    {
        var protocol = ProtocolFile.Parse(Least, "p.json");

        Assert.Equal((0.6m, 5, 15, LabelledChoice.Even, false), (protocol.StreamedShare, protocol.Gap, protocol.Labelled, protocol.LabelledChoice, protocol.Offline));
        Assert.Null(protocol.Scenes);
    }

    [Fact]
    public void Writing_and_reading_gives_the_same_protocol()
    {
        var protocol = ProtocolFile.Parse(
            """
            { "domains": ["day", "rain"], "scenes": { "seed": 3, "width": 64, "height": 48, "frames": [30, 20] }, "streamed-share": 0.5, "gap": 2, "labelled": 4,
              "labelled-choice": "by-seed", "weights": "w.safetensors", "steps": 40, "phases": [1, 3], "settings": { "schedule": "polynomial", "learning-rate": 0.01 } }
            """,
            "p.json");

        var text = ProtocolFile.Write(protocol);

        Assert.Equal(text, ProtocolFile.Write(ProtocolFile.Parse(text, "again")));
        Assert.Equal("0.01", protocol.Settings["learning-rate"]);
        Assert.Equal([30, 20], protocol.Scenes!.Frames);
    }

    [Theory]
    [InlineData("""{ "domains": ["day"], "steps": 9, "stepps": 3 }""", "no member 'stepps'")]
    [InlineData("""{ "domains": ["day"] }""", "steps")]
    [InlineData("""{ "domains": [], "steps": 9 }""", "domains is []")]
    [InlineData("""{ "domains": ["day", "day"], "steps": 9 }""", "none twice")]
    [InlineData("""{ "domains": ["day"], "steps": 0 }""", "steps is 0; it must be 1 or more")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "streamed-share": 1 }""", "streamed-share is 1; it must be above 0 and below 1")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "gap": -1 }""", "gap is -1")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "labelled": 0 }""", "labelled is 0")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "labelled-choice": "some" }""", "labelled-choice")]
    [InlineData("""{ "domains": ["day", "dusk"], "steps": 9, "phases": [1] }""", "phases is [1]")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "phases": [1], "offline": true }""", "phases has no meaning when offline")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "settings": { "temperatur": 1 } }""", "did you mean 'temperature'")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "settings": { "seed": 1 } }""", "settings.seed is given by --seeds")]
    [InlineData("""{ "domains": ["fog"], "steps": 9, "scenes": { "frames": [20] } }""", "names 'fog', which the street doesn't know")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "scenes": { "frames": [20, 30] } }""", "scenes.frames is [20, 30]")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "scenes": { "frames": [20], "width": 8 } }""", "scenes.width and scenes.height")]
    [InlineData("""{ "domains": ["a", "b"], "steps": 9, "splits": { "labelled": "a.txt", "evaluation": "b.txt" } }""", "domains names 2; with splits there is one")]
    [InlineData("""{ "domains": ["a"], "steps": 9, "splits": { "labelled": "a.txt" } }""", "evaluation")]
    [InlineData("""{ "domains": ["a"], "steps": 9, "splits": { "labelled": "", "evaluation": "b.txt" } }""", "must each name a list or a folder")]
    [InlineData("""{ "domains": ["a"], "steps": 9, "splits": { "labelled": "a.txt", "evaluation": "b.txt", "format": "coco" } }""", "format")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "splits": { "labelled": "a.txt", "evaluation": "b.txt" }, "scenes": { "frames": [20] } }""", "scenes and splits exclude each other")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "late-labels": { "count": 0, "at": 0.5 } }""", "late-labels is 0 at 0.5; count must be 1 or more")]
    [InlineData("""{ "domains": ["day"], "steps": 9, "late-labels": { "count": 5, "at": 1 } }""", "late-labels is 5 at 1")]
    [InlineData("[]", "p.json")]
    [InlineData("{", "p.json")]
    public void What_breaks_a_rule_is_refused_with_file_member_and_rule(string json, string part)
    {
        var error = Assert.Throws<HostException>(() => ProtocolFile.Parse(json, "p.json"));

        Assert.StartsWith("p.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_protocols_in_the_repository_are_complete(string file)
    {
        var protocol = ProtocolFile.Read(Path.Combine(Root(), "tests", "protocols", file));

        Assert.Equal(protocol.Splits is null ? 3 : 1, protocol.Domains.Count);
        Assert.Equal(Schedule.Polynomial, SettingCatalogue.Read(protocol.Settings, file).Schedule);
    }

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Assert.Contains("nowhere.json", Assert.Throws<HostException>(() => ProtocolFile.Read("nowhere.json")).Message, StringComparison.Ordinal);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Prcl.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName;
    }
}
