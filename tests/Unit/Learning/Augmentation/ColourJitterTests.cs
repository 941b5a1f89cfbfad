using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class ColourJitterTests
{
    [Theory]
    [InlineData(ColourAdjustment.Brightness, 0.75f)]
    [InlineData(ColourAdjustment.Brightness, 1.6f)]
    [InlineData(ColourAdjustment.Contrast, 0.75f)]
    [InlineData(ColourAdjustment.Contrast, 1.7f)]
    [InlineData(ColourAdjustment.Saturation, 0f)]
    [InlineData(ColourAdjustment.Saturation, 1.8f)]
    [InlineData(ColourAdjustment.Hue, 0.25f)]
    [InlineData(ColourAdjustment.Hue, -0.25f)]
    [InlineData(ColourAdjustment.Hue, 0.5f)]
    [InlineData(ColourAdjustment.Hue, 0f)]
    public void An_adjustment_meets_its_textbook_definition(ColourAdjustment adjustment, float amount)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var (height, width) in new[] { (13, 17), (1, 1), (1, 8), (3, 1) })
        {
            var image = Scenes.Image(height, width, seed: 7);
            var expected = NaiveColour.Adjust(Scenes.Values(image), adjustment, amount);

            new ColourJitter([(adjustment, amount)]).ApplyInPlace(image);

            Scenes.AssertClose(expected, Scenes.Values(image), 2e-6);
        }
    }

    [Theory]
    [InlineData(0f, 0f, 0f)]
    [InlineData(1f, 1f, 1f)]
    [InlineData(1f, 0f, 0f)]
    [InlineData(1f, 1f, 0f)]
    [InlineData(0f, 1f, 0f)]
    [InlineData(0f, 1f, 1f)]
    [InlineData(0f, 0f, 1f)]
    [InlineData(1f, 0f, 1f)]
    [InlineData(0.5f, 0.5f, 0.2f)]
    [InlineData(0.2f, 0.5f, 0.5f)]
    public void Hue_turns_the_corners_of_the_colour_cube(float red, float green, float blue)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var turns in new[] { -0.5f, -1f / 3, -0.25f, 0f, 0.1f, 1f / 3, 0.5f })
        {
            var image = torch.tensor(new[] { red, green, blue }, [3, 1, 1]);
            var expected = NaiveColour.Adjust([red, green, blue], ColourAdjustment.Hue, turns);

            new ColourJitter([(ColourAdjustment.Hue, turns)]).ApplyInPlace(image);

            Scenes.AssertClose(expected, Scenes.Values(image), 2e-6);
        }
    }

    [Fact]
    public void Adjustments_apply_in_their_order()
    {
        using var scope = torch.NewDisposeScope();
        for (var seed = 0; seed < 30; seed++)
        {
            var jitter = ColourJitter.Draw(new AugmentationOptions { JitterProbability = 1 }, RandomKey.FromSeed(seed))!;
            var image = Scenes.Image(9, 11, seed);
            var expected = Scenes.Values(image);
            foreach (var (adjustment, amount) in jitter.Steps)
            {
                expected = Array.ConvertAll(NaiveColour.Adjust(expected, adjustment, amount), value => (float)value);
            }

            jitter.ApplyInPlace(image);

            Scenes.AssertClose(Array.ConvertAll(expected, value => (double)value), Scenes.Values(image), 1e-5);
            Assert.All(Scenes.Values(image), value => Assert.InRange(value, 0f, 1f));
        }
    }

    [Fact]
    public void Draws_fill_their_ranges_in_every_order()
    {
        var options = new AugmentationOptions { Brightness = 0.1, Contrast = 0.2, Saturation = 0.3, Hue = 0.4 };
        var ranges = new Dictionary<ColourAdjustment, (double Middle, double Reach)>
        {
            [ColourAdjustment.Brightness] = (1, 0.1),
            [ColourAdjustment.Contrast] = (1, 0.2),
            [ColourAdjustment.Saturation] = (1, 0.3),
            [ColourAdjustment.Hue] = (0, 0.4),
        };
        var extremes = ranges.Keys.ToDictionary(adjustment => adjustment, _ => (Low: double.MaxValue, High: double.MinValue));
        var orders = new HashSet<string>();
        var drawn = 0;
        for (var seed = 0; seed < 4000; seed++)
        {
            if (ColourJitter.Draw(options, RandomKey.FromSeed(seed)) is not { } jitter)
            {
                continue;
            }

            drawn++;
            orders.Add(string.Join(' ', jitter.Steps.Select(step => step.Adjustment)));
            foreach (var (adjustment, amount) in jitter.Steps)
            {
                extremes[adjustment] = (Math.Min(extremes[adjustment].Low, amount), Math.Max(extremes[adjustment].High, amount));
            }
        }

        Assert.InRange(drawn, 3100, 3300);
        Assert.Equal(24, orders.Count);
        foreach (var (adjustment, (middle, reach)) in ranges)
        {
            Assert.InRange(extremes[adjustment].Low, middle - reach - 1e-6, middle - 0.98 * reach);
            Assert.InRange(extremes[adjustment].High, middle + 0.98 * reach, middle + reach + 1e-6);
        }
    }

    [Fact]
    public void A_view_that_is_not_contiguous_is_refused()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Throws<ArgumentException>(
            () => new ColourJitter([(ColourAdjustment.Hue, 0.1f)]).ApplyInPlace(torch.zeros(4, 5, 3).permute(2, 0, 1)));
    }
}
