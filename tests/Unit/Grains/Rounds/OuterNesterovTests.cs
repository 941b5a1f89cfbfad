using Prcl.Grains.Rounds;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Training;
using Prcl.Long;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Learning.Training;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>The outer rule of DiLoCo on checkpoints of a real network.</summary>
public sealed class OuterNesterovTests : IDisposable
{
    private const double Rate = 0.7, Momentum = 0.9;
    private readonly Learner _learner = TinyRun.Learner();

    public void Dispose() => _learner.Dispose();

    [LongFact]
    public async Task Rounds_move_parameters_as_the_formula_in_doubles_says_and_everything_else_as_the_mean()
    {
        var book = Book(Rate, Momentum);
        var from = new PublishedVersion("start", null);
        using (var start = Noise(0))
        {
            await book.Models.Write(from.ModelBlob, start);
        }

        Dictionary<string, double[]> parameters = [], velocities = [];
        for (var round = 0; round < 4; round++)
        {
            using var begin = await book.Models.Read(from.ModelBlob);
            using NamedTensors a = Noise(10 * round + 1), b = Noise(10 * round + 2);
            var (next, model) = await book.Make(round + 1, from, await book.Write(1, Noise(10 * round + 1), 30, round), await book.Write(2, Noise(10 * round + 2), 10, round));
            using var disposed = model;
            var names = _learner.Student.named_parameters().Select(p => "student." + p.name).Concat(_learner.ProbabilityHead.named_parameters().Select(p => "probability_head." + p.name)).ToHashSet();
            foreach (var name in begin.Names)
            {
                double[] mean = [.. Doubles(a[name]).Zip(Doubles(b[name]), (x, y) => x * 0.75 + y * 0.25)];
                if (!names.Contains(name))
                {
                    Assert.Equal(mean.Select(v => (double)(float)v), Doubles(model[name]));
                    continue;
                }

                var theta = Doubles(begin[name]);
                var velocity = velocities.GetValueOrDefault(name, new double[theta.Length]);
                for (var i = 0; i < theta.Length; i++)
                {
                    var change = theta[i] - mean[i];
                    velocity[i] = Momentum * velocity[i] + change;
                    theta[i] -= Rate * (change + Momentum * velocity[i]);
                }

                velocities[name] = velocity;
                Assert.All(theta.Zip(Doubles(model[name])), pair => Assert.Equal(pair.First, pair.Second, 2e-5 * (1 + Math.Abs(pair.First))));
            }

            Assert.True(names.Count > 20 && names.IsSubsetOf(begin.Names));
            from = next;
        }
    }

    [Fact]
    public async Task It_never_touches_batch_norms_statistics_the_teacher_or_the_inner_momentum()
    {
        var (plain, outer) = (new ReportBook(new MemoryBlobStore()), Book(Rate, Momentum));
        var made = new List<NamedTensors>();
        foreach (var book in new[] { plain, outer })
        {
            using var start = Noise(0);
            await book.Models.Write("start", start);
            var velocity = Noise(5);
            await book.Models.Write("velocity", velocity);
            velocity.Dispose();
            made.Add((await book.Make(1, new PublishedVersion("start", "velocity"), await book.Write(1, Noise(1), 30), await book.Write(2, Noise(2), 10))).Model);
        }

        using NamedTensors mean = made[0], stepped = made[1];
        Assert.Equal(mean.Names, stepped.Names);
        var touched = mean.Names.Where(name => !mean[name].bytes.SequenceEqual(stepped[name].bytes)).ToArray();
        Assert.All(touched, name => Assert.True(LearnerState.IsParameter(name), name));
        Assert.Equal(mean.Names.Where(LearnerState.IsParameter), touched);
        Assert.Contains(mean.Names.Except(touched), name => name.StartsWith("student.", StringComparison.Ordinal) && name.EndsWith("running_var", StringComparison.Ordinal));
    }

    [Fact]
    public void Parameters_are_told_from_statistics_by_name()
    {
        using var state = LearnerState.Capture(_learner);

        Assert.Equal(
            _learner.Student.named_parameters().Select(p => "student." + p.name).Concat(_learner.ProbabilityHead.named_parameters().Select(p => "probability_head." + p.name)).Order(StringComparer.Ordinal),
            state.Names.Where(LearnerState.IsParameter));
    }

    [Fact]
    public async Task At_rate_one_without_momentum_it_is_the_mean()
    {
        var made = new List<NamedTensors>();
        foreach (var book in new[] { new ReportBook(new MemoryBlobStore()), Book(1, 0) })
        {
            using var start = Noise(0);
            await book.Models.Write("start", start);
            made.Add((await book.Make(1, new PublishedVersion("start", null), await book.Write(1, Noise(1), 30), await book.Write(2, Noise(2), 10))).Model);
        }

        using NamedTensors mean = made[0], stepped = made[1];
        Assert.All(mean.Names, name => Assert.True(mean[name].bytes.SequenceEqual(stepped[name].bytes), name));
    }

    [Fact]
    public async Task The_momentum_is_the_runs_and_outlasts_a_round_with_one_report_which_is_published_unchanged()
    {
        var book = Book(Rate, Momentum);
        using (var start = Noise(0))
        {
            await book.Models.Write("start", start);
        }

        var first = await book.Averager.Make(book.Run, 1, new PublishedVersion("start", null), [await book.Write(1, Noise(1), 30), await book.Write(2, Noise(2), 10)]);
        var alone = await book.Write(1, Noise(3), 30, 1);
        var second = await book.Averager.Make(book.Run, 2, first, [alone]);

        Assert.Equal(alone.WeightsBlob, second.ModelBlob);
        Assert.StartsWith("runs/run/models/000000000002-", second.VelocityBlob, StringComparison.Ordinal);
        using NamedTensors before = await book.Models.Read(first.VelocityBlob!), after = await book.Models.Read(second.VelocityBlob!);
        Assert.Equal(before.Names, after.Names);
        Assert.All(before.Names, name => Assert.True(LearnerState.IsParameter(name) && before[name].bytes.SequenceEqual(after[name].bytes), name));
    }

    private static ReportBook Book(double rate, double momentum) => new(
        new MemoryBlobStore(), ("outer-rule", "nesterov"), ("outer-learning-rate", FormattableString.Invariant($"{rate}")), ("outer-momentum", FormattableString.Invariant($"{momentum}")));

    private static double[] Doubles(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.to(ScalarType.Float64).data<double>().ToArray();
    }

    // The learner's state with other numbers, momentum included.
    private NamedTensors Noise(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        using var state = LearnerState.Capture(_learner);
        var noisy = new NamedTensors();
        foreach (var name in state.Names)
        {
            noisy.Add(name, is_floating_point(state[name].dtype) ? randn(state[name].shape, generator: generator) : full(state[name].shape, 8L * seed, dtype: ScalarType.Int64));
        }

        noisy.Add("momentum.student.x", randn(3, generator: generator));
        foreach (var (key, value) in state.Metadata)
        {
            noisy.SetMetadata(key, value);
        }

        return noisy;
    }
}
