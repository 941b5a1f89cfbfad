using Prcl.Images.Files;

namespace Prcl.Images.Import.Drawing;

/// <summary>How the label of one image comes about.</summary>
public abstract class LabelDrawing
{
    /// <summary>The classes that it names; a mask is read for them.</summary>
    /// <exception cref="AnnotationException">A mask can't be read.</exception>
    public abstract IEnumerable<SourceClass> Classes { get; }

    /// <summary>Whether <see cref="Classes"/> are known without reading a file.</summary>
    public virtual bool KnowsClasses => false;

    /// <summary>Whether no object is in it.</summary>
    public virtual bool IsEmpty => false;

    /// <summary>Draws the label.</summary>
    /// <param name="image">The image's header; its size is the upright one.</param>
    /// <param name="binding">The ids of the classes.</param>
    /// <exception cref="AnnotationException">It can't be drawn; names place and rule.</exception>
    public abstract LabelMap Draw(ImageHeader image, ClassBinding binding);
}
