using Prcl.Images.Datasets;

namespace Prcl.Client.Import;

/// <summary>A data set in this project's own form: <c>images/</c>, <c>labels/</c>, <c>classes.json</c>. It is whole or it isn't there.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _path;
    private readonly string _partial;

    /// <summary>Begins one.</summary>
    /// <param name="path">Where it will be.</param>
    /// <exception cref="UsageException">Something is there already, or the folder around it isn't.</exception>
    public OutputFolder(string path)
    {
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(_path) || (Directory.Exists(_path) && Directory.EnumerateFileSystemEntries(_path).Any()))
        {
            throw new UsageException($"{path} exists and isn't empty; name a new folder");
        }

        if (Path.GetDirectoryName(_path) is not { } parent || !Directory.Exists(parent))
        {
            throw new UsageException($"the folder around {path} doesn't exist");
        }

        _partial = $"{_path}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(Labels);
    }

    /// <summary>Where labels go meanwhile.</summary>
    public string Labels => Path.Combine(_partial, DatasetLayouts.LabelFolder);

    /// <summary>Copies the images and puts all in its place.</summary>
    public void Finish(IReadOnlyList<ImportedFile> files, ClassList classes, Action<int> settled, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var image = Path.Combine(_partial, DatasetLayouts.ImageFolder, file.Name + Path.GetExtension(file.Item.ImagePath));
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            File.Copy(file.Item.ImagePath, image);
            settled(1);
        }

        File.WriteAllText(Path.Combine(_partial, "classes.json"), classes.ToJson());
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path);
        }

        Directory.Move(_partial, _path);
    }

    /// <summary>Removes what isn't finished.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }
}
