using System.Xml;
using System.Xml.Linq;

namespace Prcl.Images.Import.Annotations;

/// <summary>Reads attributes of XML elements; what isn't as it should be is an <see cref="AnnotationException"/> that names the line.</summary>
internal static class XmlPlace
{
    /// <summary>Where an element stands, for people.</summary>
    public static string Place(this XElement element) => $"line {((IXmlLineInfo)element).LineNumber}, <{element.Name.LocalName}>";

    /// <summary>An attribute that must be there.</summary>
    public static string Text(this XElement element, string name) =>
        element.Attribute(name)?.Value ?? throw new AnnotationException(element.Place(), $"there is no attribute \"{name}\"");

    /// <summary>A finite number.</summary>
    public static double Number(this XElement element, string name) => DecimalText.Number(element.Text(name), $"{element.Place()}, {name}");

    /// <summary>A whole number within bounds.</summary>
    public static int Whole(this XElement element, string name, int least, int most) => DecimalText.Whole(element.Text(name), least, most, $"{element.Place()}, {name}");
}
