using Prcl.Contracts.Ingest;
using Prcl.Contracts.Requests;
using Prcl.Contracts.Security;

namespace Prcl.Contracts.Evaluation;

/// <summary>Measures model versions on the run's evaluation images. Key: the run's name.</summary>
[Alias("prcl.IEvaluatorGrain")]
public interface IEvaluatorGrain : IGrainWithStringKey
{
    /// <summary>Starts measuring published versions in the background, or does nothing when it does.</summary>
    [Alias("Start")]
    Task Start();

    /// <summary>Results by version and domain, oldest first, thinned.</summary>
    [Alias("History"), ForClients]
    Task<EvaluationResult[]> History();

    /// <summary>The newest measured version beside the run's <c>baseline</c>, by domain; empty before evaluation frames have been measured.</summary>
    [Alias("Comparison")]
    Task<DomainComparison[]> Comparison();

    /// <summary>Measures a version (null: the newest) on the run's evaluation images, every one of them.</summary>
    /// <exception cref="PrclRequestException">No such run or version, or no evaluation images.</exception>
    [Alias("EvaluateNow")]
    IAsyncEnumerable<EvaluationResult> EvaluateNow(long? version);

    /// <summary>
    /// Segments labelled images that are not part of the run and answers their confusion counts, so that a client can
    /// add them up. Nothing is stored.
    /// </summary>
    /// <exception cref="PrclRequestException">An image or label breaks a rule (named), or no such run or version.</exception>
    [Alias("Score"), ForClients]
    Task<EvaluationResult> Score([Count(10_000)] ImagePush[] images, [Whole(0)] long? version);

    /// <summary>Ends this activation if it is of an earlier run of its name than this one, which was deleted; a repeat is harmless.</summary>
    /// <exception cref="PrclRequestException">No such run: there is nothing to end.</exception>
    [Alias("MakeWay")]
    Task MakeWay(int generation);
}
