using System.Text;

namespace Prcl.Unit.Images.Import.Mutations;

/// <summary>Damages a text in one of the ways in which texts are damaged.</summary>
internal static class Mutation
{
    /// <summary>A damaged copy, the same for the same random numbers.</summary>
    public static byte[] Of(byte[] sound, Random random)
    {
        var at = random.Next(sound.Length);
        var length = Math.Min(1 + random.Next(12), sound.Length - at);
        return random.Next(8) switch
        {
            0 => [.. sound[..at], (byte)random.Next(256), .. sound[(at + 1)..]],
            1 => [.. sound[..at], .. sound[(at + length)..]],
            2 => [.. sound[..(at + length)], .. sound[at..]],
            3 => sound[..at],
            4 => [.. sound[..at], .. Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)]), .. sound[at..]],
            5 => [.. sound[..at], .. sound[at..(at + length)].Reverse(), .. sound[(at + length)..]],
            6 => Digit(sound, random),
            _ => [.. sound[..at], .. Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)]), .. sound[(at + length)..]],
        };
    }

    private static string[] Odd { get; } = ["-", "1e999", "NaN", "\"", "null", "[]", "{}", "9999999999", "\u202e", "\ud83d\ude00", "\\ud800", "<a>", "&#0;", ",", "\0", ".", " ", "\n", "0"];

    private static byte[] Digit(byte[] sound, Random random)
    {
        int[] digits = [.. sound.Index().Where(letter => char.IsAsciiDigit((char)letter.Item)).Select(letter => letter.Index)];
        var changed = sound.ToArray();
        if (digits.Length > 0)
        {
            changed[digits[random.Next(digits.Length)]] = (byte)('0' + random.Next(10));
        }

        return changed;
    }
}
