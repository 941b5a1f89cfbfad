using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Thumbnails;

namespace Prcl.Images.Import.Sheets;

/// <summary>A picture of images beside their labels, the labels in their classes' colours; ignored pixels are white.</summary>
/// <param name="classes">The classes.</param>
/// <param name="pairs">How many images there is room for.</param>
public sealed class SheetPicture(ClassList classes, int pairs)
{
    /// <summary>The most images of a picture.</summary>
    public const int MostPairs = 24;

    /// <summary>Columns that an image or a label has at most.</summary>
    public const int CellWidth = 240;

    /// <summary>Rows that an image or a label has at most.</summary>
    public const int CellHeight = 180;

    private const int PairsAcross = 2;
    private readonly int _width = Math.Min(pairs, PairsAcross) * 2 * CellWidth;
    private readonly int _height = (pairs + PairsAcross - 1) / PairsAcross * CellHeight;
    private readonly byte[] _rgb = Gray(Math.Min(pairs, PairsAcross) * 2 * CellWidth * ((pairs + PairsAcross - 1) / PairsAcross) * CellHeight);

    /// <summary>How many images there is room for.</summary>
    public int Pairs => pairs;

    /// <summary>How many images are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an image and its label; an image that can't be shown leaves its place gray.</summary>
    public void Add(ReadOnlySpan<byte> image, LabelMap labels)
    {
        var (left, top) = (Count % PairsAcross * 2 * CellWidth, Count / PairsAcross * CellHeight);
        var size = Fitted(labels.Width, labels.Height);
        if (Thumbnail.Of(image) is { } photograph)
        {
            Draw(left, top, size, (x, y) => photograph.Rgb.AsSpan(3 * (y * photograph.Height / size.Height * photograph.Width + x * photograph.Width / size.Width), 3).ToArray());
        }

        Draw(left + CellWidth, top, size, (x, y) => Colour(labels.Ids[y * labels.Height / size.Height * labels.Width + x * labels.Width / size.Width]));
        Count++;
    }

    /// <summary>The picture as PNG.</summary>
    public byte[] ToPng() => RgbPng.Write(_width, _height, _rgb);

    private byte[] Colour(int id) => id < classes.Count && classes.Classes[id].Color is var (red, green, blue) ? [red, green, blue] : [255, 255, 255];

    private void Draw(int left, int top, (int Width, int Height) size, Func<int, int, byte[]> colour)
    {
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                colour(x, y).CopyTo(_rgb, 3 * ((top + y) * _width + left + x));
            }
        }
    }

    private static (int Width, int Height) Fitted(int width, int height)
    {
        var scale = Math.Min((double)CellWidth / width, (double)CellHeight / height);
        return (Math.Clamp((int)(width * scale), 1, CellWidth), Math.Clamp((int)(height * scale), 1, CellHeight));
    }

    private static byte[] Gray(int pixels)
    {
        var rgb = new byte[3 * pixels];
        Array.Fill(rgb, (byte)128);
        return rgb;
    }
}
