using Prcl.Learning.Contrast;
using Prcl.Learning.MemoryBanks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using Prcl.Learning.Variances;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Contrast;

public sealed class ContrastiveLossTests : IDisposable
{
    private const int Classes = 5, Width = 6, PixelsAClass = 20;
    private static readonly TrainingSettings Settings = new() { Anchors = 8, Negatives = 12, VirtualNegatives = 3, Temperature = 0.5, Score = ScoreSettings.Paper, Variance = VarianceSettings.Paper, VirtualSpread = VirtualSpread.Unit, StrongThreshold = 0.8 };
    private static readonly RandomKey Key = RandomKey.FromSeed(0).With(1).With(2);
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(8);
    private readonly Recorder _kernel = new();

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Each_class_is_held_against_pixels_of_other_present_classes_and_virtual_negatives_of_every_other_class()
    {
        var pixels = Pixels([0, 2, 3], easy: []);

        var term = Of(pixels, Prototypes(0, 1, 2, 3));

        Assert.Equal((3, 3), (term.PresentClasses, term.QueriedClasses));
        Assert.Equal(3, _kernel.Queries.Count);
        foreach (var (query, classId) in _kernel.Queries.Zip([0L, 2, 3]))
        {
            Assert.Equal([8L, Width], query.AnchorMeans.shape);
            Assert.Equal([1L, 12], query.NegativeIndices.shape);
            Assert.Equal([3L * 3, Width], query.VirtualMeans.shape);
            Assert.All(query.NegativeIndices.data<long>(), row => Assert.NotEqual(classId, pixels.Labels[row].item<long>()));
            Assert.True(torch.allclose(query.VirtualMeans.norm(1), torch.ones(9)));
            Assert.True(torch.allclose(query.AnchorMeans.norm(1), torch.ones(8)));
            AssertAreRowsOf(pixels, classId, query.AnchorVariances);
        }
    }

    [Fact]
    public void The_loss_is_the_sum_over_classes_by_the_number_of_present_ones()
    {
        var pixels = Pixels([0, 1, 2], easy: [2]);

        var term = Of(pixels, Prototypes(0, 1, 2, 3));

        // Class 2 has no hard pixel: it adds nothing, but it is present.
        Assert.Equal((3, 2), (term.PresentClasses, term.QueriedClasses));
        Assert.Equal(_kernel.Losses.Sum() / 3, term.Loss.item<float>(), 1e-6);
    }

    [Fact]
    public void One_present_class_is_held_against_virtual_negatives_only()
    {
        var term = Of(Pixels([1], easy: []), Prototypes(0, 1, 4));

        var query = Assert.Single(_kernel.Queries);
        Assert.Equal((1, 1), (term.PresentClasses, term.QueriedClasses));
        Assert.Equal([1L, 0], query.NegativeIndices.shape);
        Assert.Equal([2L * 3, Width], query.VirtualMeans.shape);
        Assert.True(term.Loss.item<float>() > 0);
        Assert.NotNull(term.PositiveLogit);
        Assert.Null(term.NegativeLogit);
    }

    [Fact]
    public void Fewer_than_two_classes_with_evidence_give_zero_without_gradient()
    {
        foreach (var evidence in new int[][] { [], [1], [4] })
        {
            var term = Of(Pixels([1, 2], easy: []), Prototypes(evidence));

            Assert.Equal(0, term.Loss.item<float>());
            Assert.Empty(term.Loss.shape);
            Assert.False(term.Loss.requires_grad);
            Assert.Null(term.PositiveLogit);
        }
    }

    [Fact]
    public void Without_a_hard_pixel_or_any_pixel_the_loss_is_zero()
    {
        foreach (var pixels in new[] { Pixels([0, 1], easy: [0, 1]), Pixels([], easy: []) })
        {
            var term = Of(pixels, Prototypes(0, 1, 2));

            Assert.Equal((0f, 0), (term.Loss.item<float>(), term.QueriedClasses));
            Assert.False(term.Loss.requires_grad);
        }
    }

