using Prcl.Learning.Networks;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class SegmentationNetworkTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(7);

    public static TheoryData<Backbone, int> Shapes => new(
        from backbone in Enum.GetValues<Backbone>()
        from stride in new[] { 16, 8 }
        select (backbone, stride));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Everything_comes_out_on_the_stride_4_grid(Backbone backbone, int outputStride)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new SegmentationNetwork(NetworkOptions.Cpu(5, backbone) with { OutputStride = outputStride }, Key);

        var output = network.call(Image(2, 65, 50));

        Assert.Equal([2, 5, 17, 13], output.Logits.shape);
        Assert.Equal([2, 64, 17, 13], output.Means.shape);
        Assert.Equal([2, 176, 17, 13], output.Features.shape);
        Assert.True(output.Means.isfinite().all().item<bool>());
    }

    [Fact]
    public void The_paper_s_heads_have_the_paper_s_shapes()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new SegmentationNetwork(NetworkOptions.Paper(21, Backbone.ResNet18), Key);

        var state = network.state_dict();

        Assert.Equal([256, 304, 3, 3], state["classifier.0.weight"].shape);
        Assert.Equal([21, 256, 1, 1], state["classifier.3.weight"].shape);
        Assert.Equal([256, 304, 3, 3], state["mean_head.0.weight"].shape);
        Assert.Equal([256], state["mean_head.3.bias"].shape);
        Assert.Equal([48, 64, 1, 1], state["skip.0.weight"].shape);
        Assert.Equal([256, 512, 3, 3], state["aspp.convs.3.0.weight"].shape);
        Assert.Equal([256, 1280, 1, 1], state["aspp.project.0.weight"].shape);
        Assert.Equal([256, 512, 1, 1], state["aspp.pooling.conv.weight"].shape);
        Assert.Equal([64, 3, 7, 7], state["backbone.conv1.weight"].shape);
        Assert.All(state.Keys, name => Assert.Matches("^(backbone|aspp|skip|classifier|mean_head)\\.", name));
    }

    [Fact]
    public void The_separable_heads_are_depthwise_then_pointwise()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);

        var state = network.state_dict();

        Assert.Equal([176, 1, 3, 3], state["classifier.0.0.weight"].shape);
        Assert.Equal([128, 176, 1, 1], state["mean_head.0.1.weight"].shape);
        Assert.Equal([320, 1, 3, 3], state["aspp.convs.1.0.0.weight"].shape);
        Assert.Equal([32, 3, 3, 3], state["backbone.features.0.0.weight"].shape);
    }

    [Fact]
    public void The_logits_alone_are_the_logits_of_the_whole()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);
        network.eval();
        var image = Image(2, 65, 65);

        Assert.True(network.call(image).Logits.Equals(network.Logits(image)));
    }

    [Fact]
    public void Weights_are_a_function_of_the_key_and_nothing_else()
    {
        using var scope = torch.NewDisposeScope();
        using var first = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);
        torch.rand(13); // Moves the global generator.
        using var again = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);
        using var other = new SegmentationNetwork(NetworkOptions.Cpu(5), RandomKey.FromSeed(8));

        foreach (var (name, value) in first.state_dict())
        {
            Assert.True(value.Equals(again.state_dict()[name]), name);
        }

        Assert.All(
            first.named_parameters().Where(parameter => parameter.parameter.dim() == 4),
            parameter => Assert.False(parameter.parameter.Equals(other.get_parameter(parameter.name)!), parameter.name));
    }

    [Fact]
    public void Convolutions_start_as_kaiming_normal()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new SegmentationNetwork(NetworkOptions.Paper(5, Backbone.ResNet18), Key);

        var state = network.state_dict();

        Assert.Equal(Math.Sqrt(2.0 / (512 * 9)), Deviation(state["backbone.layer4.1.conv2.weight"]), 1e-4);
        Assert.Equal(Math.Sqrt(2.0 / (128 * 9)), Deviation(state["backbone.layer2.0.conv1.weight"]), 1e-3);
        Assert.Equal(Math.Sqrt(1.0 / (3 * 304 * 9)), Deviation(state["mean_head.0.weight"]), 1e-3);
        Assert.True(state["backbone.bn1.weight"].eq(1).all().item<bool>());
        Assert.True(state["classifier.3.bias"].eq(0).all().item<bool>());

        static double Deviation(torch.Tensor weight) => weight.pow(2).mean().sqrt().item<float>();
    }

    [Theory]
    [InlineData(Backbone.MobileNetV2, true)]
    [InlineData(Backbone.ResNet18, false)]
    [InlineData(Backbone.ResNet50, true)]
    public void The_gradient_reaches_every_parameter(Backbone backbone, bool separable)
    {
        using var scope = torch.NewDisposeScope();
        var options = NetworkOptions.Cpu(5, backbone) with { SeparableHeads = separable };
        using var network = new SegmentationNetwork(options, Key);
        using var head = new ProbabilityHead(options, Key);

        var output = network.call(Image(2, 65, 65));
        var variance = head.call(output.Features);
        (output.Logits.pow(2).mean() + output.Means.pow(2).mean() + variance.log().pow(2).mean()).backward();

        foreach (var (name, parameter) in network.named_parameters().Concat(head.named_parameters()))
        {
            var gradient = parameter.grad;
            Assert.True(gradient is not null && gradient.isfinite().all().item<bool>() && gradient.ne(0).any().item<bool>(), name);
        }
    }

    [Fact]
    public void A_batch_of_one_image_trains()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);
        var before = network.get_buffer("aspp.pooling.bn.running_mean")!.clone();

        var output = network.call(Image(1, 65, 65));
        output.Logits.pow(2).mean().backward();

        Assert.True(network.training);
        Assert.True(output.Logits.isfinite().all().item<bool>());
        Assert.True(network.get_parameter("aspp.pooling.conv.weight")!.grad!.ne(0).any().item<bool>());
        Assert.True(before.Equals(network.get_buffer("aspp.pooling.bn.running_mean")!));
    }

    [Fact]
    public void A_network_outlives_the_dispose_scope_it_was_built_in()
    {
        SegmentationNetwork network;
        using (torch.NewDisposeScope())
        {
            network = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);
        }

        using (network)
        using (torch.NewDisposeScope())
        {
            Assert.Equal([2, 5, 9, 9], network.call(Image(2, 33, 33)).Logits.shape);
        }
    }

    [Fact]
    public void A_forward_pass_leaves_nothing_but_its_outputs()
    {
        using var network = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var image = Image(2, 65, 65);
        var before = scope.DisposablesCount;

        network.call(image);

        Assert.Equal(before + 3, scope.DisposablesCount);
    }

    [Fact]
    public void Mode_and_precision_reach_every_part()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new SegmentationNetwork(NetworkOptions.Cpu(5), Key);

        network.to(torch.float64);
        network.eval();
        var output = network.call(Image(1, 33, 33).to(torch.float64));

        Assert.Equal(torch.float64, output.Means.dtype);
        Assert.All(network.modules(), module => Assert.False(module.training));
        Assert.All(network.parameters(), parameter => Assert.Equal(torch.float64, parameter.dtype));
    }

    [Fact]
    public void Invalid_options_are_refused() =>
        Assert.Throws<ArgumentException>(() => new SegmentationNetwork(NetworkOptions.Cpu(5) with { OutputStride = 4 }, Key));

    private static torch.Tensor Image(int batch, int height, int width) =>
        torch.randn([batch, 3, height, width], generator: new torch.Generator(11));
}
