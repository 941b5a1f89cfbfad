using Prcl.Learning.Scalars;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// Batch norm over [B, C, h, w] with torch's names, defaults and numbers. TorchSharp's own module counts its batches with a scalar that
/// may be freed too early (<see cref="Held"/>).
/// </summary>
internal sealed class BatchNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Added to the variance.</summary>
    public const double Epsilon = 1e-5;

    [ComponentName(Name = "weight")]
    private readonly Parameter? _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;
    [ComponentName(Name = "running_mean")]
    private Tensor _mean;
    [ComponentName(Name = "running_var")]
    private Tensor _variance;
    [ComponentName(Name = "num_batches_tracked")]
    private Tensor _batches;

    /// <summary>Weight 1, bias 0, running mean 0 and variance 1.</summary>
    /// <param name="channels">C.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    public BatchNorm(int channels, bool affine = true)
        : base(nameof(BatchNorm))
    {
        (_weight, _bias) = affine ? (Kept(new Parameter(ones(channels))), Kept(new Parameter(zeros(channels)))) : (null, null);
        (_mean, _variance, _batches) = (Kept(zeros(channels)), Kept(ones(channels)), Kept(tensor(0L)));
        RegisterComponents();
    }

    /// <summary>Whether a state's name is that of a buffer, which batches fill and no gradient moves.</summary>
    public static bool IsStatistic(string name) => name[(name.LastIndexOf('.') + 1)..] is "running_mean" or "running_var" or "num_batches_tracked";

    /// <summary>The weight of a batch in the running statistics, in [0, 1]; torch's default.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>[C]; null without affine part.</summary>
    public Parameter? Weight => _weight;

    /// <summary>[C]; null without affine part.</summary>
    public Parameter? Bias => _bias;

    /// <summary>The running mean, [C].</summary>
    public Tensor Mean => _mean;

    /// <summary>The running variance, [C].</summary>
    public Tensor Variance => _variance;

    /// <summary>How many batches filled both, int64, [].</summary>
    public Tensor Batches => _batches;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Forward(input, _weight, _bias, training);

    /// <summary>With the running statistics, which stay as they are, whatever the mode.</summary>
    public Tensor WithRunningStatistics(Tensor input) => Forward(input, _weight, _bias, training: false);

    /// <summary>With another affine part.</summary>
    /// <param name="input">[B, C, h, w].</param>
    /// <param name="weight">[C].</param>
    /// <param name="bias">[C].</param>
    public Tensor WithAffine(Tensor input, Tensor weight, Tensor bias) => Forward(input, weight, bias, training);

    // A network outlives the dispose scope that it is built in.
    private static T Kept<T>(T value)
        where T : Tensor
    {
        value.DetachFromDisposeScope();
        return value;
    }

    private Tensor Forward(Tensor input, Tensor? weight, Tensor? bias, bool training)
    {
        if (training)
        {
            using var noGradient = no_grad();
            _batches.PlusInPlace(1);
        }

        return nn.functional.batch_norm(input, _mean, _variance, weight, bias, training, Momentum, Epsilon);
    }
}