    [Fact]
    public void A_class_without_evidence_is_neither_anchor_nor_negative_nor_source()
    {
        var pixels = Pixels([0, 1, 2], easy: []);

        var term = Of(pixels, Prototypes(0, 1));

        Assert.Equal((2, 2), (term.PresentClasses, term.QueriedClasses));
        Assert.All(_kernel.Queries, query => Assert.Equal(3, query.VirtualMeans.shape[0]));
        Assert.All(_kernel.Queries.SelectMany(query => query.NegativeIndices.data<long>()), row => Assert.NotEqual(2, pixels.Labels[row].item<long>()));
    }

    [Fact]
    public void Gradient_flows_through_the_anchors_only()
    {
        // Class 1 has easy pixels: they are negatives of class 0, never anchors.
        var pixels = Pixels([0, 1], easy: [1]);
        pixels.Means.requires_grad_(true);
        pixels.Variances.requires_grad_(true);

        Of(pixels, Prototypes(0, 1)).Loss.backward();

        var anchors = _kernel.Queries.Single().AnchorVariances.shape[0];
        var moved = pixels.Means.grad!.abs().sum(1).gt(0);
        Assert.InRange(moved.sum().item<long>(), 1, anchors);
        Assert.False(moved.logical_and(pixels.Labels.eq(1)).any().item<bool>());
        Assert.False(pixels.Variances.grad!.abs().sum(1).gt(0).logical_and(pixels.Labels.eq(1)).any().item<bool>());
    }

    [Fact]
    public void Negatives_of_each_anchor_or_of_each_class_are_a_setting_and_virtual_ones_can_be_left_out()
    {
        var pixels = Pixels([0, 1], easy: []);

        Of(pixels, Prototypes(0, 1, 2), Settings with { NegativeSharing = NegativeSharing.Anchor, VirtualNegatives = 0 });

        Assert.All(_kernel.Queries, query => Assert.Equal([8L, 12], query.NegativeIndices.shape));
        Assert.All(_kernel.Queries, query => Assert.Equal([0L, Width], query.VirtualMeans.shape));
    }

    [Theory]
    [InlineData(NegativeSharing.Anchor, 8)]
    [InlineData(NegativeSharing.Class, 1)]
    public void A_memory_bank_gives_real_negatives_of_every_other_class_with_evidence_in_place_of_virtual_ones(NegativeSharing sharing, long queries)
    {
        // The bank knows the classes 1 and 2, by a variance that no pixel has; class 2 isn't in the batch, class 3 isn't in the bank.
        using var bank = new MemoryBank(Classes, 4, Width, torch.CPU);
        var labels = torch.tensor([1L, 1, 2]);
        bank.Remember(new PixelRepresentations(torch.ones(3, Width), labels.unsqueeze(1).add(10).expand(3, Width).to(torch.float32), labels, torch.zeros(3)), 4, Key);

        var settings = Settings with { NegativeSharing = sharing, NegativeSource = NegativeSource.Bank };
        new ContrastiveLoss(settings, _kernel, bank).Of(Pixels([0, 1], easy: []), Prototypes(0, 1, 2, 3), Key, step: 17);

        Assert.Equal([[11f, 12f], [12f]], _kernel.Queries.Select(query => BankVariances(query, queries)));
        Assert.All(_kernel.Queries, query => Assert.Equal(0, query.VirtualMeans.shape[0]));
    }

    [Fact]
    public void The_positive_is_the_prototype_with_the_smaller_of_its_variances()
    {
        var prototypes = Prototypes(0, 1);

        Of(Pixels([1], easy: []), prototypes);

        var query = _kernel.Queries.Single();
        var mean = prototypes[1]!.Mean();
        var length = Math.Sqrt(mean.Sum(x => x * x));
        Near.Equal([.. mean.Select(x => x / length)], Near.Doubles(query.PositiveMean), 1e-6);
        Near.Equal(prototypes[1]!.PositiveVariance(), Near.Doubles(query.PositiveVariance), 1e-6);
    }

    [Theory]
    [InlineData(NegativeSharing.Anchor)]
    [InlineData(NegativeSharing.Class)]
    public void The_two_parts_of_the_logits_sum_to_what_the_kernel_sees(NegativeSharing sharing)
    {
        var term = Of(Pixels([0, 1, 2], easy: []), Prototypes(0, 1, 2), Settings with { NegativeSharing = sharing });

        var positive = _kernel.Queries.Average(query => ChunkedContrastKernel.Logits(query).select(1, 0).mean().item<float>());
        Assert.Equal(positive, term.PositiveLogit!.sum().item<float>(), 1e-4);
        Assert.True(term.PositiveLogit![0].item<float>() < 0);
        var negative = _kernel.Queries.Average(query => Enumerable.Range(0, 8).Average(i =>
            ChunkedContrastKernel.Logits(query)[i, sharing == NegativeSharing.Class ? 1 + i : 1].item<float>()));
        Assert.Equal(negative, term.NegativeLogit!.sum().item<float>(), 1e-4);
    }

