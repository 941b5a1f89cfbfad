using System.Text.Json;
using Prcl.Images.Datasets;
using Prcl.Images.Words;

namespace Prcl.Images.Import.Annotations;

/// <summary>An annotation file of JSON.</summary>
internal static class JsonFile
{
    // The same name twice in one object would leave one value unread.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file and does something with it, while it is held.</summary>
    /// <param name="file">The file.</param>
    /// <param name="use">Uses the whole of it.</param>
    /// <exception cref="DatasetException">It is no JSON, too large, or can't be read; names line and column.</exception>
    public static void Use(string file, Action<JsonPlace> use)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(ImportFolder.Text(file), Strict);
        }
        catch (JsonException error)
        {
            throw new DatasetException(file, $"this is no sound JSON, {JsonFault.Of(error)}", error);
        }

        catch (InvalidOperationException error)
        {
            throw HalfCharacter(file, error);
        }

        using (document)
        {
            try
            {
                use(new JsonPlace(document.RootElement, ""));
            }
            catch (InvalidOperationException error)
            {
                throw HalfCharacter(file, error);
            }
        }
    }

    // An escape like \ud800 alone: names are compared with it before anything here sees them.
    private static DatasetException HalfCharacter(string file, InvalidOperationException error) =>
        new(file, "this is no sound JSON: a name in it has half of a surrogate pair", error);
}
