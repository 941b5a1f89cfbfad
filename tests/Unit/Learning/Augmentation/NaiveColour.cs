using Prcl.Learning.Augmentation;

namespace Prcl.Unit.Learning.Augmentation;

/// <summary>Colour adjustments pixel by pixel in double; hue through HSV with its six sectors.</summary>
internal static class NaiveColour
{
    public static double[] Adjust(float[] image, ColourAdjustment adjustment, double amount)
    {
        var pixels = image.Length / 3;
        var mean = Enumerable.Range(0, pixels).Average(i => Grey(image[i], image[pixels + i], image[2 * pixels + i]));
        var result = new double[image.Length];
        for (var i = 0; i < pixels; i++)
        {
            double[] colour = [image[i], image[pixels + i], image[2 * pixels + i]];
            var grey = Grey(colour[0], colour[1], colour[2]);
            var adjusted = adjustment switch
            {
                ColourAdjustment.Brightness => Array.ConvertAll(colour, v => amount * v),
                ColourAdjustment.Contrast => Array.ConvertAll(colour, v => amount * v + (1 - amount) * mean),
                ColourAdjustment.Saturation => Array.ConvertAll(colour, v => amount * v + (1 - amount) * grey),
                _ => Turn(colour, amount),
            };
            for (var c = 0; c < 3; c++)
            {
                result[c * pixels + i] = Math.Clamp(adjusted[c], 0, 1);
            }
        }

        return result;
    }

    private static double Grey(double red, double green, double blue) => 0.2989 * red + 0.587 * green + 0.114 * blue;

    private static double[] Turn(double[] colour, double turns)
    {
        var (maximum, minimum) = (colour.Max(), colour.Min());
        var chroma = maximum - minimum;
        var degrees = chroma == 0 ? 0
            : maximum == colour[0] ? 60 * (colour[1] - colour[2]) / chroma
            : maximum == colour[1] ? 120 + 60 * (colour[2] - colour[0]) / chroma
            : 240 + 60 * (colour[0] - colour[1]) / chroma;
        degrees = (degrees + 360 * turns + 720) % 360;
        var sector = (int)(degrees / 60);
        var fraction = degrees / 60 - sector;
        var (falling, rising) = (maximum - chroma * fraction, maximum - chroma * (1 - fraction));
        return sector switch
        {
            0 => [maximum, rising, minimum],
            1 => [falling, maximum, minimum],
            2 => [minimum, maximum, rising],
            3 => [minimum, falling, maximum],
            4 => [rising, minimum, maximum],
            _ => [maximum, minimum, falling],
        };
    }
}
