using System.Diagnostics.CodeAnalysis;
using Prcl.Grains.Rounds;
using Prcl.Learning.Checkpoints;
using Prcl.Unit.Grains.Blobs;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains.Rounds;

/// <summary>Tests that count the process's tensors: nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "xunit calls it a collection.")]
public sealed class AloneTests
{
    public const string Name = "alone";
}

/// <summary>An average of many reports holds one of them at a time.</summary>
[Collection(AloneTests.Name)]
public sealed class StreamedAveragingTests
{
    private const int Tensors = 40;

    [Theory]
    [InlineData("mean")]
    [InlineData("nesterov")]
    public async Task Tensors_in_memory_do_not_grow_with_the_number_of_reports(string rule)
    {
        var counts = new List<long>();
        var store = new FaultyBlobStore(new MemoryBlobStore())
        {
            Hold = (operation, name) =>
            {
                if (operation == "Read" && name.EndsWith(".weights.safetensors", StringComparison.Ordinal))
                {
                    counts.Add(Tensor.TotalCount);
                }

                return Task.CompletedTask;
            },
        };
        var book = new ReportBook(store, ("outer-rule", rule));
        using (var start = State(0))
        {
            await book.Models.Write("start", start);
        }

        var reports = new List<CommittedReport>();
        for (var i = 1; i <= 64; i++)
        {
            reports.Add(await book.Write(i, State(i), 20));
        }

        var (_, model) = await book.Make(1, new PublishedVersion("start", null), [.. reports]);
        model.Dispose();

        Assert.Equal(64, counts.Count);

        // Sums appear with the first report; others' leftovers may be finalised meanwhile, so the count may fall.
        Assert.InRange(counts[1] - counts[0], 1, Tensors);
        Assert.All(counts.Skip(2), count => Assert.InRange(count, 0, counts[1]));
    }

    private static NamedTensors State(int value)
    {
        using var scope = NewDisposeScope();
        var state = new NamedTensors();
        for (var i = 0; i < Tensors; i++)
        {
            state.Add($"student.{i}.weight", full([16], value, dtype: ScalarType.Float32));
        }

        return state;
    }
}
