using Prcl.Learning.Networks;
using Prcl.Learning.Randomness;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class ProbabilityHeadTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(7);

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1e-5)]
    [InlineData(torch.ScalarType.Float64, 1e-11)]
    public void Variance_meets_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        var golden = GoldenFile.Open("probability_head");
        using var scope = torch.NewDisposeScope();
        using var head = new ProbabilityHead(featureWidth: 12, hiddenWidth: 8, representationWidth: 8, Key);
        head.to(type);
        Set(head, "w1", golden.Tensor("w1"));
        Set(head, "w2", golden.Tensor("w2"));
        Set(head, "bn1.weight", golden.Tensor("bn1_weight"));
        Set(head, "bn1.bias", golden.Tensor("bn1_bias"));
        Set(head, "gamma", torch.tensor(golden.Scalar("gamma")));
        Set(head, "beta", torch.tensor(golden.Scalar("beta")));
        var expected = golden.Tensor("variance");

        var variance = head.call(golden.Tensor("feature", type)).to(torch.float64);

        var error = (variance - expected).abs().max().item<double>();
        Assert.InRange(error, 0, tolerance * expected.abs().max().item<double>());
    }

    [Fact]
    public void Extreme_scales_stay_finite_and_equal_the_formula()
    {
        using var scope = torch.NewDisposeScope();
        using var head = new ProbabilityHead(3, 4, 5, Key);
        Set(head, "gamma", torch.tensor(60.0));
        Set(head, "beta", torch.tensor(-7.0));
        var features = torch.randn([2, 3, 4, 5], generator: new torch.Generator(1));

        var variance = head.call(features);

        var actual = variance.permute(0, 2, 3, 1).reshape(-1, 5).data<float>().ToArray();
        var expected = Oracle(head, features, gamma: 60, beta: -7);
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4 * expected[i] + 1e-9);
        }

        Assert.Contains(expected, value => value < 2e-6);
        Assert.Contains(expected, value => value > 1 - 1e-6);
    }

    [Fact]
    public void Row_lengths_do_not_matter()
    {
        using var scope = torch.NewDisposeScope();
        using var head = new ProbabilityHead(NetworkOptions.Cpu(5), Key);
        var features = torch.randn([2, 176, 3, 3], generator: new torch.Generator(1));
        var before = head.call(features);

        Set(head, "w1", head.get_parameter("w1")! * 17);
        Set(head, "w2", head.get_parameter("w2")! * 0.1);

        Assert.True(torch.allclose(before, head.call(features), rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void Evaluation_uses_running_statistics_and_leaves_them()
    {
        using var scope = torch.NewDisposeScope();
        using var head = new ProbabilityHead(3, 4, 5, Key);
        var features = torch.randn([2, 3, 4, 5], generator: new torch.Generator(1)) + 3;
        var fresh = head.get_buffer("bn2.running_mean")!.clone();

        head.call(features);
        var trained = head.get_buffer("bn2.running_mean")!.clone();
        head.eval();
        var first = head.call(features[..1]);
        var both = head.call(features);

        Assert.False(fresh.Equals(trained));
        Assert.True(trained.Equals(head.get_buffer("bn2.running_mean")!));
        Assert.True(torch.allclose(first, both[..1]));
    }

    [Fact]
    public void State_names_and_shapes_are_stable()
    {
        using var scope = torch.NewDisposeScope();
        using var head = new ProbabilityHead(NetworkOptions.Paper(21), Key);

        var state = head.state_dict().ToDictionary(entry => entry.Key, entry => string.Join(',', entry.Value.shape));

        Assert.Equal("256,304", state["w1"]);
        Assert.Equal("256,256", state["w2"]);
        Assert.Equal(("1", "1"), (state["gamma"], state["beta"]));
        Assert.Equal(
            ["beta", "bn1.bias", "bn1.num_batches_tracked", "bn1.running_mean", "bn1.running_var", "bn1.weight", "bn2.num_batches_tracked", "bn2.running_mean", "bn2.running_var", "gamma", "w1", "w2"],
            state.Keys.Order(StringComparer.Ordinal));
    }

    private static void Set(ProbabilityHead head, string name, torch.Tensor value)
    {
        using var noGradient = torch.no_grad();
        head.get_parameter(name)!.copy_(value);
    }

    /// <summary>The head in plain double loops, pixels by dimensions, with batch statistics.</summary>
    private static double[] Oracle(ProbabilityHead head, torch.Tensor features, double gamma, double beta)
    {
        var pixels = features.permute(0, 2, 3, 1).reshape(-1, features.shape[1]);
        var hidden = Normalised(Projected(Rows(pixels), Rows(head.get_parameter("w1")!)));
        foreach (var row in hidden)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Math.Max(row[i], 0);
            }
        }

        var output = Normalised(Projected(hidden, Rows(head.get_parameter("w2")!)));
        return [.. output.SelectMany(row => row).Select(value => Variance((gamma * value) + beta))];

        static double Variance(double x) => 1 / (1 + Math.Exp(-Math.Log(Math.Exp(x) + 1e-6)));
    }

    private static double[][] Rows(torch.Tensor matrix) =>
        [.. matrix.detach().contiguous().data<float>().Select(value => (double)value).Chunk((int)matrix.shape[1])];

    private static double[][] Projected(double[][] rows, double[][] weights) =>
        [.. rows.Select(row => weights.Select(weight => row.Zip(weight, (a, b) => a * b).Sum() / Math.Sqrt(weight.Sum(w => w * w))).ToArray())];

    private static double[][] Normalised(double[][] rows)
    {
        for (var i = 0; i < rows[0].Length; i++)
        {
            var mean = rows.Average(row => row[i]);
            var deviation = Math.Sqrt(rows.Average(row => (row[i] - mean) * (row[i] - mean)) + 1e-5);
            foreach (var row in rows)
            {
                row[i] = (row[i] - mean) / deviation;
            }
        }

        return rows;
    }
}
