namespace Prcl.Unit.Client;

/// <summary>A folder of its own for a test's files, removed at the end.</summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-");

    public string Root => _folder.FullName;

    /// <summary>The path of a file or folder in it.</summary>
    public string At(string place) => Path.Combine(Root, place);

    /// <summary>Writes a file of this many bytes, all different from file to file.</summary>
    public string Write(string place, int bytes = 10)
    {
        var path = At(place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = new byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            content[i] = (byte)(place.Length + place[i % place.Length]);
        }

        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
