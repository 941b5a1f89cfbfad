using System.Xml;
using System.Xml.Linq;
using Prcl.Images.Datasets;

namespace Prcl.Images.Import.Annotations;

/// <summary>An annotation file of XML. What it names from elsewhere (DTDs, entities) is refused, never fetched.</summary>
internal static class XmlFile
{
    private const int MostDepth = 64;
    private static readonly XmlReaderSettings Closed = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true };

    /// <summary>The file's root.</summary>
    /// <exception cref="DatasetException">It is no sound XML, too large, or can't be read; names line and column.</exception>
    public static XElement Read(string file)
    {
        try
        {
            CheckDepth(file);
            using var reader = XmlReader.Create(new MemoryStream(ImportFolder.Bytes(file), writable: false), Closed);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException error)
        {
            throw new DatasetException(file, error.LineNumber == 0 ? $"this is no XML that is read here: {error.Message}" : $"this is no sound XML at line {error.LineNumber}, column {error.LinePosition}: {error.Message}", error);
        }
    }

    // A tree of a million levels would end the process: whoever walks it goes down the stack.
    private static void CheckDepth(string file)
    {
        using var reader = XmlReader.Create(new MemoryStream(ImportFolder.Bytes(file), writable: false), Closed);
        while (reader.Read())
        {
            if (reader.Depth > MostDepth)
            {
                throw new DatasetException(file, $"elements stand more than {MostDepth} deep in each other at line {((IXmlLineInfo)reader).LineNumber}");
            }
        }
    }
}
