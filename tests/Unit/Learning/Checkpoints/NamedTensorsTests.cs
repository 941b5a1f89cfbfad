using Prcl.Learning.Checkpoints;
using Prcl.Learning.Safetensors;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Prcl.Unit.Learning.Checkpoints;

public sealed class NamedTensorsTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_trained_network_comes_back_bit_for_bit_with_its_batch_norm_buffers()
    {
        using var trained = Network(4);
        trained.forward(torch.rand(2, 3, 8, 8)); // moves the running mean, variance and count
        using NamedTensors tensors = new();
        tensors.Add("student", trained);
        tensors.Add("momentum.0", torch.tensor([float.NaN, -0f, float.Epsilon]));
        tensors.AddDoubles("step", [12, double.Epsilon, -0.0]);
        tensors.SetMetadata("round", "7");

        using var loaded = NamedTensors.Load(Save(tensors));
        using var fresh = Network(4);
        loaded.RestoreInto("student", fresh);

        Assert.Equal(tensors.Names, loaded.Names);
        Assert.Equal("7", Assert.Single(loaded.Metadata).Value);
        Assert.Equal([12, double.Epsilon, -0.0], loaded.GetDoubles("step"));
        Assert.Equal(tensors["momentum.0"].bytes.ToArray(), loaded["momentum.0"].bytes.ToArray());
        AssertSameBits(trained, fresh);
        Assert.Equal(1, fresh.state_dict()["1.num_batches_tracked"].item<long>());
        Assert.All(fresh.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Fact]
    public void Saving_what_was_loaded_gives_the_same_bytes()
    {
        using var network = Network(4);
        using NamedTensors tensors = new();
        tensors.Add("b", network);
        tensors.AddDoubles("a", []);
        var bytes = Save(tensors);

        using var loaded = NamedTensors.Load(new MemoryStream(bytes));

        Assert.Equal(bytes, Save(loaded));
        Assert.Empty(loaded.GetDoubles("a"));
    }

    [Fact]
    public void The_copies_outlive_their_scope_and_later_training()
    {
        using var network = Network(4);
        using NamedTensors tensors = new();
        NamedTensors loaded;
        using (torch.NewDisposeScope())
        {
            tensors.Add("n", network);
            tensors.Add("t", torch.ones(2));
            tensors.AddDoubles("d", [1]);
            loaded = NamedTensors.Load(Save(tensors));
        }

        var before = tensors["n.0.weight"].bytes.ToArray();
        using (torch.no_grad())
        {
            network.parameters().First().fill_(5);
        }

        Assert.Equal(before, tensors["n.0.weight"].bytes.ToArray());
        Assert.Equal(before, loaded["n.0.weight"].bytes.ToArray());
        Assert.All(tensors.Names.Concat(loaded.Names), name => Assert.False(tensors[name].IsInvalid || loaded[name].IsInvalid));
        loaded.Dispose();
        Assert.Equal(0, loaded.Count);
    }

    [Fact]
    public void A_restored_network_goes_on_exactly_as_the_one_that_never_stopped()
    {
        using var network = Network(4);
        using NamedTensors tensors = new();
        Step(network, 1);
        tensors.Add("n", network);
        Step(network, 2);

        using var resumed = Network(4);
        using var loaded = NamedTensors.Load(Save(tensors));
        loaded.RestoreInto("n", resumed);
        Step(resumed, 2);

        AssertSameBits(network, resumed);
    }

    [Theory]
    [InlineData("format", "pt", "format is 'pt'; only 'prcl.checkpoint'")]
    [InlineData("format", null, "format is missing")]
    [InlineData("format_version", "2", "format_version is '2'; only '1'")]
    [InlineData("format_version", null, "format_version is missing")]
    public void Another_format_or_version_is_refused_by_name(string key, string? value, string rule)
    {
        Dictionary<string, string> metadata = new() { ["format"] = "prcl.checkpoint", ["format_version"] = "1" };
        metadata.Remove(key);
        if (value is not null)
        {
            metadata[key] = value;
        }

        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, [new("a", torch.ones(1))], metadata);

        Assert.Contains(rule, Assert.Throws<CheckpointException>(() => NamedTensors.Load(stream.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        using NamedTensors tensors = new();
        tensors.Add("a", torch.ones(3));

        Assert.Throws<SafetensorsException>(() => NamedTensors.Load(Save(tensors).AsMemory()[..^1]));
    }

    [Fact]
    public void Another_network_is_refused_by_name_and_stays_as_it_was()
    {
        using var stored = Network(4);
        using NamedTensors tensors = new();
        tensors.Add("student", stored);
        tensors.Add("studentship", torch.ones(1)); // a name that only looks as if it were below the prefix
        (torch.nn.Module Network, string Prefix, string Rule)[] cases =
        [
            (Network(5), "student", "of another form: student.0.bias: expected Float32[5], found Float32[4]"),
            (torch.nn.Sequential(("0", torch.nn.Conv2d(3, 4, 3))), "student", "5 unexpected: student.1.bias"),
            (torch.nn.Sequential(("0", torch.nn.Conv2d(3, 4, 3)), ("2", torch.nn.Linear(2, 2))), "student", "2 missing: student.2.bias, student.2.weight; 5 unexpected"),
            (Network(4), "teacher", "7 missing: teacher.0.bias"),
            (Network(4).to(torch.ScalarType.Float64), "student", "expected Float64[4], found Float32[4]"),
        ];

        foreach (var (network, prefix, rule) in cases)
        {
            var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.bytes.ToArray());
            Assert.Contains(rule, Assert.Throws<CheckpointException>(() => tensors.RestoreInto(prefix, network)).Message, StringComparison.Ordinal);
            Assert.All(network.state_dict(), pair => Assert.Equal(before[pair.Key], pair.Value.bytes.ToArray()));
            network.Dispose();
        }
    }

    [Fact]
    public void A_name_is_taken_once_and_an_unknown_one_is_refused()
    {
        using NamedTensors tensors = new();
        tensors.Add("a", torch.ones(1));

        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => tensors.Add("a", torch.ones(1))).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => tensors.AddDoubles("a", [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tensors.Add("", torch.ones(1)));
        Assert.Contains("'b'", Assert.Throws<CheckpointException>(() => tensors["b"]).Message, StringComparison.Ordinal);
        Assert.Contains("Float32[1]", Assert.Throws<CheckpointException>(() => tensors.GetDoubles("a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tensors.SetMetadata("format", "mine"));
        Assert.True(tensors.Contains("a"));
        Assert.False(tensors.Contains("b"));
    }

    private static Sequential Network(int channels) =>
        torch.nn.Sequential(("0", torch.nn.Conv2d(3, channels, 3)), ("1", torch.nn.BatchNorm2d(channels)));

    private static void Step(Sequential network, long seed)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)seed);
        network.zero_grad();
        network.forward(torch.rand([2, 3, 8, 8], generator: generator)).square().mean().backward();
        using var gradientOff = torch.no_grad();
        foreach (var parameter in network.parameters().Where(parameter => parameter.grad is not null))
        {
            parameter.sub_(parameter.grad! * 0.1);
        }
    }

    private static void AssertSameBits(torch.nn.Module expected, torch.nn.Module actual)
    {
        var found = actual.state_dict();
        Assert.Equal(7, found.Count);
        Assert.All(expected.state_dict(), pair => Assert.Equal(pair.Value.bytes.ToArray(), found[pair.Key].bytes.ToArray()));
    }

    private static byte[] Save(NamedTensors tensors)
    {
        using MemoryStream stream = new();
        tensors.Save(stream);
        return stream.ToArray();
    }
}
