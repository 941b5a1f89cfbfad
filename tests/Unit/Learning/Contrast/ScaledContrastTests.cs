using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Contrast;

/// <summary>The contrastive loss on the scaled score: <c>docs/method.md</c>, section 6.</summary>
public sealed class ScaledContrastTests : IDisposable
{
    private const int Classes = 4, Width = 32, PixelsAClass = 30;
    private static readonly TrainingSettings Settings = new() { Anchors = 16, Negatives = 32, Variance = new() { VarianceWeight = 0 } };
    private static readonly RandomKey Key = RandomKey.FromSeed(5);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(3);

    public static TheoryData<IContrastKernel> Kernels => [new ChunkedContrastKernel(), new FusedContrastKernel()];

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void With_variances_of_all_candidates_loss_and_gradients_meet_the_golden_vector(IContrastKernel kernel)
    {
        var golden = GoldenFile.Open("scaled/scaled_contrastive_loss");
        var means = golden.Tensor("anchor_mean", torch.float32).requires_grad_(true);
        var variances = golden.Tensor("anchor_variance", torch.float32).requires_grad_(true);
        var real = Scaled("negative_mean");
        var table = new ExtraNegatives(real, Tensor("negative_variance"), [(1, Scaled("virtual_mean"), Tensor("virtual_variance"))]);
        var query = new ContrastQuery(
            MutualLikelihood.Scale(means),
            variances,
            Scaled("positive_mean"),
            Tensor("positive_variance"),
            table.Means,
            table.Variances,
            table.AppendTo(torch.arange(real.shape[0]).unsqueeze(0), classId: 0),
            torch.empty(0, real.shape[1]),
            golden.Scalar("temperature"));

        var loss = kernel.Loss(query);
        loss.backward();

        Near.Equal(golden.Tensor("logits"), ChunkedContrastKernel.Logits(query), 1e-5);
        Near.Equal(golden.Tensor("loss"), loss, 1e-5);
        Near.Equal(golden.Tensor("anchor_mean_grad"), means.grad!, 2e-5);
        Near.Equal(golden.Tensor("anchor_variance_grad"), variances.grad!, 2e-5);

        torch.Tensor Tensor(string name) => golden.Tensor(name, torch.float32);

        torch.Tensor Scaled(string name) => MutualLikelihood.Scale(Tensor(name));
    }

