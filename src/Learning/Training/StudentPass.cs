using Prcl.Learning.Networks;
using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>
/// The student's look at one batch, cut off from what is computed with it: the losses of a step are differentiated together down to the
/// outputs, then the network under each output by itself, so that two batches can go back side by side.
/// </summary>
internal sealed class StudentPass
{
    private readonly (Tensor Made, Tensor Cut)[] _outputs;

    /// <summary>Looks; the tensors live in the caller's dispose scope.</summary>
    /// <param name="student">In training mode.</param>
    /// <param name="images">Normalised, [B, 3, H, W].</param>
    public StudentPass(SegmentationNetwork student, Tensor images)
    {
        var made = student.call(images);
        _outputs = [.. new[] { made.Logits, made.Means, made.Features }.Select(output => (output, output.detach().requires_grad_()))];
        Output = new SegmentationOutput(_outputs[0].Cut, _outputs[1].Cut, _outputs[2].Cut);
    }

    /// <summary>What losses are made of.</summary>
    public SegmentationOutput Output { get; }

    /// <summary>Takes the gradient that has reached <see cref="Output"/> on to the student's parameters, where it is added.</summary>
    public void Backward()
    {
        var reached = _outputs.Where(output => output.Cut.grad is not null).ToArray();
        if (reached.Length > 0)
        {
            autograd.backward([.. reached.Select(output => output.Made)], [.. reached.Select(output => output.Cut.grad!)]);
        }
    }
}
