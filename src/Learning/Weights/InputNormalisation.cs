using TorchSharp;

namespace Prcl.Learning.Weights;

/// <summary>How a backbone wants its input: (image − mean) / std a channel, for images in [0, 1], channels R, G, B.</summary>
public sealed record InputNormalisation
{
    private const int Channels = 3;

    /// <summary>Copies and checks the values.</summary>
    /// <param name="mean">R, G, B; finite.</param>
    /// <param name="std">R, G, B; finite and above 0.</param>
    /// <exception cref="ArgumentException">Not three values, or one of them outside its range.</exception>
    public InputNormalisation(float[] mean, float[] std)
    {
        if (mean.Length != Channels || !mean.All(float.IsFinite))
        {
            throw new ArgumentException($"mean must be {Channels} finite numbers, got [{string.Join(", ", mean)}].", nameof(mean));
        }

        if (std.Length != Channels || !std.All(value => float.IsFinite(value) && value > 0))
        {
            throw new ArgumentException($"std must be {Channels} finite numbers above 0, got [{string.Join(", ", std)}].", nameof(std));
        }

        (Mean, Std) = ([.. mean], [.. std]);
    }

    /// <summary>What torchvision's ImageNet checkpoints were trained with.</summary>
    public static InputNormalisation ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>R, G, B; not to be written to.</summary>
    public float[] Mean { get; }

    /// <summary>R, G, B; not to be written to.</summary>
    public float[] Std { get; }

    /// <summary>Normalises a batch.</summary>
    /// <param name="image01">[B, 3, H, W], floating point, values in [0, 1]; stays as it is.</param>
    /// <returns>[B, 3, H, W], of the same type and on the same device.</returns>
    /// <exception cref="ArgumentException">Another shape, or not floating point.</exception>
    public torch.Tensor Apply(torch.Tensor image01)
    {
        if (image01.dim() != 4 || image01.shape[1] != Channels || !image01.is_floating_point())
        {
            throw new ArgumentException(
                $"image01 must be floating point of shape [B, {Channels}, H, W], got {image01.dtype} of [{string.Join(", ", image01.shape)}].", nameof(image01));
        }

        using var scope = torch.NewDisposeScope();
        var mean = torch.tensor(Mean, image01.dtype, image01.device).view(1, Channels, 1, 1); // [1, 3, 1, 1]
        var std = torch.tensor(Std, image01.dtype, image01.device).view(1, Channels, 1, 1);   // [1, 3, 1, 1]
        return (image01 - mean).div_(std).MoveToOuterDisposeScope();                          // [B, 3, H, W]
    }

    /// <summary>Equal when all six values are.</summary>
    public bool Equals(InputNormalisation? other) =>
        other is not null && Mean.AsSpan().SequenceEqual(other.Mean) && Std.AsSpan().SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean[0], Mean[1], Mean[2], Std[0], Std[1], Std[2]);
}
