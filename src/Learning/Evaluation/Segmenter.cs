using Prcl.Images.Files;
using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Networks;
using Prcl.Learning.Scalars;
using Prcl.Learning.Settings;
using Prcl.Learning.Uncertainty;
using Prcl.Learning.Weights;
using static TorchSharp.torch;

namespace Prcl.Learning.Evaluation;

/// <summary>
/// Segments images with a network in evaluation mode. An image is brought to the run's working size and the answer back to
/// the image's; an image that keeps its own size is cut into overlapping tiles when it is larger than a tile. Not
/// thread-safe: the networks are in use during a call.
/// </summary>
/// <param name="settings">Working size.</param>
/// <param name="network">Gives the classes; put into evaluation mode for each call and back into its mode after it.</param>
/// <param name="head">Gives the variance.</param>
/// <param name="normalisation">What input the backbone expects.</param>
/// <param name="tileSide">Rows and columns of a tile, in pixels.</param>
/// <param name="tileOverlap">Rows and columns that neighbouring tiles share at least, in pixels, below the side.</param>
public sealed class Segmenter(
    TrainingSettings settings,
    SegmentationNetwork network,
    ProbabilityHead head,
    InputNormalisation normalisation,
    int tileSide = Segmenter.DefaultTileSide,
    int tileOverlap = Segmenter.DefaultTileOverlap)
{
    /// <summary>Rows and columns of a tile, in pixels, unless told otherwise.</summary>
    public const int DefaultTileSide = 1025;

    /// <summary>Rows and columns that neighbouring tiles share at least, in pixels, unless told otherwise.</summary>
    public const int DefaultTileOverlap = 128;

    private readonly WorkingSize _size = settings.WorkingSize();

    /// <summary>What knows the prototypes; without it the uncertainty is the classifier's alone.</summary>
    public DoubtMaps? Doubts { get; init; }

    /// <summary>
    /// Sees what the network says of each image (or tile) that is segmented with uncertainty, its probabilities [K, H, W] and variance [H, W]
    /// at the image's size, before the call's tensors are freed.
    /// </summary>
    public Action<SegmentationOutput, Tensor, Tensor>? Observer { get; init; }

    /// <summary>Segments one image.</summary>
    /// <param name="image">Of any size.</param>
    /// <param name="withUncertainty">Whether variance and uncertainty are wanted too, which costs the representations.</param>
    public Segmentation Segment(RgbImage image, bool withUncertainty)
    {
        using var scope = NewDisposeScope();
        return InEvaluationMode(() => Forward(image, withUncertainty));
    }

    /// <summary>Segments one image with what the run publishes as its uncertainty, at no more cost than that takes.</summary>
    public Segmentation SegmentWithDoubt(RgbImage image)
    {
        var result = Segment(image, withUncertainty: settings.Uncertainty.Uncertainty != Doubt.Confidence);
        return result with { Uncertainty = result.Uncertainty ?? Complement(result.Confidence) };
    }

    /// <summary>Adds one labelled image to a confusion matrix.</summary>
    public void Score(RgbImage image, LabelMap label, int ignore, ConfusionMatrix confusion)
    {
        using var scope = NewDisposeScope();
        var predicted = InEvaluationMode(() => Forward(image, withUncertainty: false)).Labels;
        confusion.Add(ImageTensor.FromLabels(label, ignore), ImageTensor.FromLabels(predicted, ignore: -1));
    }

    private T InEvaluationMode<T>(Func<T> work)
    {
        var (networkTrains, headTrains) = (network.training, head.training);
        network.eval();
        head.eval();
        try
        {
            using var noGradient = no_grad();
            return work();
        }
        finally
        {
            network.train(networkTrains);
            head.train(headTrains);
        }
    }

    private Segmentation Forward(RgbImage image, bool withUncertainty)
    {
        var device = network.parameters().First().device;
        var pixels = ImageTensor.FromImage(_size.Apply(image)).unsqueeze(0).to(device);           // [1, 3, h, w]
        if (settings.Frames.WorkingSize == 0 && (image.Height > tileSide || image.Width > tileSide))
        {
            return Gathered(Tiled(pixels, withUncertainty));
        }

        return withUncertainty && (Observer is not null || settings.Uncertainty.Uncertainty != Doubt.Confidence)
            ? Gathered(Whole(pixels, image.Height, image.Width, withUncertainty))
            : ByConfidence(pixels, image, withUncertainty);
    }

    // What asks for no more than each pixel's best class does without the other classes' probabilities at the frame's size.
    private Segmentation ByConfidence(Tensor pixels, RgbImage image, bool withVariance)
    {
        using var scope = NewDisposeScope();
        var input = normalisation.Apply(pixels);
        var (features, logits) = withVariance ? network.FeaturesAndLogits(input) : (null, network.Logits(input));
        var seen = Upsample(logits, pixels.shape[2], pixels.shape[3]).cpu().contiguous();          // [1, K, h, w]
        var (labels, confidence) = FrameClasses.Of(
            seen.data<float>().ToArray(), (int)seen.shape[1], ((int)seen.shape[3], (int)seen.shape[2]), (image.Width, image.Height));
        var variance = features is null ? null : Numbers(ToFrame(head.call(features).mean([1L], keepdim: true), pixels, image.Height, image.Width)[0, 0]);
        return new Segmentation(
            new LabelMap(image.Width, image.Height, labels), confidence, variance, withVariance ? Complement(confidence) : null);
    }

    private static Segmentation Gathered((Tensor Probabilities, Tensor? Variance, Tensor? Uncertainty) maps)
    {
        var (confidence, label) = maps.Probabilities.max(0);                                      // [H, W]
        return new Segmentation(
            new LabelMap((int)label.shape[1], (int)label.shape[0], Array.ConvertAll(label.cpu().data<long>().ToArray(), id => (ushort)id)),
            Numbers(confidence),
            maps.Variance is null ? null : Numbers(maps.Variance),
            maps.Uncertainty is null ? null : Numbers(maps.Uncertainty));
    }

    private static float[] Complement(float[] confidence)
    {
        var doubt = new float[confidence.Length];
        for (var i = 0; i < doubt.Length; i++)
        {
            doubt[i] = Math.Clamp(1 - confidence[i], 0, 1);
        }

        return doubt;
    }

    private static float[] Numbers(Tensor map) => map.cpu().contiguous().data<float>().ToArray();

    private (Tensor Probabilities, Tensor? Variance, Tensor? Uncertainty) Whole(Tensor pixels, long height, long width, bool withUncertainty)
    {
        using var scope = NewDisposeScope();
        var input = normalisation.Apply(pixels);
        if (!withUncertainty)
        {
            return (ToFrame(network.Logits(input), pixels, height, width)[0].softmax(0).MoveToOuterDisposeScope(), null, null);
        }

        var output = network.call(input);
        var probabilities = ToFrame(output.Logits, pixels, height, width)[0].softmax(0);                                 // [K, H, W]
        var variance = ToFrame(head.call(output.Features).mean([1L], keepdim: true), pixels, height, width)[0, 0];       // [H, W]
        Observer?.Invoke(output, probabilities, variance);
        var uncertainty = (Doubts ?? DoubtMaps.WithoutPrototypes).Of(settings.Uncertainty.Uncertainty, probabilities, output.Means, variance);
        return (probabilities.MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope(), uncertainty.MoveToOuterDisposeScope());
    }

    // First to what the network saw, as in training, then to the frame, as the frame was scaled.
    private static Tensor ToFrame(Tensor map, Tensor pixels, long height, long width)
    {
        var seen = Upsample(map, pixels.shape[2], pixels.shape[3]);
        return (seen.shape[2], seen.shape[3]) == (height, width)
            ? seen
            : nn.functional.interpolate(seen, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
    }

    // Probabilities are averaged where tiles overlap. An observer would take a tile for the image.
    private (Tensor Probabilities, Tensor? Variance, Tensor? Uncertainty) Tiled(Tensor pixels, bool withUncertainty)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (pixels.shape[2], pixels.shape[3]);
        if (Observer is not null)
        {
            throw new InvalidOperationException($"An image of {width}×{height} would be seen in tiles of {tileSide}: set a working-size to measure whole ones.");
        }

        var probabilities = zeros(network.Options.Classes, height, width, device: pixels.device);
        var (variance, uncertainty) = withUncertainty ? (Blank(), Blank()) : (null, null);
        var weight = zeros(height, width, device: pixels.device);
        foreach (var top in Starts(height, tileSide, tileOverlap))
        {
            foreach (var left in Starts(width, tileSide, tileOverlap))
            {
                using var tile = NewDisposeScope();
                var (rows, columns) = (Math.Min(tileSide, height), Math.Min(tileSide, width));
                var (p, v, u) = Whole(pixels.narrow(2, top, rows).narrow(3, left, columns), rows, columns, withUncertainty);
                probabilities.narrow(1, top, rows).narrow(2, left, columns).PlusInPlace(p);
                variance?.narrow(0, top, rows).narrow(1, left, columns).PlusInPlace(v!);
                uncertainty?.narrow(0, top, rows).narrow(1, left, columns).PlusInPlace(u!);
                weight.narrow(0, top, rows).narrow(1, left, columns).PlusInPlace(1);
            }
        }

        return (
            probabilities.div_(weight).MoveToOuterDisposeScope(),
            variance?.div_(weight).MoveToOuterDisposeScope(),
            uncertainty?.div_(weight).MoveToOuterDisposeScope());

        Tensor? Blank() => zeros(height, width, device: pixels.device);
    }

    /// <summary>Where the tiles begin along an axis: the last one ends where the axis ends, all others are evenly spaced from 0.</summary>
    internal static IEnumerable<long> Starts(long length, int side, int overlap)
    {
        for (long start = 0; start + side < length; start += side - overlap)
        {
            yield return start;
        }

        yield return Math.Max(0, length - side);
    }

    private static Tensor Upsample(Tensor map, long height, long width) =>
        nn.functional.interpolate(map, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: true);
}
