using Prcl.Learning.Images;
using Xunit;

namespace Prcl.Unit.Learning.Images;

public sealed class AlphaDropTests
{
    [Fact]
    public void Every_number_of_pixels_keeps_its_colours_and_nothing_behind_them_is_touched()
    {
        for (var pixels = 0; pixels < 70; pixels++)
        {
            byte[] rgba = [.. Enumerable.Range(0, 4 * pixels).Select(i => (byte)(7 * i + 1))];
            byte[] expected = [.. rgba.Where((_, i) => i % 4 != 3), 255, 255, 255];
            var rgb = Enumerable.Repeat((byte)255, 3 * pixels + 3).ToArray();

            AlphaDrop.Copy(rgba, rgb.AsSpan(0, 3 * pixels));

            Assert.Equal(expected, rgb);
        }
    }
}
