using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Import.Sheets;

namespace Prcl.Client.Import;

/// <summary>Collects a few labels, evenly spread over all, for a picture that a person looks at before believing an import.</summary>
/// <param name="classes">The classes' colours.</param>
/// <param name="images">How many images there are.</param>
internal sealed class ContactSheet(ClassList classes, int images)
{
    private readonly SheetPicture _picture = new(classes, Math.Clamp(images, 1, SheetPicture.MostPairs));
    private int _seen;

    /// <summary>Adds an image's label, when it is one of the few.</summary>
    public void Add(string imagePath, LabelMap labels)
    {
        var isOne = (long)_seen * _picture.Pairs / Math.Max(1, images) >= _picture.Count && _picture.Count < _picture.Pairs;
        _seen++;
        if (isOne)
        {
            _picture.Add(File.ReadAllBytes(imagePath), labels);
        }
    }

    /// <summary>Writes the picture.</summary>
    public void Write(string path) => File.WriteAllBytes(path, _picture.ToPng());
}
