using Prcl.Learning.Randomness;

namespace Prcl.Learning.Pictures;

/// <summary>
/// The plane through a cloud's mean along its two directions of largest variance (PCA in double precision), to look at representations.
/// Found by orthogonal iteration, which never forms the D×D covariance.
/// </summary>
public sealed class PrincipalPlane
{
    private const int MaxIterations = 500;
    private const double Tolerance = 1e-24;

    private readonly double[] _mean;
    private readonly double[] _first;
    private readonly double[] _second;

    private PrincipalPlane(double[] mean, double[] first, double[] second) => (_mean, _first, _second) = (mean, first, second);

    /// <summary>The coordinates of vectors in their own principal plane; the first coordinate has the larger variance.</summary>
    /// <param name="vectors">[N, D], finite.</param>
    /// <returns>N points; none for none.</returns>
    /// <exception cref="ArgumentException">Vectors differ in width, or a component isn't finite.</exception>
    public static (double X, double Y)[] Project(double[][] vectors) => vectors.Length == 0 ? [] : Array.ConvertAll(vectors, Fit(vectors).ProjectOne);

    /// <summary>The principal plane of vectors.</summary>
    /// <param name="vectors">[N, D], N and D at least 1, finite.</param>
    /// <exception cref="ArgumentException">There are no vectors, they differ in width, or a component isn't finite.</exception>
    public static PrincipalPlane Fit(double[][] vectors)
    {
        Check(vectors);
        var width = vectors[0].Length;
        var mean = new double[width];
        foreach (var vector in vectors)
        {
            AddScaled(mean, vector, 1.0 / vectors.Length);
        }

        var centred = Array.ConvertAll(vectors, v => v.Select((x, d) => x - mean[d]).ToArray());
        var (first, second) = Iterate(centred, width);
        return new PrincipalPlane(mean, first, second);
    }

    /// <summary>The coordinates of a vector [D] in the plane.</summary>
    /// <exception cref="ArgumentException">The vector's width isn't the plane's.</exception>
    public (double X, double Y) ProjectOne(double[] vector)
    {
        CheckWidth(vector.Length, nameof(vector));
        double x = 0, y = 0;
        for (var d = 0; d < vector.Length; d++)
        {
            x += (vector[d] - _mean[d]) * _first[d];
            y += (vector[d] - _mean[d]) * _second[d];
        }

        return (x, y);
    }

    /// <summary>How a Gaussian with diagonal covariance looks in the plane: its one-standard-deviation ellipse.</summary>
    /// <param name="mean">[D].</param>
    /// <param name="variance">[D], not negative.</param>
    /// <exception cref="ArgumentException">A width isn't the plane's.</exception>
    public ScatterEllipse ProjectGaussian(double[] mean, double[] variance)
    {
        CheckWidth(variance.Length, nameof(variance));
        double xx = 0, xy = 0, yy = 0;
        for (var d = 0; d < variance.Length; d++)
        {
            xx += variance[d] * _first[d] * _first[d];
            xy += variance[d] * _first[d] * _second[d];
            yy += variance[d] * _second[d] * _second[d];
        }

        var (x, y) = ProjectOne(mean);
        double middle = (xx + yy) / 2, half = Math.Sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        return new ScatterEllipse(x, y, Math.Sqrt(middle + half), Math.Sqrt(Math.Max(0, middle - half)), 0.5 * Math.Atan2(2 * xy, xx - yy) * 180 / Math.PI);
    }

    private static (double[] First, double[] Second) Iterate(double[][] centred, int width)
    {
        // A fixed start: the plane is a pure function of the vectors.
        var random = RandomKey.FromSeed(0).ToRandom();
        double[] first = Draw(random, width), second = Draw(random, width);
        Orthonormalise(first, second);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            double[] nextFirst = TimesCovariance(centred, first), nextSecond = TimesCovariance(centred, second);
            if (Dot(nextFirst, nextFirst) + Dot(nextSecond, nextSecond) == 0)
            {
                break;
            }

            Orthonormalise(nextFirst, nextSecond);
            var moved = Outside(nextFirst, first, second) + Outside(nextSecond, first, second);
            (first, second) = (nextFirst, nextSecond);
            if (moved < Tolerance)
            {
                break;
            }
        }

        return AlongAxes(centred, first, second);
    }

    /// <summary>Turns a basis of the plane so that the cloud's covariance in it is diagonal, largest first (one Jacobi rotation).</summary>
    private static (double[] First, double[] Second) AlongAxes(double[][] centred, double[] first, double[] second)
    {
        double xx = 0, xy = 0, yy = 0;
        foreach (var vector in centred)
        {
            double x = Dot(vector, first), y = Dot(vector, second);
            (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
        }

        var (sine, cosine) = Math.SinCos(0.5 * Math.Atan2(2 * xy, xx - yy));
        double[] major = new double[first.Length], minor = new double[first.Length];
        AddScaled(major, first, cosine);
        AddScaled(major, second, sine);
        AddScaled(minor, second, cosine);
        AddScaled(minor, first, -sine);
        return (Oriented(major), Oriented(minor));
    }

    /// <summary>A direction's sign is free: its largest component is made positive.</summary>
    private static double[] Oriented(double[] direction) =>
        direction.MaxBy(Math.Abs) < 0 ? Array.ConvertAll(direction, x => -x) : direction;

    private static double[] TimesCovariance(double[][] centred, double[] direction)
    {
        var product = new double[direction.Length];
        foreach (var vector in centred)
        {
            AddScaled(product, vector, Dot(vector, direction) / centred.Length);
        }

        return product;
    }

    private static void Orthonormalise(double[] first, double[] second)
    {
        Normalise(first);
        // Twice is enough (Kahan): the second pass removes what rounding left.
        AddScaled(second, first, -Dot(first, second));
        Normalise(second);
        AddScaled(second, first, -Dot(first, second));
        Normalise(second);
    }

    private static void Normalise(double[] vector)
    {
        var length = Math.Sqrt(Dot(vector, vector));
        for (var d = 0; length > 0 && d < vector.Length; d++)
        {
            vector[d] /= length;
        }
    }

    private static double Outside(double[] vector, double[] first, double[] second)
    {
        double along = Dot(vector, first), across = Dot(vector, second);
        return Math.Max(0, Dot(vector, vector) - along * along - across * across);
    }

    private static double[] Draw(KeyedRandom random, int width)
    {
        var vector = new double[width];
        for (var d = 0; d < width; d++)
        {
            vector[d] = random.NextNormal();
        }

        return vector;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var d = 0; d < a.Length; d++)
        {
            sum += a[d] * b[d];
        }

        return sum;
    }

    private static void AddScaled(double[] target, double[] source, double factor)
    {
        for (var d = 0; d < target.Length; d++)
        {
            target[d] += factor * source[d];
        }
    }

    private static void Check(double[][] vectors)
    {
        if (vectors.Length == 0 || vectors[0].Length == 0)
        {
            throw new ArgumentException("A principal plane needs at least one vector of at least one component.", nameof(vectors));
        }

        for (var i = 0; i < vectors.Length; i++)
        {
            if (vectors[i].Length != vectors[0].Length || !vectors[i].All(double.IsFinite))
            {
                throw new ArgumentException($"Vector {i} has {vectors[i].Length} components; all must have {vectors[0].Length}, and be finite.", nameof(vectors));
            }
        }
    }

    private void CheckWidth(int width, string name)
    {
        if (width != _mean.Length)
        {
            throw new ArgumentException($"The plane lies in {_mean.Length} dimensions, got {width}.", name);
        }
    }
}
