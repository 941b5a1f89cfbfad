using System.Globalization;
using Prcl.Client.Export;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Predictors;
using Prcl.Grains.Runs;
using Prcl.Images.Datasets;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Images;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Settings;
using Prcl.Learning.Training;
using Prcl.Learning.Weights;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Learning;
using static TorchSharp.torch;

namespace Prcl.Unit.Client.Export;

/// <summary>
/// A version of a run as the silo serves it and as it hands it out: the same checkpoint, of made-up weights whose batch norms have statistics worth the name, and with
/// prototypes of all classes but one.
/// </summary>
internal sealed class ExportedModel : IDisposable
{
    public const int Classes = 5;
    private const int WithoutPrototype = 2;
    private readonly ScratchFolder _folder = new();
    private readonly MemoryBlobStore _blobs = new();
    private readonly NamedTensors _state = new();
    private readonly RunRecord _run;

    private ExportedModel(TrainingSettings settings, ClassList classes) =>
        _run = new RunRecord(new RunDescription("street", classes.ToJson(), SettingCatalogue.Write(settings), default, 0));

    /// <summary>What the silo predicts with.</summary>
    public ServedModel Served => new(_run, _state, CPU);

    /// <summary>An image of squares, each of one colour.</summary>
    public static RgbImage Patches(int width, int height, int seed)
    {
        const int Side = 16;
        var (colours, pixels) = (new byte[3 * 64 * 64], new byte[3 * width * height]);
        new Random(seed).NextBytes(colours);
        for (var i = 0; i < width * height; i++)
        {
            colours.AsSpan(3 * (i / width / Side * 64 + i % width / Side), 3).CopyTo(pixels.AsSpan(3 * i));
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>The logits of an image that the network sees as it is, [K, H, W].</summary>
    public double[] Logits(RgbImage image)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = new SegmentationNetwork(_run.Settings.Network(_run.Classes.Count), RandomKey.FromSeed(0));
        _state.RestoreInto("teacher", network);
        network.eval();
        var grid = network.Logits(LearnerState.Normalisation(_state).Apply(ImageTensor.FromImage(image).unsqueeze(0)));
        return Near.Doubles(nn.functional.interpolate(grid, size: [image.Height, image.Width], mode: InterpolationMode.Bilinear, align_corners: true));
    }

    /// <summary>The file that the silo hands out.</summary>
    public string Path => _folder.At("street.safetensors");

    /// <summary>A model of these settings, written to its file.</summary>
    public static Task<ExportedModel> Create(TrainingSettings settings)
    {
        var model = new ExportedModel(settings, new ClassList([.. Enumerable.Range(0, Classes).Select(k => new ClassInfo($"class {k}", new RgbColor((byte)(40 * k), 9, 200)))]));
        using (NewDisposeScope())
        {
            model.Fill();
        }

        return model.Written();
    }

    /// <summary>What a run of the drawn street begins with: a network that has learned.</summary>
    public static Task<ExportedModel> Street(TrainingSettings settings)
    {
        var model = new ExportedModel(settings, Prcl.Unit.Grains.Street.Classes);
        using var learned = InitialModels.Make(model._run, new RunWeights());
        foreach (var name in learned.Names)
        {
            model._state.Add(name, learned[name]);
        }

        foreach (var (key, value) in learned.Metadata)
        {
            model._state.SetMetadata(key, value);
        }

        return model.Written();
    }

    /// <summary>The ONNX file that the client makes of it.</summary>
    public async Task<byte[]> Onnx()
    {
        using var file = ModelFile.Open(Path);
        using var onnx = new MemoryStream();
        await OnnxExport.Write(file, onnx, CancellationToken.None);
        return onnx.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _folder.Dispose();
    }

    private async Task<ExportedModel> Written()
    {
        const string Blob = "runs/street/models/1.safetensors";
        await new ModelStore(_blobs).Write(Blob, _state);
        var export = await ModelExport.Of(_run, new ModelReference(7, Blob, 480), _blobs);
        await File.WriteAllBytesAsync(Path, await export.Read(0, (int)export.Length));
        return this;
    }

    private void Fill()
    {
        var (options, key) = (_run.Settings.Network(Classes), RandomKey.FromSeed(5));
        using var generator = new Generator(3, CPU);
        using var network = new SegmentationNetwork(options, key);
        using var head = new ProbabilityHead(options, key);
        using (no_grad())
        {
            foreach (var (name, parameter) in network.named_parameters().Concat(head.named_parameters()).Where(entry => entry.parameter.dim() == 1))
            {
                var isShift = name.EndsWith("bias", StringComparison.Ordinal) || name == "beta";
                parameter.copy_(rand(parameter.shape, generator: generator).sub(isShift ? 0.5 : -0.5));
            }

            TeacherAverage.SetStatisticsPace(network, step: 0);
            var images = stack([ImageTensor.FromImage(Patches(97, 97, 8)), ImageTensor.FromImage(Patches(97, 97, 9))]);
            var input = InputNormalisation.ImageNet.Apply(images);
            head.call(network.FeaturesAndLogits(input).Features);

            // A channel that hardly changes would be magnified, and with it the difference of one rounding from another.
            foreach (var (_, variance) in network.named_buffers().Where(entry => entry.name.EndsWith("running_var", StringComparison.Ordinal)))
            {
                variance.clamp_(0.3 * variance.mean().item<float>());
            }

            // No class is likelier than the others as a whole.
            network.eval();
            network.get_parameter("classifier.3.bias")!.sub_(network.Logits(input).mean([0, 2, 3]));
        }

        _state.Add("teacher", network);
        _state.Add("student", network);
        _state.Add("probability_head", head);
        for (var k = 0; k < Classes; k++)
        {
            if (k != WithoutPrototype)
            {
                LearnerState.AddSums(_state, "prototypes", k, Sums(k, options.RepresentationWidth));
            }
        }

        _state.SetMetadata("input_mean", string.Join(',', InputNormalisation.ImageNet.Mean.Select(x => x.ToString("R", CultureInfo.InvariantCulture))));
        _state.SetMetadata("input_std", string.Join(',', InputNormalisation.ImageNet.Std.Select(x => x.ToString("R", CultureInfo.InvariantCulture))));
    }

    private static PrototypeSums Sums(int k, int width)
    {
        var random = new Random(k);
        double[] Numbers(double least) => [.. Enumerable.Range(0, width).Select(_ => random.NextDouble() + least)];
        return new PrototypeSums(Numbers(1), Numbers(-0.5), Numbers(3), 10, 480);
    }
}
