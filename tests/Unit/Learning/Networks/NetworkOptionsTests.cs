using Prcl.Learning.Networks;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class NetworkOptionsTests
{
    [Fact]
    public void The_profiles_are_valid_and_differ_as_specified()
    {
        var paper = NetworkOptions.Paper(21);
        var dense = NetworkOptions.Paper(21, Backbone.ResNet50, outputStride: 8);
        var cpu = NetworkOptions.Cpu(11);
        paper.Validate();
        dense.Validate();
        cpu.Validate();

        Assert.Equal((Backbone.ResNet101, 16, 256, 256, false, 304), (paper.Backbone, paper.OutputStride, paper.HeadWidth, paper.RepresentationWidth, paper.SeparableHeads, paper.FeatureWidth));
        Assert.Equal([6, 12, 18], paper.AsppRates);
        Assert.Equal([12, 24, 36], dense.AsppRates);
        Assert.Equal((Backbone.MobileNetV2, 16, 128, 64, true, 176), (cpu.Backbone, cpu.OutputStride, cpu.HeadWidth, cpu.RepresentationWidth, cpu.SeparableHeads, cpu.FeatureWidth));
        Assert.Equal([3, 6, 9], cpu.AsppRates);
    }

    [Fact]
    public void A_broken_rule_names_property_value_and_rule()
    {
        var valid = NetworkOptions.Cpu(5);
        (NetworkOptions Options, string Property, string Value)[] broken =
        [
            (valid with { Backbone = (Backbone)99 }, "Backbone", "99"),
            (valid with { OutputStride = 32 }, "OutputStride", "32"),
            (valid with { Classes = 1 }, "Classes", "1"),
            (valid with { RepresentationWidth = 0 }, "RepresentationWidth", "0"),
            (valid with { HeadWidth = -3 }, "HeadWidth", "-3"),
            (valid with { AsppRates = [] }, "AsppRates", "()"),
            (valid with { AsppRates = [6, 0] }, "AsppRates", "(6, 0)"),
        ];

        foreach (var (options, property, value) in broken)
        {
            var error = Assert.Throws<ArgumentException>(options.Validate);
            Assert.Equal(property, error.ParamName);
            Assert.Contains($"NetworkOptions.{property} is {value}; it must be ", error.Message, StringComparison.Ordinal);
        }
    }
}
