namespace Prcl.Silo.Demo;

/// <summary>A domain's frames by what they are for. No frame is in two of the lists.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Labelled">Come first, with their labels; only the first domain has any.</param>
/// <param name="Streamed">Arrive while training runs, without labels, in this order.</param>
/// <param name="Evaluation">Later frames, after a gap; they never enter training.</param>
internal sealed record DemoDomain(
    string Name,
    IReadOnlyList<DemoFrame> Labelled,
    IReadOnlyList<DemoFrame> Streamed,
    IReadOnlyList<DemoFrame> Evaluation);
