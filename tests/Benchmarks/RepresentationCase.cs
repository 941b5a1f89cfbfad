using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Prcl.Learning.MemoryBanks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// The contrastive part of a step alone, at its most expensive: every pixel of the grid is valid and hard, every class is present. Anchors,
/// negatives and virtual negatives are drawn, the loss computed, and its gradient brought to all representations.
/// </summary>
internal sealed class RepresentationCase : IDisposable
{
    private readonly TrainingSettings _settings;
    private readonly ContrastiveLoss _loss;
    private readonly PixelRepresentations _pixels;
    private readonly PrototypeSums?[] _prototypes;
    private long _step;

    /// <param name="settings">Sizes.</param>
    /// <param name="classes">K.</param>
    /// <param name="device">Where tensors live; null: the CPU.</param>
    public RepresentationCase(TrainingSettings settings, int classes, Device? device = null)
    {
        device ??= CPU;
        using var scope = NewDisposeScope();
        using var noise = new Generator(1, CPU);
        var images = settings.LabelledBatch + settings.UnlabelledBatch + settings.ReplayBatch;
        var count = images * ((settings.CropHeight + 3) / 4) * ((settings.CropWidth + 3) / 4);
        var width = settings.RepresentationWidth;
        _settings = settings;
        _pixels = new PixelRepresentations(
            randn([count, width], generator: noise).to(device).requires_grad_().DetachFromDisposeScope(),
            (rand([count, width], generator: noise) * 0.9 + 0.05).to(device).detach().requires_grad_().DetachFromDisposeScope(),
            randint(0, classes, [count], ScalarType.Int64, generator: noise).to(device).DetachFromDisposeScope(),
            full([count], 0.5f, device: device).DetachFromDisposeScope());
        _prototypes = ClassSummation.Of(_pixels.Means.detach(), _pixels.Variances.detach(), _pixels.Labels, classes, 0);
        Bank = settings.NegativeSource == NegativeSource.Bank ? new MemoryBank(classes, settings.BankSize, width, device) : null;
        while (Bank?.Count(0) < Bank?.Size)
        {
            Remember();
        }

        _loss = new ContrastiveLoss(settings, new FusedContrastKernel(), Bank);
    }

    /// <summary>The memory bank, full; null when negatives come from prototypes.</summary>
    public MemoryBank? Bank { get; }

    /// <summary>The prototypes.</summary>
    public IReadOnlyList<PrototypeSums?> Prototypes => _prototypes;

    /// <summary>Makes the contrastive part of a step.</summary>
    public void Run()
    {
        using var scope = NewDisposeScope();
        _step++;
        _loss.Of(_pixels, _prototypes, Key, _step).Loss.backward();
        (_pixels.Means.grad, _pixels.Variances.grad) = (null, null);
        Remember();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Bank?.Dispose();
        _pixels.Means.Dispose();
        _pixels.Variances.Dispose();
        _pixels.Labels.Dispose();
        _pixels.Probabilities.Dispose();
    }

    private RandomKey Key => RandomKey.FromSeed(1).With(_step);

    private void Remember() => Bank?.Remember(_pixels, _settings.Anchors, Key);
}
