namespace Prcl.Images.Import;

/// <summary>A part of an annotation file that can't be read as it is; the image that it belongs to stays out.</summary>
/// <param name="place">Where in the file, for example an annotation's id or a line.</param>
/// <param name="rule">What is there and what should be.</param>
public sealed class AnnotationException(string place, string rule) : Exception(place.Length == 0 ? rule : $"{place}: {rule}")
{
    /// <summary>Where in the file; empty for all of it.</summary>
    public string Place => place;

    /// <summary>What is there and what should be.</summary>
    public string Rule => rule;
}
