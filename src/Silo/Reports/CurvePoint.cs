namespace Prcl.Silo.Reports;

/// <summary>A domain's mIoU at a moment.</summary>
/// <param name="Seconds">Seconds since the run was created.</param>
/// <param name="Miou">mIoU in percent.</param>
internal sealed record CurvePoint(double Seconds, double Miou);
