using Prcl.Learning.Frames;
using Prcl.Learning.Images;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using Prcl.Learning.Settings;
using Prcl.Learning.Weights;
using static TorchSharp.torch;

namespace Prcl.Learning.Evaluation;

/// <summary>
/// Tells of places in an image how probable every class is there, and how near its prototype: the mutual likelihood score of the pixel's
/// Gaussian with the prototype's, as wide as its spread, means of norm √D. The network sees the image as a <see cref="Segmenter"/> shows it. Not thread-safe.
/// </summary>
/// <param name="settings">Working size.</param>
/// <param name="network">Gives classes and means; in evaluation mode.</param>
/// <param name="head">Gives the variance; in evaluation mode.</param>
/// <param name="normalisation">What input the backbone expects.</param>
/// <param name="prototypes">Of each class; null for one without evidence.</param>
/// <param name="tileSide">Rows and columns of a tile, in pixels.</param>
/// <param name="tileOverlap">Rows and columns that neighbouring tiles share at least, in pixels, below the side.</param>
public sealed class ClassScorer(
    TrainingSettings settings,
    SegmentationNetwork network,
    ProbabilityHead head,
    InputNormalisation normalisation,
    IReadOnlyList<PrototypeSums?> prototypes,
    int tileSide = Segmenter.DefaultTileSide,
    int tileOverlap = Segmenter.DefaultTileOverlap)
{
    private const int GridStride = 4;

    private readonly WorkingSize _size = settings.WorkingSize();
    private readonly int[] _known = [.. Enumerable.Range(0, prototypes.Count).Where(k => prototypes[k] is not null)];

    /// <summary>Scores an image at as many places as the network has of it, or as few as fit.</summary>
    /// <param name="image">Of any size.</param>
    /// <param name="mostNumbers">Probabilities and scores together, at least two a class.</param>
    public ClassScores Score(RgbImage image, int mostNumbers)
    {
        var seen = _size.Apply(image);
        var (rows, columns) = Places(seen.Height, seen.Width, mostNumbers / (2 * prototypes.Count));
        return Score(seen, rows, columns);
    }

    /// <summary>How many rows and columns of places an image gets, each at least one.</summary>
    /// <param name="height">Rows, in pixels.</param>
    /// <param name="width">Columns, in pixels.</param>
    /// <param name="most">Places in all.</param>
    internal static (int Rows, int Columns) Places(int height, int width, int most)
    {
        double rows = (height + GridStride - 1) / GridStride, columns = (width + GridStride - 1) / GridStride;
        var scale = Math.Min(1, Math.Sqrt(most / (rows * columns)));
        var fitting = Math.Clamp((int)(columns * scale), 1, most);
        return (Math.Clamp((int)(rows * scale), 1, most / fitting), fitting);
    }

    /// <summary>Scores an image of the size that the network is to see.</summary>
    internal ClassScores Score(RgbImage seen, int rows, int columns)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var pixels = normalisation.Apply(ImageTensor.FromImage(seen).unsqueeze(0).to(network.parameters().First().device));  // [1, 3, H, W]
        var probabilities = zeros(network.Options.Classes, rows, columns, device: pixels.device);
        var scores = zeros(_known.Length, rows, columns, device: pixels.device);
        var weight = zeros(rows, columns, device: pixels.device);
        var isTiled = settings.Frames.WorkingSize == 0;
        foreach (var (top, height) in Tiles(seen.Height, isTiled))
        {
            foreach (var (left, width) in Tiles(seen.Width, isTiled))
            {
                using var tile = NewDisposeScope();
                var (down, across) = (Within(rows, seen.Height, top, height), Within(columns, seen.Width, left, width));
                if (down.Count == 0 || across.Count == 0)
                {
                    continue;
                }

                var output = network.call(pixels.narrow(2, top, height).narrow(3, left, width));
                var grid = Grid(down.At, across.At, pixels.device);
                var classes = At(output.Logits, grid).softmax(0);                                                            // [K, r, c]
                probabilities.narrow(1, down.First, down.Count).narrow(2, across.First, across.Count).PlusInPlace(classes);
                scores.narrow(1, down.First, down.Count).narrow(2, across.First, across.Count).PlusInPlace(Near(At(output.Means, grid), At(head.call(output.Features), grid)));
                weight.narrow(0, down.First, down.Count).narrow(1, across.First, across.Count).PlusInPlace(1);
            }
        }

        return new ClassScores(rows, columns, Numbers(probabilities.div_(weight)), OfAll(Numbers(scores.div_(weight)), rows * columns));
    }

    private IEnumerable<(long Start, long Length)> Tiles(int length, bool isTiled) =>
        isTiled ? Segmenter.Starts(length, tileSide, tileOverlap).Select(start => (start, (long)Math.Min(tileSide, length))) : [(0, length)];

    // The places that lie on a tile, as the first one and their number, and where: from −1, its first pixel, to 1, its last one.
    private static (int First, int Count, float[] At) Within(int places, int length, long start, long tile)
    {
        var centres = Enumerable.Range(0, places).Select(i => (i + 0.5) * length / places - 0.5 - start);
        var first = centres.TakeWhile(x => x < 0).Count();
        float[] at = [.. centres.Skip(first).TakeWhile(x => x <= tile - 1).Select(x => tile == 1 ? 0 : (float)(2 * x / (tile - 1) - 1))];
        return (first, at.Length, at);
    }

    private static Tensor Grid(float[] down, float[] across, Device device)
    {
        var (y, x) = (tensor(down, device: device), tensor(across, device: device));
        return stack([x.unsqueeze(0).expand(down.Length, across.Length), y.unsqueeze(1).expand(down.Length, across.Length)], -1).unsqueeze(0);   // [1, r, c, 2]
    }

    // [C, r, c]
    private static Tensor At(Tensor map, Tensor grid) =>
        nn.functional.grid_sample(map, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: true)[0];

    // [S, r, c]
    private Tensor Near(Tensor means, Tensor variances)
    {
        var (rows, columns) = (means.shape[1], means.shape[2]);
        if (_known.Length == 0)
        {
            return zeros(0, rows, columns, device: means.device);
        }

        var (scaled, variance) = (MutualLikelihood.Scale(means.flatten(1).t()), variances.flatten(1).t());                   // [r·c, D]
        var own = MutualLikelihood.Scale(PrototypeMatrix.Unit(prototypes, _known, means.device));                            // [S, D]
        Tensor[] scores = [.. _known.Select((k, i) => MutualLikelihood.Score(scaled, variance, own[i], tensor(Array.ConvertAll(prototypes[k]!.SpreadVariance(), x => (float)x), device: means.device)))];
        return stack(scores).view(-1, rows, columns);
    }

    private static float[] Numbers(Tensor map) => map.numel() == 0 ? [] : map.cpu().contiguous().data<float>().ToArray();

    private float[] OfAll(float[] known, int places)
    {
        var all = new float[prototypes.Count * places];
        Array.Fill(all, float.NaN);
        for (var i = 0; i < _known.Length; i++)
        {
            Array.Copy(known, i * places, all, _known[i] * places, places);
        }

        return all;
    }
}
