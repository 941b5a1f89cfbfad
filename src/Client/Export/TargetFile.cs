namespace Prcl.Client.Export;

/// <summary>A file to write that is either whole or as it was: it is written beside its place and moved there in the end.</summary>
/// <param name="path">Its place.</param>
/// <param name="force">Whether one that exists is replaced.</param>
internal sealed class TargetFile(string path, bool force)
{
    /// <summary>A file beside it that nobody else has.</summary>
    public string Beside { get; } = $"{path}.{Guid.NewGuid():N}.part";

    /// <summary>Writes it.</summary>
    /// <param name="write">Fills a stream.</param>
    /// <returns>Bytes of the file.</returns>
    /// <exception cref="UsageException">It exists, is a folder, or its folder doesn't exist.</exception>
    public async Task<long> Write(Func<Stream, Task> write)
    {
        Check();
        try
        {
            long length;
            await using (var stream = new FileStream(Beside, FileMode.CreateNew, FileAccess.Write))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
                length = stream.Length;
            }

            File.Move(Beside, path, force);
            return length;
        }
        finally
        {
            File.Delete(Beside);
        }
    }

    /// <summary>Checks that it may be written, before anything is done for it.</summary>
    /// <inheritdoc cref="Write"/>
    public void Check()
    {
        if (Directory.Exists(path) || (File.Exists(path) && !force))
        {
            throw new UsageException(Directory.Exists(path) ? $"{path} is a folder; a file is needed" : $"{path} exists; --force replaces it");
        }

        // A device or a pipe would become a file, and what a link leads to would stay as it is.
        if (new FileInfo(path) is { Exists: true } there && (there.LinkTarget is not null || there.Length == 0))
        {
            throw new UsageException(there.LinkTarget is { } target
                ? $"{path} is a link to {target}; name that file"
                : $"{path} has 0 bytes: an empty file, a pipe or a device isn't replaced");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"the folder {folder} doesn't exist");
        }
    }
}
