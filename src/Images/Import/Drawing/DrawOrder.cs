namespace Prcl.Images.Import.Drawing;

/// <summary>Which of two objects of a layer is on top where both cover a pixel.</summary>
internal enum DrawOrder
{
    /// <summary>The later one in the file.</summary>
    AsWritten,

    /// <summary>The one of fewer pixels, the later one of equals: what is small stays to be seen.</summary>
    SmallOnTop,
}
