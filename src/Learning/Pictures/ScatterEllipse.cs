namespace Prcl.Learning.Pictures;

/// <summary>An ellipse in data units, such as the one-standard-deviation line of a Gaussian.</summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="RadiusX">Half axis along the direction of <paramref name="Degrees"/>.</param>
/// <param name="RadiusY">Half axis across it.</param>
/// <param name="Degrees">Direction of the first half axis, anticlockwise from the horizontal.</param>
public sealed record ScatterEllipse(double X, double Y, double RadiusX, double RadiusY, double Degrees = 0);
