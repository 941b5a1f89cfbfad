using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

public sealed class StreamIndexTests
{
    private readonly StreamIndex _index = new();

    [Fact]
    public void An_image_waits_until_it_is_labelled_trained_or_quarantined()
    {
        for (var i = 0; i < 4; i++)
        {
            Log(i);
        }

        _index.Apply(new StreamRecord { Label = new LabelLogged(0, "label") });
        _index.MarkTrained([1]);
        _index.Apply(new StreamRecord { Quarantine = new QuarantineLogged(2, "broken") });

        Assert.Equal([3], _index.Waiting);
        Assert.Equal([0], _index.Labelled().Select(i => i.Sequence));
        Assert.Equal([1], _index.Trained(10).Select(i => i.Sequence));
        var counts = _index.Counts(0);
        Assert.Equal((4, 1, 0, 1, 1, 1), (counts.Stored, counts.Labelled, counts.Evaluation, counts.Trained, counts.Backlog, counts.Quarantined));
    }

    [Fact]
    public void Evaluation_images_never_wait_and_are_in_no_pool()
    {
        Log(0, "label", ImagePurpose.Evaluate);
        _index.Apply(new StreamRecord { Label = new LabelLogged(0, "better label") });

        Assert.Empty(_index.Waiting);
        Assert.Empty(_index.Labelled());
        Assert.Empty(_index.Trained(10));
        Assert.Equal("better label", Assert.Single(_index.Evaluation()).LabelSha256);
    }

    [Fact]
    public void Trained_images_come_in_the_order_of_training_the_newest_when_few_are_asked_for()
    {
        for (var i = 0; i < 6; i++)
        {
            Log(i);
        }

        _index.MarkTrained([3, 1]);
        _index.MarkTrained([4, 1, 0]);

        Assert.Equal([3, 1, 4, 0], _index.Trained(10).Select(i => i.Sequence));
        Assert.Equal([4, 0], _index.Trained(2).Select(i => i.Sequence));
    }

    [Fact]
    public void A_trained_image_that_gets_a_label_leaves_replay_and_joins_the_labelled()
    {
        Log(0);
        _index.MarkTrained([0]);

        _index.Apply(new StreamRecord { Label = new LabelLogged(0, "label") });

        Assert.Empty(_index.Trained(10));
        Assert.Single(_index.Labelled());
    }

    [Fact]
    public void The_revision_changes_whenever_a_pool_changes_and_only_then()
    {
        Log(0);
        Log(1, "label");
        var revision = _index.Revision;

        Log(2);
        Assert.Equal(revision, _index.Revision);
        _index.MarkTrained([0]);
        Assert.NotEqual(revision, revision = _index.Revision);
        _index.MarkTrained([0]);
        Assert.Equal(revision, _index.Revision);
        _index.Apply(new StreamRecord { Quarantine = new QuarantineLogged(1, "broken") });
        Assert.NotEqual(revision, _index.Revision);
    }

    [Fact]
    public void Marks_beyond_the_log_are_left_out()
    {
        Log(0);

        _index.MarkTrained([0, 1, 7]);

        Assert.Equal(1, _index.Counts(0).Trained);
    }

    [Fact]
    public void A_deleted_image_is_in_no_list_and_no_count()
    {
        Log(0);
        Log(1, "label");
        Log(2);
        Log(3);
        Log(4, "label", ImagePurpose.Evaluate);
        Log(5);
        _index.MarkTrained([2]);
        _index.Apply(new StreamRecord { Quarantine = new QuarantineLogged(3, "broken") });
        var revision = _index.Revision;

        for (var i = 0; i < 5; i++)
        {
            Delete(i);
            Delete(i);
        }

        Assert.NotEqual(revision, _index.Revision);
        Assert.Equal([5], _index.Waiting);
        Assert.Empty(_index.Labelled());
        Assert.Empty(_index.Trained(9));
        Assert.Empty(_index.Evaluation());
        Assert.Equal([5], _index.List(0, 9, false).Select(i => i.Sequence));
        Assert.Equal(new StreamCounts(1, 0, 0, 0, 0, 1, 0, 5, 100), _index.Counts(0));
        Assert.Null(_index.Find("sha-1"));
        Assert.False(_index.Holds(new("sha-1", null)));
        Assert.Null(_index.At(1));
        Assert.Equal(100, _index.UnlabelledBytes);
    }

    [Fact]
    public void A_deleted_image_that_is_pushed_again_is_a_new_one_and_marks_of_the_old_one_are_not_its()
    {
        Log(0);
        Delete(0);
        Log(0);

        _index.MarkTrained([0]);
        _index.Apply(new StreamRecord { Label = new LabelLogged(0, "label") });

        Assert.Equal((1, false, null), (_index.Find("sha-0")!.Sequence, _index.Find("sha-0")!.Trained, _index.Find("sha-0")!.LabelSha256));
        Assert.Equal([1], _index.Waiting);
    }

    [Fact]
    public void Files_are_referred_to_while_any_image_has_or_had_them()
    {
        Log(0, "one");
        Log(1, "one");
        _index.Apply(new StreamRecord { Label = new LabelLogged(0, "two") });

        Delete(1);
        Assert.True(_index.Refers("one"));
        Assert.False(_index.Refers("sha-1"));
        Delete(0);
        Assert.False(_index.Refers("one") || _index.Refers("two") || _index.Refers("sha-0"));

        Assert.Equal([0, 1], _index.Uncollected.Select(d => d.Ordinal));
        Assert.Equal(["sha-1,one", "sha-0,one,two"], _index.Uncollected.Select(d => string.Join(',', d.Sha256)));
    }

    [Fact]
    public void Deletions_that_were_collected_are_not_told_again()
    {
        var index = new StreamIndex(collectedBelow: 1);
        foreach (var i in new[] { 0, 1 })
        {
            index.Apply(new StreamRecord { Image = Logged(i, null, ImagePurpose.Train) });
            index.Apply(new StreamRecord { Deleted = new DeletedLogged(i) });
        }

        Assert.Equal([1], index.Uncollected.Select(d => d.Ordinal));
        Assert.Equal(2, index.Deletions);
    }

    [Fact]
    public void Trained_images_stay_in_order_however_many_are_deleted()
    {
        for (var i = 0; i < 100; i++)
        {
            Log(i);
        }

        _index.MarkTrained(Enumerable.Range(0, 100).Reverse().Select(i => (long)i));
        foreach (var i in Enumerable.Range(0, 100).Where(i => i % 7 != 0))
        {
            Delete(i);
        }

        Assert.Equal(Enumerable.Range(0, 15).Reverse().Select(i => 7L * i), _index.Trained(99).Select(i => i.Sequence));
        Assert.Equal(15, _index.Counts(0).Trained);
    }

    private void Delete(long sequence) => _index.Apply(new StreamRecord { Deleted = new DeletedLogged(sequence) });

    private void Log(int number, string? label = null, ImagePurpose purpose = ImagePurpose.Train) => _index.Apply(new StreamRecord { Image = Logged(number, label, purpose) });

    private static ImageLogged Logged(int number, string? label, ImagePurpose purpose) =>
        new($"sha-{number}", label, $"image-{number}", "day", purpose, 80, 72, DateTime.UnixEpoch, 100);
}
