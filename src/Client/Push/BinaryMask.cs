using Prcl.Images.Files;

namespace Prcl.Client.Push;

/// <summary>Makes labels of masks: 0 stays class 0, the other number becomes class 1.</summary>
internal static class BinaryMask
{
    /// <summary>The label PNG of a mask PNG.</summary>
    /// <exception cref="InvalidDataException">The file is no label PNG, or holds more than two numbers.</exception>
    public static byte[] ToClasses(byte[] mask)
    {
        var read = LabelPng.Read(mask, ImageLimits.Default);
        if (!read.IsAccepted)
        {
            throw new InvalidDataException("label: " + read.Message);
        }

        var ids = read.Labels.Ids;
        var others = ids.Where(id => id != 0).Distinct().Count();
        return others <= 1
            ? LabelPng.Write(new LabelMap(read.Labels.Width, read.Labels.Height, Array.ConvertAll(ids, id => (ushort)Math.Min((int)id, 1))))
            : throw new InvalidDataException($"label: a binary mask holds 0 and one other number, this one {ids.Distinct().Count()} different numbers");
    }
}
