using Prcl.Images.Datasets;
using Prcl.Images.Files;

namespace Prcl.Images.Import;

/// <summary>Draws the labels of what was read, one image after the other.</summary>
/// <param name="binding">The ids of the classes.</param>
/// <param name="limits">What an image may weigh and measure; looked at before anything is drawn.</param>
public sealed class LabelConverter(ClassBinding binding, ImageLimits limits)
{
    /// <summary>Draws one label; what is wrong with it is told and throws nothing.</summary>
    public ConvertedLabel Convert(ImportItem item)
    {
        try
        {
            var header = HeaderOf(item.ImagePath);
            var labels = item.Drawing.Draw(header, binding);
            return LabelCheck.FindFault(labels, header.Width, header.Height, binding.Classes, header.Orientation) is { } fault
                ? Refuse(item, fault)
                : new ConvertedLabel(item, labels, null);
        }
        catch (AnnotationException error)
        {
            return Refuse(item, error.Message);
        }
        catch (DatasetException error)
        {
            return Refuse(item, error.Message);
        }
    }

    private static ConvertedLabel Refuse(ImportItem item, string message) => new(
        item, null, new PairingFault(item.ImagePath, "badLabel", $"its label in {Path.GetFileName(item.AnnotationPath)}: {message}"));

    private ImageHeader HeaderOf(string path)
    {
        if (FileContent.Length(path) > limits.MaxBytes)
        {
            throw new AnnotationException("the image", $"it has {FileContent.Length(path)} bytes; at most {limits.MaxBytes} are allowed");
        }

        var verdict = ImageInspector.Inspect(ImportFolder.Bytes(path));
        verdict = verdict.IsAccepted ? limits.RefuseSize(verdict.Header) ?? verdict : verdict;
        return verdict.IsAccepted ? verdict.Header : throw new AnnotationException("the image", verdict.Message);
    }
}
