using System.ComponentModel;
using System.Diagnostics;

namespace Prcl.Chaos.Clocks;

/// <summary>The library behind <see cref="SiloClock"/>, compiled when it is needed.</summary>
/// <param name="Path">The compiled file.</param>
internal sealed record ClockLibrary(string Path)
{
    private const string Source = "clock.c";

    /// <summary>Compiles it.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <returns>The library; null where there is no C compiler (<c>cc</c>; Debian: gcc).</returns>
    /// <exception cref="InvalidOperationException">The compiler refuses.</exception>
    public static async Task<ClockLibrary?> Compiled(string folder)
    {
        var target = System.IO.Path.Combine(folder, "clock.so");
        var start = new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O2", "-o", target, System.IO.Path.Combine(AppContext.BaseDirectory, Source), "-ldl"]) { RedirectStandardError = true };
        try
        {
            using var compiler = Process.Start(start)!;
            var error = await compiler.StandardError.ReadToEndAsync();
            await compiler.WaitForExitAsync();
            return compiler.ExitCode == 0 ? new ClockLibrary(target) : throw new InvalidOperationException($"cc: {error}");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
