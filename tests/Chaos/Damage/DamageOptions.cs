namespace Prcl.Chaos.Damage;

/// <summary>What a person asks for.</summary>
/// <param name="Damages">How many damages, each to a sound store of its own; 1 to 1,000,000.</param>
/// <param name="Seed">Of every random choice.</param>
/// <param name="Store">A sound store, made by this program before; null: one is made. It isn't changed.</param>
/// <param name="Silos">For how many of them, evenly spread, a real silo is started on the damaged store and again on the mended one.</param>
internal sealed record DamageOptions(int Damages, int Seed, int Silos, string? Store)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = "usage: dotnet run -c Release --project tests/Chaos -- damage [--damages N] [--seed S] [--silos N] [--store DIR]";

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or breaks its rule.</exception>
    public static DamageOptions Read(string[] arguments)
    {
        var options = new DamageOptions(100, 1, 5, null);
        foreach (var (name, value) in Arguments.Pairs(arguments))
        {
            options = name switch
            {
                "--damages" => options with { Damages = Arguments.Whole(name, value, 1, 1_000_000) },
                "--seed" => options with { Seed = Arguments.Whole(name, value, 0, int.MaxValue) },
                "--silos" => options with { Silos = Arguments.Whole(name, value, 0, 1_000) },
                "--store" => options with { Store = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"unknown argument {name}"),
            };
        }

        return options;
    }
}
