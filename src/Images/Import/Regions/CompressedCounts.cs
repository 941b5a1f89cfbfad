using System.Text;

namespace Prcl.Images.Import.Regions;

/// <summary>
/// COCO's compressed run lengths: characters from '0' on carry five bits each and whether more follow; from the fourth number on, the difference to the one two before.
/// </summary>
public static class CompressedCounts
{
    private const int MostCharacters = 6; // 30 bits

    /// <summary>The text of lengths, none of which is negative; <see cref="Decode"/> gives them back.</summary>
    public static string Encode(IReadOnlyList<int> counts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < counts.Count; i++)
        {
            var isLast = false;
            for (var value = counts[i] - (i > 2 ? counts[i - 2] : 0); !isLast; value >>= 5)
            {
                var bits = value & 31;

                // The rest is its sign alone, which the last five bits begin with.
                isLast = value >> 5 == ((bits & 16) != 0 ? -1 : 0);
                text.Append((char)('0' + (isLast ? bits : bits | 32)));
            }
        }

        return text.ToString();
    }

    /// <summary>The lengths.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, for errors.</param>
    /// <exception cref="AnnotationException">The text is none such.</exception>
    public static int[] Decode(string text, string place)
    {
        var counts = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            var (value, length, bits) = (0L, 0, 0);
            do
            {
                bits = at < text.Length ? text[at] - '0' : -1;
                if (bits is < 0 or > 63 || length == MostCharacters)
                {
                    throw new AnnotationException(place, $"the compressed counts can't be read at character {at + 1}");
                }

                value |= (long)(bits & 31) << (5 * length);
                length++;
                at++;
            }
            while ((bits & 32) != 0);

            value -= (bits & 16) != 0 ? 1L << (5 * length) : 0;
            value += counts.Count > 2 ? counts[^2] : 0;
            counts.Add(value is >= 0 and <= int.MaxValue ? (int)value : throw new AnnotationException(place, $"run {counts.Count + 1} of the compressed counts has the length {value}"));
        }

        return [.. counts];
    }
}
