using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>The loss of a class as one node of the autograd graph: its gradient is computed with it and only scaled on the way back.</summary>
internal sealed class FusedContrastFunction : autograd.SingleTensorFunction<FusedContrastFunction>
{
    public override string Name => nameof(FusedContrastFunction);

    /// <summary>How the loss is computed; the widest form that the processor has, unless a test chooses.</summary>
    public static Func<ClassRows, nint, nint, int, double> Widest { get; } =
        Vector512.IsHardwareAccelerated ? ClassLoss<Lanes512>.Compute
        : Vector256.IsHardwareAccelerated ? ClassLoss<Lanes256>.Compute
        : ClassLoss<Lanes1>.Compute;

    public override unsafe Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var query = ((ContrastQuery)vars[2]) with { AnchorMeans = (Tensor)vars[0], AnchorVariances = (Tensor)vars[1] };
        var compute = (Func<ClassRows, nint, nint, int, double>)vars[3];
        var meanGradient = zeros_like(query.AnchorMeans);          // [Q, D]
        var varianceGradient = zeros_like(query.AnchorVariances);  // [Q, D]
        var rows = new ClassRows(query);
        try
        {
            fixed (byte* means = meanGradient.bytes, variances = varianceGradient.bytes)
            {
                var loss = compute(rows, (nint)means, (nint)variances, get_num_threads());
                ctx.save_for_backward([meanGradient, varianceGradient]);
                return tensor((float)loss);
            }
        }
        finally
        {
            GC.KeepAlive(query);
        }
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        return [saved[0] * grad_output, saved[1] * grad_output, null!, null!];
    }
}
