namespace Prcl.Client.Export.Networks;

/// <summary>The means of the prototypes, each of length 1.</summary>
/// <param name="Classes">S classes that have one.</param>
/// <param name="Width">D; 0 of none.</param>
/// <param name="Directions">Row by row, [S, D].</param>
internal sealed record PrototypeDirections(int[] Classes, int Width, float[] Directions)
{
    /// <summary>Those of a file: η/Λ, divided by its length.</summary>
    /// <exception cref="ModelFileException">A prototype is incomplete.</exception>
    public static PrototypeDirections Of(ModelFile file, int classes)
    {
        int[] known = [.. Enumerable.Range(0, classes).Where(k => file.Has($"prototypes.{k}.precision"))];
        float[][] rows = [.. known.Select(k => Unit(file.Doubles($"prototypes.{k}.information"), file.Doubles($"prototypes.{k}.precision")))];
        return new PrototypeDirections(known, rows.Length == 0 ? 0 : rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    /// <summary>Where each class's prototype stands among the S; S for a class without one.</summary>
    public long[] Places(int classes)
    {
        long[] places = [.. Enumerable.Repeat((long)Classes.Length, classes)];
        for (var s = 0; s < Classes.Length; s++)
        {
            places[Classes[s]] = s;
        }

        return places;
    }

    private static float[] Unit(double[] information, double[] precision)
    {
        double[] mean = [.. information.Zip(precision, (eta, lambda) => eta / lambda)];
        var length = Math.Max(Math.Sqrt(mean.Sum(x => x * x)), 1e-12);
        return Array.ConvertAll(mean, x => (float)(x / length));
    }
}
