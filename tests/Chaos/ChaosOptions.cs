namespace Prcl.Chaos;

/// <summary>What a person asks for.</summary>
/// <param name="Minutes">How long faults go on, more than 0, at most 1,440. Starting and the verdict come on top.</param>
/// <param name="Seed">Of every random choice.</param>
/// <param name="Pause">Seconds between two faults on average, 1 to 3,600.</param>
/// <param name="Unanswered">Questions for the status that may stay unanswered without an excuse: 0, or more on a machine with other work to do.</param>
/// <param name="Logs">Folder for what the silos print; null: nowhere.</param>
/// <param name="IsDisk">Whether everything durable is in a folder on a small disk of its own, which is full at times; else in Azurite.</param>
/// <param name="HasClocks">Whether wall clocks jump; takes a C compiler, without which they don't.</param>
internal sealed record ChaosOptions(double Minutes, int Seed, double Pause, int Unanswered, string? Logs, bool IsDisk = false, bool HasClocks = true)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "usage: dotnet run -c Release --project tests/Chaos -- [--minutes M] [--seed S] [--pause SECONDS] [--storage azure|disk] [--clocks on|off] [--unanswered N] [--logs FOLDER]";

    private const double DefaultMinutes = 1.5;
    private const double DefaultPause = 15;

    // Measured: 0.8 GB a minute. Azurite frees what is deleted after ten minutes without being killed, which it doesn't get here.
    private const double DiskBytesAMinute = 1e9;

    private const double DiskBytesOfBackups = 5e9;

    /// <summary>Free bytes that the folder for temporary files must have: checkpoints of every round.</summary>
    public double DiskBytes => IsDisk ? DiskBytesOfBackups : Minutes * DiskBytesAMinute;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or breaks its rule.</exception>
    public static ChaosOptions Read(string[] arguments)
    {
        var options = new ChaosOptions(DefaultMinutes, 1, DefaultPause, 0, null);
        foreach (var (name, value) in Arguments.Pairs(arguments))
        {
            options = name switch
            {
                "--minutes" => options with { Minutes = Arguments.Number(name, value, 0.1, 1440) },
                "--seed" => options with { Seed = (int)Arguments.Number(name, value, 0, int.MaxValue) },
                "--pause" => options with { Pause = Arguments.Number(name, value, 1, 3600) },
                "--unanswered" => options with { Unanswered = (int)Arguments.Number(name, value, 0, int.MaxValue) },
                "--storage" when value is "azure" or "disk" => options with { IsDisk = value == "disk" },
                "--storage" => throw new ArgumentException($"--storage is '{value}'; it must be azure or disk"),
                "--clocks" when value is "on" or "off" => options with { HasClocks = value == "on" },
                "--clocks" => throw new ArgumentException($"--clocks is '{value}'; it must be on or off"),
                "--logs" => options with { Logs = value },
                _ => throw new ArgumentException($"unknown argument {name}"),
            };
        }

        return options;
    }
}
