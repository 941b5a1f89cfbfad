namespace Prcl.Contracts.Diagnoses;

/// <summary>How well something is.</summary>
public enum DiagnosisLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but somebody should look.</summary>
    Warning,

    /// <summary>It doesn't work.</summary>
    Failure,
}
