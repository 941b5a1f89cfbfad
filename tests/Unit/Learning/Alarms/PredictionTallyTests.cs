using Prcl.Learning.Alarms;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Alarms;

public sealed class PredictionTallyTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Pixels_entropy_and_what_passes_are_those_that_plain_loops_count()
    {
        using var generator = new torch.Generator(4);
        var tally = new PredictionTally(3, threshold: 0.4);
        var (predicted, passing, entropy) = (new long[3], 0L, 0.0);
        foreach (var (images, height, width) in new[] { (2, 5, 7), (1, 4, 4) })
        {
            var logits = torch.randn([images, 3, height, width], generator: generator);
            var label = torch.randint(0, 3, [images, 2 * height, 2 * width], generator: generator, dtype: torch.int64);
            var confidence = torch.rand([images, 2 * height, 2 * width], generator: generator);
            tally.Add(logits, label, confidence);

            foreach (var id in label.data<long>())
            {
                predicted[id]++;
            }

            passing += confidence.data<float>().Count(c => c >= 0.4f);
            var raw = logits.permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
            foreach (var pixel in raw.Chunk(3))
            {
                var sum = pixel.Sum(x => Math.Exp(x));
                entropy -= pixel.Sum(x => Math.Exp(x) / sum * Math.Log(Math.Exp(x) / sum)) / Math.Log(3);
            }
        }

        var signs = tally.Signs(torch.tensor(new long[] { -1, 0, 2, 2, -1, 1, 2 }))!;

        Assert.Equal(predicted, signs.Predicted);
        Assert.Equal([1, 1, 3], signs.Labelled);
        Assert.Equal((passing, (2 * 5 * 7) + (4 * 4)), (signs.Passing, signs.EntropyPixels));
        Assert.Equal(entropy, signs.EntropySum, 1e-3);
    }

    [Fact]
    public void Where_nothing_was_predicted_or_not_finitely_there_is_no_sign()
    {
        var tally = new PredictionTally(2, 0.5);
        Assert.Null(tally.Signs(torch.zeros(3, torch.int64)));

        tally.Add(torch.full([1, 2, 2, 2], float.NaN), torch.zeros([1, 2, 2], torch.int64), torch.zeros(1, 2, 2));
        Assert.Null(tally.Signs(torch.zeros(3, torch.int64)));
    }
}
