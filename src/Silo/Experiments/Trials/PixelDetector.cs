using Prcl.Learning.Metrics;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>How well a doubt, 0 to 1, finds the wrong pixels of a domain, and how well 1 − doubt tells the share of right ones.</summary>
internal sealed class PixelDetector
{
    private readonly Auroc _auroc = new();
    private readonly CalibrationError _calibration = new();

    /// <summary>Adds a frame's labelled pixels.</summary>
    /// <param name="doubt">Of each pixel, 0 to 1.</param>
    /// <param name="wrong">Whether its class is wrong, the same length.</param>
    public void Add(float[] doubt, bool[] wrong)
    {
        _auroc.Add(doubt, wrong);
        _calibration.Add(Array.ConvertAll(doubt, d => Math.Clamp(1 - d, 0, 1)), Array.ConvertAll(wrong, w => !w));
    }

    /// <summary>Area under the curve, 0 to 1; NaN without a wrong or without a right pixel.</summary>
    public double Auroc() => _auroc.Value();

    /// <summary>Expected calibration error, 0 to 1; NaN without a pixel.</summary>
    public double CalibrationError() => _calibration.Value();
}
