using System.Diagnostics;
using Prcl.Contracts;
using Prcl.Grains.Runs;
using Prcl.Learning.Weights;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

public sealed class RunWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _elsewhere = new();

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public void A_file_of_the_folder_is_found_by_its_name_and_by_links_within()
    {
        var file = Make(_folder, "a.safetensors");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "version-1"));
        File.WriteAllText(Path.Combine(_folder.Path, "version-1", "b.safetensors"), "b");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "..data"), "version-1");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.safetensors"), Path.Combine("..data", "b.safetensors"));

        Assert.Equal(file, Weights.Locate("a.safetensors"));
        Assert.Equal(Path.Combine(RealPath.Of(_folder.Path), "version-1", "b.safetensors"), Weights.Locate("b.safetensors"));
        Assert.Equal("", Weights.Locate(""));
    }

    [Fact]
    public void A_folder_may_be_a_link_itself()
    {
        var file = Make(_folder, "a.safetensors");
        var link = Path.Combine(_elsewhere.Path, "weights");
        Directory.CreateSymbolicLink(link, _folder.Path);

        Assert.Equal(file, new RunWeights(link).Locate("a.safetensors"));
    }

    [Fact]
    public void What_comes_with_the_program_is_found_by_name() =>
        Assert.All(NamedWeights.Names(), name => Assert.Equal(NamedWeights.Locate(name), new RunWeights().Locate(name)));

    [Fact]
    public void A_file_that_the_person_at_the_machine_has_named_may_be_had_by_its_path_alone()
    {
        var (named, other) = (Make(_elsewhere, "a.safetensors"), Make(_elsewhere, "b.safetensors"));
        var weights = new RunWeights(named: named);

        Assert.Equal(named, weights.Locate(named));
        Assert.Contains("is none of these", Refused(weights, other), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_person_at_the_machine_has_named_may_be_a_name_itself() =>
        Assert.All(NamedWeights.Names(), name => Assert.Equal(NamedWeights.Locate(name), new RunWeights(named: name).Locate(name)));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../a.safetensors")]
    [InlineData("sub/a.safetensors")]
    [InlineData("./a.safetensors")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData(".hidden")]
    [InlineData("..\\a.safetensors")]
    [InlineData("C:a.safetensors")]
    public void A_path_is_none_of_the_folders_files(string path)
    {
        Make(_folder, ".hidden");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "sub"));
        File.WriteAllText(Path.Combine(_folder.Path, "sub", "a.safetensors"), "a");

        Assert.Contains("is none of these", Refused(Weights, path), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_folder_there_are_no_files()
    {
        Assert.Contains("--weights-dir", Refused(new RunWeights(), "a.safetensors"), StringComparison.Ordinal);
        Assert.Contains("isn't among them", Refused(new RunWeights(), "resnet81"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_leave_the_folder_are_refused()
    {
        var secret = Make(_elsewhere, "secret");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "a.safetensors"), secret);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "away"), _elsewhere.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.safetensors"), Path.Combine("away", "secret"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "c.safetensors"), Path.Combine("..", Path.GetFileName(_elsewhere.Path), "secret"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "round.safetensors"), "round.safetensors");

        Assert.All(["a.safetensors", "b.safetensors", "c.safetensors"], link => Assert.Contains("is a link that leaves that folder", Refused(Weights, link), StringComparison.Ordinal));
        Assert.Contains("can't be looked at", Refused(Weights, "round.safetensors"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_and_a_folder_are_no_files_and_nothing_waits_for_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no pipes");
        var pipe = Path.Combine(_folder.Path, "pipe.safetensors");
        using (var made = Process.Start("mkfifo", pipe))
        {
            made.WaitForExit();
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder.safetensors"));

        Assert.Contains("a pipe or device", Refused(Weights, "pipe.safetensors"), StringComparison.Ordinal);
        Assert.Contains("isn't there", Refused(Weights, "folder.safetensors"), StringComparison.Ordinal);
        Assert.Contains("isn't there", Refused(Weights, "nothing.safetensors"), StringComparison.Ordinal);
    }

    private RunWeights Weights => new(_folder.Path);

    private static string Make(TemporaryFolder folder, string name)
    {
        var path = Path.Combine(RealPath.Of(folder.Path), name);
        File.WriteAllText(path, "some bytes");
        return path;
    }

    private static string Refused(RunWeights weights, string text) => Assert.Throws<PrclRequestException>(() => weights.Locate(text)).Message;
}
