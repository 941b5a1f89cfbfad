using Prcl.Images.Import;
using Prcl.Images.Import.Regions;
using Xunit;

namespace Prcl.Unit.Images.Import.Regions;

public sealed class BrushBitsTests
{
    [Fact]
    public void Runs_and_single_values_are_unpacked()
    {
        var alpha = new byte[256];
        Array.Fill(alpha, (byte)255, 20, 30);
        alpha[200] = 1;

        Assert.Equal([(20, 30), (200, 1)], new BrushBits(Brush.Pack(alpha), "").Raster(16, 16).Runs);
    }

    [Fact]
    public void A_brush_of_another_image_is_refused() =>
        Assert.Contains("1024 values", Assert.Throws<AnnotationException>(() => new BrushBits(Brush.Pack(new byte[256]), "").Raster(16, 17)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_brush_that_was_cut_off_is_refused()
    {
        var packed = Brush.Pack(Enumerable.Range(0, 256).Select(i => (byte)i).ToArray());

        for (var length = 0; length < packed.Length; length++)
        {
            Assert.Throws<AnnotationException>(() => new BrushBits(packed[..length], "").Raster(16, 16));
        }
    }
}
