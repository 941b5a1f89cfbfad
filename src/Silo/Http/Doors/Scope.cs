namespace Prcl.Silo.Http.Doors;

/// <summary>What a key may be for. Each stands for itself, except that <see cref="Admin"/> includes all.</summary>
internal enum Scope
{
    /// <summary>Look at everything but metrics: runs, images, prototypes, models.</summary>
    Read,

    /// <summary><c>/metrics</c>, and nothing else.</summary>
    Metrics,

    /// <summary>Have images segmented.</summary>
    Predict,

    /// <summary>Push images and labels.</summary>
    Ingest,

    /// <summary>Everything: create runs, delete images, move aliases, roll back, drain silos.</summary>
    Admin,
}
