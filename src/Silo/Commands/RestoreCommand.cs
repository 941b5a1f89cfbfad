using System.CommandLine;
using System.Globalization;
using Prcl.Grains.Backups;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo restore</c>: a backup into an empty storage.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A backup, or a folder of backups, of which the newest is meant" };
        var command = new Command(
            "restore",
            "Restore a backup into an empty storage, of files or of Azure, whichever it was made of.\n\n"
            + "Example: prcl-silo restore /backups --data-dir /var/lib/prcl\n"
            + "Example: prcl-silo restore /backups/2026-11-28T11-40-00Z --blobs azure --azure-account https://NAME.blob.core.windows.net")
        {
            folder,
        };
        foreach (var option in StoreChoice.Options)
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) => Restore(result.GetRequiredValue(folder), result, cancellation));
        return command;
    }

    private static async Task<int> Restore(string path, ParseResult result, CancellationToken cancellation)
    {
        var backup = BackupFolder.Choose(path);
        using var choice = StoreChoice.Read(result);
        var manifest = await new Restoration(backup, await choice.OpenAlone(cancellation)).Restore(cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{backup} restored to {choice.Place}: {manifest.Blobs.Count:N0} files"));
        return RunLines.Tell(manifest);
    }
}
