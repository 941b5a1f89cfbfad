using System.Text.Json;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Infra;

public sealed class DockerfileTests
{
    private static readonly Dockerfile File = Dockerfile.Load();
    private static readonly SiloSettings Defaults = new();

    public static TheoryData<string> Images => ["silo", "trainer"];

    [Theory]
    [InlineData("RUN echo before\nFROM a AS b")]
    [InlineData("FROM a AS b\nRUNN echo")]
    [InlineData("FROM a AS b\nRUN echo \\\nx\n&& echo y")]
    public void What_is_no_Dockerfile_is_refused(string text) => Assert.Throws<FormatException>(() => Dockerfile.Parse(text));

    [Fact]
    public void A_stage_stands_on_an_earlier_one_or_on_an_image_of_this_DotNet()
    {
        var framework = InfraFolder.Read("Directory.Build.props").Split("<TargetFramework>net")[1].Split('<')[0];
        var earlier = new HashSet<string>();

        Assert.All(File.Stages, s =>
        {
            Assert.True(
                earlier.Contains(s.From) || (s.From.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal) && s.From.EndsWith($":{framework}-noble", StringComparison.Ordinal)),
                $"{s.Name} stands on {s.From}.");
            earlier.Add(s.Name);
        });
    }

    [Fact]
    public void What_is_copied_exists_and_is_not_ignored()
    {
        var kept = InfraFolder.Read(Dockerfile.Place + ".dockerignore").Split('\n').Where(l => l.StartsWith('!')).Select(l => l[1..]).ToArray();
        var copied = Copies().Where(c => c.From is null).SelectMany(c => c.Sources).Select(s => s.TrimEnd('/')).ToArray();

        Assert.NotEmpty(copied);
        Assert.All(copied, s => Assert.True(Path.Exists(Path.Combine(InfraFolder.Root, s)), $"{s} doesn't exist."));
        Assert.Equal(kept.Order(), copied.Order());
    }

    // Without .editorconfig its exceptions from the rules don't hold, and warnings are errors.
    [Fact]
    public void What_a_build_finds_in_the_root_by_itself_is_copied()
    {
        string[] found = [".editorconfig", ".globalconfig", "global.json", "NuGet.config", "nuget.config", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
        var copied = Copies().Where(c => c.From is null && c.Stage == "source").SelectMany(c => c.Sources);

        Assert.Empty(found.Where(f => System.IO.File.Exists(Path.Combine(InfraFolder.Root, f))).Except(copied));
    }

    [Fact]
    public void What_is_copied_between_stages_has_been_published_there()
    {
        var copies = Copies().Where(c => c.From is not null).ToArray();

        Assert.Equal(3, copies.Length);
        Assert.All(copies, c => Assert.Contains(
            File.Stages.Single(s => s.Name == c.From).Instructions,
            i => i.Keyword == "RUN" && i.Arguments.Contains("-o " + c.Sources.Single(), StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_that_is_published_exists()
    {
        var published = File.Stages.SelectMany(s => s.Instructions).Where(i => i.Keyword == "RUN" && i.Arguments.StartsWith("dotnet publish ", StringComparison.Ordinal))
            .Select(i => i.Arguments.Split(' ')[2]).ToArray();

        Assert.Equal(["src/Client", "src/Silo", "src/Silo"], published);
        Assert.All(published, p => Assert.True(System.IO.File.Exists(Path.Combine(InfraFolder.Root, p, Path.GetFileName(p) + ".csproj"))));
    }

    [Theory]
    [InlineData("silo", false)]
    [InlineData("trainer", true)]
    public void The_trainer_alone_has_CUDA(string image, bool hasCuda)
    {
        var silo = Copies().Single(c => c.Stage == image).From!;
        var publish = File.Stages.Single(s => s.Name == silo).Instructions.Single(i => i.Keyword == "RUN").Arguments;

        Assert.Equal(hasCuda, publish.Contains("-p:TorchBackend=cuda", StringComparison.Ordinal));
        Assert.Contains("'$(TorchBackend)' == 'cuda'", InfraFolder.Read("build/NativeTorch.props"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_runs_the_silo_and_not_as_root(string image)
    {
        var program = JsonSerializer.Deserialize<string[]>(File.Last(image, "ENTRYPOINT")!)!.Single();

        Assert.Equal("$APP_UID", File.Last(image, "USER"));
        Assert.Equal(["serve"], JsonSerializer.Deserialize<string[]>(File.Last(image, "CMD")!)!);
        Assert.Equal(Copies().Single(c => c.Stage == image).To + "/prcl-silo", program);
        Assert.Contains("<AssemblyName>prcl-silo</AssemblyName>", InfraFolder.Read("src/Silo/Silo.csproj"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_says_its_ports_and_how_it_is(string image)
    {
        var health = File.Last(image, "HEALTHCHECK")!;

        Assert.Equal($"{Defaults.SiloPort} {Defaults.GatewayPort} {Defaults.HttpPort}", File.Last(image, "EXPOSE"));
        Assert.Equal($"http://127.0.0.1:{Defaults.HttpPort}/health/live", JsonSerializer.Deserialize<string[]>(health.Split("CMD ")[1])![^1]);
        Assert.Contains(File.Ancestry(image).SelectMany(s => s.Instructions), i => i.Keyword == "RUN" && i.Arguments.Contains(" curl ", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Stage, string? From, string[] Sources, string To)> Copies() =>
        from stage in File.Stages
        from instruction in stage.Instructions
        where instruction.Keyword == "COPY"
        let words = instruction.Arguments.Split(' ')
        let paths = words.Where(w => !w.StartsWith("--", StringComparison.Ordinal)).ToArray()
        select (stage.Name, words.FirstOrDefault(w => w.StartsWith("--from=", StringComparison.Ordinal))?["--from=".Length..], paths[..^1], paths[^1]);
}
