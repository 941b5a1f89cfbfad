using System.CommandLine;
using System.Globalization;
using Prcl.Grains.Backups;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo backup</c>: every run of a storage, while silos work with it or not.</summary>
internal static class BackupCommand
{
    private const double Megabyte = 1e6;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of backups; each is a folder in it, named by its time" };
        var command = new Command(
            "backup",
            "Back up every run of a storage, also while silos train on it. What the newest backup in DIR holds already isn't copied again.\n\n"
            + "Example: prcl-silo backup /backups --data-dir /var/lib/prcl\n"
            + "Example: prcl-silo backup /backups --blobs azure --azure-account https://NAME.blob.core.windows.net")
        {
            folder,
        };
        foreach (var option in StoreChoice.Options)
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) => Make(result.GetRequiredValue(folder), result, cancellation));
        return command;
    }

    private static async Task<int> Make(string path, ParseResult result, CancellationToken cancellation)
    {
        using var choice = StoreChoice.Read(result);
        var blobs = choice.OpenBesideSilos();
        if (choice.Folder.Length > 0 && (Path.GetFullPath(path) + "/").StartsWith(choice.Folder.TrimEnd('/') + "/", StringComparison.Ordinal))
        {
            throw new HostException($"DIR is '{path}', in the data folder '{choice.Folder}'; a backup belongs elsewhere, best on another disk.");
        }

        using var folder = BackupFolder.Hold(path);
        var made = await new Backup(blobs, TimeProvider.System).Make(folder, cancellation);
        var manifest = made.Manifest;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{made.Folder}: {manifest.Blobs.Sum(b => b.Length) / Megabyte:N1} MB in {manifest.Blobs.Count:N0} files, {made.NewBytes / Megabyte:N1} MB of them new"));
        return RunLines.Tell(manifest);
    }
}
