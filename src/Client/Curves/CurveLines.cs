namespace Prcl.Client.Curves;

/// <summary>Standard output.</summary>
internal sealed class CurveLines(TextWriter output) : ICurveTarget
{
    private bool _hasHeader;

    /// <inheritdoc/>
    public long Last(string[] header) => -1;

    /// <inheritdoc/>
    public void Add(Curve curve)
    {
        output.Write((_hasHeader ? "" : CurveFile.Line(curve.Header)) + string.Concat(curve.Rows.Select(CurveFile.Line)));
        output.Flush();
        _hasHeader = true;
    }
}
