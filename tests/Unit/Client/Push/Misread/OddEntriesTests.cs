using System.Diagnostics;
using Prcl.Client.Commands;
using Prcl.Contracts.Ingest;
using Xunit;

namespace Prcl.Unit.Client.Push.Misread;

/// <summary>One odd entry costs a line and exit code 1; the rest is pushed.</summary>
public sealed class OddEntriesTests : IDisposable
{
    private readonly PushRun _prcl = new();

    public OddEntriesTests() => _prcl.Photos("photos/a.jpg");

    public void Dispose()
    {
        Shell("chmod -R 700 .; rm -rf b*"); // .NET can't remove what isn't UTF-8
        _prcl.Dispose();
    }

    [Fact]
    public async Task A_link_that_leads_in_a_circle()
    {
        File.CreateSymbolicLink(_prcl.Files.At("photos/b.jpg"), "b.jpg");
        Directory.CreateSymbolicLink(_prcl.Files.At("photos/again"), _prcl.Files.At("photos"));

        await PushedTheRest("/photos/b.jpg");
    }

    [Fact]
    public async Task A_link_that_leads_nowhere()
    {
        File.CreateSymbolicLink(_prcl.Files.At("photos/b.jpg"), "nowhere.jpg");

        await PushedTheRest("/photos/b.jpg");
    }

    [Fact]
    public async Task A_file_whose_name_is_no_utf8()
    {
        Shell(@"cp a.jpg ""$(printf 'b\377.jpg')""");

        await PushedTheRest("/photos/b\uFFFD.jpg", "UTF-8");
    }

    [Fact]
    public async Task A_folder_whose_name_is_no_utf8()
    {
        Shell(@"mkdir ""$(printf 'b\377')""; cp a.jpg ""$(printf 'b\377')/""");

        await PushedTheRest("/photos/b\uFFFD", "UTF-8");
    }

    [Fact]
    public async Task A_pipe_that_is_named_like_an_image()
    {
        Shell("mkfifo b.jpg");

        await PushedTheRest("/photos/b.jpg", "pipe");
    }

    [Fact]
    public async Task A_pipe_that_is_named_like_a_label()
    {
        _prcl.Photos("photos/b.jpg");
        Shell("mkdir labels; mkfifo labels/b.png");

        await PushedTheRest("/photos/b.jpg", "pipe");
    }

    [Fact]
    public async Task A_file_that_vanishes_after_it_was_listed()
    {
        _prcl.Photos("photos/b.jpg");
        _prcl.Prcl.Connecting = () => File.Delete(_prcl.Files.At("photos/b.jpg"));

        await PushedTheRest("/photos/b.jpg");
    }

    [Fact]
    public async Task A_file_that_vanishes_after_it_was_hashed()
    {
        _prcl.Photos("photos/b.jpg");
        _prcl.Prcl.Grains.On<IIngestGrain>("Known", (_, arguments) =>
        {
            File.Delete(_prcl.Files.At("photos/b.jpg"));
            return Task.FromResult(new bool[((ImageFingerprint[])arguments[0]!).Length]);
        });

        await PushedTheRest("/photos/b.jpg");
    }

    [Fact]
    public async Task A_file_that_vanished_after_the_shell_named_it()
    {
        Assert.Equal(ExitCode.Failed, await _prcl.Push("photos/a.jpg", _prcl.Files.At("photos/b.jpg")));
        Assert.Equal(["a.jpg"], _prcl.Pushed);
        Assert.Contains("refused /photos/b.jpg: ", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_may_not_be_read()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "nothing is unreadable to root");
        Shell("mkdir -m 000 b");

        await PushedTheRest("/photos/b");
    }

    [Fact]
    public async Task A_folder_of_labels_that_may_not_be_read_keeps_its_images_out()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "nothing is unreadable to root");
        _prcl.Photos("photos/b/images/1.jpg");
        Shell("mkdir -m 000 b/labels");

        await PushedTheRest("/photos/b/labels");
    }

    [Fact]
    public async Task Two_images_that_would_share_a_label()
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").PngPhotos("rain/images/a.png").Labels("rain/labels/a.png", "rain/labels/b.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Equal(["b.jpg+"], _prcl.Pushed);
        Assert.Contains("refused /rain/images/a.png: the name is taken by 'a.jpg'", _prcl.Error, StringComparison.Ordinal);
    }

    private async Task PushedTheRest(string odd, string rule = "")
    {
        Assert.Equal(ExitCode.Failed, await _prcl.Push("photos"));
        Assert.Equal(["a.jpg"], _prcl.Pushed);
        var line = Assert.Single(_prcl.Error.Split('\n'), line => line.StartsWith("refused ", StringComparison.Ordinal));
        Assert.StartsWith($"refused {odd}: ", line, StringComparison.Ordinal);
        Assert.Contains(rule, line, StringComparison.Ordinal);
    }

    private void Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = _prcl.Files.At("photos") })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
