using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Push.Watch;
using Xunit;

namespace Prcl.Unit.Client.Push.Watch;

public sealed class SettledFilesTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_file_is_settled_when_it_has_stayed_the_same_for_a_while()
    {
        var settled = new SettledFiles(_files.Root, null, _clock);
        _files.Write("a.jpg");
        Assert.Empty(settled.Look(10));

        _clock.Advance(SettledFiles.Rest / 2);
        File.AppendAllText(_files.At("a.jpg"), "more");
        Assert.Empty(settled.Look(10));
        _clock.Advance(SettledFiles.Rest / 2);
        Assert.Empty(settled.Look(10));
        _clock.Advance(SettledFiles.Rest / 2);

        Assert.Equal([_files.At("a.jpg")], settled.Look(10));
    }

    [Fact]
    public void What_is_done_with_is_not_answered_again_until_it_changes()
    {
        var settled = Settled("a.jpg", "b.png");

        settled.Done(_files.At("a.jpg"));
        settled.Later(_files.At("b.png"), TimeSpan.FromMinutes(1));
        Assert.Empty(settled.Look(10));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([_files.At("b.png")], settled.Look(10));
        File.AppendAllText(_files.At("a.jpg"), "another picture");
        settled.Look(10);
        _clock.Advance(SettledFiles.Rest);
        Assert.Equal([_files.At("a.jpg"), _files.At("b.png")], settled.Look(10));
    }

    [Fact]
    public void Only_images_count_in_folders_within_too_but_not_in_the_one_that_is_left_out()
    {
        _files.Write("done/old.jpg");
        var settled = Settled(new SettledFiles(_files.Root, _files.At("done"), _clock), "x/c.jpeg", "b.png", "notes.txt", "d.jpg.part", ".hidden.jpg", "empty.jpg");
        File.WriteAllBytes(_files.At("empty.jpg"), []);
        settled.Look(10);
        _clock.Advance(SettledFiles.Rest);

        Assert.Equal([_files.At("b.png"), _files.At("x/c.jpeg")], settled.Look(10));
        Assert.Equal([_files.At("b.png")], settled.Look(1));
    }

    private SettledFiles Settled(params string[] names) => Settled(new SettledFiles(_files.Root, null, _clock), names);

    private SettledFiles Settled(SettledFiles settled, params string[] names)
    {
        Array.ForEach(names, name => _files.Write(name));
        settled.Look(10);
        _clock.Advance(SettledFiles.Rest);
        return settled;
    }
}
