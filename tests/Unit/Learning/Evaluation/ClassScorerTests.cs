using Prcl.Learning.Evaluation;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Unit.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Evaluation;

public sealed class ClassScorerTests : IDisposable
{
    private const int Side = 65, Overlap = 15, Absent = 3;
    private static readonly TrainingSettings Native = TinyRun.Settings with { Frames = FrameSettings.Paper };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly Learner _learner = TinyRun.Learner();
    private readonly PrototypeSums?[] _prototypes = [.. Enumerable.Range(0, TinyRun.Classes).Select(k => k == Absent ? null : Sums(k))];

    public ClassScorerTests()
    {
        _learner.Teacher.eval();
        _learner.ProbabilityHead.eval();
    }

    public void Dispose()
    {
        _learner.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Scores_are_the_mutual_likelihood_of_a_places_gaussian_with_each_prototype_and_a_class_without_one_has_none()
    {
        // A single place falls on the middle of the network's grid.
        var image = TinyRun.Scene(1, Side, Side).Image;

        var scores = Scorer(TinyRun.Settings).Score(image, rows: 1, columns: 1);

        using var noGradient = torch.no_grad();
        var output = _learner.Teacher.call(_learner.Normalisation.Apply(ImageTensor.FromImage(image).unsqueeze(0)));
        var middle = output.Means.shape[2] / 2;
        var (mean, variance) = (At(output.Means), At(_learner.ProbabilityHead.call(output.Features)));
        for (var k = 0; k < TinyRun.Classes; k++)
        {
            var expected = _prototypes[k] is { } p ? MutualLikelihood.ScaledScore(mean, variance, p.Mean(), p.SpreadVariance()) : double.NaN;
            Assert.Equal(expected, scores.Scores[k], 1e-4);
        }

        Assert.Equal(1, scores.Probabilities.Sum(), 1e-5);

        double[] At(torch.Tensor map) => Near.Doubles(map[0, torch.TensorIndex.Colon, middle, middle]);
    }

    [Theory]
    [InlineData(65, 65)]
    [InlineData(150, 100)]
    [InlineData(65, 40)]
    public void Classes_are_those_of_the_segmentation_tile_by_tile(int width, int height)
    {
        // Every fifth pixel, so that places fall on pixels.
        const int Step = 5;
        var image = TinyRun.Scene(1, width, height).Image;
        var (rows, columns) = (height / Step, width / Step);

        var scores = Scorer(Native).Score(image, rows, columns);

        var segmentation = new Segmenter(Native, _learner.Teacher, _learner.ProbabilityHead, _learner.Normalisation, Side, Overlap).Segment(image, withUncertainty: false);
        for (var place = 0; place < rows * columns; place++)
        {
            var pixel = (place / columns * Step + Step / 2) * width + place % columns * Step + Step / 2;
            var most = Enumerable.Range(0, TinyRun.Classes).MaxBy(k => scores.Probabilities[k * rows * columns + place]);
            Assert.Equal(segmentation.Confidence[pixel], scores.Probabilities[most * rows * columns + place], 1e-4);
            Assert.All(Enumerable.Range(0, TinyRun.Classes), k => Assert.Equal(k == Absent, float.IsNaN(scores.Scores[k * rows * columns + place])));
        }
    }

    [Theory]
    [InlineData(256, 192, 100_000, 48, 64)]
    [InlineData(256, 192, 768, 24, 32)]
    [InlineData(1, 4000, 100, 100, 1)]
    [InlineData(4000, 1, 100, 1, 100)]
    [InlineData(4000, 1, 1, 1, 1)]
    public void There_are_as_many_places_as_the_network_tells_apart_but_never_more_than_fit(int width, int height, int most, int rows, int columns)
    {
        var places = ClassScorer.Places(height, width, most);

        Assert.Equal((rows, columns), places);
        Assert.InRange(places.Rows * places.Columns, 1, most);
    }

    [Fact]
    public void Without_any_prototype_the_probabilities_are_told_alone()
    {
        var scores = new ClassScorer(TinyRun.Settings, _learner.Teacher, _learner.ProbabilityHead, _learner.Normalisation, new PrototypeSums?[TinyRun.Classes])
            .Score(TinyRun.Scene(1, 80, 60).Image, mostNumbers: 4000);

        Assert.InRange(2 * TinyRun.Classes * scores.Rows * scores.Columns, 1, 4000);
        Assert.All(scores.Scores, score => Assert.True(float.IsNaN(score)));
        Assert.All(scores.Probabilities, p => Assert.InRange(p, 0, 1));
    }

    private ClassScorer Scorer(TrainingSettings settings) =>
        new(settings, _learner.Teacher, _learner.ProbabilityHead, _learner.Normalisation, _prototypes, Side, Overlap);

    private static PrototypeSums Sums(int seed)
    {
        var random = new Random(seed);
        double[] Draw(double least) => [.. Enumerable.Range(0, TinyRun.Settings.RepresentationWidth).Select(_ => least + random.NextDouble())];
        return new(Draw(1), Draw(-0.5), Draw(2), 2, 0);
    }
}
