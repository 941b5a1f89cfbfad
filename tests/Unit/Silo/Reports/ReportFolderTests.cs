using Prcl.Silo.Hosting;
using Prcl.Silo.Reports;
using Prcl.Unit.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Reports;

public sealed class ReportFolderTests : IDisposable
{
    private static readonly byte[] Figures = System.Text.Encoding.UTF8.GetBytes(
        SummaryBuilder.Build(FakeDemo.Record(), FakeDemo.Plan(), new Dictionary<string, string>(), ([], 0)).ToJson());

    private readonly string _root = Directory.CreateTempSubdirectory("prcl-report-").FullName;

    private string Target => Path.Combine(_root, "report");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Nothing_is_seen_of_a_report_before_it_is_complete()
    {
        using var folder = ReportFolder.Open(Target);
        folder.Write(ReportFolder.SummaryFile, Figures);
        Assert.False(Directory.Exists(Target));

        folder.Publish();

        Assert.Equal(Figures, File.ReadAllBytes(Path.Combine(Target, ReportFolder.SummaryFile)));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void What_is_never_published_leaves_nothing()
    {
        using (var folder = ReportFolder.Open(Target))
        {
            folder.Write(ReportFolder.TextFile, [1]);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void An_empty_folder_is_taken()
    {
        Directory.CreateDirectory(Target);

        Publish(PictureFiles.Miou);

        Assert.True(File.Exists(Path.Combine(Target, PictureFiles.Miou)));
    }

    [Fact]
    public void An_earlier_report_is_replaced_as_a_whole()
    {
        Publish(PictureFiles.Miou);
        Publish(PictureFiles.Drift);

        Assert.Equal([PictureFiles.Drift, ReportFolder.SummaryFile], Directory.GetFiles(Target).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public void Missing_parents_are_made()
    {
        using var folder = ReportFolder.Open(Path.Combine(_root, "a", "b"));
        folder.Publish();

        Assert.True(Directory.Exists(Path.Combine(_root, "a", "b")));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("summary.json")]
    [InlineData("miou.png")]
    public void A_folder_of_something_else_is_refused(string file)
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, file), "{}");

        var refusal = Assert.Throws<HostException>(() => ReportFolder.Open(Target));

        Assert.Contains($"holds '{file}'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([Target], Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void An_earlier_report_with_a_file_of_its_owner_is_refused()
    {
        Publish(PictureFiles.Miou);
        File.WriteAllText(Path.Combine(Target, "thoughts.md"), "mine");

        Assert.Contains("thoughts.md", Assert.Throws<HostException>(() => ReportFolder.Open(Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_refused()
    {
        File.WriteAllText(Target, "");

        Assert.Contains("is a file", Assert.Throws<HostException>(() => ReportFolder.Open(Target)).Message, StringComparison.Ordinal);
        Assert.Contains("can't be written", Assert.Throws<HostException>(() => ReportFolder.Open(Path.Combine(Target, "below"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_place_is_taken_meanwhile_the_report_stays_beside_it()
    {
        using var folder = ReportFolder.Open(Target);
        folder.Write(ReportFolder.SummaryFile, Figures);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Target).FullName, "mine.txt"), "");

        var refusal = Assert.Throws<HostException>(folder.Publish);
        folder.Dispose();

        var kept = Assert.Single(Directory.GetDirectories(_root), d => d != Target);
        Assert.Contains(kept, refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(kept, ReportFolder.SummaryFile)));
    }

    private void Publish(string picture)
    {
        using var folder = ReportFolder.Open(Target);
        folder.Write(ReportFolder.SummaryFile, Figures);
        folder.Write(picture, [1]);
        folder.Publish();
    }
}
