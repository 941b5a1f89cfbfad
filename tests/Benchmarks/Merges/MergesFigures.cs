namespace Prcl.Benchmarks.Merges;

/// <summary>A round of simulated trainers.</summary>
/// <param name="Classes">K.</param>
/// <param name="Trainers">How many.</param>
/// <param name="Width">D.</param>
/// <param name="OfferedPerSecond">Merges a second that trainers offer which exchange every 2.5 s.</param>
/// <param name="BeginSeconds">Until every trainer has every prototype, when all ask at once.</param>
/// <param name="Paced">Every trainer sends all classes every 2.5 s.</param>
/// <param name="Full">Every trainer sends again as soon as it is answered.</param>
/// <param name="ReportBytes">A report: weights, teacher, momentum, class sums.</param>
/// <param name="SumsBytes">Its class sums.</param>
/// <param name="WriteSeconds">Until all reports are written, four at a time.</param>
/// <param name="CloseSeconds">From the hand-in of all to the commit: reading and averaging.</param>
/// <param name="FoldSeconds">From the commit until every prototype has folded it durably.</param>
internal sealed record MergesFigures(
    int Classes,
    int Trainers,
    int Width,
    double OfferedPerSecond,
    double BeginSeconds,
    SendFigures Paced,
    SendFigures Full,
    long ReportBytes,
    long SumsBytes,
    double WriteSeconds,
    double CloseSeconds,
    double FoldSeconds);
