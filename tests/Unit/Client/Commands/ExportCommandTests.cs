using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Contracts;
using Prcl.Contracts.Models;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private readonly byte[] _model = new byte[(5 << 20) + 3];

    public ExportCommandTests()
    {
        new Random(1).NextBytes(_model);
        _prcl.Grains
            .On<IModelFileGrain>("Describe", (_, a) => a[0] is "best" or "latest" ? Task.FromResult(new ModelFile(7, 480, _model.Length)) : throw new PrclRequestException($"no '{a[0]}'"))
            .On<IModelFileGrain>("Read", (_, a) => Task.FromResult(_model.Skip((int)(long)a[1]!).Take((int)a[2]!).ToArray()));
    }

    private string Target => Path.Combine(_folder.Root, "model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_version_is_written_piece_by_piece()
    {
        Assert.Equal(ExitCode.Done, await Run("export", Target, "--version", "best", "--json"));

        Assert.Equal(_model, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal(7, JsonDocument.Parse(_prcl.Out).RootElement.GetProperty("version").GetInt64());
        Assert.Equal([Target], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task A_file_that_is_there_is_only_replaced_when_told_to()
    {
        await File.WriteAllTextAsync(Target, "precious", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Usage, await Run("export", Target));
        Assert.Contains("--force", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Done, await Run("export", Target, "--force"));
        Assert.Equal(_model.Length, new FileInfo(Target).Length);
    }

    [Fact]
    public async Task What_is_no_plain_file_is_never_replaced()
    {
        var link = Path.Combine(_folder.Root, "link.safetensors");
        await File.WriteAllTextAsync(Target, "precious", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, Target);

        Assert.Equal(ExitCode.Usage, await Run("export", link, "--force"));
        Assert.Contains("is a link to", _prcl.Error, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(link).LinkTarget);

        Assert.SkipUnless(File.Exists("/dev/full"), "There are no devices in files here.");
        Assert.Equal(ExitCode.Usage, await Run("export", "/dev/full", "--format", "safetensors", "--force"));
        Assert.Contains("a pipe or a device isn't replaced", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_between_leaves_the_file_as_it_was_and_nothing_beside_it()
    {
        await File.WriteAllTextAsync(Target, "precious", TestContext.Current.CancellationToken);
        _prcl.Grains.On<IModelFileGrain>("Read", (_, a) => (long)a[1]! > 0 ? throw new PrclRequestException("version 7 is gone") : Task.FromResult(_model[..(int)a[2]!]));

        Assert.Equal(ExitCode.Failed, await Run("export", Target, "--force"));

        Assert.Contains("version 7 is gone", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task An_unknown_version_and_a_missing_folder_are_named()
    {
        Assert.Equal(ExitCode.Failed, await Run("export", Target, "--version", "nine"));
        Assert.Contains("nine", _prcl.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await Run("export", Path.Combine(_folder.Root, "nowhere", "m.safetensors")));
        Assert.Contains("nowhere", _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
