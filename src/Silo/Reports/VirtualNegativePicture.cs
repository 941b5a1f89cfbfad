using Prcl.Contracts.Prototypes;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Silo.Reports;

/// <summary>Virtual negatives around their prototypes, in the plane in which the prototypes lie farthest apart.</summary>
internal static class VirtualNegativePicture
{
    private const int FewestForPlane = 3;

    /// <summary>Draws prototypes as diamonds, their spread as ellipses, virtual negatives as dots.</summary>
    /// <param name="prototypes">The prototypes; those without evidence are left out.</param>
    /// <param name="negatives">Virtual negatives by class, each [count] vectors of length D; may be shorter than the prototypes.</param>
    /// <param name="palette">A colour a class.</param>
    public static RgbImage Draw(IReadOnlyList<PrototypeView> prototypes, double[][][] negatives, IReadOnlyList<(byte R, byte G, byte B)> palette)
    {
        const string Title = "Virtual negatives around their prototypes";
        var shown = prototypes.Where(p => p.Mean.Length > 0).Select(p => (View: p, Negatives: p.ClassId < negatives.Length ? negatives[p.ClassId] : [])).ToArray();
        if (shown.Length == 0)
        {
            return ScatterChart.Render(Title + ": no prototype has evidence", [], "", "");
        }

        double[][] means = [.. shown.Select(s => s.View.Mean)];
        var plane = PrincipalPlane.Fit(means.Length >= FewestForPlane ? means : [.. means, .. shown.SelectMany(s => s.Negatives)]);
        var dots = shown.Select(s => new ScatterSeries("", [.. s.Negatives.Select(plane.ProjectOne)])
        {
            Colour = palette[s.View.ClassId],
            Ellipses = [plane.ProjectGaussian(s.View.Mean, s.View.SpreadVariance)],
        });
        var diamonds = shown.Select(s => new ScatterSeries(s.View.ClassName, [plane.ProjectOne(s.View.Mean)]) { Colour = palette[s.View.ClassId], Marker = ScatterMarker.Diamond });
        return ScatterChart.Render(Title, [.. dots, .. diamonds], "first principal direction of the prototypes", "second");
    }
}
