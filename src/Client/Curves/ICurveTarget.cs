namespace Prcl.Client.Curves;

/// <summary>Takes a curve's rows as CSV, as they come.</summary>
internal interface ICurveTarget
{
    /// <summary>The first cell of the last row that is there; −1 without any.</summary>
    /// <param name="header">The columns that it has to have.</param>
    /// <exception cref="UsageException">It has others.</exception>
    long Last(string[] header);

    /// <summary>Adds rows, under the header where there is none yet.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    void Add(Curve curve);
}