    [Fact]
    public void Where_all_means_and_all_candidates_variances_are_equal_the_anchors_variance_has_no_gradient()
    {
        var pixels = Pixels(torch.ones(Classes * PixelsAClass, Width));
        pixels.Variances.requires_grad_(true);

        Of(pixels, Prototypes(torch.ones(Classes * PixelsAClass, Width), radius: 0)).Loss.backward();

        Assert.InRange(pixels.Variances.grad!.abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Where_the_variance_has_a_loss_of_its_own_contrast_does_not_teach_it()
    {
        var (pixels, prototypes) = (Pixels(Normal()), Prototypes(Normal()));
        pixels.Means.requires_grad_(true);
        pixels.Variances.requires_grad_(true);

        new ContrastiveLoss(Settings with { Variance = new() }, new FusedContrastKernel()).Of(pixels, prototypes, Key, step: 3).Loss.backward();

        Assert.Null(pixels.Variances.grad);
        Assert.True(pixels.Means.grad!.abs().sum().item<float>() > 0);
    }

    [Fact]
    public void Shrinking_the_variance_of_every_anchor_does_not_lower_the_loss_of_random_representations()
    {
        var means = Normal();
        var (pixels, prototypes) = (Pixels(means), Prototypes(Normal()));
        var anchors = pixels.Variances.clone();

        var before = LossOfAnchors(pixels, prototypes, 1);
        var after = LossOfAnchors(pixels, prototypes, 0.1);

        Assert.True(after >= before, $"The loss fell from {before} to {after} by variances alone.");
        Assert.True(pixels.Variances.Equals(anchors));
    }

    [Fact]
    public void Turning_an_anchor_to_its_prototype_moves_the_loss_as_much_at_any_width()
    {
        var moves = new[] { 64, 256 }.Select(width => Turned(width, towards: 0) - Turned(width, towards: 1)).ToArray();

        Assert.InRange(moves[0], 1, 100);
        Assert.Equal(1, moves[0] / moves[1], 0.25);
    }

    [Fact]
    public void How_much_evidence_a_class_has_changes_no_negative()
    {
        var (pixels, prototypes) = (Pixels(Normal()), Prototypes(Normal()));
        var more = prototypes.ToArray();
        var sums = prototypes[2]!;
        more[2] = new PrototypeSums(
            Array.ConvertAll(sums.Precision, x => 100 * x), Array.ConvertAll(sums.Information, x => 100 * x), Array.ConvertAll(sums.SecondMoment, x => 100 * x), 100 * sums.Count, 0);

        var (few, many) = (Of(pixels, prototypes), Of(pixels, more));

        Assert.Equal(few.Loss.item<float>(), many.Loss.item<float>(), 1e-5);
        Assert.Equal(few.EffectiveClasses, many.EffectiveClasses, 1e-9);
        Assert.InRange(few.EffectiveClasses, 2, 3);
    }

    [Fact]
    public void Virtual_negatives_are_as_near_to_their_prototype_as_real_pixels_of_the_class()
    {
        // Unit means around a direction, noisier in some dimensions than in others: what a memory bank would hold.
        var centre = torch.randn([Width], generator: _generator);
        var noise = torch.linspace(0.2, 1.5, Width);
        var real = MutualLikelihood.Normalise(centre + (torch.randn([4000, Width], generator: _generator) * noise));
        var sums = ClassSummation.Of(real, torch.full_like(real, 0.5f), torch.zeros(4000, torch.int64), 1, 0)[0]!;
        var draws = new Prcl.Learning.VirtualNegatives.VirtualNegativeSampler(1, 1, VirtualSpread.Moments).Draw(sums, 0, 0, 4000);

        var prototype = MutualLikelihood.Normalise(torch.tensor(sums.Mean()).to(torch.float32));
        var imagined = MutualLikelihood.Normalise(torch.tensor(draws, 4000, Width));

        Assert.Equal(real.matmul(prototype).mean().item<float>(), imagined.matmul(prototype).mean().item<float>(), 0.05);
    }

    private static ContrastTerm Of(PixelRepresentations pixels, PrototypeSums?[] prototypes) =>
        new ContrastiveLoss(Settings, new FusedContrastKernel()).Of(pixels, prototypes, Key, step: 3);

    // Anchors alone change their variance; candidates keep the common one.
    private static double LossOfAnchors(PixelRepresentations pixels, PrototypeSums?[] prototypes, double factor)
    {
        var kernel = new Rescaled(factor);
        return new ContrastiveLoss(Settings, kernel).Of(pixels, prototypes, Key, step: 3).Loss.item<float>();
    }

    private static double Turned(int width, double towards)
    {
        var directions = torch.eye(width)[..2];
        var anchor = (directions[0] * towards) + (directions[1] * Math.Sqrt(1 - (towards * towards)));
        var query = new ContrastQuery(
            MutualLikelihood.Scale(anchor.unsqueeze(0)),
            torch.full(1, width, 0.5f),
            MutualLikelihood.Scale(directions[0]),
            torch.full(width, 0.5f),
            MutualLikelihood.Scale(torch.eye(width)[2..12]),
            torch.full(10, width, 0.5f),
            torch.arange(10).unsqueeze(0),
            torch.empty(0, width),
            Settings.Temperature);
        return new FusedContrastKernel().Loss(query).item<float>();
    }

    private torch.Tensor Normal() => torch.randn([Classes * PixelsAClass, Width], generator: _generator);

    private PixelRepresentations Pixels(torch.Tensor means) => new(
        means,
        (torch.rand([means.shape[0], Width], generator: _generator) * 0.6f) + 0.3f,
        torch.arange(means.shape[0]) % Classes,
        torch.full(means.shape[0], 0.3f));

    private static PrototypeSums?[] Prototypes(torch.Tensor means, double radius = 1) => ClassSummation.Of(
        MutualLikelihood.Normalise(means), torch.full([means.shape[0], Width], 0.5f * (float)Math.Max(radius, 1)), torch.arange(means.shape[0]) % Classes, Classes, 0);

    private sealed class Rescaled(double factor) : IContrastKernel
    {
        public torch.Tensor Loss(ContrastQuery query) =>
            new ChunkedContrastKernel().Loss(query with { AnchorVariances = query.AnchorVariances * (float)factor });
    }
}
