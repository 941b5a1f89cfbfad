using Prcl.Images.Datasets;

namespace Prcl.Images.Import;

/// <summary>A form in which other tools keep labels.</summary>
public abstract class ImportFormat
{
    /// <summary>The word that is typed.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, a few words.</summary>
    public abstract string Description { get; }

    /// <summary>Whether its labels are objects that leave pixels uncovered.</summary>
    public virtual bool HasObjects => false;

    /// <summary>Whether what no object covers is ignored even where the list has a class for background.</summary>
    public virtual bool IgnoresUncovered => false;

    /// <summary>Reads the annotations of a folder. Nothing is drawn yet.</summary>
    /// <exception cref="DatasetException">A file can't be read as this form at all; names file, place and rule.</exception>
    public ImportSet Read(string path, ImportOptions options)
    {
        var folder = new ImportFolder(path);
        var builder = new ImportBuilder(folder, options);
        try
        {
            Read(folder, options, builder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, error.Message, error);
        }

        return builder.Build();
    }

    private protected abstract void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder);
}
