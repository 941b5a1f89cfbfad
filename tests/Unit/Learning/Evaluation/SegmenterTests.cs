using Prcl.Learning.Evaluation;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Scenes;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Unit.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Evaluation;

public sealed class SegmenterTests : IDisposable
{
    private const int Side = 64, Overlap = 16;
    private static readonly TrainingSettings Native = TinyRun.Settings with { Frames = FrameSettings.Paper };
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly Learner _learner = TinyRun.Learner();

    public void Dispose()
    {
        _learner.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(1025, 128)]
    [InlineData(64, 16)]
    [InlineData(33, 0)]
    public void Tiles_cover_every_pixel_and_overlap_as_promised(int side, int overlap)
    {
        for (long length = 1; length < 4 * side; length++)
        {
            var starts = Segmenter.Starts(length, side, overlap).ToArray();

            Assert.Equal(0, starts[0]);
            Assert.Equal(Math.Max(0, length - side), starts[^1]);
            Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, side - overlap));
        }
    }

    [Fact]
    public void Classes_confidence_and_variance_are_the_network_s_at_the_image_s_size()
    {
        var (image, _) = TinyRun.Scene(1, width: 61, height: 47);

        var segmentation = Make(Native).Segment(image, withUncertainty: true);

        _learner.Teacher.eval();
        _learner.ProbabilityHead.eval();
        using var noGradient = torch.no_grad();
        var output = _learner.Teacher.call(_learner.Normalisation.Apply(ImageTensor.FromImage(image).unsqueeze(0)));
        var probabilities = Upsample(output.Logits)[0].softmax(0);
        var variance = Upsample(_learner.ProbabilityHead.call(output.Features).mean([1L], keepdim: true));
        Assert.Equal((61, 47), (segmentation.Labels.Width, segmentation.Labels.Height));
        Assert.Equal(probabilities.argmax(0, false).data<long>(), segmentation.Labels.Ids.Select(id => (long)id));
        Near.Equal(Near.Doubles(probabilities.amax([0L])), Doubles(segmentation.Confidence), 1e-6);
        Near.Equal(Near.Doubles(variance), Doubles(segmentation.Variance!), 1e-6);

        static torch.Tensor Upsample(torch.Tensor map) =>
            torch.nn.functional.interpolate(map, size: [47, 61], mode: torch.InterpolationMode.Bilinear, align_corners: true);
    }

    [Fact]
    public void A_resized_image_is_answered_at_its_own_size()
    {
        var segmentation = Make(TinyRun.Settings).Segment(TinyRun.Scene(1, width: 130, height: 40).Image, withUncertainty: true);

        Assert.Equal((130, 40), (segmentation.Labels.Width, segmentation.Labels.Height));
        Assert.Equal((130 * 40, 130 * 40), (segmentation.Confidence.Length, segmentation.Variance!.Length));
        Assert.Null(Make(TinyRun.Settings).Segment(TinyRun.Scene(1).Image, withUncertainty: false).Variance);
    }

    [Theory]
    [InlineData(240, 180, 6)]
    [InlineData(320, 180, 4)]
    public void A_frame_of_a_finer_camera_gets_the_same_answer_at_its_own_size(int width, int height, int factor)
    {
        var scene = new StreetScenes(1, width, height).Draw(SceneDomain.Day, 3).Image;
        var segmenter = Make(TinyRun.Settings);

        var small = segmenter.Segment(scene, withUncertainty: true);
        var large = segmenter.Segment(ImageResizer.ToSize(scene, factor * width, factor * height), withUncertainty: true);

        Assert.Equal((factor * width, factor * height), (large.Labels.Width, large.Labels.Height));
        Assert.Equal((large.Labels.Ids.Length, large.Labels.Ids.Length), (large.Confidence.Length, large.Variance!.Length));
        var centre = factor / 2;
        var pixels = Enumerable.Range(0, width * height).Select(i => (Small: i, Large: (i / width * factor + centre) * factor * width + i % width * factor + centre)).ToArray();
        Assert.InRange(pixels.Average(p => Math.Abs(small.Confidence[p.Small] - large.Confidence[p.Large])), 0, 0.02);
        Assert.InRange(pixels.Average(p => Math.Abs(small.Variance![p.Small] - large.Variance![p.Large])), 0, 0.02);
    }

    [Theory]
    [InlineData(150, 100)]
    [InlineData(64, 65)]
    [InlineData(200, 40)]
    public void Tiles_are_averaged_where_they_overlap(int width, int height)
    {
        // A network that says the same of every pixel: whatever a tile's border does, the average must give it back.
        using (torch.no_grad())
        {
            _learner.Teacher.get_parameter("classifier.3.weight")!.zero_();
            _learner.Teacher.get_parameter("classifier.3.bias")!.copy_(torch.tensor(new float[] { 0, 1, 3, 2, -1 }));
        }

        var image = TinyRun.Scene(1, width, height).Image;

        var segmentation = Make(Native).Segment(image, withUncertainty: true);

        var expected = Math.Exp(3) / (1 + Math.Exp(1) + Math.Exp(3) + Math.Exp(2) + Math.Exp(-1));
        Assert.All(segmentation.Labels.Ids, id => Assert.Equal(2, id));
        Assert.All(segmentation.Confidence, confidence => Assert.Equal(expected, confidence, 1e-5));
        Assert.All(segmentation.Variance!, variance => Assert.InRange(variance, 1e-6, 1));
    }

    [Fact]
    public void Tiles_of_a_plain_image_give_about_what_the_whole_gives()
    {
        var image = new RgbImage(150, 110, [.. Enumerable.Repeat<byte>(90, 150 * 110 * 3)]);

        var whole = new Segmenter(Native, _learner.Teacher, _learner.ProbabilityHead, _learner.Normalisation).Segment(image, withUncertainty: true);
        var tiled = Make(Native).Segment(image, withUncertainty: true);

        // Not the same: every tile has borders of its own, where convolutions see padding.
        Assert.InRange(whole.Confidence.Zip(tiled.Confidence, (a, b) => Math.Abs(a - b)).Average(), 0, 0.05);
        Assert.InRange(whole.Variance!.Zip(tiled.Variance!, (a, b) => Math.Abs(a - b)).Average(), 0, 0.05);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Modes_and_running_statistics_are_as_before(bool networkTrains, bool headTrains)
    {
        _learner.Teacher.train(networkTrains);
        _learner.ProbabilityHead.train(headTrains);
        var before = TinyRun.Bytes(_learner);

        Make(Native).Segment(TinyRun.Scene(2).Image, withUncertainty: true);

        Assert.Equal((networkTrains, headTrains), (_learner.Teacher.training, _learner.ProbabilityHead.training));
        Assert.All(_learner.Teacher.modules(), module => Assert.Equal(networkTrains, module.training));
        Assert.Equal(before, TinyRun.Bytes(_learner));
    }

    [Fact]
    public void Scoring_counts_every_labelled_pixel_under_its_prediction()
    {
        var (image, label) = TinyRun.Scene(3);
        var (confusion, segmenter) = (new ConfusionMatrix(TinyRun.Classes), Make(TinyRun.Settings));

        segmenter.Score(image, label, ignore: 255, confusion);

        var predicted = segmenter.Segment(image, withUncertainty: false).Labels.Ids;
        var expected = new long[TinyRun.Classes * TinyRun.Classes];
        foreach (var (k, p) in label.Ids.Zip(predicted))
        {
            if (k != 255)
            {
                expected[k * TinyRun.Classes + p]++;
            }
        }

        Assert.Equal(expected, confusion.Counts);
    }

    private Segmenter Make(TrainingSettings settings) =>
        new(settings, _learner.Teacher, _learner.ProbabilityHead, _learner.Normalisation, Side, Overlap);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
