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
        foreach (var (name, value) in Arguments.Pairs(arguments))
        {
            options = name switch
            {
                "--clients" => options with { Clients = Arguments.Whole(name, value, 1, 1000) },
                "--seconds" => options with { Seconds = Arguments.Whole(name, value, 1, 3600) },
                "--turns" => options with { Turns = Arguments.Whole(name, value, 1, 20) },
                _ => throw new ArgumentException($"unknown argument {name}"),
            };
        }

        return options;
    }
}
