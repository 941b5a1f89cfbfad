namespace Prcl.Images.Thumbnails;

/// <summary>A Huffman table of a JPEG (ITU-T T.81, annex F.2.2.3).</summary>
/// <param name="counts">How many codes there are of each length, 1 to 16.</param>
/// <param name="symbols">The symbols in the codes' order.</param>
internal sealed class HuffmanTable(byte[] counts, byte[] symbols)
{
    /// <summary>The next symbol.</summary>
    /// <exception cref="InvalidDataException">The bits are no code of the table.</exception>
    public int Read(JpegBits bits)
    {
        var (code, first, index) = (0, 0, 0);
        for (var length = 0; length < 16; length++)
        {
            code = (code << 1) | bits.Read(1);
            var count = counts[length];
            if (code - first < count)
            {
                return symbols[index + code - first];
            }

            index += count;
            first = (first + count) << 1;
        }

        throw new InvalidDataException("no Huffman code");
    }
}
