namespace Prcl.Unit.Images.Import.Regions;

/// <summary>Packs alpha as Label Studio does: red, green, blue and alpha of each pixel, in runs and single values.</summary>
internal static class Brush
{
    public static byte[] Pack(byte[] alpha)
    {
        var bits = new List<bool>();
        void Write(int value, int count) => bits.AddRange(Enumerable.Range(0, count).Select(i => ((value >> (count - 1 - i)) & 1) == 1));
        byte[] values = [.. alpha.SelectMany(a => new[] { a, a, a, a })];
        Write(values.Length, 32);
        Write(7, 5);
        Array.ForEach([2, 3, 7, 15], size => Write(size, 4)); // lengths of 3, 4, 8 and 16 bits
        for (var i = 0; i < values.Length;)
        {
            var run = values.Skip(i).TakeWhile(value => value == values[i]).Count();
            var isRun = run > 4;
            var length = isRun ? Math.Min(run, 1 << 16) : Math.Min(4, values.Length - i);
            Write(isRun ? 1 : 0, 1);
            Write(isRun ? 3 : 0, 2);
            Write(length - 1, isRun ? 16 : 3);
            for (var j = 0; j < (isRun ? 1 : length); j++)
            {
                Write(values[i + j], 8);
            }

            i += length;
        }

        return [.. bits.Chunk(8).Select(chunk => (byte)chunk.Index().Sum(bit => bit.Item ? 128 >> bit.Index : 0))];
    }
}
