using System.Runtime.InteropServices;
using Prcl.EndToEnd.Processes;

namespace Prcl.Chaos.Damage;

/// <summary><c>damage</c>: every kind of file, every kind of damage.</summary>
internal static class DamageProgram
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when nothing was silent, stuck, or lost without a word.</returns>
    /// <exception cref="ArgumentException">An argument breaks its rule.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        var options = DamageOptions.Read(arguments);

        // The silo's own libtorch: half a gigabyte isn't copied beside this program to read a checkpoint.
        foreach (var library in new[] { "libtorch_cpu.so", "libLibTorchSharp.so" })
        {
            NativeLibrary.Load(Directory.EnumerateFiles(Path.GetDirectoryName(Programs.Silo)!, library, SearchOption.AllDirectories).First());
        }

        using var timeline = new Timeline();
        timeline.Say($"seed {options.Seed}, {options.Damages} damages");
        var template = await DamageTemplate.Make(options.Store);
        try
        {
            var report = await new DamageRun(options, timeline).Verdict(template);
            Console.WriteLine(report.ToLine());
            return report is { Silent: 0, Stuck: 0, LossesAsAnnounced: true } ? 0 : 1;
        }
        finally
        {
            if (options.Store is null)
            {
                Directory.Delete(template, recursive: true);
            }
        }
    }
}