    [Fact]
    public void The_same_key_and_step_give_the_same_loss()
    {
        var (pixels, prototypes) = (Pixels([0, 1, 2], easy: []), Prototypes(0, 1, 2, 3));

        var losses = Enumerable.Range(0, 2).Select(_ => Of(pixels, prototypes).Loss.item<float>()).ToArray();

        Assert.Equal(losses[0], losses[1]);
        Assert.NotEqual(losses[0], new ContrastiveLoss(Settings, _kernel).Of(pixels, prototypes, Key.With(3), 17).Loss.item<float>());
        Assert.NotEqual(losses[0], new ContrastiveLoss(Settings, _kernel).Of(pixels, prototypes, Key, 18).Loss.item<float>());
    }

    // V = 3 of each class at the end of each query's negatives.
    private static float[] BankVariances(ContrastQuery query, long queries)
    {
        var count = query.NegativeIndices.shape[1] - 12;
        var rows = query.NegativeIndices.narrow(1, 12, count);
        var variances = query.PixelVariances.index_select(0, rows.reshape(-1)).select(1, 0).data<float>().ToArray();
        Assert.Equal(queries * count, variances.Length);
        var classes = variances.Distinct().Order().ToArray();
        Assert.All(classes, value => Assert.Equal(queries * 3, variances.Count(v => v == value)));
        return classes;
    }

    private ContrastTerm Of(PixelRepresentations pixels, PrototypeSums?[] prototypes, TrainingSettings? settings = null) =>
        new ContrastiveLoss(settings ?? Settings, _kernel).Of(pixels, prototypes, Key, step: 17);

    private PixelRepresentations Pixels(int[] present, int[] easy)
    {
        long[] labels = [.. Enumerable.Range(0, PixelsAClass).SelectMany(_ => present.Select(k => (long)k))];
        return new PixelRepresentations(
            torch.randn([labels.Length, Width], generator: _generator),
            torch.rand([labels.Length, Width], generator: _generator) * 0.9f + 0.05f,
            torch.tensor(labels),
            torch.tensor(labels.Select(k => easy.Contains((int)k) ? 0.95f : 0.3f).ToArray()));
    }

    private PrototypeSums?[] Prototypes(params int[] evident) =>
        [.. Enumerable.Range(0, Classes).Select(k => !evident.Contains(k)
            ? null
            : ClassSummation.Of(torch.randn([9, Width], generator: _generator), torch.rand([9, Width], generator: _generator) + 0.1f, torch.zeros([9], torch.int64), 1, 0)[0])];

    private static void AssertAreRowsOf(PixelRepresentations pixels, long classId, torch.Tensor rows)
    {
        var same = rows.unsqueeze(1).eq(pixels.Variances.unsqueeze(0)).all(2);  // [Q, P]
        Assert.True(same.logical_and(pixels.Labels.eq(classId)).any(1).all().item<bool>());
    }

    /// <summary>The exact kernel, with a memory.</summary>
    private sealed class Recorder : IContrastKernel
    {
        public List<ContrastQuery> Queries { get; } = [];

        public List<float> Losses { get; } = [];

        public torch.Tensor Loss(ContrastQuery query)
        {
            // The query's tensors end with the call: what is remembered is a copy.
            var outside = new ContrastQuery(
                Copy(query.AnchorMeans),
                Copy(query.AnchorVariances),
                Copy(query.PositiveMean),
                Copy(query.PositiveVariance),
                Copy(query.PixelMeans),
                Copy(query.PixelVariances),
                Copy(query.NegativeIndices),
                Copy(query.VirtualMeans),
                query.Temperature);
            Queries.Add(outside);
            var loss = new ChunkedContrastKernel().Loss(query);
            Losses.Add(loss.item<float>());
            return loss;
        }

        private static torch.Tensor Copy(torch.Tensor tensor) => tensor.detach().clone().DetachFromDisposeScope();
    }
}
