using Prcl.Contracts.Ingest;
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

    private void Log(int number, string? label = null, ImagePurpose purpose = ImagePurpose.Train) => _index.Apply(new StreamRecord
    {
        Image = new ImageLogged($"sha-{number}", label, $"image-{number}", "day", purpose, 80, 72, DateTime.UnixEpoch),
    });
}
