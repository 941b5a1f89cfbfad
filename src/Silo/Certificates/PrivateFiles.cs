using Prcl.Contracts.Security.Certificates;

namespace Prcl.Silo.Certificates;

/// <summary>Writes files that only their owner may read, into folders that only their owner may enter, and overwrites nothing.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes all of them, or none when one is there already.</summary>
    /// <param name="files">Texts by path.</param>
    /// <exception cref="CertificateException">One is there, or can't be written.</exception>
    public static void Write(IReadOnlyDictionary<string, string> files)
    {
        if (files.Keys.FirstOrDefault(System.IO.File.Exists) is { } there)
        {
            throw new CertificateException($"out: '{there}' is there already, and isn't overwritten; name another folder, or move it away");
        }

        foreach (var (path, text) in files)
        {
            try
            {
                MakeFolder(Path.GetDirectoryName(path)!);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = File;
                }

                using var writer = new StreamWriter(path, options);
                writer.Write(text);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new CertificateException($"out: '{path}' can't be written: {failure.Message}", failure);
            }
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, Folder);
        }
    }
}
