using Prcl.Contracts.Prototypes;
using Prcl.Images.Datasets;
using Prcl.Learning.Pictures;

namespace Prcl.Silo.Http.Api.Prototypes;

/// <summary>Class prototypes on a plane: the first two principal components of the unit class means.</summary>
/// <param name="Round">Rounds that every prototype has folded in.</param>
/// <param name="Classes">The classes with evidence.</param>
/// <param name="VirtualNegatives">Virtual negatives in the same plane.</param>
/// <param name="Explained">The share of the means' variance that lies in the plane, 0 to 1; null while fewer than two classes have evidence.</param>
internal sealed record PrototypeMap(long Round, PrototypeMap.ClassPoint[] Classes, PrototypeMap.NegativePoint[] VirtualNegatives, double? Explained)
{
    /// <summary>Draws the map.</summary>
    /// <param name="prototypes">Every class, in order.</param>
    /// <param name="negatives">Virtual negatives by class, each row by row; may be empty.</param>
    /// <param name="classes">Names and colours.</param>
    public static PrototypeMap Of(PrototypeView[] prototypes, float[][] negatives, ClassList classes)
    {
        var round = prototypes.Length == 0 ? 0 : prototypes.Min(p => p.Round);
        PrototypeView[] shown = [.. prototypes.Where(p => p.Mean.Any(x => x != 0))];
        if (shown.Length == 0)
        {
            return new PrototypeMap(round, [], [], null);
        }

        double[][] means = Array.ConvertAll(shown, p => Scaled(p.Mean, Norm(p.Mean)));
        var plane = PrincipalPlane.Fit(means);
        return new PrototypeMap(
            round,
            [.. shown.Zip(means, (p, mean) => ClassPoint.Of(p, plane.ProjectOne(mean), classes.Classes[p.ClassId]))],
            [.. shown.SelectMany(p => negatives[p.ClassId].Chunk(p.Mean.Length).Select(row => NegativePoint.Of(p.ClassId, plane.ProjectOne(Unit(row)))))],
            Share(means, plane));
    }

    // Of the means' distances from their centre, squared.
    private static double? Share(double[][] means, PrincipalPlane plane)
    {
        var centre = Enumerable.Range(0, means[0].Length).Select(d => means.Average(m => m[d])).ToArray();
        var all = means.Sum(m => m.Zip(centre, (x, c) => (x - c) * (x - c)).Sum());
        var within = means.Select(plane.ProjectOne).Sum(p => (p.X * p.X) + (p.Y * p.Y));
        return all > 0 ? Math.Min(1, within / all) : null;
    }

    private static double[] Unit(float[] row)
    {
        double[] vector = Array.ConvertAll(row, x => (double)x);
        return Norm(vector) is > 0 and var norm ? Scaled(vector, norm) : vector;
    }

    private static double[] Scaled(double[] vector, double norm) => Array.ConvertAll(vector, x => x / norm);

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(x => x * x));

    /// <summary>A class on the map.</summary>
    /// <param name="Class">The class.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Color">Its colour, #rrggbb.</param>
    /// <param name="X">First component of its unit mean.</param>
    /// <param name="Y">Second component.</param>
    /// <param name="Spread">How wide it is, in the same units: the root of the mean spread variance, over the norm of its mean.</param>
    internal sealed record ClassPoint(int Class, string Name, string Color, double X, double Y, double Spread)
    {
        /// <summary>The point of a class.</summary>
        public static ClassPoint Of(PrototypeView prototype, (double X, double Y) at, ClassInfo known) => new(
            prototype.ClassId,
            known.Name,
            $"#{known.Color.Red:x2}{known.Color.Green:x2}{known.Color.Blue:x2}",
            at.X,
            at.Y,
            Math.Sqrt(prototype.SpreadVariance.Average()) / Norm(prototype.Mean));
    }

    /// <summary>A virtual negative on the map.</summary>
    /// <param name="Class">The class that it is drawn around.</param>
    /// <param name="X">First component.</param>
    /// <param name="Y">Second component.</param>
    internal sealed record NegativePoint(int Class, double X, double Y)
    {
        /// <summary>The point of one.</summary>
        public static NegativePoint Of(int classId, (double X, double Y) at) => new(classId, at.X, at.Y);
    }
}
