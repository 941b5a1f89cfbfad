using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Learning.Checkpoints;
using Prcl.Unit.Grains.Blobs;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains.Rounds;

public sealed class ModelAveragerTests
{
    private static readonly float[] Values = [1.5f, -2.25f, 7.125f];
    private static readonly long[] Images = [20, 35, 5];
    private readonly ModelStore _models = new(new MemoryBlobStore());

    [Fact]
    public async Task Everything_is_the_mean_weighted_by_images_as_doubles_compute_it()
    {
        var average = await Average(3);

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
    public async Task Types_are_kept_and_prototypes_are_left_to_their_sums()
    {
        var average = await Average(2);

        Assert.Equal(ScalarType.Float32, average["student.weight"].dtype);
        Assert.Equal(ScalarType.Int64, average["student.norm.num_batches_tracked"].dtype);
        Assert.DoesNotContain(average.Names, name => name.StartsWith("prototypes.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Equal_reports_average_to_themselves_exactly()
    {
        foreach (var blob in new[] { "a", "b" })
        {
            using var state = State(0.1f, 7);
            await _models.Write(blob, state);
        }

        await new ModelAverager(_models).Average([("a", 3), ("b", 17)], "average");

        using var average = await _models.Read("average");
        Assert.All(average["student.weight"].data<float>().ToArray(), value => Assert.Equal(0.1f, value));
        Assert.Equal(7, average["student.norm.num_batches_tracked"].item<long>());
    }

    [Fact]
    public async Task Momentum_that_a_report_lacks_counts_as_none()
    {
        using (var with = State(4, 1))
        {
            await _models.Write("with", with);
        }

        using (var without = new NamedTensors())
        {
            foreach (var name in new[] { "student.weight", "student.norm.running_mean", "student.norm.num_batches_tracked", "teacher.weight", "probability_head.w1" })
            {
                using var scope = NewDisposeScope();
                without.Add(name, name.EndsWith("tracked", StringComparison.Ordinal) ? tensor(1L) : full([3], 2f));
            }

            await _models.Write("without", without);
        }

        foreach (var order in new[] { new[] { ("with", 10L), ("without", 30L) }, [("without", 30L), ("with", 10L)] })
        {
            await new ModelAverager(_models).Average(order, "average");

            using var average = await _models.Read("average");
            Assert.All(average["momentum.student.weight"].data<float>().ToArray(), value => Assert.Equal(1, value));
            Assert.All(average["student.weight"].data<float>().ToArray(), value => Assert.Equal(2.5f, value));
        }
    }

    private async Task<NamedTensors> Average(int reports)
    {
        for (var i = 0; i < reports; i++)
        {
            using var state = State(Values[i], 100 * (i + 1));
            await _models.Write($"report-{i}", state);
        }

        await new ModelAverager(_models).Average([.. Enumerable.Range(0, reports).Select(i => ($"report-{i}", Images[i]))], "average");
        return await _models.Read("average");
    }

    private static NamedTensors State(float value, long batches)
    {
        using var scope = NewDisposeScope();
        var state = new NamedTensors();
        foreach (var name in new[] { "student.weight", "student.norm.running_mean", "teacher.weight", "probability_head.w1", "momentum.student.weight" })
        {
            state.Add(name, full([3], value, dtype: ScalarType.Float32));
        }

        state.Add("student.norm.num_batches_tracked", tensor(batches));
        state.AddDoubles("prototypes.0.precision", [1, 2]);
        state.SetMetadata("steps", "5");
        return state;
    }
}
