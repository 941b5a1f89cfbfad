namespace Prcl.Chaos.Images;

/// <summary>A question that was answered.</summary>
/// <param name="Asked">When, in seconds.</param>
/// <param name="At">When the answer came.</param>
internal readonly record struct Answered(double Asked, double At);
