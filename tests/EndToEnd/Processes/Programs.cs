using System.Diagnostics;

namespace Prcl.EndToEnd.Processes;

/// <summary>Where the built programs are: those of the tests' own configuration.</summary>
internal static class Programs
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>The host.</summary>
    public static string Silo => Built("src/Silo", "prcl-silo");

    /// <summary>The command line.</summary>
    public static string Client => Built("src/Client", "prcl");

    /// <summary>Faults on a whole cluster.</summary>
    public static string Chaos => Built("tests/Chaos", "Prcl.Chaos");

    /// <summary>A file of the repository.</summary>
    public static string InRepository(string path) => Path.Combine(Root(), path);

    /// <summary>How to start a program with its output captured and nothing of this machine's settings in its environment.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set.</param>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PRCL_", StringComparison.Ordinal) || k == "OMP_WAIT_POLICY").ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string Built(string project, string name)
    {
        var file = Path.Combine(Root(), project, "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is missing; build it with 'dotnet build -c {Configuration}'.", file);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Prcl.Orleans.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Prcl.Orleans.sln in it.");
    }
}
