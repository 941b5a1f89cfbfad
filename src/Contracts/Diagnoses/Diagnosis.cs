namespace Prcl.Contracts.Diagnoses;

/// <summary>What a doctor says of one thing.</summary>
/// <param name="What">The thing, in a word or two.</param>
/// <param name="Level">How well it is.</param>
/// <param name="Finding">What was found, in one line.</param>
/// <param name="Advice">What to do; empty where nothing needs to be done.</param>
public sealed record Diagnosis(string What, DiagnosisLevel Level, string Finding, string Advice = "")
{
    /// <summary>A thing that is as it should be.</summary>
    public static Diagnosis Ok(string what, string finding) => new(what, DiagnosisLevel.Ok, finding);

    /// <summary>A thing that somebody should look at.</summary>
    public static Diagnosis Warning(string what, string finding, string advice) => new(what, DiagnosisLevel.Warning, finding, advice);

    /// <summary>A thing that doesn't work.</summary>
    public static Diagnosis Failure(string what, string finding, string advice) => new(what, DiagnosisLevel.Failure, finding, advice);

    /// <summary>As people read it: one line, or two with advice.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            yield return Printable.Of($"{Level.ToString().ToLowerInvariant(),-8} {What}: {Finding}");
            if (Advice.Length > 0)
            {
                yield return Printable.Of($"         → {Advice}");
            }
        }
    }
}
