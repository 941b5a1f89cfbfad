using System.Globalization;

namespace Prcl.Chaos.Load;

/// <summary>What a person asks for.</summary>
/// <param name="Clients">Clients that push side by side, 1 to 1,000, each with a connection of its own.</param>
/// <param name="Seconds">How long each turn takes, 1 to 3,600.</param>
/// <param name="Turns">Turns without TLS and with it, in turn, 1 to 20 of each.</param>
internal sealed record LoadOptions(int Clients, int Seconds, int Turns)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "usage: dotnet run -c Release --project tests/Chaos -- load [--clients N] [--seconds S] [--turns N]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or breaks its rule.</exception>
    public static LoadOptions Read(string[] arguments)
    {
        var options = new LoadOptions(32, 60, 1);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} lacks its value");
            options = arguments[i] switch
            {
                "--clients" => options with { Clients = Number("--clients", value, 1000) },
                "--seconds" => options with { Seconds = Number("--seconds", value, 3600) },
                "--turns" => options with { Turns = Number("--turns", value, 20) },
                _ => throw new ArgumentException($"unknown argument {arguments[i]}"),
            };
        }

        return options;
    }

    private static int Number(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new ArgumentException($"{name} is '{text}'; it must be a whole number from 1 to {most}");
}
