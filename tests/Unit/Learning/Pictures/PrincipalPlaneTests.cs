using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class PrincipalPlaneTests
{
    [Fact]
    public void A_rotated_plane_is_found_again()
    {
        // Points (a, b, c, 0, …) with clearly different spreads, turned by known rotations into 12 dimensions.
        const int Width = 12;
        var random = new Random(4);
        var flat = Enumerable.Range(0, 400).Select(_ => Enumerable.Range(0, Width).Select(d => d switch { 0 => 5.0, 1 => 2.0, _ => 0.3 } * (random.NextDouble() - 0.5)).ToArray()).ToArray();
        // Exactly uncorrelated: every point has its mirror images.
        var symmetric = flat.SelectMany(v => Enumerable.Range(0, Width).Select(d => v.Select((x, i) => i == d ? -x : x).ToArray()).Append(v.Select(x => -x).ToArray()).Append(v)).ToArray();
        var turned = symmetric.Select(v => Turn(v)).ToArray();
        var exact = Covariance(symmetric);

        var plane = PrincipalPlane.Project(turned);

        Assert.Equal(symmetric.Length, plane.Length);
        var varianceX = plane.Average(p => p.X * p.X);
        var varianceY = plane.Average(p => p.Y * p.Y);
        Assert.Equal(exact[0], varianceX, 1e-2 * exact[0]);
        Assert.Equal(exact[1], varianceY, 2e-2 * exact[1]);
        Assert.Equal(0, plane.Average(p => p.X * p.Y), 1e-9);
        var signX = Math.Sign(plane[0].X * symmetric[0][0]);
        Assert.All(plane.Zip(symmetric), p => Assert.Equal(signX * p.Second[0], p.First.X, 0.1));
    }

    [Fact]
    public void Two_dimensions_are_only_turned()
    {
        var (sine, cosine) = Math.SinCos(0.4);
        (double X, double Y)[] points = [(3, 0), (-3, 0), (0, 1), (0, -1)];
        var turned = points.Select(p => new[] { cosine * p.X - sine * p.Y + 10, sine * p.X + cosine * p.Y - 20 }).ToArray();
        var plane = PrincipalPlane.Project(turned);
        for (var i = 0; i < points.Length; i++)
        {
            Assert.Equal(points[i].X, plane[i].X, 1e-9);
            Assert.Equal(points[i].Y, plane[i].Y, 1e-9);
        }
    }

    [Fact]
    public void The_result_is_the_same_every_time()
    {
        var random = new Random(1);
        var vectors = Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextDouble()).ToArray()).ToArray();
        Assert.Equal(PrincipalPlane.Project(vectors), PrincipalPlane.Project(vectors));
    }

    [Fact]
    public void A_projected_Gaussian_has_the_variance_of_its_projected_draws()
    {
        var random = new Random(2);
        var plane = PrincipalPlane.Fit([.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 6).Select(_ => random.NextDouble()).ToArray())]);
        var variance = Enumerable.Range(0, 6).Select(d => 0.1 + d).ToArray();
        var ellipse = plane.ProjectGaussian(new double[6], variance);

        // Cov(x, y) of the projection, summed over independent components by projecting each unit step.
        var origin = plane.ProjectOne(new double[6]);
        double xx = 0, xy = 0, yy = 0;
        for (var d = 0; d < 6; d++)
        {
            var step = new double[6];
            step[d] = 1;
            var (x, y) = plane.ProjectOne(step);
            (x, y) = (x - origin.X, y - origin.Y);
            (xx, xy, yy) = (xx + variance[d] * x * x, xy + variance[d] * x * y, yy + variance[d] * y * y);
        }

        var (sine, cosine) = Math.SinCos(ellipse.Degrees * Math.PI / 180);
        Assert.Equal((origin.X, origin.Y), (ellipse.X, ellipse.Y));
        Assert.Equal(cosine * cosine * xx + 2 * sine * cosine * xy + sine * sine * yy, ellipse.RadiusX * ellipse.RadiusX, 1e-9);
        Assert.Equal(sine * sine * xx - 2 * sine * cosine * xy + cosine * cosine * yy, ellipse.RadiusY * ellipse.RadiusY, 1e-9);
    }

    [Fact]
    public void Few_equal_or_narrow_vectors_have_a_plane_too()
    {
        Assert.Empty(PrincipalPlane.Project([]));
        Assert.Equal([(0, 0)], PrincipalPlane.Project([[1, 2, 3]]));
        Assert.Equal([(0, 0), (0, 0)], PrincipalPlane.Project([[1, 2], [1, 2]]));
        var line = PrincipalPlane.Project([[1], [3]]);
        Assert.Equal([-1, 1], line.Select(p => p.X));
        Assert.Equal([0, 0], line.Select(p => p.Y));
    }

    [Fact]
    public void Ragged_or_infinite_vectors_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PrincipalPlane.Project([[1, 2], [1]]));
        Assert.Throws<ArgumentException>(() => PrincipalPlane.Project([[double.NaN, 2]]));
        Assert.Throws<ArgumentException>(() => PrincipalPlane.Fit([]));
    }

    private static double[] Covariance(double[][] vectors) =>
        [.. Enumerable.Range(0, vectors[0].Length).Select(d => vectors.Average(v => v[d] * v[d]))];

    private static double[] Turn(double[] vector)
    {
        var turned = (double[])vector.Clone();
        for (var d = 0; d < turned.Length; d++)
        {
            var e = (d + 5) % turned.Length;
            var (sine, cosine) = Math.SinCos(0.3 + 0.2 * d);
            (turned[d], turned[e]) = (cosine * turned[d] - sine * turned[e], sine * turned[d] + cosine * turned[e]);
        }

        return turned;
    }
}
