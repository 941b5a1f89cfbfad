using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Silo.Demo;

/// <summary>One picture of the demo, in the form in which a camera or a folder gives it.</summary>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="ReadImage">The JPEG or PNG file's bytes.</param>
/// <param name="ReadLabel">The label PNG's bytes; null where there is no label.</param>
internal sealed record DemoFrame(string Domain, string Name, Func<byte[]> ReadImage, Func<byte[]>? ReadLabel)
{
    /// <summary>To learn from, with its label.</summary>
    public ImagePush Labelled() => Push(ImagePurpose.Train, ReadLabel);

    /// <summary>To learn from, without a label even where there is one.</summary>
    public ImagePush Unlabelled() => Push(ImagePurpose.Train, null);

    /// <summary>To measure with.</summary>
    public ImagePush Evaluation() => Push(ImagePurpose.Evaluate, ReadLabel);

    private ImagePush Push(ImagePurpose purpose, Func<byte[]>? label) => new(Printable.Of(Name), ReadImage(), label?.Invoke(), Domain, purpose);
}
