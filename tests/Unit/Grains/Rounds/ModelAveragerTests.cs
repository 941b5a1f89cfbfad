using Prcl.Grains.Rounds;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;
using Prcl.Unit.Grains.Blobs;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains.Rounds;

public sealed class ModelAveragerTests
{
    private static readonly float[] Values = [1.5f, -2.25f, 7.125f];
    private static readonly long[] Images = [20, 35, 5];
    private static readonly PublishedVersion Start = new("initial", null);
    private readonly ReportBook _book = new(new MemoryBlobStore());

    [Fact]
    public async Task Everything_is_the_mean_weighted_by_images_as_doubles_compute_it()
    {
        using var average = await Average(3);

        double total = Images.Sum(), expected = 0, batches = 0;
        for (var i = 0; i < 3; i++)
        {
            expected += Values[i] * (Images[i] / total);
            batches += 100 * (i + 1) * (Images[i] / total);
        }

        Assert.All(["student.weight", "student.norm.running_mean", "teacher.weight", "probability_head.w1", "momentum.student.weight"], name =>
            Assert.All(average[name].data<float>().ToArray(), value => Assert.Equal((float)expected, value)));
        Assert.Equal((long)Math.Round(batches), average["student.norm.num_batches_tracked"].item<long>());
        Assert.Equal("5", average.Metadata["steps"]);
    }

    [Fact]
    public async Task Types_are_kept()
    {
        using var average = await Average(2);

        Assert.Equal(ScalarType.Float32, average["student.weight"].dtype);
        Assert.Equal(ScalarType.Int64, average["student.norm.num_batches_tracked"].dtype);
    }

    [Fact]
    public async Task A_single_report_is_published_unchanged()
    {
        var report = await _book.Write(1, State(3, 7), 20);

        Assert.Equal(new PublishedVersion(report.WeightsBlob, null), await _book.Averager.Make(_book.Run, 1, Start, [report]));
    }

    [Fact]
    public async Task Equal_reports_average_to_themselves_exactly()
    {
        var (_, average) = await _book.Make(1, Start, await _book.Write(1, State(0.1f, 7), 3), await _book.Write(2, State(0.1f, 7), 17));
        using var disposed = average;

        Assert.All(average["student.weight"].data<float>().ToArray(), value => Assert.Equal(0.1f, value));
        Assert.Equal(7, average["student.norm.num_batches_tracked"].item<long>());
    }

    [Fact]
    public async Task The_prototypes_are_those_of_the_version_and_every_reports_sums_late_ones_too()
    {
        PrototypeSums version = Sums(1, 30, clock: 40), early = Sums(2, 5, clock: 20), mine = Sums(4, 6, clock: 40), other = Sums(8, 7, clock: 40);
        var book = new ReportBook(new MemoryBlobStore(), ("half-life", "10"));
        var expected = new[] { early, mine, other }.Aggregate(version, (sum, next) => sum.Merge(next, 10));
        var late = await book.Write(1, State(1, 1, Sums(9, 9)), 20, round: 1, early);
        var first = await book.Write(2, State(1, 1, version.Merge(mine, 10)), 20, round: 2, mine);
        var second = await book.Write(3, State(1, 1, version.Merge(other, 10)), 20, round: 2, other);

        var (_, model) = await book.Make(3, Start, late, first, second);
        using var disposed = model;

        var carried = LearnerState.Sums(model, "prototypes", 0)!;
        Assert.Equal(expected.Count, carried.Count, 1e-12 * expected.Count);
        Assert.Equal(expected.Precision[0], carried.Precision[0], 1e-12 * expected.Precision[0]);
        Assert.Equal(expected.Information[0], carried.Information[0], 1e-12 * expected.Information[0]);
        Assert.Equal(40, carried.Clock);
        Assert.Null(LearnerState.Sums(model, "prototypes", 1));
    }

    [Fact]
    public async Task Reports_of_different_networks_are_refused_by_the_tensors_name()
    {
        var wider = State(1, 1);
        wider.Add("student.more", zeros(2));
        var narrow = new NamedTensors();
        narrow.Add("student.weight", zeros(2));
        var (a, b, c) = (await _book.Write(1, State(1, 1), 3), await _book.Write(2, wider, 3), await _book.Write(3, narrow, 3));

        var missing = await Assert.ThrowsAsync<CheckpointException>(() => _book.Averager.Make(_book.Run, 1, Start, [a, b]));
        var shape = await Assert.ThrowsAsync<CheckpointException>(() => _book.Averager.Make(_book.Run, 1, Start, [a, c]));

        Assert.Contains("'student.more' isn't in all 2", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'student.weight' is [3] in one and [2] in another", shape.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Momentum_that_a_report_lacks_counts_as_none()
    {
        var without = new NamedTensors();
        foreach (var name in new[] { "student.weight", "student.norm.running_mean", "student.norm.num_batches_tracked", "teacher.weight", "probability_head.w1" })
        {
            without.Add(name, name.EndsWith("tracked", StringComparison.Ordinal) ? tensor(1L) : full([3], 2f));
        }

        CommittedReport[] reports = [await _book.Write(1, State(4, 1), 10), await _book.Write(2, without, 30)];
        foreach (var order in new[] { reports, [.. reports.Reverse()] })
        {
            var (_, average) = await _book.Make(1, Start, order);
            using var disposed = average;

            Assert.All(average["momentum.student.weight"].data<float>().ToArray(), value => Assert.Equal(1, value));
            Assert.All(average["student.weight"].data<float>().ToArray(), value => Assert.Equal(2.5f, value));
        }
    }

    private async Task<NamedTensors> Average(int reports)
    {
        var written = new List<CommittedReport>();
        for (var i = 0; i < reports; i++)
        {
            written.Add(await _book.Write(i, State(Values[i], 100 * (i + 1)), Images[i]));
        }

        return (await _book.Make(1, Start, [.. written])).Model;
    }

    private static PrototypeSums Sums(double precision, double count, long clock = 0) => FakeTrainer.Sums(precision, 2, count, clock);

    private static NamedTensors State(float value, long batches, PrototypeSums? prototype = null)
    {
        using var scope = NewDisposeScope();
        var state = new NamedTensors();
        foreach (var name in new[] { "student.weight", "student.norm.running_mean", "teacher.weight", "probability_head.w1", "momentum.student.weight" })
        {
            state.Add(name, full([3], value, dtype: ScalarType.Float32));
        }

        state.Add("student.norm.num_batches_tracked", tensor(batches));
        if (prototype is not null)
        {
            LearnerState.AddSums(state, "prototypes", 0, prototype);
        }

        state.SetMetadata("steps", "5");
        return state;
    }
}
