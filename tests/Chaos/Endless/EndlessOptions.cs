namespace Prcl.Chaos.Endless;

/// <summary>What a person asks for.</summary>
/// <param name="Minutes">How long images stream in, 1 to 1,440.</param>
/// <param name="WeatherMinutes">How long a weather lasts before the next one comes, 0.1 to 60.</param>
/// <param name="FramesPerSecond">How fast the camera is, 0.01 to 30.</param>
/// <param name="Seed">Chooses the streets.</param>
internal sealed record EndlessOptions(double Minutes, double WeatherMinutes, double FramesPerSecond, long Seed)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "usage: dotnet run -c Release --project tests/Chaos -- endless [--minutes M] [--weather-minutes M] [--frames-per-second F] [--seed S]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or breaks its rule.</exception>
    public static EndlessOptions Read(string[] arguments)
    {
        var options = new EndlessOptions(60, 3, 1, 0);
        foreach (var (name, value) in Arguments.Pairs(arguments))
        {
            options = name switch
            {
                "--minutes" => options with { Minutes = Arguments.Number(name, value, 1, 1440) },
                "--weather-minutes" => options with { WeatherMinutes = Arguments.Number(name, value, 0.1, 60) },
                "--frames-per-second" => options with { FramesPerSecond = Arguments.Number(name, value, 0.01, 30) },
                "--seed" => options with { Seed = (long)Arguments.Number(name, value, 0, 1e9) },
                _ => throw new ArgumentException($"unknown argument {name}"),
            };
        }

        return options;
    }
}
